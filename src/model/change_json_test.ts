import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { Change } from "./change.ts";
import { parseChanges } from "./change_json.ts";
import { writeChange } from "./change_json_writer.ts";
import { PawlError } from "./errors.ts";

const CHANGES: readonly Change[] = [
  { op: "set", path: ["a", "b c", 0], value: { value: 9007199254740993n }, force: true },
  { op: "set", path: ["a"], value: { text: "8080", type: "auto" }, force: false },
  { op: "set", path: ["a"], value: { value: { x: [1.0, -0, 1.5e300, "y", null, true] } }, force: false },
  { op: "add", path: ["a"], value: { fields: [{ key: "x", input: { text: "1", type: "int" } }] } },
  { op: "add", path: ["a"], value: { fields: [{ key: "x", input: { value: 1n } }] } },
  { op: "update", path: ["a"], value: { value: "x" }, force: false },
  {
    op: "update",
    path: ["a"],
    value: { text: "b=", type: "auto", orFields: [{ key: "b", input: { text: "", type: "auto" } }] },
    force: false,
  },
  { op: "unset", path: ["a"], ifExists: true, keepComment: true },
  { op: "append", path: ["a"], values: [{ value: 1n }, { text: "x", type: "auto" }], unique: true, force: false },
  { op: "append", path: ["a"], values: [{ value: { text: "no input" } }], unique: false, force: false },
  {
    op: "append",
    path: ["a"],
    values: [{ text: "b=1", type: "auto" }, { text: "c=", type: "int" }],
    orFields: [{ key: "b", input: { text: "1", type: "auto" } }, { key: "c", input: { text: "", type: "int" } }],
    unique: false,
    force: false,
  },
  {
    op: "remove",
    path: ["a"],
    values: [{ text: "b=1", type: "auto" }],
    orFields: [{ key: "b", input: { text: "1", type: "auto" } }],
    ifExists: true,
    keepComment: false,
  },
  {
    op: "insert",
    path: ["a", 0],
    value: { text: "b=1", type: "auto", orFields: [{ key: "b", input: { text: "1", type: "auto" } }] },
    force: false,
  },
  { op: "prepend", path: ["a"], values: [{ value: [1n] }], unique: false, force: false },
  { op: "insert", path: ["a", 1], value: { value: "x" }, force: false },
  { op: "remove", path: ["a"], values: [{ value: "x" }], ifExists: false, keepComment: false },
  { op: "increment", path: ["a"], by: -5n },
  { op: "increment", path: ["a"], by: 0.5 },
  { op: "toggle", path: ["a"] },
  { op: "rename", path: ["t", "a"], to: ["t", "b"], ifExists: true },
  { op: "merge", path: [], value: { value: { a: 1n } }, arrays: "unique", force: false },
  { op: "test", path: ["a"], expect: "absent" },
  { op: "test", path: ["a"], expect: { value: "present" } },
];

for (const change of CHANGES) {
  Deno.test(`writeChange() writes ${change.op} so that parseChanges() reads it back (${change.path})`, () => {
    const { op, ...rest } = writeChange(change)!;
    for (const written of [{ op, ...rest }, { operation: op, ...rest }]) {
      assertEquals(plain(parseChanges(JSON.stringify(written))), plain([change]));
    }
  });
}

/** Tables come back without a prototype, which is no difference. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, plain(child)]));
}

Deno.test("writeChange() says when JSON can't say a value", () => {
  for (const value of [NaN, Infinity, Temporal.PlainDate.from("1979-05-27"), [NaN]]) {
    assertEquals(writeChange({ op: "set", path: ["a"], value: { value } }), undefined);
  }
});

Deno.test("parseChanges() knows the words of other tools", () => {
  const text = `[{"operation": "insert", "path": "a", "value": 1}, {"operation": "delete", "path": "b"}]`;
  assertEquals(parseChanges(text).map(({ op }) => op), ["add", "unset"]);
});

Deno.test("parseChanges() reads a value with a type as it would be typed", () => {
  const text = `{"op": "set", "path": "a", "value": "8080", "type": "int"}`;
  const typed = { text: "8080", type: "int" } as const;
  assertEquals(parseChanges(text), [{ op: "set", path: ["a"], value: typed, force: false }]);
  assertEquals(parseChanges(text.replace("value", "text")), parseChanges(text));
});

const MALFORMED = [
  "{",
  "1",
  "{}",
  `{"op": "set"}`,
  `{"op": "set", "path": "a"}`,
  `{"op": "set", "path": "a b", "value": 1}`,
  `{"op": "set", "path": "a", "value": 1e400}`,
  `{"op": "frobnicate", "path": "a"}`,
  `{"op": "set", "path": "a", "text": "x", "type": "blob"}`,
  `{"op": "append", "path": "a", "values": 1}`,
  `{"op": "append", "path": "a", "value": 1, "unique": "true"}`,
  `{"op": "unset", "path": "a", "ifExists": 1}`,
  `{"op": "increment", "path": "a", "by": "x"}`,
  `{"op": "test", "path": "a", "expect": "maybe"}`,
  `{"op": "merge", "path": "", "value": {}, "arrays": "zip"}`,
  `{"op": "rename", "path": "a"}`,
];

for (const text of MALFORMED) {
  Deno.test(`parseChanges() refuses ${text}`, () => {
    assertEquals(assertThrows(() => parseChanges(text), PawlError).code, "usage");
  });
}

const UNKNOWN: readonly (readonly [change: string, member: string])[] = [
  [`{"op": "append", "path": "a", "value": 1, "uniqe": true}`, "uniqe"],
  [`{"op": "set", "path": "a", "value": 1, "ifMatch": "0000000000000000"}`, "ifMatch"],
  [`{"op": "set", "path": "a", "value": 1, "expectRev": 1}`, "expectRev"],
  [`{"op": "set", "path": "a", "value": 1, "ifAbsent": true}`, "ifAbsent"],
  [`{"op": "set", "path": "a", "value": 1, "unique": true}`, "unique"],
  [`{"op": "toggle", "path": "a", "value": true}`, "value"],
  [`{"op": "append", "path": "a", "values": [{"value": 1, "name": "x"}]}`, "name"],
  [`{"op": "add", "path": "a", "fields": {"b": {"text": "1", "kind": "int"}}}`, "kind"],
  [`{"op": "test", "path": "a", "expect": {"rev": 1, "etag": "x"}}`, "etag"],
  [`[{"op": "toggle", "path": "a"}, {"op": "unset", "path": "a", "bogus": 1}]`, "bogus"],
];

for (const [text, member] of UNKNOWN) {
  Deno.test(`parseChanges() refuses the unknown member "${member}" in ${text}`, () => {
    const { code, message } = assertThrows(() => parseChanges(text), PawlError);
    assertEquals(code, "usage");
    assertStringIncludes(message, `found the unknown member "${member}", wanted one of `);
  });
}

Deno.test("parseChanges() refuses two words for the operation", () => {
  assertThrows(() => parseChanges(`{"op": "set", "operation": "unset", "path": "a", "value": 1}`), PawlError, "beside");
});
