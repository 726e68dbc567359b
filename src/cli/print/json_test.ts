import { assertEquals } from "@std/assert";
import { tomlFormat } from "../../format/toml/format.ts";
import { printJson } from "./json.ts";

Deno.test("printJson() keeps every value", () => {
  const cases: [toml: string, json: string][] = [
    ["9223372036854775807", "9223372036854775807"],
    ["-9223372036854775808", "-9223372036854775808"],
    ["0xff", "255"],
    ["1.0", "1.0"],
    ["-0.0", "-0.0"],
    ["0.1", "0.1"],
    ["1e22", "1e+22"],
    ["1e-7", "1e-7"],
    ["5e20", "500000000000000000000.0"],
    ["inf", '"inf"'],
    ["-inf", '"-inf"'],
    ["nan", '"nan"'],
    ["true", "true"],
    ['"a\\"\\n\\u0000é😀"', '"a\\"\\n\\u0000é😀"'],
    ["1979-05-27T07:32:00Z", '"1979-05-27T07:32:00Z"'],
    ["1979-05-27T07:32:00.5-07:00", '"1979-05-27T07:32:00.5-07:00"'],
    ["1979-05-27T07:32:00", '"1979-05-27T07:32:00"'],
    ["1979-05-27", '"1979-05-27"'],
    ["07:32:00", '"07:32:00"'],
    ["[]", "[]"],
    ["[1, [2.5], {}]", "[1,[2.5],{}]"],
    ['{b = 1, "a.b" = {c = []}}', '{"b":1,"a.b":{"c":[]}}'],
  ];
  for (const [toml, json] of cases) {
    const document = tomlFormat.parse(`v = ${toml}\n`, "test");
    assertEquals(printJson(document, tomlFormat), `{"v":${json}}`);
  }
  assertEquals(printJson(null, tomlFormat), "null");
});

Deno.test("printJson() writes a member for a key named __proto__", () => {
  const document = tomlFormat.parse('"__proto__" = {a = 1}\n', "test");
  assertEquals(printJson(document, tomlFormat), '{"__proto__":{"a":1}}');
});
