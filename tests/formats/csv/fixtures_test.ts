/**
 * Edits of tables as people and programs write them.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { csvFormat } from "../../../src/format/csv/format.ts";
import type { Table } from "../../../src/model/value.ts";
import { columnsOf, type CsvSubject, editAndJudge, keysOf } from "./judge.ts";

const DIRECTORY = new URL("../../fixtures/csv/", import.meta.url);

/** What the judge must know of a fixture that has not commas and a header. */
const DIALECTS: Readonly<Record<string, Partial<CsvSubject>>> = {
  "bank_statement.csv": { delimiter: ";" },
  "hosts.psv": { delimiter: "|" },
  "measurements_headerless.csv": { hasHeader: false },
  "spreadsheet_delimiter_line.csv": { delimiter: ";" },
  "spreadsheet_german.csv": { delimiter: ";" },
  "translations.tsv": { delimiter: "\t" },
};

const fixtures = Array.from(Deno.readDirSync(DIRECTORY), ({ name }): [string, CsvSubject] => {
  const bytes = Deno.readFileSync(new URL(name, DIRECTORY));
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  return [name, { text, delimiter: ",", hasHeader: true, keyIndex: 0, options: {}, ...DIALECTS[name] }];
});

Deno.test("CSV fixtures are all there and keep their oddities", () => {
  assertEquals(fixtures.length, 15);
  const texts = fixtures.map(([, { text }]) => text);
  // Whatever a checkout or an editor does to them must not go unnoticed.
  assert(texts.some((text) => text.startsWith("\ufeff")), "no byte order mark");
  assert(texts.some((text) => text.includes("\r\n") && !/(?<!\r)\n/.test(text)), "no CRLF throughout");
  assert(texts.some((text) => text.includes("\r\n") && /(?<!\r)\n/.test(text)), "no mixed line ends");
  assert(texts.some((text) => !text.endsWith("\n")), "no missing final newline");
  assert(texts.some((text) => /\n\r?\n"?[A-Z]/.test(text)), "no blank line");
  assert(texts.some((text) => text.includes("\t")), "no tabs");
});

for (const [name, subject] of fixtures) {
  const root = csvFormat().parse(subject.text, name) as Table;

  Deno.test(`editText() sees the rows and columns of ${name}`, () => {
    assertEquals(new Set(Object.keys(root)), new Set(keysOf(subject)));
    const columns = new Set(Object.values(root).flatMap((row) => Object.keys(row as Table)));
    for (const column of columns) assert(columnsOf(subject).slice(1).includes(column), column);
  });

  Deno.test(`editText() adds and removes a row of ${name} without a trace`, () => {
    for (const column of [undefined, ...columnsOf(subject).slice(1)]) {
      const value = column === undefined ? {} : { [column]: "new" };
      const { text } = editAndJudge(subject, { op: "set", path: ["pawl-was-here"], value });
      const { text: restored } = editAndJudge({ ...subject, text }, { op: "unset", path: ["pawl-was-here"] });
      assertEquals(restored, subject.text);
    }
  });

  if (columnsOf(subject).length > 1) {
    Deno.test(`editText() sets every cell of ${name} and sets it back without a trace`, () => {
      for (const key of keysOf(subject)) {
        for (const column of columnsOf(subject).slice(1)) {
          const path = [key, column] as const;
          const old = (root[key] as Table)[column] as string | undefined;
          const { text } = editAndJudge(subject, { op: "set", path, value: `${old}, "changed"` });
          const back = { ...subject, text };
          const { text: restored } = old === undefined
            ? editAndJudge(back, { op: "unset", path })
            : editAndJudge(back, { op: "set", path, value: old });
          // A cell that has got quotes keeps them.
          assertEquals(unquoted(restored), unquoted(subject.text));
          if (old !== undefined) editAndJudge(subject, { op: "unset", path });
        }
      }
    });
  }

  Deno.test(`editText() removes and renames every row of ${name}`, () => {
    for (const key of keysOf(subject)) {
      editAndJudge(subject, { op: "unset", path: [key] });
      // A number, as a word in the first row would be taken for a header.
      const { text } = editAndJudge(subject, { op: "rename", path: [key], to: ["990099"] });
      const { text: restored } = editAndJudge({ ...subject, text }, { op: "rename", path: ["990099"], to: [key] });
      assertEquals(restored, subject.text);
    }
  });
}

function unquoted(text: string): string {
  return text.replaceAll('"', "");
}
