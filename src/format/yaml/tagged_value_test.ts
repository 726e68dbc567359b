import { assertEquals, assertThrows } from "@std/assert";
import { checkCases } from "../../../tests/formats/yaml/case.ts";
import { editText } from "../../edit/edit_text.ts";
import type { Change } from "../../model/change.ts";
import { PawlError } from "../../model/errors.ts";
import { parseKeyPath } from "../../model/key_path.ts";
import { yamlFormat } from "./format.ts";
import { readYamlSource } from "./tagged_value.ts";

function set(key: string, text: string): Change {
  return { op: "set", path: parseKeyPath(key), value: { text, type: "yaml" } };
}

function edit(text: string, ...changes: Change[]): string {
  return editText(yamlFormat, text, changes, "test.yaml").text;
}

checkCases("keeps the tag of a scalar", [
  { name: "of an application", before: "e: !secret x # c\n", changes: "set e z", after: "e: !secret z # c\n" },
  { name: "with digits", before: "e: !secret x\n", changes: "set e 12", after: "e: !secret 12\n" },
  { name: "in quotes", before: "e: !secret 'x'\n", changes: "set e z", after: "e: !secret 'z'\n" },
  {
    name: "of YAML's own",
    before: "a: !!int 1\nb: !!str 2\n",
    changes: "set a 5\nset b 3",
    after: 'a: !!int 5\nb: !!str "3"\n',
  },
  { name: "but not one of another type", before: "a: !!int 1\n", changes: "set! a x", after: "a: x\n" },
]);

Deno.test("readYamlSource() reads one value, and keeps its source if that has tags", () => {
  assertEquals(readYamlSource("!secret db"), { value: "db", spelling: "!secret db", isSource: true });
  assertEquals(readYamlSource(" !reference [a, 1] ")?.value, ["a", 1n]);
  assertEquals(readYamlSource("[a, !Ref b]")?.isSource, true);
  assertEquals(readYamlSource("5"), { value: 5n, spelling: "5" });
  assertEquals(readYamlSource("a b"), { value: "a b" });
  assertEquals(readYamlSource("k: [v]\nl: |\n  x\n")?.isSource, undefined);
  const refused = [
    "",
    "&a x",
    "*a",
    "[*a]",
    "x # c",
    "--- x",
    "k: !x y",
    "- !x y",
    "!x\nk: v",
    "[",
    "!x a: b",
    "!x - y",
  ];
  for (const text of refused) assertEquals(readYamlSource(text), undefined, text);
});

Deno.test("editText() of YAML writes sources with tags wherever a value can stand", () => {
  const tagged = "!secret db";
  const cases: [string, Change, string][] = [
    ["a: 1\n", set("db.password", tagged), "a: 1\ndb:\n  password: !secret db\n"],
    ["a: 1 # c\n", set("a", tagged), "a: !secret db # c\n"],
    ["a: !old |\n  x\n  y\nb: 2\n", set("a", tagged), "a: !secret db\nb: 2\n"],
    ["a: {b: 1}\n", set("a.c", "!reference [x, y]"), "a: {b: 1, c: !reference [x, y]}\n"],
    [
      "l:\n  - a\n",
      { op: "append", path: ["l"], values: [{ text: tagged, type: "yaml" }] },
      "l:\n  - a\n  - !secret db\n",
    ],
    ["a: 1\n", { op: "append", path: ["l"], values: [{ text: tagged, type: "yaml" }] }, "a: 1\nl: [!secret db]\n"],
    ["a: &x !old y\nb: *x\n", set("a", tagged), "a: &x !secret db\nb: *x\n"],
  ];
  for (const [before, change, after] of cases) assertEquals(edit(before, change), after);
});

Deno.test("editText() of YAML writes nothing where a tag and its value are there already", () => {
  const text = "a: !secret db\n";
  assertEquals(editText(yamlFormat, text, [set("a", "!secret db")], "test.yaml").changed, false);
  assertEquals(editText(yamlFormat, "a: db\n", [set("a", "!secret db")], "test.yaml").text, text);
});

Deno.test("editText() of YAML refuses what would be lost or mistaken with tags", () => {
  const field = { key: "x", input: { text: "!s y", type: "yaml" } } as const;
  const refusals: [string, Change, string][] = [
    ["a: !s x\n", { op: "set", path: ["a"], value: { text: "!s y", type: "auto" } }, 'the new value begins with "!"'],
    ["a: [1]\n", set("a[0]", "!s x, y"), "stands in brackets"],
    ["a: 1\n", { op: "add", path: ["k"], value: { fields: [field] } }, 'the field "x" has a tag'],
    ["a: !s [x]\n", set("a[0]", "y"), "has the tag !s"],
    ["a: !s [x]\n", set("a", "!s {y: 1}"), "it is an array, and would become a table"],
  ];
  for (const [text, change, message] of refusals) assertThrows(() => edit(text, change), PawlError, message);
});
