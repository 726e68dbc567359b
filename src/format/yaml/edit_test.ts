import { assertEquals, assertThrows } from "@std/assert";
import type { Change } from "../../change.ts";
import { applyEdits, editText } from "../../edit_text.ts";
import { PawlError } from "../../errors.ts";
import { parseKeyPath } from "../../key_path.ts";
import { editYaml } from "./edit.ts";
import { yamlFormat } from "./format.ts";

interface Case {
  readonly name: string;
  readonly before: string;
  /** One change per line: `set KEY VALUE`, `set! KEY VALUE` (forced), `unset KEY`, `append KEY VALUE`, … */
  readonly changes: string;
  readonly after: string;
}

function readChange(line: string): Change {
  const [, op, key, text = ""] = /^(\w+!?) ((?:"[^"]*"|'[^']*'|\S)+) ?(.*)$/.exec(line) ?? [];
  const path = parseKeyPath(key!);
  const value = { text, type: "auto" } as const;
  switch (op) {
    case "unset":
      return { op, path };
    case "append":
    case "prepend":
      return { op, path, values: [value] };
    case "insert":
      return { op, path, value };
    case "rename":
      return { op, path, to: [...path.slice(0, -1), text] };
    default:
      return { op: "set", path, value, force: op === "set!" };
  }
}

function check(topic: string, cases: readonly Case[]): void {
  for (const { name, before, changes, after } of cases) {
    Deno.test(`editText() of YAML ${topic}: ${name}`, () => {
      const { text, edits } = editText(yamlFormat, before, changes.split("\n").map(readChange), "test.yaml");
      assertEquals(text, after);
      assertEquals(applyEdits(before, edits), after);
    });
  }
}

check("sets a scalar", [
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
    name: "without a harmless tag",
    before: 'a: !!str 123 # c\nb: &x !!int "3"\n',
    changes: "set a 4\nset b 5",
    after: 'a: "4" # c\nb: &x 5\n',
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
    changes: "set a 010",
    after: "a: 10\n",
  },
]);

check("adds a key", [
  { name: "to an empty file", before: "", changes: "set a.b 1", after: "a:\n  b: 1\n" },
  { name: "to a file of comments", before: "# Settings\n", changes: "set a 1", after: "# Settings\n\na: 1\n" },
  { name: "to a file of markers", before: "---\n# c\n...\n", changes: "set a 1", after: "---\n# c\n\na: 1\n...\n" },
  { name: "to a file without a final line end", before: "a: 1", changes: "set b.c 2", after: "a: 1\nb:\n  c: 2" },
  {
    name: "behind the last one and its comment",
    before: "a: 1 # one\n# more\n",
    changes: "set b 2",
    after: "a: 1 # one\nb: 2\n# more\n",
  },
  {
    name: "behind the comments that belong to the last one",
    before: "m:\n  a:\n    x: 1\n    # y: 2\n\n    # z: 3\n  # b: 4\nn: 5\n",
    changes: "set m.c 6",
    after: "m:\n  a:\n    x: 1\n    # y: 2\n\n    # z: 3\n  c: 6\n  # b: 4\nn: 5\n",
  },
  {
    name: "indented as elsewhere",
    before: "a:\n    b: 1\n",
    changes: "set a.c 2\nset d.e 3",
    after: "a:\n    b: 1\n    c: 2\nd:\n    e: 3\n",
  },
  {
    name: "to a map behind a dash",
    before: "- a: 1\n-   b: 2\n",
    changes: "set [0].c 3\nset [1].d 4",
    after: "- a: 1\n  c: 3\n-   b: 2\n    d: 4\n",
  },
  {
    name: "behind a sequence that is not indented",
    before: "m:\n  l:\n  - 1\nn: 1\n",
    changes: "set m.k 2",
    after: "m:\n  l:\n  - 1\n  k: 2\nn: 1\n",
  },
  {
    name: "set apart by a blank line as the others are",
    before: "a:\n  x: 1\n\nb:\n  x: 2\n",
    changes: "set c.x 3",
    after: "a:\n  x: 1\n\nb:\n  x: 2\n\nc:\n  x: 3\n",
  },
  {
    name: "with its value in the column of the others",
    before: "a:    1\nlong: 2\n",
    changes: "set bc 3",
    after: "a:    1\nlong: 2\nbc:   3\n",
  },
  {
    name: "with its colon in the column of the others",
    before: "a    : 1\nlong : 2\n",
    changes: "set bc 3",
    after: "a    : 1\nlong : 2\nbc   : 3\n",
  },
  {
    name: "in quotes as the others are",
    before: "'a': 'x'\n'b': 'y'\n",
    changes: "set c z",
    after: "'a': 'x'\n'b': 'y'\n'c': 'z'\n",
  },
  {
    name: "that needs quotes",
    before: "a: 1\n",
    changes: 'set "8080" 1\nset "x: y" 2\nset yes 3\nset y 4',
    after: 'a: 1\n"8080": 1\n"x: y": 2\n"yes": 3\ny: 4\n',
  },
  {
    name: "that is a number where the others are",
    before: "80: a\n",
    changes: 'set "8080" b',
    after: "80: a\n8080: b\n",
  },
  {
    name: "to braces",
    before: "f: {a: 1}\ng: { a: 1 }\n",
    changes: "set f.b 2\nset g.b.c 3",
    after: "f: {a: 1, b: 2}\ng: { a: 1, b: { c: 3 } }\n",
  },
  { name: "to JSON", before: '{"a":1,"b":["x"]}\n', changes: "set c d", after: '{"a":1,"b":["x"],"c":"d"}\n' },
  {
    name: "to braces over several lines",
    before: "f: {\n  a: 1, # one\n  b: 2 # two\n}\n",
    changes: "set f.c 3",
    after: "f: {\n  a: 1, # one\n  b: 2, # two\n  c: 3\n}\n",
  },
  {
    name: "to braces with a trailing comma",
    before: "f: {\n  a: 1,\n}\ng: [1, ]\n",
    changes: "set f.c 3\nappend g 2",
    after: "f: {\n  a: 1,\n  c: 3,\n}\ng: [1, 2, ]\n",
  },
  {
    name: "to braces around a comment",
    before: "f: {\n    # nothing yet\n}\n",
    changes: "set f.a 1",
    after: "f: {\n    # nothing yet\n    a: 1\n}\n",
  },
  {
    name: "to empty braces, in lines",
    before: "a:\n  b: {} # none\nc: 1\n",
    changes: "set a.b.x 1\nset a.b.y 2",
    after: "a:\n  b: # none\n    x: 1\n    y: 2\nc: 1\n",
  },
  { name: "to empty braces in braces", before: "a: {b: {}}\n", changes: "set a.b.x 1", after: "a: {b: {x: 1}}\n" },
  { name: "to a document of empty braces", before: "# c\n{}\n", changes: "set a 1", after: "# c\na: 1\n" },
  { name: "to a pair in brackets", before: "- [a: 1, b]\n", changes: "set [0][0].c 2", after: "- [{a: 1, c: 2}, b]\n" },
  {
    name: "to feeds in lines",
    before: "feeds:\n  a:\n    url: x\n",
    changes: "set feeds.b.url y",
    after: 'feeds:\n  a:\n    url: x\n  b:\n    url: "y"\n',
  },
  {
    name: "to feeds in braces",
    before: "feeds: {a: {url: x}}\n",
    changes: "set feeds.b.url z",
    after: "feeds: {a: {url: x}, b: {url: z}}\n",
  },
  {
    name: "to feeds in lines of braces",
    before: "feeds:\n  a: {url: x}\n",
    changes: "set feeds.b.url z",
    after: "feeds:\n  a: {url: x}\n  b: {url: z}\n",
  },
  {
    name: "below a block scalar that keeps blank lines",
    before: "a: |+\n  x\n\nb: |+\n  y\n\n",
    changes: "set c 1",
    after: "a: |+\n  x\n\nb: |+\n  y\n\nc: 1\n",
  },
  {
    name: "with a list like those next to it",
    before: "a: [x]\nb:\n  c:\n    - z\n",
    changes: "set d [p, q]\nset b.e [r]",
    after: "a: [x]\nb:\n  c:\n    - z\n  e:\n    - r\nd: [p, q]\n",
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

check("removes a key", [
  {
    name: "with its line and its comment, but not those above",
    before: "a: 1\n# about b\nb: 2 # two\nc: 3\n",
    changes: "unset b",
    after: "a: 1\n# about b\nc: 3\n",
  },
  {
    name: "with its whole value",
    before: "a:\n  b:\n    - 1\n    # deep\n  # less deep\nc: 3\n",
    changes: "unset a.b\nunset c",
    after: "a: {}\n  # less deep\n",
  },
  {
    name: "that is the last of its map",
    before: "a: # c\n  b: 1\nd: 2\n",
    changes: "unset a.b",
    after: "a: {} # c\nd: 2\n",
  },
  { name: "that is the last of its document", before: "# c\n\na: 1\n", changes: "unset a", after: "# c\n\n{}\n" },
  {
    name: "that is the last behind a dash",
    before: "- a: 1 # c\n- b: 2\n",
    changes: "unset [0].a",
    after: "- {} # c\n- b: 2\n",
  },
  {
    name: "behind a dash, where the next one moves up",
    before: "- a: 1 # one\n  # about b\n  b: 2\n- c: 3\n  d: 4\n",
    changes: "unset [0].a\nunset [1].c",
    after: "- # about b\n  b: 2\n- d: 4\n",
  },
  { name: "and one of two blank lines", before: "a: 1\n\nb: 2\n\nc: 3\n", changes: "unset b", after: "a: 1\n\nc: 3\n" },
  { name: "and the blank line that set it apart", before: "a: 1\n\nb: 2\n", changes: "unset b", after: "a: 1\n" },
  {
    name: "in front of blank lines that would become text",
    before: "a: |+\n  x\n\nb: 1\n\nc: 2\n",
    changes: "unset b",
    after: "a: |+\n  x\n\nc: 2\n",
  },
  {
    name: "in braces",
    before: "f: {a: 1, b: 2, c: 3}\ng: { a: 1 }\n",
    changes: "unset f.b\nunset f.c\nunset g.a",
    after: "f: {a: 1}\ng: {}\n",
  },
  {
    name: "in braces over several lines",
    before: "f: {\n  a: 1, # one\n  b: 2 # two\n}\n",
    changes: "unset f.b",
    after: "f: {\n  a: 1 # one\n}\n",
  },
  {
    name: "and keeps comments in braces that are not its own",
    before: "f: { # c\n  a: 1, b: 2 # two\n}\n",
    changes: "unset f.a\nunset f.b",
    after: "f: { # c\n}\n",
  },
  { name: "with an alias", before: "a: &x 1\nb: *x\n", changes: "unset b\nunset a", after: "{}\n" },
  { name: "with a tag of an application", before: "a: !secret x\nb: 1\n", changes: "unset a", after: "b: 1\n" },
]);

check("changes a sequence", [
  {
    name: "at its end",
    before: "l:\n  - a # one\n  # more\nm: 1\n",
    changes: "append l b",
    after: "l:\n  - a # one\n  - b\n  # more\nm: 1\n",
  },
  {
    name: "that is not indented",
    before: "l:\n- a\nm: 1\n",
    changes: "append l b\nset n [x]",
    after: "l:\n- a\n- b\nm: 1\nn:\n- x\n",
  },
  {
    name: "at its start",
    before: "l:\n  # about a\n  - a\n",
    changes: "prepend l b",
    after: "l:\n  # about a\n  - b\n  - a\n",
  },
  {
    name: "in the middle",
    before: "l:\n  - a\n  # about b\n  - b\n",
    changes: "insert l[1] x",
    after: "l:\n  - a\n  - x\n  # about b\n  - b\n",
  },
  {
    name: "in a sequence",
    before: "- - a\n  - b\n",
    changes: "insert [0][0] x\nunset [0][1]",
    after: "- - x\n  - b\n",
  },
  {
    name: "of maps",
    before: "l:\n- name: a\n  port: 1\n",
    changes: "append l {name: b, port: 2}\nset l[0].port 3\nunset l[1].name",
    after: "l:\n- name: a\n  port: 3\n- port: 2\n",
  },
  {
    name: "of maps in braces",
    before: "l:\n  - { name: a }\n",
    changes: "append l {name: b}",
    after: "l:\n  - { name: a }\n  - { name: b }\n",
  },
  {
    name: "of elements set apart by blank lines",
    before: "l:\n  - a: 1\n\n  - a: 2\n\nm: 1\n",
    changes: "append l {a: 3}\nprepend l {a: 0}",
    after: "l:\n  - a: 0\n\n  - a: 1\n\n  - a: 2\n\n  - a: 3\n\nm: 1\n",
  },
  {
    name: "down to nothing",
    before: "l:\n  - a\nm: [a]\nn: [ a, ]\n",
    changes: "unset l[0]\nunset m[0]\nunset n[0]",
    after: "l: []\nm: []\nn: []\n",
  },
  { name: "from nothing", before: "l: []\n", changes: "append l a\nappend l b", after: "l:\n  - a\n  - b\n" },
  {
    name: "from nothing where all are in brackets",
    before: "l: []\nm: [x]\n",
    changes: "append l a",
    after: "l: [a]\nm: [x]\n",
  },
  {
    name: "in brackets",
    before: "l: [a, b]\nm: [a,b]\n",
    changes: "append l c\nprepend l 'x, y'\ninsert m[1] z\nunset l[1]",
    after: 'l: ["x, y", b, c]\nm: [a,z,b]\n',
  },
  {
    name: "in brackets over several lines",
    before: "l: [\n  a, # one\n  b, # two\n]\n",
    changes: "append l c\nunset l[0]\ninsert l[0] x",
    after: "l: [\n  x,\n  b, # two\n  c,\n]\n",
  },
  {
    name: "whose elements are null",
    before: "l:\n  -\n  - # c\n",
    changes: "set! l[0] a\nset! l[1] b",
    after: "l:\n  - a\n  - b # c\n",
  },
]);

check("renames a key", [
  {
    name: "in place",
    before: "a: 1 # one\nb:\n  c: 2\nd: 3\n",
    changes: "rename b x",
    after: "a: 1 # one\nx:\n  c: 2\nd: 3\n",
  },
  {
    name: "in its quotes",
    before: "'a' : 1\n\"b\": {c: 1}\n",
    changes: "rename a x\nrename b y\nrename y.c z",
    after: "'x' : 1\n\"y\": {z: 1}\n",
  },
  { name: "that gets quotes", before: "a: 1\n", changes: "rename a x: y", after: '"x: y": 1\n' },
  {
    name: "behind a dash",
    before: "- a: 1\n  b: 2\n- [c: 3]\n",
    changes: "rename [0].a x\nrename [1][0].c y\nset [0].z 5",
    after: "- x: 1\n  b: 2\n  z: 5\n- [y: 3]\n",
  },
]);

check("exchanges a value for one of another kind", [
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

const REFUSALS: readonly { name: string; text: string; change: string; message: string; hint: string }[] = [
  {
    name: "an edit through an alias",
    text: "base: &b\n  x: 1\nc: *b\n",
    change: "set c.x 2",
    message: 'Cannot edit "c.x": "c" is the alias *b',
    hint: 'edit "base" to change it for all its aliases',
  },
  {
    name: "the removal of a value that has aliases",
    text: "a:\n  x: &b 1\nc: [*b]\n",
    change: "unset a",
    message: 'Cannot remove the value anchored as &b: "c[0]" is its alias',
    hint: 'unset or replace "c[0]" first',
  },
  {
    name: "an edit inside a merge key",
    text: "a: &b {x: 1}\nc:\n  <<: *b\n",
    change: 'set c."<<".x 2',
    message: 'Cannot edit "c."<<".x": "c."<<"" brings in keys of another map',
    hint: "edit that map, or set the key itself",
  },
  {
    name: "a new merge key",
    text: "a: 1\n",
    change: 'set "<<" x',
    message: 'Cannot edit ""<<"": "<<" brings in keys of another map',
    hint: "write it with an editor",
  },
  {
    name: "another value for a tagged one",
    text: "a: !secret x\n",
    change: "set a y",
    message: 'Cannot edit "a": "a" has the tag !secret',
    hint: "change the tagged value with an editor",
  },
  {
    name: "an edit inside a tagged value",
    text: "a: !Sub [x]\n",
    change: "append a y",
    message: 'Cannot edit "a[1]": "a" has the tag !Sub',
    hint: "change the tagged value with an editor",
  },
  {
    name: "an edit of an explicit key",
    text: "? a\n: 1\n",
    change: "set a 2",
    message: 'Cannot edit "a": "a" is written with "? "',
    hint: 'write the key without "? " first',
  },
  {
    name: "an edit of a key that is a list",
    text: "[a, b]: 1\n",
    change: 'unset "[a, b]"',
    message: 'Cannot edit ""[a, b]"": the key of ""[a, b]"" is no string',
    hint: "change it with an editor",
  },
  {
    name: "the renaming of an anchored key",
    text: "&k a: 1\nb: *k\n",
    change: "rename a x",
    message: 'Cannot edit "a": the key has an anchor or a tag',
    hint: "rename it with an editor",
  },
  {
    name: "a key that no reader has to accept",
    text: "a: 1\n",
    change: `set ${"k".repeat(1001)} 1`,
    message: "Cannot write a key of 1001 characters in YAML",
    hint: "use a key of 1000 characters at most",
  },
];

for (const { name, text, change, message, hint } of REFUSALS) {
  Deno.test(`editText() of YAML refuses ${name}`, () => {
    const run = () => editText(yamlFormat, text, [readChange(change)], "test.yaml");
    const error = assertThrows(run, PawlError);
    assertEquals([error.code, error.message, error.hint], ["type-mismatch", message, hint]);
  });
}

Deno.test("editYaml() names the aliases that mean another value after an edit", () => {
  const text = "a: &x 1\nb: [*x, 2]\nc:\n  d: *x\n";
  const { edits, mirrors } = editYaml(text, [
    { op: "replace", path: ["a"], value: 7n },
    { op: "insert", path: ["b", 0], value: "new" },
  ]);
  assertEquals(applyEdits(text, edits), "a: &x 7\nb: [new, *x, 2]\nc:\n  d: *x\n");
  assertEquals(mirrors, [{ path: ["b", 1], source: ["a"] }, { path: ["c", "d"], source: ["a"] }]);
});

Deno.test("editYaml() leaves out aliases of values that were changed inside, which are the same value for all", () => {
  const text = "a: &x\n  k: 1\nb: *x\n";
  assertEquals(editYaml(text, [{ op: "replace", path: ["a", "k"], value: 2n }]).mirrors, []);
});

Deno.test("editText() of YAML changes an anchored map for its aliases too", () => {
  const text = "a: &x\n  k: 1\nb: *x\n";
  const change = readChange("set a.k 2");
  assertEquals(editText(yamlFormat, text, [change], "test.yaml").text, "a: &x\n  k: 2\nb: *x\n");
});

Deno.test("editYaml() puts keys and elements where there is null", () => {
  const text = "a:\nb: ~ # none\nc:\n  # soon\nd: 1\n";
  const { edits } = editYaml(text, [
    { op: "add", path: ["a", "x"], value: 1n },
    { op: "add", path: ["b", "x", "y"], value: 1n },
    { op: "insert", path: ["c", 0], value: "z" },
  ]);
  assertEquals(applyEdits(text, edits), "a:\n  x: 1\nb: # none\n  x:\n    y: 1\nc:\n  # soon\n  - z\nd: 1\n");
});

Deno.test("editText() of YAML makes 10,000 changes in one edit", () => {
  const keys = Array.from({ length: 10_000 }, (_, index) => `key${index}`);
  const changes = keys.map((key): Change => ({ op: "set", path: ["new", key], value: { value: key } }));
  const { text } = editText(yamlFormat, "old: 1\n", changes, "test.yaml");
  assertEquals(text, `old: 1\nnew:\n${keys.map((key) => `  ${key}: ${key}\n`).join("")}`);
});
