import { assert, assertEquals, assertThrows } from "@std/assert";
import { InvalidDocumentError } from "../../model/errors.ts";
import { equalValues, type Value } from "../../model/value.ts";
import type { Format } from "../format.ts";
import { jsoncFormat, jsonFormat } from "./format.ts";

Deno.test("jsonFormat.parse() reads numbers without losing anything", () => {
  const text = "[1, -1, 9007199254740993, -123456789012345678901234567890, 1.0, 1e2, -0, 0, -0.0, 2.50]";
  const expected: Value = [1n, -1n, 9007199254740993n, -123456789012345678901234567890n, 1, 100, -0, 0n, -0, 2.5];
  assert(equalValues(jsonFormat.parse(text, "test.json"), expected));
});

Deno.test("jsonFormat.parse() reads tables without a prototype, and the last pair of a key", () => {
  const value = jsonFormat.parse('{"__proto__": {"a": 1}, "b": 1, "\\u0062": 2, "": null}', "test.json");
  assertEquals(Object.getPrototypeOf(value), null);
  assertEquals(Object.entries(value as object), [["__proto__", { a: 1n }], ["b", 2n], ["", null]]);
});

Deno.test("jsonFormat.parse() reads an empty document as an empty table", () => {
  for (const text of ["", "\ufeff", " \t\r\n"]) assertEquals(jsonFormat.parse(text, "test.json"), Object.create(null));
  for (const text of ["// only", "/* a */\n// b\n"]) {
    assertEquals(jsoncFormat.parse(text, "test.jsonc"), Object.create(null));
  }
});

Deno.test("jsoncFormat.parse() reads comments and trailing commas", () => {
  const text = '\ufeff// a\r{ "a": [1, 2, /* , */ ], // b\n "c": "// no", "d": "\\"/* no */", "e" /**/ : {},\n} // end';
  assertEquals(jsoncFormat.parse(text, "test.jsonc"), {
    __proto__: null,
    a: [1n, 2n],
    c: "// no",
    d: '"/* no */',
    e: { __proto__: null },
  });
});

Deno.test("jsoncFormat.parse() refuses what is neither JSON nor a comment nor a trailing comma", () => {
  const texts = [
    "[,]",
    "{,}",
    "[1,,]",
    '{"a":,}',
    "[1 2]",
    "1,",
    "/*",
    "1/**/2",
    "tr/**/ue",
    "[1]/",
    "{a:1}",
    "['a']",
    ",",
  ];
  for (const text of texts) assertThrows(() => jsoncFormat.parse(text, "test.jsonc"), InvalidDocumentError, "", text);
});

Deno.test("jsonFormat.parse() says what is wrong and where", () => {
  const cases: [string, string, number, number][] = [
    ['{\n  "a": 1,\n}', "found a trailing comma, which strict JSON does not have", 2, 9],
    ["[1] // one", "found a comment, which strict JSON does not have", 1, 5],
    ['{"a" 1}', 'found "1", wanted ":"', 1, 6],
    ['{"a": 1\r\n "b": 2}', 'found "\\"", wanted ","', 2, 2],
    ["{a: 1}", 'found "a", wanted a key in double quotes', 1, 2],
    ['{"a": nope}', 'found "n", wanted a value', 1, 7],
    ["[1", 'found the end, wanted "," or "]"', 1, 3],
    ["{} {}", 'found "{", wanted the end', 1, 4],
    ['["\\x"]', "found an unknown escape", 1, 4],
    ['["a\tb"]', "found a control character that is not escaped", 1, 4],
    ["[+1]", 'found "+", which is not JSON', 1, 2],
    ['["a', "found a string without an end", 1, 4],
    ["\ufeff[1,]", "found a trailing comma, which strict JSON does not have", 1, 3],
  ];
  for (const [text, reason, line, column] of cases) {
    const error = assertThrows(() => jsonFormat.parse(text, "test.json"), InvalidDocumentError);
    assertEquals([error.reason, error.line, error.column], [reason, line, column], text);
  }
});

Deno.test("the readers refuse a number that would become an infinity, and say where it is", () => {
  const cases: [format: Format, text: string, line: number, column: number][] = [
    [jsonFormat, '{"e":1e400}', 1, 6],
    [jsonFormat, '{\n  "1e400": "1e400",\n  "a": [1.5e308, -1.0E+309]\n}', 3, 18],
    [jsonFormat, "1e999", 1, 1],
    [jsoncFormat, "[ // 1e400\n1, /* 1e400 */ 1e400,]", 2, 16],
    [jsoncFormat, `[${"9".repeat(400)}, ${"9".repeat(400)}.0]`, 1, 404],
  ];
  for (const [format, text, line, column] of cases) {
    const error = assertThrows(() => format.parse(text, "test.json"), InvalidDocumentError);
    const reason = "found a number that is out of range (more than 1.8e308)";
    assertEquals([error.reason, error.line, error.column], [reason, line, column], text);
  }
});

Deno.test("jsonFormat.parse() refuses values nested too deeply instead of overflowing the stack", () => {
  const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  jsonFormat.parse(nested(1000), "test.json");
  for (const levels of [1001, 10_000, 1_000_000]) {
    const error = assertThrows(() => jsonFormat.parse(nested(levels), "test.json"), InvalidDocumentError);
    assertEquals(error.reason, "found values nested deeper than 1000 levels");
    assertEquals([error.line, error.column], [1, 1001]);
  }
  assertThrows(() => jsoncFormat.parse('{"a":'.repeat(100_000), "test.json"), InvalidDocumentError, "nested deeper");
});
