/**
 * What holds for every edit of every JSON and JSONC document, tried on generated ones.
 *
 * A failure prints fast-check's seed and the shrunk document; `PAWL_PROPERTY_SEED` repeats a run and `PAWL_PROPERTY_RUNS`
 * makes it longer.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { editText } from "../../../src/edit/edit_text.ts";
import { type KeyPath, printKeyPath } from "../../../src/model/key_path.ts";
import { equalValues } from "../../../src/model/value.ts";
import { Choices } from "../choices.ts";
import { judgeCommentRule } from "../comment_rule.ts";
import { generateJsonAddition, generateJsonChange, JsonGenerator } from "./generator.ts";
import { editAndJudge, type JsonSubject, subjectOf } from "./judge.ts";
import { commentsOf } from "./outline.ts";
import { asChange, type PlainChange, valueAt } from "../change_model.ts";

const RUNS = Number(Deno.env.get("PAWL_PROPERTY_RUNS") ?? 600);
const SEED = Deno.env.get("PAWL_PROPERTY_SEED");

function property(name: string, check: (subject: JsonSubject, choices: Choices) => void): void {
  Deno.test(name, () => {
    const numbers = fc.array(fc.nat(839), { size: "max", maxLength: 500 });
    fc.assert(
      fc.property(numbers, numbers, (layout, change) => {
        const generator = new JsonGenerator(new Choices(layout));
        check(subjectOf(generator.document(), generator.isJsonc), new Choices(change));
      }),
      {
        numRuns: RUNS,
        // Shrinking a failure could take minutes.
        interruptAfterTimeLimit: Math.max(30_000, RUNS * 30),
        ...(SEED === undefined ? {} : { seed: Number(SEED) }),
      },
    );
  });
}

property("jsonFormat.parse() reads a generated document as another parser does", ({ text, format, outline }) => {
  const actual = format.parse(text, "generated.json");
  assert(equalValues(actual, outline.root), `the parsers disagree about ${JSON.stringify(text)}`);
  assertEquals(format.comments(text), commentsOf(outline), text);
});

property("editText() makes one change in JSON and touches nothing else", (subject, choices) => {
  const change = generateJsonChange(choices, subject.outline.root);
  if (change !== undefined) editAndJudge(subject, change);
});

property(
  "editText() takes along the comment right above what goes from JSONC, and nothing else",
  (subject, choices) => {
    const { text, format, outline: { items, byPath, comments } } = subject;
    if (byPath.size === 0) return;
    const { path, start } = [...byPath.values()][choices.below(byPath.size)]!;
    // Of equal keys the last one counts, and all go.
    if (items.filter((item) => printKeyPath(item.path) === printKeyPath(path)).length > 1) return;
    judgeCommentRule(format, text, path, start, comments);
  },
);

property("editText() adds to JSON and takes it out again without a trace", (subject, choices) => {
  const { text, outline, format } = subject;
  // An empty list that is not written as brackets alone can come back as such.
  const addition = generateJsonAddition(choices, outline.root);
  if (addition === undefined || /[[{]\s+[\]}]/.test(text)) return;
  const edited = editAndJudge(subject, addition).text;
  const path = newestPart(subject, addition);
  const restored = editText(format, edited, [asChange({ op: "unset", path })], "test.json").text;
  if (restored !== text) editAndJudge(subjectOf(edited, format.name === "jsonc"), { op: "unset", path });
  assertEquals(restored, text, `${path.join(".")} leaves a trace`);
});

/** The path down to the first part that is not in the document. */
function newestPart({ outline }: JsonSubject, { op, path }: PlainChange): KeyPath {
  if (op === "insert") return path;
  const depth = path.findIndex((_, index) => valueAt(outline.root, path.slice(0, index + 1)) === undefined);
  return path.slice(0, depth + 1);
}

property("editText() makes several changes in JSON as one edit", (subject, choices) => {
  let root = subject.outline.root;
  const changes: PlainChange[] = [];
  for (let count = choices.below(5); count >= 0; count--) {
    const change = generateJsonChange(choices, root);
    if (change === undefined) return;
    changes.push(change);
    root = subject.format.parse(editAndJudge(subject, ...changes).text, "");
  }
});
