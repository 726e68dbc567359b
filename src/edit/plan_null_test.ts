/** A null holds the place for any value: what is put into it takes its place. */
import { assertEquals, assertThrows } from "@std/assert";
import type { Change } from "../model/change.ts";
import { editText } from "./edit_text.ts";
import { PawlError } from "../model/errors.ts";
import { jsoncFormat } from "../format/json/format.ts";
import { yamlFormat } from "../format/yaml/format.ts";

const typed = (text: string) => ({ text, type: "auto" }) as const;

const YAML_CASES: readonly { before: string; change: Change; after: string }[] = [
  {
    before: "on:\n  push: # on each push\n  pull_request:\n",
    change: { op: "set", path: ["on", "push", "branches"], value: typed("[main]") },
    after: "on:\n  push: # on each push\n    branches:\n      - main\n  pull_request:\n",
  },
  {
    before: "on:\n  push:\n  # below\n  x: 1\n",
    change: { op: "set", path: ["on", "push", "a", "b"], value: typed("0x1F") },
    after: "on:\n  push:\n    a:\n      b: 0x1F\n  # below\n  x: 1\n",
  },
  { before: "a: ~ # t\n", change: { op: "add", path: ["a", "b"], value: typed("1") }, after: "a: # t\n  b: 1\n" },
  { before: "a: null\n", change: { op: "append", path: ["a"], values: [typed("x")] }, after: "a:\n  - x\n" },
  { before: "a: # t\n", change: { op: "insert", path: ["a", 0], value: typed("x") }, after: "a: # t\n  - x\n" },
  { before: "a:\n", change: { op: "increment", path: ["a"], by: 2n }, after: "a: 2\n" },
  {
    before: "a: {b: null}\n",
    change: { op: "set", path: ["a", "b", "c"], value: typed("1") },
    after: "a: {b: {c: 1}}\n",
  },
  { before: "- 1\n- ~\n", change: { op: "set", path: [-1, "a"], value: typed("1") }, after: "- 1\n- a: 1\n" },
  {
    before: "a:\nb: 1\n",
    change: { op: "merge", path: [], value: { value: { a: { c: 1n } } }, arrays: "replace" },
    after: "a:\n  c: 1\nb: 1\n",
  },
];

for (const { before, change, after } of YAML_CASES) {
  Deno.test(`editText() puts what ${change.op} makes in the place of a null: ${JSON.stringify(before)}`, () => {
    assertEquals(editText(yamlFormat, before, [change], "test.yaml").text, after);
  });
}

Deno.test("editText() puts a table in the place of a null in JSON, which holds it for any value too", () => {
  const changes: Change[] = [
    { op: "set", path: ["a", "b"], value: typed("1") },
    { op: "append", path: ["c", 0, "d"], values: [typed("2")] },
  ];
  const { text } = editText(jsoncFormat, '{"a": null /* x */, "c": [null]}\n', changes, "test.jsonc");
  assertEquals(text, '{"a": {"b": 1} /* x */, "c": [{"d": [2]}]}\n');
});

Deno.test("editText() finds nothing in a null", () => {
  const edit = (change: Change) => editText(yamlFormat, "a:\n", [change], "test.yaml");
  const refused: Change[] = [
    { op: "unset", path: ["a", "b"] },
    { op: "remove", path: ["a"], values: [typed("x")] },
    { op: "update", path: ["a", "b"], value: typed("1") },
    { op: "set", path: ["a", 0, "b"], value: typed("1") },
  ];
  const codes = refused.map((change) => assertThrows(() => edit(change), PawlError).code);
  assertEquals(codes, ["not-found", "not-found", "missing", "not-found"]);
  assertEquals(edit({ op: "unset", path: ["a", "b"], ifExists: true }).changed, false);
  assertEquals(edit({ op: "test", path: ["a", "b"], expect: "absent" }).changed, false);
});

Deno.test("editText() takes a table back out of the place of a null when a later change fails", () => {
  const changes: Change[] = [
    { op: "set", path: ["a", "b"], value: typed("1") },
    { op: "test", path: ["a", "b"], expect: typed("2") },
  ];
  const edit = () => editText(yamlFormat, "a:\n", changes, "test.yaml");
  assertEquals(assertThrows(edit, PawlError).code, "conflict");
});
