import { assertEquals, assertThrows } from "@std/assert";
import { readChange } from "../../../tests/formats/yaml/case.ts";
import { editText } from "../../edit/edit_text.ts";
import { PawlError } from "../../model/errors.ts";
import { yamlFormat } from "./format.ts";

function edit(text: string, changes: string): string {
  return editText(yamlFormat, text, changes.split("\n").map(readChange), "test.yaml").text;
}

Deno.test("editText() of YAML refuses a key that equals another one, and quotes that", () => {
  const cases = [
    ["~: 8\n", 'set "null" 7', 'the key "null": it is there already, written as ~'],
    ["0x10: 8\n", 'set "16" 7', 'the key "16": it is there already, written as 0x10'],
    ["TRUE: 8\nx: 1\n", "rename x true", 'the key "true": it is there already, written as TRUE'],
    ["a: {1e3: 8}\n", 'set a."1000.0" 7', `the key 'a."1000.0"': it is there already, written as 1e3`],
    ["a: 1\n", 'set "16" 1\nset "0x10" 2', 'the key "0x10": it is there already, written as 16', "1: 1\n"],
  ] as const;
  for (const [text, changes, message, prefix = ""] of cases) {
    const error = assertThrows(() => edit(prefix + text, changes), PawlError);
    assertEquals([error.code, error.message], ["type-mismatch", `Cannot add ${message}`]);
  }
});

Deno.test("editText() of YAML takes keys that only look equal", () => {
  assertEquals(edit("'~': 8\n", 'set "null" 7'), `'~': 8\n"null": 7\n`);
  assertEquals(edit("1: 8\n", 'set "1.0" 7'), "1: 8\n1.0: 7\n");
  assertEquals(edit("0x10: 8\n", 'rename "0x10" 16'), "16: 8\n");
  assertEquals(edit("0x10: 8\n1: 2\n", 'unset "0x10"\nset "16" 7'), "1: 2\n16: 7\n");
});
