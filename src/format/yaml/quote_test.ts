import { assertEquals, assertThrows } from "@std/assert";
import { checkCases } from "../../../tests/formats/yaml/case.ts";
import { PawlError } from "../../model/errors.ts";
import { printLiteralBlock, printString } from "./quote.ts";

const PLAIN = { isInFlow: false, forced: undefined, preferred: "double" } as const;

Deno.test("printString() writes plain what every reader takes for that string", () => {
  const words = ["a", "a b", "it's", 'a"b', "a#b", "http://x/y?z=1", "-a", "--flag", "a:b", "?a", ":a", "1.2.3", "é😀"];
  for (const text of words) assertEquals(printString(text, PLAIN), text);
});

Deno.test("printString() quotes what a reader could take for something else", () => {
  const words = ["", " a", "a ", "true", "Null", "~", "1", "1.10", "0x1", "0o7", "1e3", ".5", ".inf", "1_000", "0b1"];
  const older = ["yes", "Off", "y", "N", "1:30", "2024-01-01", "2024-01-01T00:00:00Z", "<<", "="];
  const syntax = [
    "a: b",
    "a:",
    "a #b",
    "#a",
    "- a",
    "-",
    "? a",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "%a",
    "@a",
    "`a",
    "{a",
    "[a",
  ];
  for (const text of [...words, ...older, ...syntax, "--- a", "...", ", a"]) {
    assertEquals(printString(text, PLAIN), `"${text}"`);
  }
});

Deno.test("printString() quotes brackets, braces and commas inside brackets", () => {
  const style = { ...PLAIN, isInFlow: true };
  for (const text of ["a,b", "a]", "{a}", ":a", "?a"]) assertEquals(printString(text, style), `"${text}"`);
  for (const text of ["-a", "a:b", "http://x"]) assertEquals(printString(text, style), text);
});

Deno.test("printString() prefers the quotes that need no escapes", () => {
  assertEquals(printString('"a" #b', PLAIN), `'"a" #b'`);
  assertEquals(printString("C:\\ #x", PLAIN), "'C:\\ #x'");
  assertEquals(printString("it's: so", { ...PLAIN, preferred: "single" }), '"it\'s: so"');
  assertEquals(printString(`'a' "b" #`, PLAIN), `"'a' \\"b\\" #"`);
});

Deno.test("printString() keeps forced quotes where they can say the text", () => {
  assertEquals(printString("it's", { ...PLAIN, forced: "single" }), "'it''s'");
  assertEquals(printString("a\nb", { ...PLAIN, forced: "single" }), '"a\\nb"');
  assertEquals(printString("a", { ...PLAIN, forced: "double" }), '"a"');
});

Deno.test("printString() escapes what can't be seen", () => {
  assertEquals(
    printString("\u0000\t\u007f\u0085\u00a0\u2028\ufeff", PLAIN),
    '"\\u0000\\t\\u007f\\u0085\\u00a0\\u2028\\ufeff"',
  );
});

Deno.test("printString() exchanges a word of YAML 1.1 for another one of its kind without quotes", () => {
  assertEquals(printString("no", PLAIN, "yes"), "no");
  assertEquals(printString("no", PLAIN, "2024-01-01"), '"no"');
  assertEquals(printString("8080", PLAIN, "1_000"), '"8080"');
});

Deno.test("printString() refuses half a surrogate pair", () => {
  assertThrows(() => printString("\ud800", PLAIN), PawlError, "surrogate");
});

Deno.test("printLiteralBlock() writes lines that come out as they are", () => {
  assertEquals(printLiteralBlock("a\n\n  b\n", 2, "\n"), { header: "|", body: "  a\n\n    b\n" });
  assertEquals(printLiteralBlock("a\nb", 4, "\r\n"), { header: "|-", body: "    a\r\n    b\r\n" });
});

Deno.test("printLiteralBlock() leaves to quotes what would not survive", () => {
  for (const text of ["a", "\na\n", " a\nb", "a \nb", "a\nb\t", "a\n\n", "\n", "a\r\nb", "a\n\u0085", ""]) {
    assertEquals(printLiteralBlock(text, 2, "\n"), undefined, JSON.stringify(text));
  }
});

checkCases("quotes templates", [
  { name: "of a new key", before: "a: 1\n", changes: "set k {{ x }}", after: 'a: 1\nk: "{{ x }}"\n' },
  { name: "of a new element", before: "l: []\n", changes: "append l {user}", after: 'l:\n  - "{user}"\n' },
  { name: "over nothing", before: "a:\n", changes: "set a ${{ x.y }}", after: 'a: "${{ x.y }}"\n' },
  { name: "but not over a bare one", before: "a: ${{ x }}\n", changes: "set a ${{ y }}", after: "a: ${{ y }}\n" },
]);
