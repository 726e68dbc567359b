import { assertEquals } from "@std/assert";
import { printScalar, readScalar } from "./scalar.ts";

Deno.test("readScalar() reads what a cell spells", () => {
  const cases = {
    "0": 0n,
    "-12": -12n,
    "12345678901234567890": 12345678901234567890n,
    "1.5": 1.5,
    "-1e3": -1000,
    "true": true,
    "FALSE": false,
    "True": true,
  };
  for (const [text, value] of Object.entries(cases)) assertEquals(readScalar(text), value, text);
  for (const text of ["", "007", "+1", "1.", ".5", " 1", "1 ", "1,5", "0x1F", "1e999", "yes", "NaN"]) {
    assertEquals(readScalar(text), undefined, text);
  }
});

Deno.test("printScalar() writes a boolean in the case of the old one", () => {
  assertEquals([printScalar(7n), printScalar(1.5, "TRUE"), printScalar(true)], ["7", "1.5", "true"]);
  const olds = ["TRUE", "True", "true", "X"];
  assertEquals(olds.map((old) => printScalar(false, old)), ["FALSE", "False", "false", "false"]);
});
