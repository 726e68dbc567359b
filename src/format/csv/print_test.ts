import { assertEquals, assertThrows } from "@std/assert";
import { PawlError } from "../../model/errors.ts";
import { printCsvValue } from "./print.ts";

Deno.test("printCsvValue() writes cells, rows and tables as JSON on one line", () => {
  assertEquals(printCsvValue('two\n"lines"'), '"two\\n\\"lines\\""');
  assertEquals(printCsvValue({ a: { b: "1", c: "" }, d: {} }), '{"a":{"b":"1","c":""},"d":{}}');
});

Deno.test("printCsvValue() refuses what is in no table", () => {
  for (const value of [1n, 1.5, true, null, ["x"], { a: { b: 1n } }]) {
    assertEquals(assertThrows(() => printCsvValue(value), PawlError).code, "type-mismatch");
  }
});
