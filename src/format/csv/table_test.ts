import { assertEquals, assertThrows } from "@std/assert";
import { PawlError } from "../../model/errors.ts";
import { cellOf, isQuotedColumn, readTable, sourceOf } from "./table.ts";

Deno.test("readTable() finds columns, keys and cells", () => {
  const table = readTable('team,name,\nred,"a ""b""",\nblue,,""\n', { keyColumn: "name" }, "x.csv");
  assertEquals(table.columns, ["team", "name", "3"]);
  assertEquals([...table.recordOf], [['a "b"', 1], ["", 2]]);
  assertEquals([sourceOf(table, 1, 1), cellOf(table, 1, 1)], ['"a ""b"""', 'a "b"']);
  assertEquals([cellOf(table, 2, 1), cellOf(table, 2, 2)], [undefined, ""]);
});

Deno.test("readTable() finds nothing in a document without records", () => {
  for (const text of ["", "\ufeff", "\n\r\n", "sep=;\n"]) {
    const { columns, recordOf } = readTable(text, {}, "x.csv");
    assertEquals([columns.length, recordOf.size], [0, 0]);
  }
});

Deno.test("readTable() says which columns there are where there is no such key column", () => {
  const error = assertThrows(() => readTable("name,email\n", { keyColumn: "id" }, "users.csv"), PawlError);
  assertEquals([error.code, error.message], ["usage", 'Cannot find key column "id" in "users.csv"']);
  assertEquals(error.hint, 'use one of the columns "name", "email"');
  const options = { keyColumn: "id", header: false };
  assertThrows(() => readTable("", options, "users.csv"), PawlError, "it has no header");
});

Deno.test("readTable() says which column would do as key where the first one has duplicates", () => {
  const hints = ["team,name\nred,alice\nred,bob\n", "team,name\nred,\nred,alice\n", "team,name\nred,a\nred,a\n"]
    .map((text) => assertThrows(() => readTable(text, {}, "x.csv"), PawlError).hint);
  assertEquals(hints, [
    'pass --key "name", whose values differ in all rows',
    "give each row a key of its own, or pass --key COLUMN for another key column",
    "give each row a key of its own, or pass --key COLUMN for another key column",
  ]);
});

Deno.test("isQuotedColumn() looks at the values of a column, and at its name if there are none", () => {
  const table = readTable('"a",b,"c","d","e"\n"1","2",3,,""\n"4","5","6",,\n', {}, "x.csv");
  assertEquals(table.columns.map((_, column) => isQuotedColumn(table, column)), [true, true, false, true, true]);
  const needed = readTable('a,"b","c,d",e\n1,"x,y","x,y","x,y"\n', {}, "x.csv");
  assertEquals(needed.columns.map((_, column) => isQuotedColumn(needed, column)), [false, true, false, false]);
  const headerless = readTable('"a",,b\n"c",,"d"\n', { header: false }, "x.csv");
  assertEquals(headerless.columns.map((_, column) => isQuotedColumn(headerless, column)), [true, false, false]);
});
