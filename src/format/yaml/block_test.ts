import { checkCases } from "../../../tests/formats/yaml/case.ts";

checkCases("adds a key", [
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
    name: "to feeds in lines",
    before: "feeds:\n  a:\n    url: x\n",
    changes: "set feeds.b.url y",
    after: 'feeds:\n  a:\n    url: x\n  b:\n    url: "y"\n',
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

checkCases("removes a key", [
  {
    name: "with its line, its comment and those right above",
    before: "a: 1\n# about b\nb: 2 # two\nc: 3\n",
    changes: "unset b",
    after: "a: 1\nc: 3\n",
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
  { name: "with an alias", before: "a: &x 1\nb: *x\n", changes: "unset b\nunset a", after: "{}\n" },
  { name: "with a tag of an application", before: "a: !secret x\nb: 1\n", changes: "unset a", after: "b: 1\n" },
]);

checkCases("changes a sequence", [
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
    after: "l:\n  - b\n  # about a\n  - a\n",
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
    name: "whose elements are null",
    before: "l:\n  -\n  - # c\n",
    changes: "set! l[0] a\nset! l[1] b",
    after: "l:\n  - a\n  - b # c\n",
  },
]);
