import { assertEquals, assertThrows } from "@std/assert";
import { checkCases, readChange } from "../../../tests/formats/yaml/case.ts";
import { editText } from "../../edit/edit_text.ts";
import { PawlError } from "../../model/errors.ts";
import { yamlFormat } from "./format.ts";
import { parseYaml } from "./parse.ts";

Deno.test("parseYaml() reads no line end behind a text that ends with the file", () => {
  const texts = [["|\n  x", "x"], ["|+\n  x", "x"], [">\n  x\n  y", "x y"], ["|\n  x ", "x "], [
    "|\n  x\n",
    "x\n",
  ]] as const;
  for (const [text, value] of texts) assertEquals(parseYaml(text, "test.yaml"), value, text);
  assertEquals(parseYaml("|\n  x\n# c", "test.yaml"), "x\n");
});

Deno.test("editText() of YAML puts nothing behind a text that ends with the file", () => {
  const cases = [
    ["a: |\n  x", "set b 1", '"a"'],
    ["a: 1\nb:\n  - c: >+\n      x", "set b[0].d y", '"b[0].c"'],
    ["l:\n  - |\n    x", "append l z", '"l[0]"'],
  ];
  for (const [text, change, place] of cases) {
    const error = assertThrows(() => editText(yamlFormat, text!, [readChange(change!)], "test.yaml"), PawlError);
    assertEquals(error.code, "type-mismatch");
    assertEquals(error.message, `Cannot write after ${place}: its text ends with the file, without a line feed`);
  }
});

checkCases("leaves a text alone that ends with the file", [
  { name: "before it", before: "a: 1\nb: |\n  x", changes: "set a 2", after: "a: 2\nb: |\n  x" },
  { name: "when it goes", before: "a: 1\nb: |\n  x", changes: "set b z\nset c 3", after: "a: 1\nb: z\nc: 3" },
  { name: "that has no line end for any reader", before: "b: |-\n  x", changes: "set c 3", after: "b: |-\n  x\nc: 3" },
  { name: "at the start of its list", before: "- |\n  x", changes: "insert [0] z", after: "- z\n- |\n  x" },
]);
