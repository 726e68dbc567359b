import { assertEquals } from "@std/assert";
import type { Change } from "../../model/change.ts";
import { editText } from "../../edit/edit_text.ts";
import { parseKeyPath } from "../../model/key_path.ts";
import type { CsvOptions } from "./dialect.ts";
import { csvFormat } from "./format.ts";

interface Case {
  readonly name: string;
  readonly before: string;
  /** `set KEY VALUE`, `add KEY COLUMN=VALUE …`, `unset KEY` or `rename KEY KEY`, one per line. */
  readonly changes: string;
  readonly after: string;
  readonly options?: CsvOptions;
}

function readChange(line: string): Change {
  const [, op, key, text = ""] = /^(set|add|unset|rename) ((?:"[^"]*"|'[^']*'|\S)+) ?(.*)$/.exec(line) ?? [];
  const path = parseKeyPath(key!);
  if (op === "unset") return { op, path };
  if (op === "rename") return { op, path, to: parseKeyPath(text) };
  if (op === "set") return { op, path, value: { text, type: "auto" } };
  const fields = [...text.matchAll(/(\S+?)=(\S*)/g)].map(([, name, value]) => ({
    key: name!,
    input: { text: value!, type: "auto" as const },
  }));
  return { op: "add", path, value: { fields } };
}

function edit({ before, changes, options }: Omit<Case, "name" | "after">): string {
  return editText(csvFormat(options), before, changes.split("\n").map(readChange), "users.csv").text;
}

const USERS = "name,email,age\nalice,a@x,30\nbob,,41\n";

const CASES: readonly Case[] = [
  {
    name: "replaces a cell",
    before: USERS,
    changes: "set alice.email new@x",
    after: "name,email,age\nalice,new@x,30\nbob,,41\n",
  },
  {
    name: "fills an empty cell",
    before: USERS,
    changes: "set bob.email b@x",
    after: "name,email,age\nalice,a@x,30\nbob,b@x,41\n",
  },
  {
    name: "empties a cell",
    before: USERS,
    changes: "unset alice.email",
    after: "name,email,age\nalice,,30\nbob,,41\n",
  },
  {
    name: "writes the empty string so that it differs from nothing",
    before: USERS,
    changes: "set bob.email ",
    after: 'name,email,age\nalice,a@x,30\nbob,"",41\n',
  },
  {
    name: "adds a row with nothing in the columns that were not given",
    before: USERS,
    changes: "add carol age=3",
    after: "name,email,age\nalice,a@x,30\nbob,,41\ncarol,,3\n",
  },
  {
    name: "adds a row for one cell",
    before: USERS,
    changes: "set carol.email c@x",
    after: "name,email,age\nalice,a@x,30\nbob,,41\ncarol,c@x,\n",
  },
  { name: "removes a row", before: USERS, changes: "unset alice", after: "name,email,age\nbob,,41\n" },
  {
    name: "keeps the header of the last row",
    before: USERS,
    changes: "unset alice\nunset bob",
    after: "name,email,age\n",
  },
  {
    name: "renames a row in its place",
    before: USERS,
    changes: "rename alice eve",
    after: "name,email,age\neve,a@x,30\nbob,,41\n",
  },
  {
    name: "quotes only what needs it",
    before: USERS,
    changes: 'set alice.email a,b\nset alice.age 3 "0"\nset bob.email a;b',
    after: 'name,email,age\nalice,"a,b","3 ""0"""\nbob,a;b,41\n',
  },
  {
    name: "keeps the quotes of a cell",
    before: 'name,email\nalice,"a@x"\nbob,b@x\n',
    changes: "set alice.email c\nset bob.email d",
    after: 'name,email\nalice,"c"\nbob,d\n',
  },
  {
    name: "quotes a new row by column as the others are",
    before: '"name","age","note"\n"alice",30,"x"\n"bob",41,\n',
    changes: "add carol age=3 note=y\nset bob.note z",
    after: '"name","age","note"\n"alice",30,"x"\n"bob",41,"z"\n"carol",3,"y"\n',
  },
  {
    name: "keeps CRLF",
    before: "name,age\r\nalice,3\r\n",
    changes: "add bob age=4\nset alice.age 5",
    after: "name,age\r\nalice,5\r\nbob,4\r\n",
  },
  {
    name: "keeps a missing final newline when a row is added",
    before: "name,age\r\nalice,3",
    changes: "add bob age=4\nadd carol age=5",
    after: "name,age\r\nalice,3\r\nbob,4\r\ncarol,5",
  },
  {
    name: "takes line ends inside of quotes for no line ends of the table",
    before: 'name,note\r\nalice,"a\nb"',
    changes: "add bob note=x",
    after: 'name,note\r\nalice,"a\nb"\r\nbob,x',
  },
  {
    name: "keeps a missing final newline when the last row is removed",
    before: "name,age\nalice,3\nbob,4\ncarol,5",
    changes: "unset carol\nunset bob",
    after: "name,age\nalice,3",
  },
  {
    name: "keeps a missing final newline when the last row is replaced",
    before: "name,age\nalice,3\nbob,4",
    changes: "unset bob\nadd carol age=5",
    after: "name,age\nalice,3\ncarol,5",
  },
  {
    name: "adds behind a header without a final newline",
    before: "name,age",
    changes: "add alice age=3",
    after: "name,age\nalice,3",
  },
  {
    name: "keeps blank lines where they are",
    before: "\nname,age\n\nalice,3\n\nbob,4\n\n\n",
    changes: "unset alice\nadd carol age=5",
    after: "\nname,age\n\n\nbob,4\ncarol,5\n\n\n",
  },
  {
    name: "keeps a byte order mark and a delimiter line",
    before: "\ufeffsep=;\r\nname;age\r\nalice;3\r\n",
    changes: "unset alice\nadd bob age=4,5",
    after: "\ufeffsep=;\r\nname;age\r\nbob;4,5\r\n",
  },
  {
    name: "uses another key column",
    before: "name,email,id\nalice,a@x,7\n",
    changes: "set 7.name Alice\nadd 8 name=Bob",
    after: "name,email,id\nAlice,a@x,7\nBob,,8\n",
    options: { keyColumn: "id" },
  },
  {
    name: "finds keys and columns with odd characters",
    before: '"first, last",a b,é\n"Ann ""A"" Lee",1,2\n,3,4\n',
    changes: `set 'Ann "A" Lee'."a b" x\nset ""."é" y`,
    after: '"first, last",a b,é\n"Ann ""A"" Lee",x,2\n,3,y\n',
  },
  {
    name: "names a nameless column by its number",
    before: "name,,\nalice,1,2\n",
    changes: "set alice.2 x\nadd bob 3=y",
    after: "name,,\nalice,x,2\nbob,,y\n",
  },
  {
    name: "without a header",
    before: "1,a@x\n2,\n",
    changes: "set 1.2 b@x\nadd 3 2=c@x\nunset 2",
    after: "1,b@x\n3,c@x\n",
  },
  {
    name: "without a header down to nothing",
    before: "alice,1\nbob,2",
    changes: "unset alice\nunset bob",
    after: "",
    options: { header: false },
  },
];

for (const { name, after, ...rest } of CASES) {
  Deno.test(`editText() of CSV ${name}`, () => {
    assertEquals(edit(rest), after);
  });
}

Deno.test("editText() of CSV changes nothing when the same is set again", () => {
  const change = readChange("set alice.email a@x");
  assertEquals(editText(csvFormat(), USERS, [change], "users.csv"), { text: USERS, changed: false, edits: [] });
});

const FIRST_ROWS: readonly Case[] = [
  {
    name: "an empty document",
    before: "",
    changes: "add alice email=a@x\nadd bob age=3 email=",
    after: 'key,email,age\nalice,a@x,\nbob,"",3\n',
  },
  {
    name: "an empty document with another key column",
    before: "",
    changes: "add alice email=a@x",
    after: "user|email\nalice|a@x\n",
    options: { keyColumn: "user", delimiter: "|" },
  },
  {
    name: "a byte order mark",
    before: "\ufeff",
    changes: "set alice.email a@x",
    after: "\ufeffkey,email\nalice,a@x\n",
  },
  { name: "blank lines", before: "\r\n\r\n", changes: "add alice", after: "\r\n\r\nkey\r\nalice\r\n" },
  {
    name: "a delimiter line without an end",
    before: "sep=;",
    changes: "add alice age=3",
    after: "sep=;\nkey;age\nalice;3\n",
  },
  {
    name: "an empty document with columns that look like delimiters",
    before: "",
    changes: 'set alice."a;b" x\nset alice."c,d" y',
    after: 'key,"a;b","c,d"\nalice,x,y\n',
  },
  {
    name: "an empty document without a header",
    before: "",
    changes: "add alice 3=x\nadd bob 2=y",
    after: "alice,,x\nbob,y,\n",
    options: { header: false },
  },
  {
    name: "an empty document without a header and another key column",
    before: "",
    changes: "add alice 1=x",
    after: "x,alice\n",
    options: { header: false, keyColumn: "2" },
  },
];

for (const { name, after, ...rest } of FIRST_ROWS) {
  Deno.test(`editText() of CSV adds the first rows to ${name}`, () => {
    assertEquals(edit(rest), after);
  });
}
