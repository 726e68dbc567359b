import { assert, assertEquals, assertThrows } from "@std/assert";
import { PawlError } from "../../model/errors.ts";
import { equalValues, type Value } from "../../model/value.ts";
import { readJsonLiteral } from "./literal.ts";
import { printLiteral } from "./print.ts";

Deno.test("readJsonLiteral() reads JSON values and keeps the spelling of numbers", () => {
  const cases: [string, Value, string | undefined][] = [
    ["8080", 8080n, "8080"],
    ["1.50", 1.5, "1.50"],
    ["1E+2", 100, "1E+2"],
    ["-0", -0, "-0"],
    ["12345678901234567890123", 12345678901234567890123n, "12345678901234567890123"],
    ["true", true, undefined],
    ["null", null, undefined],
    ['"8080"', "8080", undefined],
    ['{"a": [1, {}]}', { a: [1n, {}] }, undefined],
    ["[]", [], undefined],
  ];
  for (const [text, value, spelling] of cases) {
    const literal = readJsonLiteral(text)!;
    assert(equalValues(literal.value, value), text);
    assertEquals(literal.spelling, spelling, text);
  }
});

Deno.test("readJsonLiteral() takes everything else for a text", () => {
  for (
    const text of ["", "a", "1.", "01", "+1", "NaN", "'a'", "True", " 1", "1 ", "1,2", "[1,]", "1 // one", "2024-02-29"]
  ) {
    assertEquals(readJsonLiteral(text), undefined, text);
  }
});

Deno.test("readJsonLiteral() refuses numbers beyond the range of floats", () => {
  for (const text of ["1e400", "-1e400"]) assertThrows(() => readJsonLiteral(text), PawlError, "out of their range");
});

Deno.test("printLiteral() writes every value on one line, so that it is read back as it was", () => {
  const cases: [Value, string][] = [
    ['a\n"\u0001é\ud800', '"a\\n\\"\\u0001é\\ud800"'],
    [2n ** 70n, "1180591620717411303424"],
    [2, "2.0"],
    [-0, "-0.0"],
    [1e21, "1e+21"],
    [0.1, "0.1"],
    [null, "null"],
    [[1n, [], "x"], '[1, [], "x"]'],
    [{ a: 1n, "b c": {} }, '{"a": 1, "b c": {}}'],
  ];
  for (const [value, text] of cases) {
    assertEquals(printLiteral(value), text);
    assert(equalValues(readJsonLiteral(text)!.value, value), text);
  }
});

Deno.test("printLiteral() refuses what JSON can't say", () => {
  const cases: [Value, string][] = [
    [NaN, "nan"],
    [-Infinity, "-inf"],
    [Temporal.PlainTime.from("12:00"), "a local time"],
    [Temporal.ZonedDateTime.from("2024-02-29T12:00Z[UTC]"), "an offset date-time"],
  ];
  for (const [value, what] of cases) {
    const error = assertThrows(() => printLiteral([value]), PawlError, `JSON has no way to write ${what}`);
    assertEquals(error.code, "type-mismatch");
  }
});
