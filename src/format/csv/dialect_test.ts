import { assertEquals, assertThrows } from "@std/assert";
import { InvalidDocumentError } from "../../model/errors.ts";
import { type CsvOptions, detectDialect } from "./dialect.ts";

const DELIMITERS: readonly [name: string, text: string, delimiter: string, options?: CsvOptions][] = [
  ["nothing to go by", "", ","],
  ["one column", "name\na;b\n", ","],
  ["commas", "a,b\n", ","],
  ["semicolons", "a;b\n1;2\n", ";"],
  ["tabs", "a\tb\n1\t2\n", "\t"],
  ["bars", "a|b\n1|2\n", "|"],
  ["only the header counts if it is clear", "a;b\n1,2;3\n4,5;6\n", ";"],
  ["a comma in quotes", '"a,b";c\n', ";"],
  ["a comma in an unquoted name", "price, EUR;name;note\n1;2;3\n", ";"],
  ["more fields where two fit all rows", "a;b,c;d\n1;2,5;3\n", ";"],
  ["semicolons and decimal commas in all rows but one", "a,b;c\n1,5;2\n2;3\n", ";"],
  ["the likeliest one of an invalid document", "a;b;c,d\n1;2\n", ";"],
  ["a delimiter line", "sep=:\na:b,c\n", ":"],
  ["a delimiter line behind a byte order mark", "\ufeffSEP=\t\r\na\tb\n", "\t"],
  ["a delimiter line and nothing else", "sep=|", "|"],
  ["the caller's word", "a,b\n", ";", { delimiter: ";" }],
  ["the caller's word against a delimiter line", "sep=;\na,b\n", ",", { delimiter: "," }],
];

for (const [name, text, delimiter, options = {}] of DELIMITERS) {
  Deno.test(`detectDialect() finds the delimiter by ${name}`, () => {
    assertEquals(detectDialect(text, options, "x.csv").delimiter, delimiter);
  });
}

Deno.test("detectDialect() refuses to choose between delimiters that fit equally well", () => {
  for (const text of ["a,b;c\n", "a;b,c\n1;2,3\n", "a\tb|c\n"]) {
    const error = assertThrows(() => detectDialect(text, {}, "x.csv"), InvalidDocumentError);
    assertEquals(error.hint, "pass --delimiter CHARACTER");
  }
});

Deno.test("detectDialect() finds where the records begin", () => {
  const starts = ["a\n", "\ufeffa\n", "sep=;\na\n", "\ufeffsep=;\r\na\n", "sep=;;\n", "sep=\n", '"sep=;"\n']
    .map((text) => detectDialect(text, { delimiter: ";" }, "x.csv").bodyStart);
  assertEquals(starts, [0, 1, 6, 8, 0, 0, 0]);
});

const HEADERS: readonly [name: string, text: string, hasHeader: boolean, options?: CsvOptions][] = [
  ["nothing", "", true],
  ["names", "name,age\nalice,3\n", true],
  ["a number as first key", "1,alice\n2,bob\n", false],
  ["a decimal number as first key", '"-1.5",alice\n', false],
  ["a date as first key", "2024-01-02,5\n", false],
  ["a timestamp as first key", "2024-01-02T10:00:00Z,5\n", false],
  ["an e-mail address as first key", "ann@example.org,Ann\n", false],
  ["a UUID as first key", "2f1c5a0e-93c1-4a6a-9b0a-5f1f6a9d1c2e,Ann\n", false],
  ["years as names", "country,2019,2020\nFrance,1,2\n", true],
  ["no name for the first column", ",a,b\n0,1,2\n", true],
  ["a count of rows", "0\n1\n", false],
  ["a row of two numbers", "0,1\n1,4\n", false],
  ["column numbers as names", "0,1,2\n5.1,3.5,1.4\n", true],
  ["the caller's yes", "1,alice\n", true, { header: true }],
  ["the caller's no", "name,age\n", false, { header: false }],
  ["the name of the key column", "7,id\n1,2\n", true, { keyColumn: "id" }],
  ["the number of the key column", "alice,7\nbob,8\n", false, { keyColumn: "2" }],
  ["the number of a key column without numbers", "7,alice\n8,bob\n", true, { keyColumn: "2" }],
];

for (const [name, text, hasHeader, options = {}] of HEADERS) {
  Deno.test(`detectDialect() takes the first record for ${hasHeader ? "a header" : "a row"} by ${name}`, () => {
    assertEquals(detectDialect(text, options, "x.csv").hasHeader, hasHeader);
  });
}
