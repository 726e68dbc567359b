/**
 * What holds for every edit of every CSV table, tried on generated ones.
 *
 * A failure prints fast-check's seed and the shrunk document; `PAWL_PROPERTY_SEED` repeats a run and `PAWL_PROPERTY_RUNS`
 * makes it longer.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { PawlError } from "../../../src/model/errors.ts";
import { csvFormat } from "../../../src/format/csv/format.ts";
import { equalValues } from "../../../src/model/value.ts";
import { Choices } from "../choices.ts";
import { generateChange, generateCsv, type GeneratedCsv, generateRow } from "./generator.ts";
import { columnsOf, type CsvSubject, editAndJudge, keysOf } from "./judge.ts";

const RUNS = Number(Deno.env.get("PAWL_PROPERTY_RUNS") ?? 2000);
const SEED = Deno.env.get("PAWL_PROPERTY_SEED");

function property(name: string, check: (subject: GeneratedCsv, choices: Choices) => void): void {
  Deno.test(name, () => {
    const numbers = fc.array(fc.nat(839), { size: "max", maxLength: 200 });
    fc.assert(
      fc.property(numbers, numbers, (layout, change) => {
        check(generateCsv(new Choices(layout)), new Choices(change));
      }),
      { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
    );
  });
}

/** Whether there is a record that says what the columns are. */
function hasColumns(subject: CsvSubject): boolean {
  return subject.hasHeader || keysOf(subject).length > 0;
}

property("csvFormat().parse() reads every cell of a generated table", ({ text, options, value }) => {
  const actual = csvFormat(options).parse(text, "test.csv");
  assert(equalValues(actual, value), `${JSON.stringify(text)} is read as ${JSON.stringify(actual)}`);
});

property("editText() makes one change in a CSV table and touches nothing else", (subject, choices) => {
  if (hasColumns(subject)) editAndJudge(subject, generateChange(choices, subject));
});

property("editText() adds a row to a CSV table and takes it out again without a trace", (subject, choices) => {
  if (!hasColumns(subject)) return;
  const addition = generateRow(choices, subject);
  const { text } = editAndJudge(subject, addition);
  const { text: restored } = editAndJudge({ ...subject, text }, { op: "unset", path: [addition.path[0]] });
  assertEquals(restored, subject.text);
});

property("editText() fills an empty CSV cell and empties it again without a trace", (subject, choices) => {
  const { value, options, text } = subject;
  const columns = Object.keys(Object.assign({}, ...Object.values(value)));
  const empty = Object.entries(value).flatMap(([key, row]) =>
    columns.filter((column) => !Object.hasOwn(row, column)).map((column) => [key, column] as const)
  );
  if (empty.length === 0) return;
  const path = choices.pick(empty);
  const edited = editAndJudge(subject, { op: "set", path, value: choices.pick(["x", "", 'a,"b"']) });
  const { text: restored } = editAndJudge({ ...subject, text: edited.text, options }, { op: "unset", path });
  assertEquals(restored, text);
});

property("editText() makes several changes in a CSV table as one edit", (subject, choices) => {
  if (!hasColumns(subject)) return;
  const changes = [generateChange(choices, subject)];
  for (let count = choices.below(5); count > 0; count--) {
    const next = { ...subject, text: editAndJudge(subject, ...changes).text };
    // Without a header, the columns go with the last row.
    if (!hasColumns(next)) break;
    changes.push(generateChange(choices, next));
  }
  editAndJudge(subject, ...changes);
});

property("editText() refuses a change by which a detected CSV dialect would change", (subject, choices) => {
  if (!hasColumns(subject)) return;
  // The delimiter of a single column is not to be seen, and taken for a comma, unless a line of its own names it.
  const isShown = columnsOf(subject).length > 1 || /^\ufeff?sep=/i.test(subject.text);
  const delimiter = isShown ? subject.delimiter : ",";
  const detected = { ...subject, delimiter, options: { keyColumn: subject.options.keyColumn } };
  let isSame: boolean;
  try {
    isSame = equalValues(csvFormat(detected.options).parse(subject.text, "test.csv"), subject.value);
  } catch (error) {
    assert(error instanceof PawlError);
    return;
  }
  // A wrong guess is no subject for a judge who knows better.
  if (!isSame || keysOf(subject).length === 0) return;
  try {
    editAndJudge(detected, generateChange(choices, subject));
  } catch (error) {
    assert(error instanceof PawlError && error.message.startsWith("Cannot edit the table: its"), String(error));
  }
});
