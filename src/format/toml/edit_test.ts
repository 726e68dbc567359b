import { assertEquals, assertThrows } from "@std/assert";
import type { Change, Step } from "../../model/change.ts";
import { applyEdits, editText } from "../../edit/edit_text.ts";
import { PawlError } from "../../model/errors.ts";
import { parseKeyPath } from "../../model/key_path.ts";
import { editToml } from "./edit.ts";
import { tomlFormat } from "./format.ts";

interface Case {
  readonly name: string;
  readonly before: string;
  /** `set KEY VALUE`, `set! KEY VALUE` (forced), `unset KEY`, `append KEY VALUE`, …: one per line. */
  readonly changes: string;
  readonly after: string;
}

function readChange(line: string): Change {
  const [, op, key, text = ""] =
    /^(set!?|unset|append|prepend|insert|rename) ((?:"[^"]*"|'[^']*'|\S)+) ?(.*)$/.exec(line) ?? [];
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
  }
  return { op: "set", path, value, force: op === "set!" };
}

function check(cases: readonly Case[]): void {
  for (const { name, before, changes, after } of cases) {
    Deno.test(`editText() of TOML ${name}`, () => {
      const { text, edits } = editText(tomlFormat, before, changes.split("\n").map(readChange), "test.toml");
      assertEquals(text, after);
      assertEquals(applyEdits(before, edits), after);
    });
  }
}

check([
  {
    name: "replaces a value and keeps alignment and comment",
    before: `[server]\nhost   = "a"\nport   =   80   # the port\n`,
    changes: "set server.port 8080",
    after: `[server]\nhost   = "a"\nport   =   8080   # the port\n`,
  },
  {
    name: "adds a key behind the table's last key, before its trailing lines",
    before: `[a]\nx = 1 # one\n# more\n\n# about b\n[b]\ny = 2\n`,
    changes: "set a.z 3",
    after: `[a]\nx = 1 # one\nz = 3\n# more\n\n# about b\n[b]\ny = 2\n`,
  },
  {
    name: "aligns a new key where its neighbours are aligned",
    before: `name    = "x"\nversion = "1"\n`,
    changes: "set port 80",
    after: `name    = "x"\nversion = "1"\nport    = 80\n`,
  },
  {
    name: "copies indentation and the spacing around =",
    before: `[a]\n  [a.b]\n    x=1\n`,
    changes: "set a.b.y 2\nset a.c.z 3",
    after: `[a]\n  [a.b]\n    x=1\n    y=2\n  [a.c]\n    z=3\n`,
  },
  {
    name: "puts a key into an empty table below its header",
    before: `[a]\n\n[b]\n  x = 1\n`,
    changes: "set a.y 2",
    after: `[a]\n  y = 2\n\n[b]\n  x = 1\n`,
  },
  {
    name: "puts a first top-level key below the file's comment and above the first table's",
    before: `# My file\n\n# about t\n[t]\nx = 1\n`,
    changes: "set y 2",
    after: `# My file\n\ny = 2\n\n# about t\n[t]\nx = 1\n`,
  },
  { name: "writes the first key of an empty file", before: "", changes: "set a 1", after: "a = 1\n" },
  { name: "writes below a lone comment", before: "# c\n", changes: "set a 1", after: "# c\n\na = 1\n" },
  { name: "makes missing tables", before: "", changes: "set a.b.c 1", after: "[a.b]\nc = 1\n" },
  {
    name: "puts a nested table behind its parent's last table",
    before: `[a]\nx = 1\n[a.b]\ny = 2\n\n[c]\nz = 3\n`,
    changes: "set a.d.e 4",
    after: `[a]\nx = 1\n[a.b]\ny = 2\n\n[a.d]\ne = 4\n\n[c]\nz = 3\n`,
  },
  {
    name: "sets tables apart with no blank line where the file has none",
    before: `[a]\nx = 1\n[b]\ny = 2\n`,
    changes: "set a.d.e 4\nset f.g 5",
    after: `[a]\nx = 1\n[a.d]\ne = 4\n[b]\ny = 2\n[f]\ng = 5\n`,
  },
  {
    name: "gives an implicit table a header before its first table",
    before: `[x]\n\n# about a.b\n[a.b]\nc = 1\n`,
    changes: "set a.d 2",
    after: `[x]\n\n[a]\nd = 2\n\n# about a.b\n[a.b]\nc = 1\n`,
  },
  {
    name: "adds to a table that comes after its sub-table",
    before: `[a.b]\nx = 1\n\n[a]\ny = 2\n`,
    changes: "set a.z 3",
    after: `[a.b]\nx = 1\n\n[a]\ny = 2\nz = 3\n`,
  },
  {
    name: "stays with dotted keys where a table is written so",
    before: `a.b.c = 1\na.d = 2\nx = 3\n`,
    changes: "set a.b.e 4\nset a.f.g 5",
    after: `a.b.c = 1\na.b.e = 4\na.d = 2\na.f.g = 5\nx = 3\n`,
  },
  {
    name: "quotes keys that are not bare",
    before: "",
    changes: `set "".x 1\nset "a.b"."c/d" 2\nset 'ä"' 3`,
    after: `"ä\\"" = 3\n\n[""]\nx = 1\n\n["a.b"]\n"c/d" = 2\n`,
  },
  {
    name: "finds keys however they are quoted",
    before: `"a\\u002eb" = 1\n'c d' . "e" = 2\n`,
    changes: `set "a.b" 3\nset "c d".e 4`,
    after: `"a\\u002eb" = 3\n'c d' . "e" = 4\n`,
  },
  {
    name: "edits inside inline tables in their own spacing",
    before: `a = {x=1,y={z=2}} # c\nb = { x = 1 }\n`,
    changes: "set a.y.z 3\nset a.w 4\nset b.y.z 5",
    after: `a = {x=1,y={z=3},w=4} # c\nb = { x = 1, y = { z = 5 } }\n`,
  },
  {
    name: "removes from inline tables at every position",
    before: `a = { x = 1, y = 2, z = 3 }\nb = { x = 1, y = 2, z = 3 }\nc = { x = 1 }\n`,
    changes: "unset a.x\nunset a.z\nunset b.y\nunset c.x",
    after: `a = { y = 2 }\nb = { x = 1, z = 3 }\nc = {}\n`,
  },
  {
    name: "replaces elements of a commented multi-line array",
    before: `a = [\n  1, # one\n  2, # two\n]\n`,
    changes: "set a[-1] 9",
    after: `a = [\n  1, # one\n  9, # two\n]\n`,
  },
  {
    name: "removes an element with its line, the comment above and no other",
    before: `a = [\n  1, # one\n\n  # below one\n\n  # about two\n  2 # two\n]\n`,
    changes: "unset a[1]",
    after: `a = [\n  1 # one\n\n  # below one\n\n]\n`,
  },
  {
    name: "reaches into arrays of tables",
    before: `[[s]]\nname = "a"\n[s.tls]\non = true\n\n[[s]]\nname = 'b'\n`,
    changes: "set s[0].tls.on false\nset s[1].name c\nset s[0].tls2.x 1\nset s[1].port 2",
    after: `[[s]]\nname = "a"\n[s.tls]\non = false\n\n[s.tls2]\nx = 1\n\n[[s]]\nname = 'c'\nport = 2\n`,
  },
  {
    name: "removes an element of an array of tables with its tables",
    before: `[[s]]\nn = 1\n[s.t]\nx = 1\n\n[[s]]\nn = 2\n[s.t]\nx = 2\n`,
    changes: "unset s[0]",
    after: `[[s]]\nn = 2\n[s.t]\nx = 2\n`,
  },
  {
    name: "removes a table with its comment and keeps what is below",
    before: `x = 1\n\n# about a\n[a]\n# inside\ny = 2\n# below\n\n[b]\nz = 3\n`,
    changes: "unset a",
    after: `x = 1\n\n# below\n\n[b]\nz = 3\n`,
  },
  {
    name: "removes a pair with its comment, but not what goes on behind the line above or is about the file",
    before: `#:schema ./x.json\n# about a\na = 1\nb = 2 # two\n      # and two\n# about c\nc = 3\n`,
    changes: "unset a\nunset c",
    after: `#:schema ./x.json\nb = 2 # two\n      # and two\n`,
  },
  {
    name: "puts new elements above the comments of those below",
    before: `l = [ # all\n  # about a\n  "a",\n  # about b\n  "b",\n]\n`,
    changes: "insert l[1] y\nprepend l z",
    after: `l = [ # all\n  "z",\n  # about a\n  "a",\n  "y",\n  # about b\n  "b",\n]\n`,
  },
  {
    name: "removes a table's only key and keeps the table",
    before: `[a]\nx = 1\n\n[b]\ny = 2\n`,
    changes: "unset a.x",
    after: `[a]\n\n[b]\ny = 2\n`,
  },
  {
    name: "leaves no doubled blank line behind",
    before: `a = 1\n\nb = 2\n\nc = 3\n`,
    changes: "unset b",
    after: `a = 1\n\nc = 3\n`,
  },
  {
    name: "removes all of a table that dotted keys spread",
    before: `a.x = 1\nb = 2\na.y.z = 3\n[a.q]\nc = 4\n`,
    changes: "unset a",
    after: `b = 2\n`,
  },
  {
    name: "keeps CRLF, a byte order mark and the missing last line end",
    before: `\ufeff[a]\r\nx = 1\r\ny = 2`,
    changes: "set a.z 3\nset b.c 4\nunset a.x",
    after: `\ufeff[a]\r\ny = 2\r\nz = 3\r\n\r\n[b]\r\nc = 4`,
  },
  {
    name: "keeps a literal string literal if the value allows",
    before: `a = 'x'\nb = 'y'\n`,
    changes: `set a C:\\new\nset b it's`,
    after: `a = 'C:\\new'\nb = "it's"\n`,
  },
  {
    name: "writes what a value needs escaped",
    before: `a = 1\n`,
    changes: `set b "q\\"\\u0007\\\\ é😀"`,
    after: `a = 1\nb = "q\\"\\u0007\\\\ é😀"\n`,
  },
  {
    name: "takes numbers and dates as they are spelled",
    before: `a = 0x10\nb = 1979-05-27\nc = 1.0\n`,
    changes: "set a 0xFF_FF\nset b 1980-01-01\nset c 2\nset d -0.0\nset e 9223372036854775807\nset f 1e3",
    after: `a = 0xFF_FF\nb = 1980-01-01\nc = 2.0\nd = -0.0\ne = 9223372036854775807\nf = 1e3\n`,
  },
  {
    name: "writes no syntax of TOML 1.1",
    before: ``,
    changes: `set a 07:32\nset b "\\e\\x41"\nset c [{x=1,}, 2]`,
    after: `a = 07:32:00\nb = "\\u001BA"\nc = [{ x = 1 }, 2]\n`,
  },
  {
    name: "keeps a string a string",
    before: `version = "1.0"\nflag = "no"\n`,
    changes: `set version 1.10\nset flag true`,
    after: `version = "1.10"\nflag = "true"\n`,
  },
  {
    name: "turns a table into a value when forced",
    before: `x = 1\n[a]\ny = 2\n[a.b]\nz = 3\n`,
    changes: "set! a 4",
    after: `x = 1\na = 4\n`,
  },
  {
    name: "brings a table to a new content key by key",
    before: `[a]\nx = 1 # keep\ny = 2\n`,
    changes: `set a {x=1,z=3}`,
    after: `[a]\nx = 1 # keep\nz = 3\n`,
  },
  {
    name: "keeps a multi-line array multi-line",
    before: `a = [\n    1,\n    2,\n]\n`,
    changes: `set a [3,4,5]`,
    after: `a = [\n    3,\n    4,\n    5,\n]\n`,
  },
  {
    name: "is not misled by what stands in strings and comments",
    before: `# [a]\ns = """\n[a]\nx = 1 # no\n"""\nt = '[a]' # "\n[a] # ]\nx = 1\n`,
    changes: "set a.x 2",
    after: `# [a]\ns = """\n[a]\nx = 1 # no\n"""\nt = '[a]' # "\n[a] # ]\nx = 2\n`,
  },
  {
    name: "puts a new table above what introduces the next one",
    before: `[a]\nx = 1\n\n### B ###\n\n[b]\n`,
    changes: "set a.n.y 2",
    after: `[a]\nx = 1\n\n[a.n]\ny = 2\n\n### B ###\n\n[b]\n`,
  },
  {
    name: "keeps the comments of elements that stay when an array is set",
    before: `a = [\n  1, # one\n  2, # two\n]\n`,
    changes: "set a [1,9,3]",
    after: `a = [\n  1, # one\n  9, # two\n  3,\n]\n`,
  },
  {
    name: "brings an array of tables to a new content element by element",
    before: `[[s]]\nn = 1 # one\n\n[[s]]\nn = 2\n`,
    changes: "set s [{n=1},{n=3},{n=4}]",
    after: `[[s]]\nn = 1 # one\n\n[[s]]\nn = 3\n\n[[s]]\nn = 4\n`,
  },
  {
    name: "gives a new line the line end of the one before it",
    before: `# c\nx = 1\r\n`,
    changes: "set y 2",
    after: `# c\nx = 1\r\ny = 2\r\n`,
  },
  {
    name: "sets a table whose last key went before",
    before: `a.b = 1\n`,
    changes: "unset a.b\nset a {}",
    after: `a = {}\n`,
  },
  {
    name: "writes a new line that reads like the whole document",
    before: `a = {}\n`,
    changes: "set! a 1\nset b 2\nunset a\nset a 1",
    after: `b = 2\na = 1\n`,
  },
  {
    name: "knows __proto__ as a key",
    before: `__proto__.x = 1\n`,
    changes: "set __proto__.x 2\nset constructor.y 3",
    after: `__proto__.x = 2\n\n[constructor]\ny = 3\n`,
  },
]);

const REFUSED: readonly { name: string; before: string; change: string; code: string }[] = [
  { name: "a path through a value", before: "a = 1\n", change: "set a.b 2", code: "type-mismatch" },
  { name: "a path through an array", before: "a = [1]\n", change: "set a.b 2", code: "type-mismatch" },
  { name: "an index of a table", before: "[a]\n", change: "set a[0] 2", code: "type-mismatch" },
  { name: "an index past the end", before: "a = [1]\n", change: "set a[1] 2", code: "not-found" },
  { name: "another type", before: "a = 1\n", change: "set a 1.10", code: "type-mismatch" },
  { name: "a value for a table", before: "[a]\n", change: "set a x", code: "type-mismatch" },
  { name: "an integer beyond 64 bits", before: "", change: "set a 9223372036854775808", code: "type-mismatch" },
  { name: "a key that is not there", before: "a = 1\n", change: "unset b", code: "not-found" },
  { name: "a document that does not parse", before: "a = \n", change: "set b 1", code: "invalid-document" },
  { name: "a key twice", before: "a = 1\na = 2\n", change: "set b 1", code: "invalid-document" },
  { name: "a float that would become infinite", before: "a = 1.5\n", change: "set a 1e400", code: "type-mismatch" },
  {
    name: "an integer that a float can't hold",
    before: "a = 1.5\n",
    change: "set a 9007199254740993",
    code: "type-mismatch",
  },
  { name: "a value for a [[table]]", before: "[[a]]\n", change: "set! a[0] 1", code: "type-mismatch" },
];

for (const { name, before, change, code } of REFUSED) {
  Deno.test(`editText() of TOML refuses ${name}`, () => {
    const error = assertThrows(() => editText(tomlFormat, before, [readChange(change)], "test.toml"), PawlError);
    assertEquals(error.code, code);
  });
}

Deno.test("editText() of TOML changes nothing when the value is there already", () => {
  for (const change of ["set a 16", "set b x", 'set b "x"', "set c 1.50", "set d {x = 1}"]) {
    const text = `a = 0x10\nb = 'x'\nc = 1.5\nd.x = 1\n`;
    assertEquals(editText(tomlFormat, text, [readChange(change)], "test.toml").changed, false, change);
  }
});

const STEPS: readonly { name: string; before: string; step: Step; after: string }[] = [
  {
    name: "inserts into a multi-line array before an element",
    before: `a = [\n  1, # one\n  2\n]\n`,
    step: { op: "insert", path: ["a", 1], value: 9n },
    after: `a = [\n  1, # one\n  9,\n  2\n]\n`,
  },
  {
    name: "inserts behind the last element without a trailing comma",
    before: `a = [\n  1,\n  2 # two\n]\nb = [1, 2, ]\nc = []\n`,
    step: { op: "insert", path: ["a", 2], value: 9n },
    after: `a = [\n  1,\n  2, # two\n  9\n]\nb = [1, 2, ]\nc = []\n`,
  },
  {
    name: "appends an element to an array of tables",
    before: `[[s]]\nn = 1\n[s.t]\nx = 1\n\n[u]\n`,
    step: { op: "insert", path: ["s", 1], value: { n: 2n, "a b": "c" } },
    after: `[[s]]\nn = 1\n[s.t]\nx = 1\n\n[[s]]\nn = 2\n"a b" = "c"\n\n[u]\n`,
  },
  {
    name: "inserts before the first element of an array of tables",
    before: `# list\n[[s]]\nn = 1\n`,
    step: { op: "insert", path: ["s", 0], value: { n: 2n } },
    after: `[[s]]\nn = 2\n\n# list\n[[s]]\nn = 1\n`,
  },
  {
    name: "renames a key in place",
    before: `a . old = 1 # c\n`,
    step: { op: "rename", path: ["a", "old"], key: "new key" },
    after: `a . "new key" = 1 # c\n`,
  },
  {
    name: "renames a table in all its headers and dotted keys",
    before: `[a.b]\nx = 1\n[[a.b.c]]\ny = 2\n[a]\nz = 1\n[q]\na.b = 1\n`,
    step: { op: "rename", path: ["a"], key: "n" },
    after: `[n.b]\nx = 1\n[[n.b.c]]\ny = 2\n[n]\nz = 1\n[q]\na.b = 1\n`,
  },
  {
    name: "renames a table that dotted keys spell out",
    before: `[t]\na.b.c = 1\na.b.d = 2\na.x = 3\n`,
    step: { op: "rename", path: ["t", "a", "b"], key: "n" },
    after: `[t]\na.n.c = 1\na.n.d = 2\na.x = 3\n`,
  },
  {
    name: "renames a key in an inline table",
    before: `a = { b.c = 1, b.d = 2 }\n`,
    step: { op: "rename", path: ["a", "b"], key: "n" },
    after: `a = { n.c = 1, n.d = 2 }\n`,
  },
];

Deno.test("editToml() renames a table that it has just made under an indented header", () => {
  const steps: Step[] = [
    { op: "add", path: ["n", "x"], value: 1n },
    { op: "rename", path: ["n"], key: "m" },
  ];
  assertEquals(applyEdits("  [c]\n", editToml("  [c]\n", steps).edits), "  [c]\n\n  [m]\n  x = 1\n");
});

Deno.test("editToml() tells a new line from a document of the same text", () => {
  const steps: Step[] = [{ op: "rename", path: ["a"], key: "b" }, { op: "add", path: ["a"], value: {} }];
  assertEquals(applyEdits("a = {}\n", editToml("a = {}\n", steps).edits), "b = {}\na = {}\n");
});

for (const { name, before, step, after } of STEPS) {
  Deno.test(`editToml() ${name}`, () => assertEquals(applyEdits(before, editToml(before, [step]).edits), after));
}
