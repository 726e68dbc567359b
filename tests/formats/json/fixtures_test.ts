/**
 * Edits of files as people and tools write them.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { isTable, type Value } from "../../../src/model/value.ts";
import { editAndJudge, type JsonSubject, subjectOf } from "./judge.ts";
import { differentValue, placesIn } from "../change_model.ts";

const DIRECTORY = new URL("../../fixtures/json/", import.meta.url);

const fixtures = Array.from(Deno.readDirSync(DIRECTORY), ({ name }): [string, JsonSubject] => {
  const bytes = Deno.readFileSync(new URL(name, DIRECTORY));
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  return [name, subjectOf(text, name.endsWith(".jsonc") || name === "tsconfig.json")];
});

Deno.test("JSON fixtures are all there and keep their oddities", () => {
  assertEquals(fixtures.length, 16);
  const texts = fixtures.map(([, { text }]) => text);
  // Whatever a checkout or an editor does to them must not go unnoticed.
  assert(texts.some((text) => text.startsWith("\ufeff")), "no byte order mark");
  assert(texts.some((text) => text.includes("\r\n")), "no CRLF");
  assert(texts.some((text) => !text.endsWith("\n")), "no missing final newline");
  assert(texts.some((text) => text.includes("\n\t")), "no tabs");
  assert(texts.some((text) => text.includes("\n, ")), "no leading commas");
});

for (const [name, subject] of fixtures) {
  const { text, format, outline: { root } } = subject;
  const isJsonc = format.name === "jsonc";
  const places = [{ path: [], value: root }, ...placesIn(root)];

  Deno.test(`editText() sets and unsets a new key in every table of ${name} without a trace`, () => {
    const values: Value[] = ["é", 1n, [], [1n, { a: 1n }], { a: { b: null } }];
    for (const { path } of places.filter(({ value }) => isTable(value))) {
      for (const value of values) {
        const key = [...path, "pawl was here"];
        const edited = editAndJudge(subject, { op: "set", path: key, value });
        const restored = editAndJudge(subjectOf(edited.text, isJsonc), { op: "unset", path: key });
        assertEquals(restored.text, text, `set and unset of ${key.join(".")} leaves a trace`);
      }
    }
  });

  const arrays = places.slice(1).filter(({ value }) => Array.isArray(value));
  // A test without anything to do could not fail.
  if (arrays.length > 0) {
    Deno.test(`editText() inserts and removes an element everywhere in every array of ${name} without a trace`, () => {
      for (const { path, value } of arrays) {
        for (let index = 0; index <= (value as Value[]).length; index++) {
          const element = [...path, index];
          const edited = editAndJudge(subject, { op: "insert", path: element, value: { a: "x" } });
          const restored = editAndJudge(subjectOf(edited.text, isJsonc), { op: "unset", path: element });
          assertEquals(restored.text, text, `insertion and removal of ${element.join(".")} leaves a trace`);
        }
      }
    });
  }

  Deno.test(`editText() sets, renames and unsets every value of ${name}`, () => {
    for (const { path, value } of places.slice(1)) {
      const other = value === null ? true : differentValue(value);
      editAndJudge(subject, { op: "set", path, value: other, force: true });
      editAndJudge(subject, { op: "unset", path });
      if (typeof path.at(-1) === "string") editAndJudge(subject, { op: "rename", path, key: 'a "new" name' });
    }
  });
}
