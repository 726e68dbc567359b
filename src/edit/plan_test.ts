import { assert, assertEquals, assertThrows } from "@std/assert";
import type { Change, TextInput } from "../model/change.ts";
import { type EditRequest, editText, editTextFor } from "./edit_text.ts";
import { PawlError } from "../model/errors.ts";
import { jsonFormat } from "../format/json/format.ts";
import { tomlFormat } from "../format/toml/format.ts";
import { yamlFormat } from "../format/yaml/format.ts";
import type { Value } from "../model/value.ts";

function typed(text: string, type: TextInput["type"] = "auto"): TextInput {
  return { text, type };
}

function edit(text: string, ...changes: Change[]): string {
  return editText(tomlFormat, text, changes, "test.toml").text;
}

function requests(changes: Change[][]): EditRequest[] {
  return changes.map((changes) => ({ changes }));
}

function codeOf(text: string, ...changes: Change[]): string {
  return assertThrows(() => edit(text, ...changes), PawlError).code;
}

const CASES: readonly { name: string; before: string; change: Change; after: string }[] = [
  {
    name: "add makes a new key",
    before: "a = 1\n",
    change: { op: "add", path: ["b"], value: typed("2") },
    after: "a = 1\nb = 2\n",
  },
  {
    name: "add makes a table of fields",
    before: "",
    change: {
      op: "add",
      path: ["feeds", "x"],
      value: { fields: [{ key: "url", input: typed("http://x") }, { key: "n", input: typed("5") }] },
    },
    after: `[feeds.x]\nurl = "http://x"\nn = 5\n`,
  },
  {
    name: "update changes some fields of a table",
    before: `[x]\nurl = "u"\nn = 5\n`,
    change: { op: "update", path: ["x"], value: { fields: [{ key: "n", input: typed("6") }] } },
    after: `[x]\nurl = "u"\nn = 6\n`,
  },
  {
    name: "append puts elements behind the others, in their type",
    before: `a = ["x"]\n`,
    change: { op: "append", path: ["a"], values: [typed("1"), typed("y")] },
    after: `a = ["x", "1", "y"]\n`,
  },
  {
    name: "append makes the array and its tables",
    before: ``,
    change: { op: "append", path: ["t", "a"], values: [typed("1"), typed("2")] },
    after: `[t]\na = [1, 2]\n`,
  },
  {
    name: "append with unique leaves out what is there",
    before: `a = ["x"]\n`,
    change: { op: "append", path: ["a"], values: [typed("x"), typed("y"), typed("y")], unique: true },
    after: `a = ["x", "y"]\n`,
  },
  {
    name: "append to an array of tables makes an element",
    before: `[[s]]\nn = 1\n`,
    change: { op: "append", path: ["s"], values: [{ fields: [{ key: "n", input: typed("2") }] }] },
    after: `[[s]]\nn = 1\n\n[[s]]\nn = 2\n`,
  },
  {
    name: "prepend keeps the order of the values",
    before: `a = [3]\n`,
    change: { op: "prepend", path: ["a"], values: [typed("1"), typed("2")] },
    after: `a = [1, 2, 3]\n`,
  },
  {
    name: "insert counts a negative index from the end",
    before: `a = [1, 3]\n`,
    change: { op: "insert", path: ["a", -1], value: typed("2") },
    after: `a = [1, 2, 3]\n`,
  },
  {
    name: "insert makes the array and its tables",
    before: ``,
    change: { op: "insert", path: ["t", "a", 0], value: typed("1") },
    after: `[t]\na = [1]\n`,
  },
  {
    name: "remove takes all equal elements",
    before: `a = ["x", "y", "x"]\n`,
    change: { op: "remove", path: ["a"], values: [typed("x")] },
    after: `a = ["y"]\n`,
  },
  {
    name: "remove tells a number from a string only where both could be meant",
    before: `a = ["1", "2"]\n`,
    change: { op: "remove", path: ["a"], values: [typed("1")] },
    after: `a = ["2"]\n`,
  },
  {
    name: "increment adds 64-bit integers",
    before: `n = 9007199254740993 # n\n`,
    change: { op: "increment", path: ["n"], by: 2n },
    after: `n = 9007199254740995 # n\n`,
  },
  {
    name: "increment begins at zero",
    before: ``,
    change: { op: "increment", path: ["n"], by: -1n },
    after: `n = -1\n`,
  },
  {
    name: "increment adds to floats",
    before: `n = 1.5\n`,
    change: { op: "increment", path: ["n"], by: 1n },
    after: `n = 2.5\n`,
  },
  { name: "toggle flips", before: `b = true\n`, change: { op: "toggle", path: ["b"] }, after: `b = false\n` },
  {
    name: "rename keeps value, comment and place",
    before: `a = 1 # one\nb = 2\n`,
    change: { op: "rename", path: ["a"], to: ["c"] },
    after: `c = 1 # one\nb = 2\n`,
  },
  {
    name: "merge goes deep and keeps what is not in the fragment",
    before: `a = 1\n[t]\nx = 1 # x\nl = [1, 2]\n`,
    change: {
      op: "merge",
      path: [],
      value: { value: { t: { x: 2n, l: [2n, 3n], y: "z" }, b: true } },
      arrays: "unique",
    },
    after: `a = 1\nb = true\n[t]\nx = 2 # x\nl = [1, 2, 3]\ny = "z"\n`,
  },
  {
    name: "merge replaces arrays when told to",
    before: `l = [1, 2]\n`,
    change: { op: "merge", path: [], value: { value: { l: [3n] } }, arrays: "replace" },
    after: `l = [3]\n`,
  },
  {
    name: "test lets a holding condition pass",
    before: `a = 1\n`,
    change: { op: "test", path: ["a"], expect: typed("1") },
    after: `a = 1\n`,
  },
  {
    name: "unset with ifExists is silent where the path can't lead",
    before: `a = 1\n`,
    change: { op: "unset", path: ["a", "b"], ifExists: true },
    after: `a = 1\n`,
  },
];

for (const { name, before, change, after } of CASES) {
  Deno.test(`planChanges() ${name}`, () => assertEquals(edit(before, change), after));
}

const REFUSED: readonly { name: string; before: string; change: Change; code: string }[] = [
  {
    name: "add of a key that exists",
    before: "a = 1\n",
    change: { op: "add", path: ["a"], value: typed("1") },
    code: "exists",
  },
  {
    name: "update of an absent key",
    before: "",
    change: { op: "update", path: ["a"], value: typed("1") },
    code: "missing",
  },
  {
    name: "append to a value",
    before: "a = 1\n",
    change: { op: "append", path: ["a"], values: [typed("1")] },
    code: "type-mismatch",
  },
  {
    name: "append of another type",
    before: "a = [1]\n",
    change: { op: "append", path: ["a"], values: [typed("x")] },
    code: "type-mismatch",
  },
  {
    name: "insert past the end",
    before: "a = [1]\n",
    change: { op: "insert", path: ["a", 2], value: typed("1") },
    code: "not-found",
  },
  {
    name: "insert into an absent array past its beginning",
    before: "",
    change: { op: "insert", path: ["a", 1], value: typed("1") },
    code: "not-found",
  },
  {
    name: "remove of an absent element",
    before: "a = [1]\n",
    change: { op: "remove", path: ["a"], values: [typed("2")] },
    code: "not-found",
  },
  {
    name: "increment beyond 64 bits",
    before: "a = 9223372036854775807\n",
    change: { op: "increment", path: ["a"], by: 1n },
    code: "type-mismatch",
  },
  {
    name: "increment of a string",
    before: "a = 'x'\n",
    change: { op: "increment", path: ["a"], by: 1n },
    code: "type-mismatch",
  },
  {
    name: "increment of an integer by a float",
    before: "a = 1\n",
    change: { op: "increment", path: ["a"], by: 0.5 },
    code: "type-mismatch",
  },
  { name: "toggle of an absent key", before: "", change: { op: "toggle", path: ["a"] }, code: "not-found" },
  {
    name: "rename onto another key",
    before: "a = 1\nb = 2\n",
    change: { op: "rename", path: ["a"], to: ["b"] },
    code: "exists",
  },
  {
    name: "rename into another table",
    before: "a = 1\n",
    change: { op: "rename", path: ["a"], to: ["t", "a"] },
    code: "usage",
  },
  {
    name: "merge of another type",
    before: "a = 1\n",
    change: { op: "merge", path: [], value: { value: { a: "x" } }, arrays: "append" },
    code: "type-mismatch",
  },
  {
    name: "test of another value",
    before: "a = 1\n",
    change: { op: "test", path: ["a"], expect: typed("2") },
    code: "conflict",
  },
  { name: "test of presence", before: "", change: { op: "test", path: ["a"], expect: "present" }, code: "conflict" },
  {
    name: "test of absence",
    before: "a = 1\n",
    change: { op: "test", path: ["a"], expect: "absent" },
    code: "conflict",
  },
  {
    name: "null in TOML",
    before: "",
    change: { op: "set", path: ["a"], value: typed("null", "json") },
    code: "type-mismatch",
  },
];

for (const { name, before, change, code } of REFUSED) {
  Deno.test(`planChanges() refuses ${name}`, () => assertEquals(codeOf(before, change), code));
}

Deno.test("planChanges() reads JSON without losing digits", () => {
  const change: Change = { op: "set", path: ["a"], value: typed(`[9007199254740993, 1.0, {"b": "c"}]`, "json") };
  assertEquals(edit("", change), `a = [9007199254740993, 1.0, { b = "c" }]\n`);
});

Deno.test("planChanges() reads the type that is asked for", () => {
  const set = (text: string, type: TextInput["type"]) => edit("", { op: "set", path: ["a"], value: typed(text, type) });
  assertEquals(set("8080", "string"), `a = "8080"\n`);
  assertEquals(set("2", "float"), `a = 2.0\n`);
  assertEquals(set("0b11", "int"), `a = 0b11\n`);
  assertEquals(set("true", "bool"), `a = true\n`);
  assertEquals(set("1979-05-27", "datetime"), `a = 1979-05-27\n`);
  for (
    const [text, type] of [["x", "int"], ["1.5", "int"], ["yes", "bool"], ["1", "datetime"], ["{", "json"]] as const
  ) {
    assertEquals(codeOf("", { op: "set", path: ["a"], value: typed(text, type) }), "type-mismatch", text);
  }
});

Deno.test("editText() does all changes or none", () => {
  const changes: Change[] = [
    { op: "set", path: ["a"], value: typed("1") },
    { op: "unset", path: ["nothing"] },
  ];
  assertEquals(codeOf("", ...changes), "not-found");
});

Deno.test("editTextFor() lets one request fail without hurting the others", () => {
  const { text, outcomes } = editTextFor(
    tomlFormat,
    "n = 1\n[t]\nx = 1\n",
    requests([
      [{ op: "increment", path: ["n"], by: 1n }],
      // Everything that this request did before it failed is taken back.
      [
        { op: "set", path: ["t", "y", "z"], value: typed("1") },
        { op: "set", path: ["n"], value: typed("7") },
        { op: "unset", path: ["t", "x"] },
        { op: "append", path: ["l"], values: [typed("1")] },
        { op: "rename", path: ["n"], to: ["m"] },
        { op: "test", path: ["n"], expect: "present" },
      ],
      [{ op: "increment", path: ["n"], by: 1n }],
      [{ op: "set", path: ["t", "x"], value: typed("1") }],
    ]),
    "test.toml",
  );
  assertEquals(text, "n = 3\n[t]\nx = 1\n");
  assertEquals(outcomes.map((outcome) => "error" in outcome ? (outcome.error as PawlError).code : outcome.changed), [
    true,
    "conflict",
    true,
    false,
  ]);
});

Deno.test("editTextFor() finds out whose value the format can't say", () => {
  const { text, outcomes } = editTextFor(
    tomlFormat,
    "",
    requests([
      [{ op: "set", path: ["a"], value: typed("1") }],
      [{ op: "set", path: ["b"], value: { value: null } }],
      [{ op: "set", path: ["c"], value: typed("3") }],
    ]),
    "test.toml",
  );
  assertEquals(text, "a = 1\nc = 3\n");
  assertEquals(outcomes.map((outcome) => "error" in outcome), [false, true, false]);
});

Deno.test("editTextFor() checks a precondition at the request's turn", () => {
  const check = (isChanged: boolean) => {
    if (isChanged) throw new PawlError("conflict", "changed before");
  };
  const set = (key: string): EditRequest => ({ changes: [{ op: "set", path: [key], value: { value: 1n } }], check });
  const { text, outcomes } = editTextFor(tomlFormat, "", [set("a"), set("b")], "test.toml");
  assertEquals(text, "a = 1\n");
  assertEquals(outcomes.map((outcome) => "error" in outcome), [false, true]);
});

Deno.test("editTextFor() gives the same as one by one when a table vanishes between requests", () => {
  const { text, outcomes } = editTextFor(
    tomlFormat,
    "a.b = 1\n",
    requests([
      [{ op: "unset", path: ["a", "b"] }],
      [{ op: "unset", path: ["a"] }],
      [{ op: "set", path: ["a"], value: { value: 1n } }],
    ]),
    "test.toml",
  );
  assertEquals(text, "a = 1\n");
  assertEquals(outcomes.map((outcome) => "error" in outcome), [false, true, false]);
});

Deno.test("planChanges() takes what programs pass, or says what is wrong with it", () => {
  const set = (value: unknown) => edit("", { op: "set", path: ["a"], value: { value: value as Value } });
  assertEquals(
    set(Temporal.ZonedDateTime.from("2020-07-01T12:00:00[Europe/Berlin]")),
    "a = 2020-07-01T12:00:00+02:00\n",
  );
  assertEquals(set(Temporal.ZonedDateTime.from("2020-07-01T12:00:00[UTC]")), "a = 2020-07-01T12:00:00Z\n");
  for (const value of [undefined, new Map(), new Date(), Symbol.iterator, Temporal.PlainDate.from("-002020-01-01")]) {
    const change: Change = { op: "set", path: ["a"], value: { value: value as unknown as Value } };
    assertEquals(codeOf("", change), "type-mismatch");
  }
  assertEquals(codeOf("", { op: "set", path: [], value: { value: 1n } }), "usage");
  assertEquals(codeOf("", { op: "set", path: ["\ud800"], value: { value: 1n } }), "type-mismatch");
});

Deno.test("editText() refuses a document that is nested too deeply", () => {
  const key = Array.from({ length: 20_000 }, () => "a").join(".");
  assertEquals(codeOf(`${key} = 1\n`, { op: "set", path: ["b"], value: { value: 1n } }), "invalid-document");
});

Deno.test("planChanges() refuses a key path of more than 200 parts in every format", () => {
  const path = Array.from({ length: 201 }, () => "a");
  const long: readonly Change[] = [
    { op: "set", path, value: { value: 1n } },
    { op: "unset", path, ifExists: true },
    { op: "rename", path: ["a"], to: path },
  ];
  for (const format of [tomlFormat, yamlFormat, jsonFormat]) {
    for (const change of long) {
      const error = assertThrows(() => editText(format, "", [change], "test"), PawlError);
      const message = `Cannot ${change.op} a key in "test": found a key path of 201 parts, wanted at most 200`;
      assertEquals([error.code, error.message], ["usage", message]);
    }
    const change: Change = { op: "set", path: path.slice(1), value: { value: 1n } };
    assert(editText(format, "", [change], "test").changed);
  }
});

Deno.test("editText() refuses a value that its reader would find nested too deeply", () => {
  const nest = (levels: number) => Array.from({ length: levels }).reduce<Value>((inner) => [inner], 1n);
  const set = (levels: number): Change => ({ op: "set", path: ["a", "b"], value: { value: nest(levels) } });
  assert(editText(yamlFormat, "", [set(497)], "test.yaml").changed);
  assertThrows(() => editText(yamlFormat, "", [set(498)], "test.yaml"), PawlError, "nested 500 levels deep");
});

Deno.test("planChanges() lets integers and floats replace each other where they are one type, and null by anything", () => {
  const set = (before: string, input: TextInput | { value: Value }) =>
    editText(jsonFormat, before, [{ op: "set", path: ["a"], value: input }], "test.json").text;
  assertEquals(set(`{"a": 1}`, typed("1.5")), `{"a": 1.5}`);
  assertEquals(set(`{"a": 1.5}`, { value: 8080n }), `{"a": 8080}`);
  assertEquals(set(`{"a": null}`, typed("x")), `{"a": "x"}`);
  assertEquals(set(`{"a": null}`, typed("5")), `{"a": 5}`);
});

Deno.test("planChanges() inserts into a document that is an array", () => {
  const change: Change = { op: "insert", path: [1], value: { value: 2n } };
  assertEquals(editText(jsonFormat, "[1, 3]", [change], "test.json").text, "[1, 2, 3]");
  assertEquals(codeOf("", change), "type-mismatch");
});

Deno.test("editText() knows that aliases in YAML mean what their anchor means after a change", () => {
  const change: Change = { op: "set", path: ["a"], value: typed("2") };
  assertEquals(editText(yamlFormat, "a: &x 1\nb: [*x]\n", [change], "test.yaml").text, "a: &x 2\nb: [*x]\n");
});
