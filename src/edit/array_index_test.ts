import { assert, assertFalse } from "@std/assert";
import { ArrayCensus, isSimple } from "./array_index.ts";

Deno.test("ArrayCensus knows which simple values an array holds, and how often", () => {
  const census = new ArrayCensus(["a", "a", 1n, true, null]);
  census.leave("a");
  assert(census.has("a") && census.has(1n) && census.has(true) && census.has(null));
  census.leave("a");
  assertFalse(census.has("a"));
  census.enter("b");
  assert(census.has("b"));
  assertFalse(census.has("1"));
});

Deno.test("ArrayCensus compares tables, arrays and floats by what they say", () => {
  const table = { a: 1n, b: [1.5, "x"] };
  const array = [table, 0];
  const census = new ArrayCensus(array);
  assert(census.has({ b: [1.5, "x"], a: 1n }) && census.has(0));
  for (const other of [{ a: 1 }, { a: 1n, b: [1.5, "x", "x"] }, [], -0, NaN]) assertFalse(census.has(other));
  census.enter([Temporal.PlainDate.from("2020-01-02")]);
  assert(census.has([Temporal.PlainDate.from("2020-01-02")]));
  assertFalse(census.has(["2020-01-02"]));
  table.a = 2n;
  assert(census.has({ a: 2n, b: [1.5, "x"] }, 1));
});

Deno.test("ArrayCensus knows whether all elements are of one kind", () => {
  const census = new ArrayCensus(["a", "b"]);
  assert(census.isUniform);
  census.enter(1n);
  assertFalse(census.isUniform);
  census.leave("a");
  census.leave("b");
  assert(census.isUniform);
  census.leave(1n);
  assertFalse(census.isUniform);
});

Deno.test("isSimple() leaves out what === compares in another way", () => {
  for (const value of ["", 0n, false, null]) assert(isSimple(value));
  for (const value of [0, NaN, [], {}]) assertFalse(isSimple(value));
});
