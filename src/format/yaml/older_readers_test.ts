import { assertEquals, assertThrows } from "@std/assert";
import { parse } from "yaml";
import { checkCases } from "../../../tests/formats/yaml/case.ts";
import { editText } from "../../edit/edit_text.ts";
import type { Change, Input } from "../../model/change.ts";
import { PawlError } from "../../model/errors.ts";
import { yamlFormat } from "./format.ts";

function edit(text: string, ...changes: Change[]): string {
  return editText(yamlFormat, text, changes, "test.yaml").text;
}

function typed(text: string): Input {
  return { text, type: "auto" };
}

checkCases("keeps to what readers of YAML 1.1 see in digits", [
  { name: "letter for letter", before: "mode: 0644\n", changes: "set mode 0400", after: "mode: 0400\n" },
  { name: "with a sign", before: "mode: -0644\n", changes: "set mode +08", after: "mode: +08\n" },
  { name: "among others", before: "l: [0644]\n", changes: "append l 0400", after: "l: [0644, 0400]\n" },
  {
    name: "as a string where none were",
    before: "a: 1\n",
    changes: "set b 0400\nset c 0o17",
    after: 'a: 1\nb: "0400"\nc: "0o17"\n',
  },
  { name: "written by a change before", before: "a: 5\n", changes: "set! a 7\nset a 8", after: "a: 8\n" },
]);

checkCases("keeps to what readers of YAML 1.1 see in words", [
  { name: "true over yes", before: "x: yes # c\n", changes: "set x true", after: "x: true # c\n" },
  { name: "False over On", before: "- x: On\n", changes: "set [0].x False", after: "- x: False\n" },
  { name: "off over yes", before: "x: yes\n", changes: "set x off", after: "x: off\n" },
  { name: "but not over quotes", before: 'x: "yes"\n', changes: "set x true", after: 'x: "true"\n' },
  { name: "but not a new one", before: "x: yes\n", changes: "set y yes", after: 'x: yes\ny: "yes"\n' },
]);

Deno.test("toggle turns the words that readers of YAML 1.1 take for booleans", () => {
  const words = [["yes", "no"], ["No", "Yes"], ["ON", "OFF"], ["off", "on"]];
  for (const [word, other] of words) {
    const text = edit(`x: ${word} # c\n`, { op: "toggle", path: ["x"] });
    assertEquals(text, `x: ${other} # c\n`);
    assertEquals(parse(text, { version: "1.1" }), { x: !parse(`x: ${word}`, { version: "1.1" }).x });
  }
  assertThrows(() => edit('x: "yes"\n', { op: "toggle", path: ["x"] }), PawlError, "is a string, not a boolean");
});

Deno.test("several changes of a word see each what the one before has written", () => {
  const toggle: Change = { op: "toggle", path: ["x"] };
  assertEquals(
    edit("x: yes\n", toggle, toggle, { op: "set", path: ["x"], value: typed("true") }, toggle),
    "x: false\n",
  );
  assertEquals(edit("x: [yes, a]\n", { op: "unset", path: ["x", 1] }, { op: "toggle", path: ["x", 0] }), "x: [no]\n");
});

Deno.test("a boolean of a program replaces a plain yes, and no quoted one", () => {
  const change: Change = { op: "set", path: ["x"], value: { value: false } };
  assertEquals(edit("x: yes\n", change), "x: false\n");
  assertThrows(() => edit("x: 'yes'\n", change), PawlError, "it is a string, and would become a boolean");
});

Deno.test("increment refuses digits with a leading zero", () => {
  const error = assertThrows(() => edit("mode: 0644\n", { op: "increment", path: ["mode"], by: 1n }), PawlError);
  assertEquals([error.code, error.hint], ["type-mismatch", "set it to the digits you want"]);
  assertEquals(edit("mode: 644\n", { op: "increment", path: ["mode"], by: 1n }), "mode: 645\n");
});

Deno.test("a condition on digits with a leading zero compares the number", () => {
  const test: Change = { op: "test", path: ["mode"], expect: typed("0644") };
  assertEquals(edit("mode: 0644\n", test), "mode: 0644\n");
});
