import { assertEquals, assertRejects } from "@std/assert";
import { PawlError } from "../model/errors.ts";
import { parseJsonValue } from "../model/json_value.ts";
import { equalValues, type Table, type Value } from "../model/value.ts";
import { formatFor } from "./detect.ts";
import { printDocument } from "./document_text.ts";

const VALUES: readonly string[] = [
  "{}",
  '{"a": 1, "b": -0.0, "c": 1.0, "d": 9223372036854775807, "e": 1e300, "f": true}',
  '{"s": "", "t": "a\\nb\\n", "u": "\\u0000\\u001f\\"\\\\", "v": "yes", "w": "1", "x": " y ", "z": "# no"}',
  '{"": 1, "a.b": 1, "a b": {"c d": 1}, "__proto__": {"x": 1}, "true": 1, "1": 2, "\\n": 3}',
  '{"t": {"a": 1, "u": {"b": 2}, "c": 3}, "d": 4}',
  '{"t": {"u": {"v": {}}}, "e": {}}',
  '{"l": [], "m": [[1, 2], [], [{"a": 1}]], "n": [1, {"a": {"b": []}}]}',
  '{"s": [{"a": 1, "t": {"b": 1}, "u": [{"c": 1}, {"c": 2}]}, {}, {"u": [{}]}], "x": 1}',
  '{"s": [{"t": {}}, {"t": {"u": {"v": 1}}}]}',
];

for (const name of ["toml", "yaml", "json", "jsonc"]) {
  Deno.test(`printDocument() writes in ${name} what its reader finds again`, async () => {
    const format = await formatFor("", { format: name });
    for (const text of VALUES) {
      const value = parseJsonValue(text);
      const document = await printDocument(format, value);
      assertEquals(equalValues(value, format.parse(document, "")), true, document);
    }
  });
}

for (const name of ["yaml", "json"]) {
  Deno.test(`printDocument() writes in ${name} what is no table`, async () => {
    const format = await formatFor("", { format: name });
    for (const text of ["[]", '[1, [2], {"a": []}]', "1", '"a"', "null", '"a\\nb"']) {
      const value = parseJsonValue(text);
      const document = await printDocument(format, value);
      assertEquals(equalValues(value, format.parse(document, "")), true, document);
    }
  });
}

Deno.test("printDocument() writes CSV rows with all columns", async () => {
  const value = parseJsonValue('{"al": {"age": "3"}, "b,o": {"mail": "", "age": "x\\ny"}}');
  const document = await printDocument(await formatFor("a.csv"), value);
  assertEquals(document, 'key,age,mail\nal,3,\n"b,o","x\ny",""\n');
  assertEquals(
    await printDocument(await formatFor("a.tsv", { keyColumn: "name" }), parseJsonValue('{"al": {"age": "3"}}')),
    "name\tage\nal\t3\n",
  );
});

Deno.test("printDocument() writes dates and half of the numbers that JSON lacks in TOML", async () => {
  const format = await formatFor("a.toml");
  const text = "a = 1979-05-27T07:32:00Z\nb = 07:32:00\nc = inf\nd = nan\n";
  assertEquals(await printDocument(format, format.parse(text, "")), text);
});

Deno.test("printDocument() refuses what a format has no way to write", async () => {
  const cases: [name: string, value: Value][] = [
    ["toml", [1n]],
    ["toml", { a: { b: null } }],
    ["toml", { "\ud800": 1n }],
    ["toml", { t: [{ "\ud800": {} }] }],
    ["yaml", { a: Temporal.PlainDate.from("1979-05-27") }],
    ["json", [NaN]],
    ["csv", ["a"]],
    ["csv", { a: "b" } as Table],
    ["csv", { a: { b: 1n } }],
  ];
  for (const [name, value] of cases) {
    const format = await formatFor("", { format: name });
    const error = await assertRejects(() => printDocument(format, value), PawlError);
    assertEquals(error.code, "type-mismatch", name);
  }
});
