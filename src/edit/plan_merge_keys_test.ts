import { assertEquals, assertThrows } from "@std/assert";
import { yamlFormat } from "../format/yaml/format.ts";
import { tomlFormat } from "../format/toml/format.ts";
import type { Change } from "../model/change.ts";
import { PawlError } from "../model/errors.ts";
import { parseKeyPath } from "../model/key_path.ts";
import { editText } from "./edit_text.ts";

const TEXT = 'base: &b\n  n: 1\n  flag: true\n  v: "1.10"\n  l: [a]\n  t: {x: 1}\nc:\n  <<: *b\n  q: 2\n';

function edit(change: Change): string {
  return editText(yamlFormat, TEXT, [change], "test.yaml").text;
}

function typed(text: string): { text: string; type: "auto" } {
  return { text, type: "auto" };
}

Deno.test("planChanges() gives a merged key a value of its own, of the type that it has", () => {
  const cases: [Change, string][] = [
    [{ op: "set", path: ["c", "n"], value: typed("5") }, "n: 5"],
    [{ op: "set", path: ["c", "v"], value: typed("1.20") }, 'v: "1.20"'],
    [{ op: "update", path: ["c", "n"], value: typed("5") }, "n: 5"],
    [{ op: "increment", path: ["c", "n"], by: 1n }, "n: 2"],
    [{ op: "toggle", path: ["c", "flag"] }, "flag: false"],
    [{ op: "append", path: ["c", "l"], values: [typed("b")] }, "l: [a, b]"],
    [{ op: "prepend", path: ["c", "l"], values: [typed("b")] }, "l: [b, a]"],
  ];
  for (const [change, line] of cases) assertEquals(edit(change), `${TEXT}  ${line}\n`);
});

Deno.test("planChanges() says where a merged key comes from that it can't change here", () => {
  const changes: Change[] = [
    { op: "unset", path: ["c", "n"] },
    { op: "unset", path: ["c", "n"], ifExists: true },
    { op: "rename", path: ["c", "n"], to: ["c", "m"] },
    { op: "set", path: ["c", "t", "x"], value: typed("2") },
    { op: "remove", path: ["c", "l"], values: [typed("a")] },
    { op: "insert", path: ["c", "l", 0], value: typed("z") },
  ];
  for (const change of changes) {
    const error = assertThrows(() => edit(change), PawlError, 'comes from "base", by "<<"');
    const key = change.path.slice(0, 2).join(".");
    assertEquals(error.code, "type-mismatch");
    assertEquals(error.hint, `change "base.${change.path[1]}", or set "${key}" to give it a value of its own`);
  }
  const change: Change = { op: "set", path: ["c", "n"], value: typed("x") };
  assertThrows(() => edit(change), PawlError, 'it is an integer, and "x" is not');
  assertThrows(() => edit({ op: "add", path: ["c", "n"], value: typed("1") }), PawlError, 'it exists already, by "<<"');
});

Deno.test("planChanges() sees merged keys in conditions", () => {
  const expect = (path: string, expected: "absent" | "present" | { text: string; type: "auto" }): Change => ({
    op: "test",
    path: parseKeyPath(path),
    expect: expected,
  });
  for (const change of [expect("c.n", "present"), expect("c.t.x", typed("1")), expect("c.l[0]", typed("a"))]) {
    edit(change);
  }
  assertThrows(() => edit(expect("c.n", "absent")), PawlError, "to be absent, found 1");
  edit(expect("c.z", "absent"));
});

Deno.test('planChanges() takes "<<" for a key like any other in other formats', () => {
  const text = '[c."<<"]\nn = 1\n';
  const change: Change = { op: "unset", path: ["c", "n"] };
  assertThrows(() => editText(tomlFormat, text, [change], "test.toml"), PawlError, "there is no such key");
});
