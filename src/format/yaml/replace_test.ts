import { assertEquals } from "@std/assert";
import { checkCases } from "../../../tests/formats/yaml/case.ts";
import type { Change } from "../../model/change.ts";
import { editText } from "../../edit/edit_text.ts";
import { parseKeyPath } from "../../model/key_path.ts";
import { yamlFormat } from "./format.ts";

checkCases("sets a scalar", [
  {
    name: "and keeps blanks and comment",
    before: "a:   1   # one\nb: 2\n",
    changes: "set a 5",
    after: "a:   5   # one\nb: 2\n",
  },
  {
    name: "in its quotes",
    before: "a: 'x'\nb: \"y\"\nc: z\n",
    changes: "set a p\nset b q\nset c r",
    after: "a: 'p'\nb: \"q\"\nc: r\n",
  },
  {
    name: "in single quotes that it must double",
    before: "a: 'x'\n",
    changes: "set a it's",
    after: "a: 'it''s'\n",
  },
  {
    name: "in quotes where it would be another type",
    before: "a: x\nb: x\nc: x\nd: x\ne: x\nf: x\n",
    changes: "set a 8080\nset b yes\nset c null\nset d 1.10\nset e 2024-01-01\nset f 1:30",
    after: 'a: "8080"\nb: "yes"\nc: "null"\nd: "1.10"\ne: "2024-01-01"\nf: "1:30"\n',
  },
  {
    name: "in quotes where it would be syntax",
    before: "a: x\nb: x\nc: x\nd: x\ne: x\nf: x\n",
    changes: "set a : \nset b # x\nset c a: b\nset d - a\nset e *x\nset f a #b",
    after: 'a: ": "\nb: "# x"\nc: "a: b"\nd: "- a"\ne: "*x"\nf: "a #b"\n',
  },
  {
    name: "plain where the old one was a word of the same kind for YAML 1.1",
    before: "a: yes\nb: 2024-01-01\nc: 22:22\n",
    changes: "set a no\nset b 2024-12-31\nset c 23:23",
    after: "a: no\nb: 2024-12-31\nc: 23:23\n",
  },
  {
    name: "that was a block scalar",
    before: "a: | # why\n  x\n  y\n\nb: 1\n",
    changes: "set a z",
    after: "a: z # why\n\nb: 1\n",
  },
  {
    name: "as the quotes of the document are",
    before: "a: 'it''s: so'\nb: x\n",
    changes: "set b 8080",
    after: "a: 'it''s: so'\nb: '8080'\n",
  },
  {
    name: "that goes over several lines",
    before: "a: one\n  two\nb: 'x\n  y'\n",
    changes: "set a z\nset b w",
    after: "a: z\nb: 'w'\n",
  },
  { name: "on a line of its own", before: "a:\n  x\nb: 1\n", changes: "set a z", after: "a:\n  z\nb: 1\n" },
  { name: "behind an anchor", before: "a: &x 1\n", changes: "set a 2", after: "a: &x 2\n" },
  {
    name: "behind a tag of YAML's own",
    before: 'a: !!str 123 # c\nb: &x !!int "3"\n',
    changes: "set a 4\nset b 5",
    after: 'a: !!str "4" # c\nb: &x !!int 5\n',
  },
  {
    name: "over null",
    before: "a:\nb: ~ # none\nc: # none\n",
    changes: "set! a 1\nset! b x\nset! c z",
    after: "a: 1\nb: x # none\nc: z # none\n",
  },
  { name: "over an alias", before: "a: &x 1\nb: *x\n", changes: "set b 2", after: "a: &x 1\nb: 2\n" },
  {
    name: "of a key that is a number",
    before: "1: a\ntrue: b\n",
    changes: 'set "1" c\nset "true" d',
    after: "1: c\ntrue: d\n",
  },
  {
    name: "and never folds a long line",
    before: `a: ${"x y ".repeat(60)}z\nb: 1\n`,
    changes: "set b 2",
    after: `a: ${"x y ".repeat(60)}z\nb: 2\n`,
  },
  {
    name: "in a document between markers",
    before: "%YAML 1.2\n---\na: 1\n...\n",
    changes: "set a 2\nset b 3",
    after: "%YAML 1.2\n---\na: 2\nb: 3\n...\n",
  },
  {
    name: "with CRLF and a byte order mark",
    before: "\ufeffa: 1\r\nb:\r\n  - 1\r\n",
    changes: "set a 2\nset c 3\nappend b 2",
    after: "\ufeffa: 2\r\nb:\r\n  - 1\r\n  - 2\r\nc: 3\r\n",
  },
  {
    name: "as it was spelled",
    before: "a: 1\nb: 1.5\nc: true\n",
    changes: "set a 0x1F\nset b 1e3\nset c False",
    after: "a: 0x1F\nb: 1e3\nc: False\n",
  },
  {
    name: "with digits that YAML 1.1 would take for octal ones",
    before: "a: 1\n",
    changes: "set b 010",
    after: 'a: 1\nb: "010"\n',
  },
]);

checkCases("exchanges a value for one of another kind", [
  {
    name: "a map for a scalar",
    before: "a:\n  b: 1 # in\n  # deep\nc: 2\n",
    changes: "set! a x",
    after: "a: x\n  # deep\nc: 2\n",
  },
  {
    name: "a scalar for a map",
    before: "a: x # c\nb: 1\n",
    changes: "set! a {p: 1, q: [2]}",
    after: "a: # c\n  p: 1\n  q:\n    - 2\nb: 1\n",
  },
  {
    name: "an element for a map",
    before: "- x\n- y # c\n",
    changes: "set! [0] {p: 1}\nset! [1] {p: 1}",
    after: "- p: 1\n- # c\n  p: 1\n",
  },
  {
    name: "a map behind a dash for a scalar",
    before: "- a: 1\n  b: 2 # two\n- c: 3 # three\n",
    changes: "set! [0] x\nset! [1] z",
    after: "- x\n- z # three\n",
  },
  {
    name: "a block scalar for a map",
    before: "a: |\n  x\nb: 1\n",
    changes: "set! a {p: 1}",
    after: "a:\n  p: 1\nb: 1\n",
  },
  {
    name: "a value in braces",
    before: "a: {b: [1], c: 2}\n",
    changes: "set! a.b x\nset! a.c {d: 1}",
    after: "a: {b: x, c: {d: 1}}\n",
  },
]);

for (
  const [name, before, path, value, after] of [
    ["as a literal block", "a: 1\nb: 2\n", "c", "x\ny\n", "a: 1\nb: 2\nc: |\n  x\n  y\n"],
    ["without a final line end", "a: x\nb: 2\n", "a", "x\n\ny", "a: |-\n  x\n\n  y\nb: 2\n"],
    ["behind a dash", "l:\n- a\n", "l[0]", "x\ny\n", "l:\n- |\n  x\n  y\n"],
    ["over a block in its column", "a: >-\n      x\n", "a", "p\nq", "a: |-\n      p\n      q\n"],
    ["in quotes where the old one had them", 'a: "x"\n', "a", "x\ny\n", 'a: "x\\ny\\n"\n'],
    ["in quotes in brackets", "a: [x]\n", "a[0]", "x\ny", 'a: ["x\\ny"]\n'],
    ["in quotes where blanks would be lost to the eye", "a: x\n", "a", "x \ny", 'a: "x \\ny"\n'],
    ["in quotes where a comment below would become text", "a: x\n    # c\n", "a", "p\nq", 'a: "p\\nq"\n    # c\n'],
    ["in quotes at the end of a file without a final line end", "a: x", "a", "p\nq\n", 'a: "p\\nq\\n"'],
    ["with CRLF", "a: x\r\nb: 1\r\n", "a", "p\nq\n", "a: |\r\n  p\r\n  q\r\nb: 1\r\n"],
    ["with a comment behind the header", "a: x # c\n", "a", "p\nq\n", "a: | # c\n  p\n  q\n"],
  ] as const
) {
  Deno.test(`editText() of YAML writes a text of several lines ${name}`, () => {
    const change: Change = { op: "set", path: parseKeyPath(path), value: { value } };
    assertEquals(editText(yamlFormat, before, [change], "test.yaml").text, after);
  });
}
