import { assertEquals } from "@std/assert";
import { addInline, removeInline } from "./inline.ts";
import { InlineValue } from "./inline_value.ts";

const ARRAYS: readonly { readonly name: string; readonly before: string; readonly after: string }[] = [
  { name: "on one line", before: `["a","b"]`, after: `["a","b","x"]` },
  { name: "on lines of its own", before: `[\n  "a", # a\n  "b",\n]`, after: `[\n  "a", # a\n  "b",\n  "x",\n]` },
  { name: "that hangs from its bracket", before: `["a",\n "b"]`, after: `["a",\n "b",\n "x"]` },
  { name: "that hangs, with a last comma", before: `["a",\n "b",]`, after: `["a",\n "b",\n "x",]` },
  { name: "whose lines hold several elements", before: `[\n  1, 2,\n  3 ]`, after: `[\n  1, 2,\n  3, "x" ]` },
];

for (const { name, before, after } of ARRAYS) {
  Deno.test(`addInline() appends to an array ${name}, and removeInline() restores it`, () => {
    const array = new InlineValue(before);
    const index = array.items.length;
    addInline(array, [index], () => `"x"`, "\n");
    assertEquals(array.print(), after);
    removeInline(array, [index], () => {});
    assertEquals(array.print(), before);
  });
}

Deno.test("InlineValue prints what it has read", () => {
  const sources = ["[]", "{}", "[ # c\n]", `{ a . "b" = 1, 'c'={x=[1 , 2,]} }`, `[ # c\n  "x]," # d\n  , [[1]], ]`];
  for (const source of sources) {
    const value = new InlineValue(source);
    assertEquals(value.print(), source);
    if (value.items.length > 0) value.find(value.isTable ? ["c", "x", 0] : [value.items.length - 1, 0]);
    assertEquals(value.print(), source);
  }
});
