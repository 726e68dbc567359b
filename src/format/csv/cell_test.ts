import { assertEquals } from "@std/assert";
import { readCell, writeCell, writeName } from "./cell.ts";

const WRITTEN: readonly [value: string | undefined, plain: string, quoted: string][] = [
  [undefined, "", ""],
  ["", '""', '""'],
  ["a", "a", '"a"'],
  [" a ", " a ", '" a "'],
  ["a;b", "a;b", '"a;b"'],
  ["a,b", '"a,b"', '"a,b"'],
  ['"', '""""', '""""'],
  ['say "hi"', '"say ""hi"""', '"say ""hi"""'],
  ["\n", '"\n"', '"\n"'],
  ["\r", '"\r"', '"\r"'],
  ["\ufeffa", '"\ufeffa"', '"\ufeffa"'],
  ["a\ufeff", "a\ufeff", '"a\ufeff"'],
  ["SEP=;", '"SEP=;"', '"SEP=;"'],
  ["sep=ab", "sep=ab", '"sep=ab"'],
  ["=1+1", "=1+1", '"=1+1"'],
];

Deno.test("writeCell() quotes what needs it or is wanted with quotes, and readCell() reads it back", () => {
  for (const [value, plain, quoted] of WRITTEN) {
    assertEquals(writeCell(value, ",", false), plain);
    assertEquals(writeCell(value, ",", true), quoted);
    assertEquals(readCell(plain), value ?? "");
    assertEquals(readCell(quoted), value ?? "");
  }
});

Deno.test("writeName() quotes whatever could be taken for a delimiter", () => {
  const names = ["a", "a b", "a;b", "a|b", "a\tb", "a,b"].map((name) => writeName(name, ","));
  assertEquals(names, ["a", "a b", '"a;b"', '"a|b"', '"a\tb"', '"a,b"']);
});
