import { assertEquals } from "@std/assert";
import { CsvRows } from "./rows.ts";
import { readTable } from "./table.ts";

function rowsOf(text: string): CsvRows {
  return new CsvRows(readTable(text, {}, "x.csv"), {});
}

const USERS = "name,email,age\nalice,a@x,30\nbob,,41\n";

Deno.test("CsvRows finds a row by its present key only", () => {
  const rows = rowsOf(USERS);
  const alice = rows.find("alice")!;
  rows.rename("alice", alice, "eve");
  assertEquals([rows.find("alice"), rows.find("eve")], [undefined, alice]);
  const second = rows.add("alice");
  assertEquals(rows.find("alice"), second);
  rows.remove("alice", second);
  rows.remove("eve", alice);
  assertEquals([rows.find("alice"), rows.find("eve"), rows.find("carol")], [undefined, undefined, undefined]);
});

Deno.test("CsvRows knows what is in a cell now", () => {
  const rows = rowsOf(USERS);
  const alice = rows.find("alice")!;
  assertEquals([0, 1, 2].map((column) => rows.cell(alice, column)), ["alice", "a@x", "30"]);
  alice.cells.set(1, undefined).set(2, "31");
  assertEquals([0, 1, 2].map((column) => rows.cell(alice, column)), ["alice", undefined, "31"]);
  const carol = rows.add("carol");
  assertEquals([0, 1, 2].map((column) => rows.cell(carol, column)), ["carol", undefined, undefined]);
});

Deno.test("CsvRows lists touched rows in the order of the document, and new ones in the order of their coming", () => {
  const rows = rowsOf(USERS);
  rows.add("zoe");
  rows.find("bob");
  rows.remove("carol", rows.add("carol"));
  rows.find("alice");
  rows.add("ann");
  assertEquals(rows.touched.map(({ record }) => record), [1, 2]);
  assertEquals(rows.added.map(({ cells }) => cells.get(0)), ["zoe", "ann"]);
});
