import { assertEquals } from "@std/assert";
import { blankOut, listComments } from "./scan.ts";

Deno.test("listComments() finds comments outside strings only", () => {
  const cases: [string, string[]][] = [
    ['{"a": "// no", /* "b" */ "c\\"/*": 1} // end \r\n', ['/* "b" */', "// end"]],
    ["// one\r// two\u2028still two\n/* three\n four */", ["// one", "// two\u2028still two", "/* three\n four */"]],
    ['"b": 2, // two', ["// two"]],
    ["/**//**/", ["/**/", "/**/"]],
    ["[]", []],
  ];
  for (const [text, comments] of cases) assertEquals(listComments(text), comments, text);
});

Deno.test("blankOut() makes JSON of JSONC without moving anything", () => {
  const cases: [string, string][] = [
    ["[1, // one\n2,]", "[1,       \n2 ]"],
    ['{"a": 1, /* x */ }', '{"a": 1          }'],
    ['["// no", ",]"]', '["// no", ",]"]'],
    ["[[1,],]", "[[1 ] ]"],
    ["[,]", "[,]"],
    ["[1,,]", "[1,,]"],
    ["{,}", "{,}"],
    ["/* open", "/* open"],
    ['"open', '"open'],
  ];
  for (const [text, blank] of cases) assertEquals(blankOut(text), blank);
});
