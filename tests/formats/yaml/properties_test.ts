/**
 * What holds for every edit of every YAML document, tried on generated ones.
 *
 * A failure prints fast-check's seed and the shrunk document; `PAWL_PROPERTY_SEED` repeats a run and `PAWL_PROPERTY_RUNS`
 * makes it longer.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { PawlError } from "../../../src/model/errors.ts";
import { yamlFormat } from "../../../src/format/yaml/format.ts";
import type { KeyPath } from "../../../src/model/key_path.ts";
import { equalValues } from "../../../src/model/value.ts";
import { Choices } from "../choices.ts";
import { type PlainChange, valueAt } from "../change_model.ts";
import { generateYamlAddition, generateYamlChange } from "./change_generator.ts";
import { YamlGenerator } from "./generator.ts";
import { editAndJudge, subjectOf, type YamlSubject } from "./judge.ts";

const RUNS = Number(Deno.env.get("PAWL_PROPERTY_RUNS") ?? 600);
const SEED = Deno.env.get("PAWL_PROPERTY_SEED");

/** The only reasons for which an edit of a generated document may be refused. */
const REFUSALS = [
  /^Cannot edit ["'].*["']: ["'].*["'] is the alias \*x\d+$/s,
  /^Cannot edit ["'].*["']: ["'].*["'] has the tag !local$/s,
  /^Cannot remove the value anchored as &x\d+: ["'].*["'] is its alias$/s,
];

function property(name: string, check: (subject: YamlSubject, choices: Choices) => void): void {
  Deno.test(name, () => {
    const numbers = fc.array(fc.nat(839), { size: "max", maxLength: 400 });
    fc.assert(
      fc.property(numbers, numbers, (layout, change) => {
        const { text, value } = new YamlGenerator(new Choices(layout)).document();
        const subject = subjectOf(text);
        assert(equalValues(subject.value, value), `pawl misreads ${JSON.stringify(text)}`);
        check(subject, new Choices(change));
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

/** Makes changes; `undefined` if pawl refuses them for a good reason. */
function attempt(subject: YamlSubject, ...changes: PlainChange[]): string | undefined {
  const outcome = editAndJudge(subject, ...changes);
  if (!(outcome instanceof PawlError)) return outcome.text;
  assert(REFUSALS.some((reason) => reason.test(outcome.message)), `refused for no good reason: ${outcome.message}`);
  return undefined;
}

property("yamlFormat.comments() finds every comment of a generated YAML document", ({ text }) => {
  const expected = text.match(/# (?:head|below|tail|(?:comment|trailing) \d+).*/g) ?? [];
  assertEquals(yamlFormat.comments(text), expected.map((comment) => comment.replace(/\r$/, "")), text);
});

property("editText() makes one change in YAML and touches nothing else", (subject, choices) => {
  const change = generateYamlChange(choices, subject.value);
  if (change !== undefined) attempt(subject, change);
});

property("editText() adds to YAML and takes it out again without a trace", (subject, choices) => {
  const addition = generateYamlAddition(choices, subject.value);
  const text = addition === undefined ? undefined : attempt(subject, addition);
  if (text === undefined) return;
  const path = newestPart(subject, addition!);
  assertEquals(attempt(subjectOf(text), { op: "unset", path }), subject.text, `${JSON.stringify(text)} keeps a trace`);
});

/** The path down to the first key that is not in the document. */
function newestPart({ value }: YamlSubject, { op, path }: PlainChange): KeyPath {
  if (op === "insert") return path;
  const depth = path.findIndex((_, index) => valueAt(value, path.slice(0, index + 1)) === undefined);
  return path.slice(0, depth + 1);
}

property("editText() makes several changes of YAML as one edit", (subject, choices) => {
  const changes: PlainChange[] = [];
  let current: YamlSubject = subject;
  for (let count = 1 + choices.below(5); count > 0; count--) {
    const change = generateYamlChange(choices, current.value);
    const text = change === undefined ? undefined : attempt(current, change);
    if (text === undefined) continue;
    changes.push(change!);
    current = subjectOf(text);
  }
  if (changes.length > 0) attempt(subject, ...changes);
});
