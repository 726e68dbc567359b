import { checkCases } from "../../../tests/formats/yaml/case.ts";

checkCases("adds a key in brackets or braces", [
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
]);

checkCases("removes a key in brackets or braces", [
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
]);

checkCases("changes a sequence in brackets", [
  {
    name: "of maps in braces",
    before: "l:\n  - { name: a }\n",
    changes: "append l {name: b}",
    after: "l:\n  - { name: a }\n  - { name: b }\n",
  },
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
]);
