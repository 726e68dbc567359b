import { assertEquals } from "@std/assert";
import { equalValues, type Kind, kindOf, type Value } from "./value.ts";

const KINDS: readonly [Value, Kind][] = [
  ["x", "string"],
  [1n, "integer"],
  [1, "float"],
  [NaN, "float"],
  [true, "boolean"],
  [null, "null"],
  [[], "array"],
  [{}, "table"],
  [Object.create(null), "table"],
  [Temporal.ZonedDateTime.from("1979-05-27T07:32:00Z[UTC]"), "offset date-time"],
  [Temporal.PlainDateTime.from("1979-05-27T07:32:00"), "local date-time"],
  [Temporal.PlainDate.from("1979-05-27"), "local date"],
  [Temporal.PlainTime.from("07:32:00"), "local time"],
];

Deno.test("kindOf() names each kind", () => {
  for (const [value, kind] of KINDS) assertEquals(kindOf(value), kind);
});

Deno.test("equalValues() tells apart what differs in kind, sign, length or key", () => {
  const values: Value[] = [
    ...KINDS.map(([value]) => value).slice(0, 8),
    ...KINDS.map(([value]) => value).slice(9),
    "y",
    2n,
    1.5,
    0,
    -0,
    false,
    [1n],
    [1],
    [1n, 2n],
    [[1n]],
    { a: 1n },
    { a: 1 },
    { b: 1n },
    { a: 1n, b: 1n },
    { a: {} },
    JSON.parse('{"__proto__": 1}'),
    { constructor: "x" },
    Temporal.PlainDate.from("1979-05-28"),
  ];
  for (const [i, a] of values.entries()) {
    for (const [j, b] of values.entries()) assertEquals(equalValues(a, b), i === j, `${i} ${j}`);
  }
});

Deno.test("equalValues() ignores the order of keys", () => {
  assertEquals(equalValues({ a: 1n, b: [{ c: 2n }] }, { b: [{ c: 2n }], a: 1n }), true);
});

Deno.test("equalValues() lets values be absent where it is told to, on one side only", () => {
  const mayBeAbsent = (value: Value) => value === "gone";
  assertEquals(equalValues({ a: "gone", b: 1n }, { b: 1n }, mayBeAbsent), true);
  assertEquals(equalValues({ b: 1n }, { a: "gone", b: 1n }, mayBeAbsent), false);
  assertEquals(equalValues({ a: "here" }, {}, mayBeAbsent), false);
});
