/**
 * What `convert` writes.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { inParallel } from "../support/in_parallel.ts";
import { GOOD_DOCUMENT } from "../support/refusal.ts";
import { Sandbox } from "../support/sandbox.ts";

interface Conversion {
  from: string;
  to: string;
  text: string;
  result: string;
  args?: string[];
  note?: string;
}

const COMMENT_NOTE = "pawl: note: 1 comment is not kept\n";

const CONVERSIONS: Conversion[] = [
  {
    from: "a.toml",
    to: "b.json",
    text: "a = 1 # one\nf = 1.0\n[t]\nl = [{ b = true }]\n",
    result: '{\n  "a": 1,\n  "f": 1.0,\n  "t": {\n    "l": [\n      {\n        "b": true\n      }\n    ]\n  }\n}\n',
    note: COMMENT_NOTE,
  },
  { from: "a.toml", to: "b.yaml", text: 'a = "yes"\n[[s]]\nn = inf\n', result: 'a: "yes"\ns:\n  - n: .inf\n' },
  {
    from: "a.json",
    to: "b.toml",
    text: '{"t": {"u": {"v": 1}}, "s": [{"n": [{"m": 2}]}, {}], "a b": "\\u0001", "e": {}}',
    result: '"a b" = "\\u0001"\n\n[t.u]\nv = 1\n\n[[s]]\n\n[[s.n]]\nm = 2\n\n[[s]]\n\n[e]\n',
  },
  {
    from: "a.json",
    to: "b.yaml",
    text: '[1, {"a": [], "b": [[1], {}]}, null]',
    result: "- 1\n- a: []\n  b:\n    - [1]\n    - {}\n- null\n",
  },
  {
    from: "a.yaml",
    to: "b.json",
    text: "x: &a {b: 18446744073709551616}\ny: *a\n",
    result: '{\n  "x": {\n    "b": 18446744073709551616\n  },\n  "y": {\n    "b": 18446744073709551616\n  }\n}\n',
  },
  {
    from: "a.yml",
    to: "b.csv",
    text: "bob: {age: '3'}\nal: {mail: '', age: 'x, \"y\"'}\n",
    result: 'key,age,mail\nbob,3,\nal,"x, ""y""",""\n',
  },
  {
    from: "a.csv",
    to: "b.json",
    text: "name;age\nbob;3\n",
    result: '{\n  "bob": {\n    "age": "3"\n  }\n}\n',
    note: 'pawl: note: the name of the key column, "name", is not kept\n',
  },
  { from: "a.csv", to: "b.tsv", text: 'name,age\nbob,"3\t4"\n', result: 'name\tage\nbob\t"3\t4"\n' },
  {
    from: "a.csv",
    to: "b.csv",
    text: "age,name\n3,bob\n4,al\n",
    args: ["--key", "name"],
    result: "name,age\nbob,3\nal,4\n",
  },
  { from: "a.json", to: "b.json", text: '{"a":1}', result: '{\n  "a": 1\n}\n' },
  {
    from: "a.conf",
    to: "b.conf",
    text: "a = 1\n",
    args: ["--from", "toml", "--to", "json"],
    result: '{\n  "a": 1\n}\n',
  },
  { from: "a.toml", to: "b.yaml", text: "", result: "{}\n" },
];

Deno.test("pawl convert writes what a file says in another format, once", async () => {
  await inParallel(CONVERSIONS, async ({ from, to, text, result, args = [], note = "" }) => {
    await using sandbox = await Sandbox.create({ [from]: text });
    const convert = async (...more: string[]) => await sandbox.pawl(["convert", from, to, ...args, ...more]);
    assertEquals(await convert(), { code: 0, stdout: "", stderr: note }, text);
    assertEquals(await sandbox.read(to), result, text);
    const before = await sandbox.state();
    assertEquals((await convert("--quiet")).code, 0, text);
    assertEquals(await sandbox.state(), before, text);
    assertEquals(await sandbox.read(from), text);
  });
});

Deno.test("pawl convert replaces a file only with --force, and shows first what would change", async () => {
  await using sandbox = await Sandbox.create({ "a.toml": "a = 2\n", "b.yaml": "a: 1 # one\n" });
  const convert = async (...args: string[]) => await sandbox.pawl(["convert", "a.toml", "b.yaml", ...args]);
  assertEquals((await convert("--dry-run")).code, 3);
  assertEquals((await convert("--dry-run", "--force")).stdout, "a: 1 -> 2\n");
  assertEquals((await convert("--check", "--force")).code, 1);
  assertEquals(await sandbox.read("b.yaml"), "a: 1 # one\n");
  const { changed, file } = JSON.parse((await convert("--force", "--json")).stdout);
  assertEquals({ changed, file }, { changed: true, file: "b.yaml" });
  assertEquals(await sandbox.read("b.yaml"), "a: 2\n");
  assertEquals(await convert("--check"), { code: 0, stdout: "", stderr: "" });
});

Deno.test("pawl convert --json that is refused prints one line on standard error, and no note of what is not kept", async () => {
  await using sandbox = await Sandbox.create({ "a.toml": "a = 2 # one\n", "b.yaml": "a: 1\n" });
  const { code, stdout, stderr } = await sandbox.pawl(["convert", "a.toml", "b.yaml", "--json"]);
  assertEquals({ code, stdout, lines: stderr.split("\n").length }, { code: 3, stdout: "", lines: 2 });
  assertEquals(JSON.parse(stderr).error.code, "exists");
});

Deno.test("pawl convert reads standard input and prints to standard output", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": GOOD_DOCUMENT });
  const result = await sandbox.pawl(["convert", "-", "-", "--from", "yaml", "--to", "toml"], { input: "a: {b: 1}\n" });
  assertEquals(result, { code: 0, stdout: "[a]\nb = 1\n", stderr: "" });
});
