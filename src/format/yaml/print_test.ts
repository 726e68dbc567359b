import { assertEquals, assertThrows } from "@std/assert";
import { PawlError } from "../../model/errors.ts";
import type { Value } from "../../model/value.ts";
import { parseYaml } from "./parse.ts";
import { DEFAULT_STYLE, printBlock, printInline, printKey } from "./print.ts";

const VALUES: readonly [value: Value, text: string][] = [
  [null, "null"],
  [true, "true"],
  [12345678901234567890n, "12345678901234567890"],
  [1, "1.0"],
  [1.5, "1.5"],
  [1e21, "1.0e+21"],
  [1.5e300, "1.5e+300"],
  [-0, "-0.0"],
  [NaN, ".nan"],
  [-Infinity, "-.inf"],
  ["", '""'],
  [[], "[]"],
  [{}, "{}"],
  [[1n, ["a, b"], {}], '[1, ["a, b"], {}]'],
  [{ a: 1n, "b c": { d: [] } }, "{a: 1, b c: {d: []}}"],
];

Deno.test("printInline() writes literals that mean the value", () => {
  for (const [value, text] of VALUES) {
    assertEquals(printInline(value, DEFAULT_STYLE, false), text);
    if (text !== "{}") assertEquals(printInline(parseYaml(text, ""), DEFAULT_STYLE, false), text);
  }
});

Deno.test("printInline() refuses dates, which YAML 1.2 has not", () => {
  const date = Temporal.PlainDate.from("2024-02-29");
  assertThrows(
    () => printInline(date, DEFAULT_STYLE, false),
    PawlError,
    "YAML has no way to write a value of type local",
  );
});

Deno.test("printBlock() writes tables and arrays in lines", () => {
  const value = { a: { b: [1n, { c: "x", d: [2n] }, ["p", "q"]], e: {} }, t: "x\ny\n" };
  const text = "a:\n  b:\n    - 1\n    - c: x\n      d:\n        - 2\n    - [p, q]\n  e: {}\nt: |\n  x\n  y\n";
  assertEquals(printBlock(value, 0, DEFAULT_STYLE), { text, endsInBlockScalar: true });
});

Deno.test("printBlock() writes as its style says", () => {
  const style = { ...DEFAULT_STYLE, mapStep: 4, seqStep: 0, dashGap: 3, endOfLine: "\r\n", quote: "single" } as const;
  const value = { a: { b: [{ c: "1", d: null }] } };
  const text = "  a:\r\n      b:\r\n      -   c: '1'\r\n          d: null\r\n";
  assertEquals(printBlock(value, 2, style), { text, endsInBlockScalar: false });
});

Deno.test("printKey() quotes what would be no string, unless it may be what it looks like", () => {
  assertEquals(printKey("8080", DEFAULT_STYLE, false), '"8080"');
  assertEquals(printKey("8080", DEFAULT_STYLE, false, true), "8080");
  assertEquals(printKey("y", DEFAULT_STYLE, false), "y");
  assertEquals(printKey("a b", { ...DEFAULT_STYLE, keyQuote: "double" }, true), '"a b"');
});
