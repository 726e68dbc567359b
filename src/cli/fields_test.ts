import { assertEquals, assertThrows } from "@std/assert";
import { PawlError } from "../model/errors.ts";
import { readAskedFields, readFields, readPossibleFields } from "./fields.ts";

const FIELDS: readonly (readonly [words: string[], fields: [key: string, text: string][]])[] = [
  [["a=1"], [["a", "1"]]],
  [["email=a@x", "age=3"], [["email", "a@x"], ["age", "3"]]],
  [["a="], []],
  [["a=", "b=1"], [["a", ""], ["b", "1"]]],
  [["a=="], []],
  [["a==", "b=1"], [["a", "="], ["b", "1"]]],
  [["a=", "b="], [["a", ""], ["b", ""]]],
  [["a==b"], [["a", "=b"]]],
  [["a=b=c"], [["a", "b=c"]]],
  [["'a b'=1", '"c.d"=2', '"\\u0065"=3'], [["a b", "1"], ["c.d", "2"], ["e", "3"]]],
  [["-1=x"], [["-1", "x"]]],
  [["a=x\ny"], [["a", "x\ny"]]],
];

Deno.test("readFields() takes what begins with one key and = for a field", () => {
  for (const [words, fields] of FIELDS) {
    const wanted = fields.length === 0 ? undefined : fields.map(([key, text]) => ({ key, text }));
    assertEquals(readFields(words), wanted, words.join(" "));
  }
});

const VALUES: readonly string[][] = [
  [],
  ["x"],
  ["x", "y"],
  ["https://x/?a=b"],
  ["dGVzdA==", "dGVzdDE=", "abc"],
  ["dGVzdA==", "dGVzdDE="],
  ['"a=b"'],
  ["'a=b'"],
  ["{a=1}"],
  ["[a=1]"],
  ["a b=1"],
  ["=1"],
  ["ä=1"],
];

Deno.test("readFields() takes everything else for values", () => {
  for (const words of VALUES) assertEquals(readFields(words), undefined, words.join(" "));
});

Deno.test("readFields() refuses what could be either", () => {
  const cases: [words: string[], message: string][] = [
    [["a=1", "b"], 'Cannot use "b" among fields: wanted FIELD=VALUE'],
    [["x", "a=1"], 'Cannot use "x" among fields: wanted FIELD=VALUE'],
    [["a=1", "https://x/?a=b"], 'Cannot use "https://x/?a=b" among fields: wanted FIELD=VALUE'],
    [["a.b=1"], 'Cannot use "a.b=1" as FIELD=VALUE: wanted one key before "=", not a path'],
    [["a[0]=1"], 'Cannot use "a[0]=1" as FIELD=VALUE: wanted one key before "=", not a path'],
    [["a=1", "b=2", "'a'=3"], 'Field "a" is given twice'],
  ];
  for (const [words, message] of cases) {
    const error = assertThrows(() => readFields(words), PawlError);
    assertEquals([error.code, error.message], ["usage", message]);
  }
});

Deno.test("readPossibleFields() tells what values would be as the fields of one table", () => {
  assertEquals(readPossibleFields(["a="]), [{ key: "a", text: "" }]);
  assertEquals(readPossibleFields(["'a b'==", "c=d"]), [{ key: "a b", text: "=" }, { key: "c", text: "d" }]);
  for (const words of [["https://x/?a="], ["a=1", "b"], ["a=1", "a=2"], ["a.b=1"], []]) {
    assertEquals(readPossibleFields(words), undefined, words.join(" "));
  }
});

Deno.test("readAskedFields() takes every argument for a field, or refuses it", () => {
  assertEquals(readAskedFields(["a=="]), [{ key: "a", text: "=" }]);
  for (const words of [["a=1", "b"], ["a.b=1"], ["a=1", "a=2"]]) {
    assertThrows(() => readAskedFields(words), PawlError);
  }
});
