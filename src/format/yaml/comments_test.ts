import { assertEquals } from "@std/assert";
import { listComments } from "./comments.ts";

Deno.test("listComments() finds comments and nothing that only looks like one", () => {
  const text =
    `# one\na: x#y # two\nb: "# no" # three\nc: 'it''s # no'\nd: | # four\n  # no\n\n# five\ne: [1, # six\n  2]\nf: plain\n  # seven\n`;
  assertEquals(listComments(text), ["# one", "# two", "# three", "# four", "# five", "# six", "# seven"]);
});

Deno.test("listComments() reads a piece of a document", () => {
  assertEquals(listComments("1, # one\n  2 # two"), ["# one", "# two"]);
  assertEquals(listComments("  - |\n    # no\n  # one\n"), ["# one"]);
  assertEquals(listComments("no comment"), []);
});

Deno.test("listComments() takes no CRLF into a comment", () => {
  assertEquals(listComments("a: 1 # one\r\n# two\r\n"), ["# one", "# two"]);
});
