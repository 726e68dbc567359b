import { assertEquals } from "@std/assert";
import { readYamlLiteral } from "./literal.ts";

Deno.test("readYamlLiteral() reads scalars of the core schema as they were spelled", () => {
  assertEquals(readYamlLiteral("8080"), { value: 8080n, spelling: "8080" });
  assertEquals(readYamlLiteral("0x1F"), { value: 31n, spelling: "0x1F" });
  assertEquals(readYamlLiteral("1e3"), { value: 1000, spelling: "1e3" });
  assertEquals(readYamlLiteral("True"), { value: true, spelling: "True" });
  assertEquals(readYamlLiteral("~"), { value: null, spelling: "~" });
});

Deno.test("readYamlLiteral() writes anew what YAML 1.1 reads otherwise", () => {
  assertEquals(readYamlLiteral("010"), undefined);
});

Deno.test("readYamlLiteral() reads quotes, brackets and braces", () => {
  assertEquals(readYamlLiteral(`"8080"`), { value: "8080" });
  assertEquals(readYamlLiteral("'it''s'"), { value: "it's" });
  assertEquals(readYamlLiteral("[1, a]"), { value: [1n, "a"] });
  assertEquals(readYamlLiteral(`{a: {b: "#"}}`), {
    value: Object.assign(Object.create(null), {
      a: Object.assign(Object.create(null), { b: "#" }),
    }),
  });
});

Deno.test("readYamlLiteral() takes anything else for no literal", () => {
  const words = ["", "a", "yes", "2024-01-01", "1_000", "a: b", "- a", "# a", "|", "1 2", "nan", "0x", "1.2.3"];
  const broken = ["[", '"a', "'a' b", "[1] # c", "[1] ", "{a: 1, a: 2}", "[&x 1]", "[!t 1]", "[*x]", "'a\nb'"];
  for (const text of [...words, ...broken]) assertEquals(readYamlLiteral(text), undefined, text);
});

Deno.test("readYamlLiteral() takes templates for no literal", () => {
  const templates = [
    "{{ x }}",
    '{{ states("x") }}',
    "{user}",
    "{a, b}",
    '{"a"}',
    "{1,3}",
    "[{{ x }}]",
    "{a: {b}}",
    "{a: 1, b}",
  ];
  for (const text of [...templates, "{{a: 1}: 2}", "{? a}", "{it's, b: don't}"]) {
    assertEquals(readYamlLiteral(text), undefined, text);
  }
});

Deno.test("readYamlLiteral() takes maps with colons for what they are", () => {
  const maps = [
    "{}",
    "{a: 1}",
    "{a: , b: }",
    '{"a":1,"b":[{}]}',
    "{a: [b, c]}",
    "[a: 1, {b: it's}]",
    "{a:b: x:y, 'c,d': '}'}",
  ];
  for (const text of maps) assertEquals(typeof readYamlLiteral(text)?.value, "object", text);
});
