/**
 * Edits of YAML files as people write them, for tools they know.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { PawlError } from "../../../src/model/errors.ts";
import type { KeyPath } from "../../../src/model/key_path.ts";
import { isTable, type Value } from "../../../src/model/value.ts";
import { differentValue, placesIn, type PlainChange } from "../change_model.ts";
import { editAndJudge, subjectOf, type YamlSubject } from "./judge.ts";

const DIRECTORY = new URL("../../fixtures/yaml/", import.meta.url);

const fixtures = Array.from(Deno.readDirSync(DIRECTORY), ({ name }): [string, YamlSubject] => {
  const bytes = Deno.readFileSync(new URL(name, DIRECTORY));
  return [name, subjectOf(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes))];
}).sort(([a], [b]) => a < b ? -1 : 1);

/** What these files have that pawl does not edit. */
const REFUSAL = /is the alias \*|has the tag !|brings in keys of another map$|^Cannot remove the value anchored as &/;

/** Makes a change; `undefined` if pawl refuses it for a good reason. */
function attempt(subject: YamlSubject, change: PlainChange): string | undefined {
  const outcome = editAndJudge(subject, change);
  if (!(outcome instanceof PawlError)) return outcome.text;
  assert(REFUSAL.test(outcome.message), outcome.message);
  return undefined;
}

Deno.test("YAML fixtures are all there and keep their oddities", () => {
  assertEquals(fixtures.length, 15);
  const texts = fixtures.map(([, { text }]) => text);
  // Whatever a checkout or an editor does to them must not go unnoticed.
  assert(texts.some((text) => text.startsWith("\ufeff")), "no byte order mark");
  assert(texts.some((text) => text.includes("\r\n")), "no CRLF");
  assert(texts.some((text) => !text.endsWith("\n")), "no missing final newline");
});

function addAndTakeOut(subject: YamlSubject, change: PlainChange, added: KeyPath): void {
  const text = attempt(subject, change);
  if (text === undefined) return;
  const restored = attempt(subjectOf(text), { op: "unset", path: added });
  assertEquals(restored, subject.text, `set and unset of ${added.join(".")} leaves a trace`);
}

for (const [name, subject] of fixtures) {
  const places = [{ path: [] as KeyPath, value: subject.value }, ...placesIn(subject.value)];

  Deno.test(`editText() sets and unsets new keys in every table of ${name} without a trace`, () => {
    const values: Value[] = ["x", "l1\nl2", { key: [1n, { deep: null }] }];
    for (const { path } of places.filter(({ value }) => isTable(value))) {
      const key = [...path, "pawl-was-here"];
      for (const value of values) addAndTakeOut(subject, { op: "set", path: key, value }, key);
    }
  });

  Deno.test(`editText() inserts and unsets elements in every array of ${name} without a trace`, () => {
    for (const { path, value: array } of places.filter(({ value }) => Array.isArray(value))) {
      for (const index of [0, (array as Value[]).length]) {
        for (const value of ["x", { a: "b", c: 1n }]) {
          addAndTakeOut(subject, { op: "insert", path: [...path, index], value }, [...path, index]);
        }
      }
    }
  });

  Deno.test(`editText() sets, renames and unsets everything in ${name}`, () => {
    for (const { path, value } of places.slice(1)) {
      attempt(subject, { op: "set", path, value: value === null ? "x" : differentValue(value), force: true });
      attempt(subject, { op: "set", path, value: { a: ["b"] }, force: true });
      attempt(subject, { op: "unset", path });
      if (typeof path.at(-1) === "string") attempt(subject, { op: "rename", path, key: "pawl was: here" });
    }
  });
}
