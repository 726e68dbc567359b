import { assertEquals } from "@std/assert";
import type { Change } from "../../model/change.ts";
import { parseKeyPath } from "../../model/key_path.ts";
import type { Value } from "../../model/value.ts";
import { editText } from "../../edit/edit_text.ts";
import { tomlFormat } from "./format.ts";

interface Case {
  readonly name: string;
  readonly before: string;
  readonly change: Change;
  readonly after: string;
}

function set(key: string, value: Value): Change {
  return { op: "set", path: parseKeyPath(key), value: { value }, force: true };
}

function append(key: string, value: Value): Change {
  return { op: "append", path: parseKeyPath(key), values: [{ value }] };
}

const SERVER = { host: "h", tls: { versions: ["1.2"] } };
const SERVER_TEXT = '[server]\nhost = "h"\n\n[server.tls]\nversions = ["1.2"]\n';
const LED = "a = [\n  1 # one\n  # about 2\n  ,2 # two\n]\n";

const CASES: readonly Case[] = [
  { name: "begins a document with a table", before: "", change: set("server", SERVER), after: SERVER_TEXT },
  {
    name: "gives the first table of a document a header",
    before: 'title = "x"\n',
    change: set("server", SERVER),
    after: `title = "x"\n\n${SERVER_TEXT}`,
  },
  {
    name: "writes no header that others say",
    before: "",
    change: set("a", { b: { x: 1n }, c: [{ y: 2n }] }),
    after: "[a.b]\nx = 1\n\n[[a.c]]\ny = 2\n",
  },
  {
    name: "spells a table out where dotted keys do",
    before: "a.b = 1\n",
    change: set("a.c", { x: 1n, y: { z: 2n } }),
    after: "a.b = 1\na.c.x = 1\na.c.y.z = 2\n",
  },
  {
    name: "gives a long table a header even among braces",
    before: "[d]\na = { x = 1 }\n",
    change: set("d.b", { x: "x".repeat(100) }),
    after: `[d]\na = { x = 1 }\n\n[d.b]\nx = "${"x".repeat(100)}"\n`,
  },
  {
    name: "gives a long table that replaces a value a header",
    before: "a = 1\nb = 2\n",
    change: set("a", { x: "x".repeat(100) }),
    after: `b = 2\n\n[a]\nx = "${"x".repeat(100)}"\n`,
  },
  { name: "fills empty braces with blanks", before: "e = {}\n", change: set("e.a", 1n), after: "e = { a = 1 }\n" },
  {
    name: "quotes an element as the others",
    before: "l = ['a']\n",
    change: append("l", "c"),
    after: "l = ['a', 'c']\n",
  },
  {
    name: "quotes a string as those beside it",
    before: "a = 'x'\nb = 'y'\n",
    change: set("c", "z"),
    after: "a = 'x'\nb = 'y'\nc = 'z'\n",
  },
  {
    name: "takes no quotes for a model that had to be such",
    before: "a = 'C:\\x'\n",
    change: set("c", "z"),
    after: "a = 'C:\\x'\nc = \"z\"\n",
  },
  { name: "spares backslashes their escapes", before: "", change: set("p", "C:\\x"), after: "p = 'C:\\x'\n" },
  { name: "writes lines as lines", before: "", change: set("a", "x\ny\n"), after: 'a = """\nx\ny\n"""\n' },
  {
    name: "escapes in lines only what it must",
    before: "",
    change: set("a", '"x" \\ """\n"'),
    after: 'a = """\n"x" \\\\ ""\\"\n\\""""\n',
  },
  {
    name: "keeps lines in three single quotes",
    before: "a = '''\nfoo\n'''\n",
    change: set("a", "foo\n\\d\n"),
    after: "a = '''\nfoo\n\\d\n'''\n",
  },
  {
    name: "keeps a text that begins behind its quotes there",
    before: 'a = """foo\nbar"""\n',
    change: set("a", "x\ny"),
    after: 'a = """x\ny"""\n',
  },
  {
    name: "leaves three single quotes that the text has in it",
    before: "a = '''\nfoo\n'''\n",
    change: set("a", "'''\n"),
    after: 'a = """\n\'\'\'\n"""\n',
  },
  {
    name: "keeps line ends as escapes where they are such",
    before: 'a = "x\\ny"\n',
    change: set("a", "z\nz"),
    after: 'a = "z\\nz"\n',
  },
  {
    name: "renames in the quotes of the old key",
    before: "'k 1' = 1\n",
    change: { op: "rename", path: ["k 1"], to: ["k 9"] },
    after: "'k 9' = 1\n",
  },
  {
    name: "quotes a key as those beside it",
    before: "'k 1' = 1\n",
    change: set("'k 2'", 2n),
    after: "'k 1' = 1\n'k 2' = 2\n",
  },
  { name: "quotes keys where all have quotes", before: '"a" = 1\n', change: set("b", 2n), after: '"a" = 1\n"b" = 2\n' },
  { name: "appends where commas lead", before: LED, change: append("a", 3n), after: LED.replace("\n]", "\n  ,3\n]") },
  {
    name: "inserts where commas lead",
    before: LED,
    change: { op: "insert", path: ["a", 1], value: { value: 3n } },
    after: LED.replace("# one\n", "# one\n  ,3\n"),
  },
  {
    name: "prepends where commas lead",
    before: LED,
    change: { op: "prepend", path: ["a"], values: [{ value: 0n }] },
    after: LED.replace("  1", "  0\n  ,1"),
  },
  {
    name: "removes the first where commas lead",
    before: LED,
    change: { op: "unset", path: ["a", 0] },
    after: "a = [\n  # about 2\n  2 # two\n]\n",
  },
  {
    name: "removes the last where commas lead",
    before: LED,
    change: { op: "unset", path: ["a", 1] },
    after: "a = [\n  1 # one\n]\n",
  },
  {
    name: "removes a pair where commas lead",
    before: "t = { x = 1 # one\n, y = 2 }\n",
    change: { op: "unset", path: ["t", "x"] },
    after: "t = { y = 2 }\n",
  },
];

for (const { name, before, change, after } of CASES) {
  Deno.test(`editText() of TOML ${name}`, () => {
    assertEquals(editText(tomlFormat, before, [change], "test.toml").text, after);
  });
}
