/**
 * What holds for every edit of every TOML document, tried on generated ones.
 *
 * A failure prints fast-check's seed and the shrunk document; `PAWL_PROPERTY_SEED` repeats a run and `PAWL_PROPERTY_RUNS`
 * makes it longer.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { tomlFormat } from "../../../src/format/toml/format.ts";
import { type KeyPath, printKeyPath } from "../../../src/model/key_path.ts";
import { equalValues } from "../../../src/model/value.ts";
import { judgeCommentRule } from "../comment_rule.ts";
import { Choices } from "../choices.ts";
import { generateAddition, generateChange, generateInsertion } from "../change_generator.ts";
import { generateToml } from "./generator.ts";
import { editAndJudge, type Subject, subjectOf } from "./judge.ts";
import { valueAt } from "../change_model.ts";
import { commentsOf } from "./outline.ts";

const RUNS = Number(Deno.env.get("PAWL_PROPERTY_RUNS") ?? 600);
const SEED = Deno.env.get("PAWL_PROPERTY_SEED");

function property(name: string, check: (subject: Subject, choices: Choices) => void): void {
  Deno.test(name, () => {
    const numbers = fc.array(fc.nat(839), { size: "max", maxLength: 500 });
    fc.assert(
      fc.property(numbers, numbers, (layout, change) => {
        check(subjectOf(generateToml(new Choices(layout))), new Choices(change));
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

property("tomlFormat.parse() reads a generated document as another parser does", ({ text, outline }) => {
  const actual = tomlFormat.parse(text, "generated.toml");
  if (!equalValues(actual, outline.root)) throw new Error(`the parsers disagree about ${JSON.stringify(text)}`);
  assertEquals(tomlFormat.comments(text), commentsOf(outline), text);
});

property("editText() makes one change and touches nothing else", (subject, choices) => {
  editAndJudge(subject, generateChange(choices, subject));
});

property("editText() takes along the comment right above what goes, and nothing else", ({ text, outline }, choices) => {
  const pairs = outline.pairs.filter(({ path }) => outline.values.has(printKeyPath(path)));
  if (pairs.length === 0) return;
  const { path, start } = pairs[choices.below(pairs.length)]!;
  judgeCommentRule(tomlFormat, text, path, start, outline.comments);
});

property("editText() adds a key and takes it out again without a trace", (subject, choices) => {
  const addition = generateAddition(choices, subject);
  const { text, edits } = editAndJudge(subject, addition);
  if (edits.some((edit) => /^[ \t]*\[/m.test(edit.text))) return;
  const path = newestPart(subject, addition.path);
  const { text: restored } = editAndJudge(subjectOf(text), { op: "unset", path });
  assertEquals(
    emptyBraces(restored),
    emptyBraces(subject.text),
    `set and unset of ${printKeyPath(path)} leaves a trace`,
  );
});

property("editText() inserts an element and takes it out again without a trace", (subject, choices) => {
  const insertion = generateInsertion(choices, subject);
  if (insertion === undefined) return;
  const { text } = editAndJudge(subject, insertion);
  const { text: restored } = editAndJudge(subjectOf(text), { op: "unset", path: insertion.path });
  assertEquals(restored, subject.text, `insert and unset of ${printKeyPath(insertion.path)} leaves a trace`);
});

/** Braces around nothing look the same once they are filled, and come back as the usual ones. */
function emptyBraces(text: string): string {
  return text.replaceAll("{ }", "{}");
}

/** The path down to the first key that is not in the document. */
function newestPart({ outline }: Subject, path: KeyPath): KeyPath {
  const depth = path.findIndex((_, index) => valueAt(outline.root, path.slice(0, index + 1)) === undefined);
  return path.slice(0, depth + 1);
}

property("editText() makes several changes as one edit", (subject, choices) => {
  const changes = [generateChange(choices, subject)];
  for (let count = choices.below(4); count > 0; count--) {
    const next = subjectOf(editAndJudge(subject, ...changes).text);
    changes.push(generateChange(choices, next));
  }
  editAndJudge(subject, ...changes);
});
