import { assertEquals } from "@std/assert";
import { applyEdits } from "../../edit/edit_text.ts";
import type { Value } from "../../model/value.ts";
import { jsoncFormat } from "./format.ts";

const LIST = '["list", [\n  "a", // A\n  // about b\n  "b", // B\n  { "x": 1, "y": 2 /* why */ }\n]]';

function setList(value: Value): string {
  return applyEdits(LIST, jsoncFormat.edit(LIST, [{ op: "replace", path: [1], value }]).edits);
}

Deno.test("jsoncFormat.edit() keeps the elements that a new array has in common with the old one", () => {
  assertEquals(setList(["a", "b", { x: 1n, y: 2n }, "c"]), LIST.replace("*/ }", '*/ },\n  "c"'));
  assertEquals(setList(["b", { x: 1n, y: 2n }]), LIST.replace('  "a", // A\n', ""));
  assertEquals(setList(["0", "a", "b", { x: 1n, y: 2n }]), LIST.replace('  "a"', '  "0",\n  "a"'));
});

Deno.test("jsoncFormat.edit() changes elements in place where a new array has others", () => {
  assertEquals(setList(["a", "z", { x: 1n, y: 2n }]), LIST.replace('"b"', '"z"'));
  assertEquals(setList(["a", "b", { x: 1n, y: 3n }]), LIST.replace("2 /*", "3 /*"));
  assertEquals(setList(["a", "b", { y: 2n }]), LIST.replace('"x": 1, ', ""));
});

Deno.test("jsoncFormat.edit() empties an array with the comments of its elements", () => {
  assertEquals(setList([]), '["list", [\n]]');
});
