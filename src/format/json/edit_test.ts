import { assertEquals, assertThrows } from "@std/assert";
import type { Change, Step } from "../../model/change.ts";
import { applyEdits, editText } from "../../edit/edit_text.ts";
import { PawlError } from "../../model/errors.ts";
import { parseKeyPath } from "../../model/key_path.ts";
import { jsoncFormat, jsonFormat } from "./format.ts";

interface Case {
  readonly name: string;
  readonly isJsonc?: boolean;
  readonly before: string;
  /** `set KEY VALUE`, `set! KEY VALUE`, `unset KEY` or `rename KEY KEY`, one per line. */
  readonly changes: string;
  readonly after: string;
}

function readChange(line: string): Change {
  const [, op, key, text = ""] = /^(set!?|unset|rename) ((?:"[^"]*"|'[^']*'|[^\s"'])+) ?(.*)$/.exec(line) ?? [];
  const path = parseKeyPath(key!);
  if (op === "unset") return { op, path };
  if (op === "rename") return { op, path, to: parseKeyPath(text) };
  return { op: "set", path, value: { text, type: "auto" }, force: op === "set!" };
}

function check(cases: readonly Case[]): void {
  for (const { name, isJsonc = false, before, changes, after } of cases) {
    Deno.test(`editText() of ${isJsonc ? "JSONC" : "JSON"} ${name}`, () => {
      const format = isJsonc ? jsoncFormat : jsonFormat;
      const { text, edits } = editText(format, before, changes.split("\n").map(readChange), "test.json");
      assertEquals(text, after);
      assertEquals(applyEdits(before, edits), after);
    });
  }
}

check([
  {
    name: "replaces a value and nothing around it",
    before: '{\n  "a" :  1.50 ,\n  "b": [ 1e5 ]\n}\n',
    changes: "set b[0] 2.0\nset a 3.25",
    after: '{\n  "a" :  3.25 ,\n  "b": [ 2.0 ]\n}\n',
  },
  {
    name: "adds a key behind the last one",
    before: '{\n  "a": 1\n}\n',
    changes: "set b two",
    after: '{\n  "a": 1,\n  "b": "two"\n}\n',
  },
  {
    name: "adds keys to one line",
    before: '{ "a": 1, "b": {"c":2} }',
    changes: "set d 3\nset b.e 4",
    after: '{ "a": 1, "b": {"c":2, "e":4}, "d": 3 }',
  },
  {
    name: "leaves minified text minified",
    before: '{"a":1,"b":[],"c":{}}',
    changes: 'set b ["x"]\nset c.d.e 1\nset f {"g":[1,{"h":2}]}',
    after: '{"a":1,"b":["x"],"c":{"d":{"e":1}},"f":{"g":[1,{"h":2}]}}',
  },
  {
    name: "makes nested tables with the indentation of the file",
    before: '{\n\t"a": {\n\t\t"b": 1\n\t}\n}',
    changes: 'set a.c.d.e [1,"x"]',
    after:
      '{\n\t"a": {\n\t\t"b": 1,\n\t\t"c": {\n\t\t\t"d": {\n\t\t\t\t"e": [\n\t\t\t\t\t1,\n\t\t\t\t\t"x"\n\t\t\t\t]\n\t\t\t}\n\t\t}\n\t}\n}',
  },
  {
    name: "writes arrays and tables as their siblings are written",
    before: '{\n  "a": {\n    "x": { "n": 1 },\n    "y": { "n": 2 }\n  },\n  "b": ["u", "v"]\n}\n',
    changes: 'set a.z {"n":3}\nset c ["w"]',
    after:
      '{\n  "a": {\n    "x": { "n": 1 },\n    "y": { "n": 2 },\n    "z": { "n": 3 }\n  },\n  "b": ["u", "v"],\n  "c": ["w"]\n}\n',
  },
  {
    name: "puts an opening bracket below its key where the file does",
    before: '{\n  "a":\n  {\n    "x": 1\n  }\n}\n',
    changes: "set b.y 2",
    after: '{\n  "a":\n  {\n    "x": 1\n  },\n  "b":\n  {\n    "y": 2\n  }\n}\n',
  },
  {
    name: "aligns values and colons where the file does",
    before: '{\n  "name":    "x",\n  "version": 1,\n  "sub":     {\n    "a"  : 1,\n    "bcd": 2\n  }\n}\n',
    changes: "set port 80\nset sub.bc 3",
    after:
      '{\n  "name":    "x",\n  "version": 1,\n  "sub":     {\n    "a"  : 1,\n    "bcd": 2,\n    "bc" : 3\n  },\n  "port":    80\n}\n',
  },
  {
    name: "keeps CRLF, a byte order mark and a missing final newline",
    before: '\ufeff{\r\n    "a": {\r\n        "b": 1\r\n    }\r\n}',
    changes: "set a.c 2\nset d.e 3",
    after:
      '\ufeff{\r\n    "a": {\r\n        "b": 1,\r\n        "c": 2\r\n    },\r\n    "d": {\r\n        "e": 3\r\n    }\r\n}',
  },
  {
    name: "keeps commas at the beginning of lines",
    before: '{\n  "a": 1\n, "b": 2\n}\n',
    changes: "set c 3\nunset b",
    after: '{\n  "a": 1\n, "c": 3\n}\n',
  },
  {
    name: "moves the second item up where commas begin lines",
    before: '{\n  "a": 1\n, "b": 2\n}\n',
    changes: "unset a",
    after: '{\n  "b": 2\n}\n',
  },
  {
    name: "edits keys of any spelling",
    before: '{"\\u0061":1,"":{"":2},"x.y":3,"q\\"":4,"\\ud83d\\ude00":5,"__proto__":6}',
    changes: `set a 10\nset ""."" 20\nset 'x.y' 30\nset 'q"' 40\nset "😀" 50\nset __proto__ 60\nset "z\\n" 70`,
    after: '{"\\u0061":10,"":{"":20},"x.y":30,"q\\"":40,"\\ud83d\\ude00":50,"__proto__":60,"z\\n":70}',
  },
  {
    name: "renames a key in place",
    before: '{\n  "a" : 1,\n  "\\u0062": {}\n}',
    changes: 'rename a "x \\"y\\""\nrename b c',
    after: '{\n  "x \\"y\\"" : 1,\n  "c": {}\n}',
  },
  {
    name: "changes the last pair of a key and removes all",
    before: '{"a":1,"b":2,"a":3,"c":4,"b":5}',
    changes: "set a 9\nunset b",
    after: '{"a":1,"a":9,"c":4}',
  },
  {
    name: "renames all pairs of a key",
    before: '{"a":1,"b":2,"a":3}',
    changes: "rename a c",
    after: '{"c":1,"b":2,"c":3}',
  },
  {
    name: "escapes other characters than ASCII where the file does",
    before: '{"a": "\\u00e9"}',
    changes: 'set b ü\nset a 😀\nset "ß" 1',
    after: '{"a": "\\ud83d\\ude00", "b": "\\u00fc", "\\u00df": 1}',
  },
  {
    name: "leaves other characters than ASCII as they are elsewhere",
    before: '{"a": "é \\u00e9 \\\\u00e9"}',
    changes: "set b ü",
    after: '{"a": "é \\u00e9 \\\\u00e9", "b": "ü"}',
  },
  {
    name: "keeps numbers that no float holds",
    before: '{"a":12345678901234567890123,"b":-0,"c":1.10,"d":9007199254740993}',
    changes: "set a 12345678901234567890124\nset e 0.10\nset f 1E3",
    after: '{"a":12345678901234567890124,"b":-0,"c":1.10,"d":9007199254740993,"e":0.10,"f":1E3}',
  },
  { name: "writes the first key", before: "", changes: "set a.b 1", after: '{\n  "a": {\n    "b": 1\n  }\n}\n' },
  {
    name: "writes the first key into a file of blanks",
    before: "\ufeff \r\n\r\n",
    changes: "set a 1",
    after: '\ufeff{\r\n  "a": 1\r\n}\r\n',
  },
  {
    name: "writes the first key below comments",
    isJsonc: true,
    before: "// mine\n/* all mine */",
    changes: "set a 1",
    after: '// mine\n/* all mine */\n{\n  "a": 1\n}',
  },
]);

function steps(...all: Step[]): Step[] {
  return all;
}

Deno.test("jsonFormat.edit() replaces and extends roots that are no tables", () => {
  const cases: [string, Step[], string][] = [
    ['"text"\n', steps({ op: "replace", path: [], value: 5n }), "5\n"],
    ["[1, 2]", steps({ op: "insert", path: [1], value: null }), "[1, null, 2]"],
    ["[1, 2]", steps({ op: "remove", path: [0] }, { op: "remove", path: [0] }), "[]"],
    ["null", steps({ op: "replace", path: [], value: { a: [true] } }), '{\n  "a": [\n    true\n  ]\n}'],
  ];
  for (const [before, todo, after] of cases) {
    assertEquals(applyEdits(before, jsonFormat.edit(before, todo).edits), after);
  }
});

Deno.test("jsonFormat.edit() lets each step see those before it", () => {
  const todo = steps(
    { op: "add", path: ["a"], value: { b: [1n] } },
    { op: "insert", path: ["a", "b", 0], value: 0n },
    { op: "rename", path: ["a"], key: "x" },
    { op: "remove", path: ["x", "b", 1] },
    { op: "add", path: ["x", "c", "d"], value: "new" },
    { op: "remove", path: ["old"] },
  );
  const before = '{"old": 1}';
  assertEquals(applyEdits(before, jsonFormat.edit(before, todo).edits), '{"x": {"b": [0], "c": {"d": "new"}}}');
});

Deno.test("jsonFormat.edit() makes no edit of steps that cancel each other out", () => {
  const before = '{\n  "a": [1, 2]\n}\n';
  const todo = steps(
    { op: "add", path: ["b"], value: 1n },
    { op: "remove", path: ["b"] },
    { op: "insert", path: ["a", 1], value: "x" },
    { op: "remove", path: ["a", 1] },
    { op: "replace", path: ["a", 0], value: "x" },
    { op: "replace", path: ["a", 0], value: 1n },
  );
  assertEquals(jsonFormat.edit(before, todo).edits, []);
});

Deno.test("jsonFormat.edit() refuses what JSON can't say", () => {
  const deep = Array.from({ length: 1000 }).reduce<[]>((inner) => [inner] as unknown as [], []);
  for (const value of [Infinity, -Infinity, NaN, Temporal.PlainDate.from("2024-02-29"), [NaN], deep]) {
    const error = assertThrows(() => jsonFormat.edit("{}", steps({ op: "add", path: ["a"], value })), PawlError);
    assertEquals(error.code, "type-mismatch");
  }
});
