import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { InvalidDocumentError, PawlError } from "../../model/errors.ts";
import { equalValues, type Table, type Value } from "../../model/value.ts";
import { parseYaml } from "./parse.ts";

const VALUES: readonly [name: string, text: string, value: Value][] = [
  ["nothing", "", {}],
  ["comments", "# a\n\n# b\n", {}],
  ["markers", "---\n...\n", {}],
  ["an explicit null", "~\n", null],
  ["integers of any size", "[1, -2, +3, 0x1F, 0o17, 010, 12345678901234567890]", [
    1n,
    -2n,
    3n,
    31n,
    15n,
    10n,
    12345678901234567890n,
  ]],
  ["floats", "[1.0, 1e3, .5, -.inf, .NaN, -0.0]", [1, 1000, 0.5, -Infinity, NaN, -0]],
  ["booleans and nulls", "[true, False, null, ~, ]", [true, false, null, null]],
  ["words of YAML 1.1", "[yes, off, 2024-01-01, 1_000, 1:30, 0b1]", [
    "yes",
    "off",
    "2024-01-01",
    "1_000",
    "1:30",
    "0b1",
  ]],
  ["nulls that are not written", "a:\nb: {c, d: }\ne:\n  -\n", { a: null, b: { c: null, d: null }, e: [null] }],
  ["keys that are no strings", "1: a\ntrue: b\n~: c\n[d, e]: f\n", { "1": "a", "true": "b", "~": "c", "[d, e]": "f" }],
  ["explicit keys", "? a\n: 1\n? b\n", { a: 1n, b: null }],
  ["merge keys as keys", "a: &x {b: 1}\nc:\n  <<: *x\n", { a: { b: 1n }, c: { "<<": { b: 1n } } }],
  ["pairs in brackets", "[a: 1, b]", [{ a: 1n }, "b"]],
  ["core tags", '[!!str 1, !!int "2", !!float 3, !!bool "true", !!null "", ! 4]', ["1", 2n, 3, true, null, "4"]],
  ["tags of applications", "a: !secret x\nb: !Sub [1]\nc: !!binary aGk=\n", { a: "x", b: [1n], c: "aGk=" }],
  ["a key named __proto__", "__proto__: 1\n", Object.assign(Object.create(null), { ["__proto__"]: 1n })],
  ["a byte order mark before a sequence", "\ufeff- a: 1\n  b: 2\n", [{ a: 1n, b: 2n }]],
];

for (const [name, text, value] of VALUES) {
  Deno.test(`parseYaml() reads ${name}`, () => {
    const actual = parseYaml(text, "test.yaml");
    if (!equalValues(actual, value)) assertEquals(actual, value);
  });
}

Deno.test("parseYaml() gives an alias the very value of its anchor", () => {
  const { a, b } = parseYaml("a: &x {k: 1}\nb: *x\n", "test.yaml") as Table;
  assertStrictEquals(a, b);
});

const INVALID: readonly [name: string, text: string, reason: string, line: number, column: number][] = [
  ["a missing bracket", "a: [1\nb: 2\n", "", 2, 1],
  ["a tab as indentation", "a:\n\tb: 1\n", "tabs are not allowed as indentation", 2, 1],
  ["a key twice", "a: 1\nb: 2\na: 3\n", 'found the key "a" twice', 3, 1],
  ["a key twice in other words", '1: a\n"1": b\n', 'found the key "1" twice', 2, 1],
  ["a number twice as a key", "1: a\n0x1: b\n", 'found the key "0x1" twice', 2, 1],
  ["an alias without an anchor", "a: *x\n", "found the alias *x before any anchor &x", 1, 4],
  ["an alias in its own anchor", "a: &x [*x]\n", "found the alias *x inside the value that it stands for", 1, 8],
  ["a value that is not of its tag", "a: !!int x\n", "found a value that is none of type tag:yaml.org,2002:int", 1, 10],
  ["a control character", "a: x\u0000\n", "found a character that YAML forbids", 1, 5],
  ["a control character outside quotes", 'a: "\x7f"\nb: \x7f\n', "found a control character outside quotes", 2, 4],
  ["a bare carriage return", "a: 1\rb: 2\n", "found a carriage return without a line feed", 1, 5],
  ["a second %YAML", "%YAML 1.2\n%YAML 1.2\n---\n", "found a second %YAML directive", 2, 1],
  ["deep nesting", "[".repeat(600) + "]".repeat(600), "found values nested deeper than 500 levels", 1, 501],
];

for (const [name, text, reason, line, column] of INVALID) {
  Deno.test(`parseYaml() refuses ${name}`, () => {
    const error = assertThrows(() => parseYaml(text, "test.yaml"), InvalidDocumentError);
    if (reason !== "") assertEquals(error.reason, reason);
    assertEquals([error.line, error.column], [line, column]);
  });
}

Deno.test("parseYaml() refuses aliases that stand for too many values", () => {
  const lines = Array.from({ length: 12 }, (_, index) => {
    const item = index === 0 ? "x" : `*a${index - 1}`;
    return `- &a${index} [${Array(10).fill(item).join(", ")}]\n`;
  });
  const error = assertThrows(() => parseYaml(lines.join(""), "test.yaml"), InvalidDocumentError);
  assertEquals(error.reason, "found aliases for too many values");
});

Deno.test("parseYaml() refuses a stream of several documents", () => {
  const error = assertThrows(() => parseYaml("a: 1\n---\nb: 2\n", "k8s.yaml"), PawlError);
  assertEquals(error.code, "unsupported-format");
  assertEquals(error.message, 'Cannot read "k8s.yaml": it holds 2 YAML documents');
});

Deno.test("parseYaml() refuses a document that declares YAML 1.1", () => {
  const error = assertThrows(() => parseYaml("%YAML 1.1\n---\na: yes\n", "old.yaml"), PawlError);
  assertEquals(error.code, "unsupported-format");
  assertEquals(error.message, 'Cannot read "old.yaml": it declares YAML 1.1, wanted YAML 1.2');
});
