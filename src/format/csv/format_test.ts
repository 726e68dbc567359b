import { assertEquals, assertThrows } from "@std/assert";
import { PawlError } from "../../model/errors.ts";
import { csvFormat } from "./format.ts";

Deno.test("csvFormat() takes any one character, or the name of the tab, as delimiter", () => {
  const texts: readonly [delimiter: string, text: string][] = [
    [",", "a,b\nx,1\n"],
    ["\t", "a\tb\nx\t1\n"],
    ["tab", "a\tb\nx\t1\n"],
    ["\\t", "a\tb\nx\t1\n"],
    [" ", "a b\nx 1\n"],
    ["§", "a§b\nx§1\n"],
    [".", "a.b\nx.1\n"],
  ];
  for (const [delimiter, text] of texts) {
    assertEquals(JSON.stringify(csvFormat({ delimiter }).parse(text, "x.csv")), '{"x":{"b":"1"}}');
  }
});

Deno.test("csvFormat() refuses what can't be a delimiter", () => {
  for (const delimiter of ["", '"', "\n", "\r", "||", "😀", "\ufeff"]) {
    assertEquals(assertThrows(() => csvFormat({ delimiter }), PawlError).code, "usage");
  }
});

Deno.test("csvFormat() takes whatever is typed for text and knows no comments", () => {
  const format = csvFormat();
  for (const text of ["3", "true", '"x"', "{}", "[1]", ""]) assertEquals(format.readLiteral(text), undefined);
  assertEquals(format.comments("# a,b\n# c,d\n"), []);
});
