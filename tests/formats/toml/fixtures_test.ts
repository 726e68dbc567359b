/**
 * Edits of files as people write them, for tools they know.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { tomlFormat } from "../../../src/format/toml/format.ts";
import type { Table } from "../../../src/model/value.ts";
import { editAndJudge, type Subject, subjectOf } from "./judge.ts";
import { differentValue, placesIn, tablesIn } from "../change_model.ts";

const DIRECTORY = new URL("../../fixtures/toml/", import.meta.url);

const fixtures = Array.from(Deno.readDirSync(DIRECTORY), ({ name }): [string, Subject] => {
  const bytes = Deno.readFileSync(new URL(name, DIRECTORY));
  return [name, subjectOf(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes))];
});

Deno.test("fixtures are all there and keep their oddities", () => {
  assertEquals(fixtures.length, 15);
  const texts = fixtures.map(([, { text }]) => text);
  // Whatever a checkout or an editor does to them must not go unnoticed.
  assert(texts.some((text) => text.startsWith("\ufeff")), "no byte order mark");
  assert(texts.some((text) => text.includes("\r\n")), "no CRLF");
  assert(texts.some((text) => !text.endsWith("\n")), "no missing final newline");
  assert(texts.some((text) => text.includes("\t=\t")), "no tabs");
});

for (const [name, subject] of fixtures) {
  const root = tomlFormat.parse(subject.text, name) as Table;

  Deno.test(`editText() sets and unsets a new key in every table of ${name} without a trace`, () => {
    for (const { path } of tablesIn(root)) {
      const key = [...path, "pawl-was-here"];
      const { text, edits } = editAndJudge(subject, { op: "set", path: key, value: "x" });
      const { text: restored } = editAndJudge(subjectOf(text), { op: "unset", path: key });
      // A header that had to be made for the key may stay.
      const isImplicit = edits.some((edit) => edit.text.trimStart().startsWith("["));
      if (isImplicit) assertEquals(restored, text.replace(/^.*pawl-was-here.*\r?\n/m, ""));
      else assertEquals(restored, subject.text, `set and unset of ${key.join(".")} leaves a trace`);
    }
  });

  Deno.test(`editText() sets and unsets a new table in every table of ${name} without a trace`, () => {
    for (const { path } of tablesIn(root)) {
      const table = [...path, "pawl-was-here"];
      const { text } = editAndJudge(subject, { op: "set", path: [...table, "key"], value: 1n });
      const { text: restored } = editAndJudge(subjectOf(text), { op: "unset", path: table });
      assertEquals(restored, subject.text, `set and unset of ${table.join(".")} leaves a trace`);
    }
  });

  Deno.test(`editText() sets and unsets every value of ${name}`, () => {
    for (const { path, value } of placesIn(root)) {
      editAndJudge(subject, { op: "set", path, value: differentValue(value) });
      editAndJudge(subject, { op: "unset", path });
    }
  });
}
