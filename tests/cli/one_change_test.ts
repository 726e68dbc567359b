/**
 * The commands that change one thing: what they write.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { inParallel } from "../support/in_parallel.ts";
import { type ProcessOptions, startProcess } from "../support/pawl_process.ts";
import { Sandbox } from "../support/sandbox.ts";

interface Edit {
  args: string[];
  before?: string;
  after: string;
  /** The file; its name says the format. */
  file?: string;
  stdout?: string;
  options?: Partial<ProcessOptions>;
}

const USERS = "name,email,age\nbob,b@x,3\n";

const EDITS: Edit[] = [
  { args: ["add", "a", "1"], after: "a = 1\n" },
  { args: ["add", "a", "1.10", "--type", "string"], after: 'a = "1.10"\n' },
  { args: ["add", "users.al", "email=a@x", "age=3"], after: '[users.al]\nemail = "a@x"\nage = 3\n' },
  {
    args: ["add", "al", "'first name'=Al", '"a.b"=1', "e="],
    after: '[al]\n"first name" = "Al"\n"a.b" = 1\ne = ""\n',
  },
  {
    args: ["add", "al", "age=3"],
    file: "app.yaml",
    before: "# users\nbo:\n  age: 1\n",
    after: "# users\nbo:\n  age: 1\nal:\n  age: 3\n",
  },
  {
    args: ["add", "al", "age=3"],
    file: "app.json",
    before: '{"bo": {"age": 1}}\n',
    after: '{"bo": {"age": 1}, "al": {"age": 3}}\n',
  },
  { args: ["add", "al", "age=3"], file: "users.csv", before: USERS, after: `${USERS}al,,3\n` },
  { args: ["add", "token", "dGVzdA=="], after: 'token = "dGVzdA=="\n' },
  { args: ["add", "token", "dGVzdDE="], after: 'token = "dGVzdDE="\n' },
  { args: ["add", "url", "https://x/?a=b"], after: 'url = "https://x/?a=b"\n' },
  { args: ["add", "q", "a=b", "--no-fields"], after: 'q = "a=b"\n' },
  { args: ["add", "q", "'a=b'"], after: "q = 'a=b'\n" },
  { args: ["add", "t", "{ a = 1 }"], after: "[t]\na = 1\n" },
  { args: ["add", "token", "-"], options: { input: "a=b\n" }, after: 'token = "a=b"\n' },
  { args: ["update", "a", "2"], before: "a = 1 # one\n", after: "a = 2 # one\n" },
  { args: ["update", "a", "x", "--force-type"], before: "a = 1\n", after: 'a = "x"\n' },
  {
    args: ["update", "t", "a=2", "b=3"],
    before: "[t]\na = 1 # one\nc = 1\n",
    after: "[t]\na = 2 # one\nc = 1\nb = 3\n",
  },
  { args: ["update", "bob", "age=4"], file: "users.csv", before: USERS, after: "name,email,age\nbob,b@x,4\n" },
  { args: ["add", "al", "email="], file: "users.csv", before: USERS, after: `${USERS}al,"",\n` },
  { args: ["add", "al.email", "eA=="], file: "users.csv", before: `${USERS}al,,\n`, after: `${USERS}al,eA==,\n` },
  { args: ["update", "bob", "email="], file: "users.csv", before: USERS, after: 'name,email,age\nbob,"",3\n' },
  { args: ["add", "t", "a=", "b="], after: '[t]\na = ""\nb = ""\n' },
  { args: ["append", "s", "a=", "b="], after: 's = ["a=", "b="]\n' },
  { args: ["append", "s", "a=", "b=", "--fields"], after: '[[s]]\na = ""\nb = ""\n' },
  { args: ["add", "t", "a=", "--fields"], after: '[t]\na = ""\n' },
  { args: ["append", "reqs", "httpx==0.27"], after: 'reqs = ["httpx==0.27"]\n' },
  { args: ["prepend", "env", "A=1"], before: "env = []\n", after: 'env = ["A=1"]\n' },
  { args: ["append", "env", "A=1", "B"], before: 'env = ["x"]\n', after: 'env = ["x", "A=1", "B"]\n' },
  { args: ["insert", "env[0]", "A=1"], before: 'env = ["x"]\n', after: 'env = ["A=1", "x"]\n' },
  { args: ["insert", "env[0]", "A=1"], after: 'env = ["A=1"]\n' },
  { args: ["append", "env", "A=1"], file: "a.yaml", before: "env:\n  - B=2\n", after: "env:\n  - B=2\n  - A=1\n" },
  { args: ["append", "env", "A=1"], file: "a.json", before: '{"env": []}', after: '{"env": ["A=1"]}' },
  { args: ["append", "env", "A=1"], file: "a.json", before: '{"env": [{}]}', after: '{"env": [{}, {"A": 1}]}' },
  {
    args: ["apply"],
    options: { input: "append s a=1 --fields\nappend s a=2\n" },
    after: "[[s]]\na = 1\n\n[[s]]\na = 2\n",
  },
  { args: ["remove", "env", "A=1"], before: 'env = ["A=1", "B"]\n', after: 'env = ["B"]\n' },
  { args: ["remove", "env", "A=1", "--if-exists"], before: 'env = ["A=1", { a = 1 }]\n', after: "env = [{ a = 1 }]\n" },
  { args: ["remove", "env", "A=1", "B=2"], before: 'env = ["B=2", "A=1", "C"]\n', after: 'env = ["C"]\n' },
  { args: ["remove", "s", "a=1"], before: 's = ["x", { a = "1" }]\n', after: 's = ["x"]\n' },
  { args: ["remove", "l", "1", "--if-exists"], before: "l = [1.0, 2.0]\n", after: "l = [2.0]\n" },
  { args: ["update", "t", "a="], before: "[t]\na = 'x'\n", after: "[t]\na = ''\n" },
  { args: ["update", "t", "a="], file: "app.json", before: '{"t": {}}', after: '{"t": {"a": ""}}' },
  { args: ["update", "t", "dGVzdA=="], before: 't = "x"\n', after: 't = "dGVzdA=="\n' },
  { args: ["apply"], options: { input: "add t b=1\nupdate t a=\n" }, after: '[t]\nb = 1\na = ""\n' },
  { args: ["append", "l", "--", "-v", '"--json"'], after: 'l = ["-v", "--json"]\n' },
  { args: ["set", '"-x"', "--", "-y"], after: '-x = "-y"\n' },
  { args: ["append", "l", "2", "3"], before: "l = [1] # l\n", after: "l = [1, 2, 3] # l\n" },
  { args: ["append", "t.l", "x", "y"], after: '[t]\nl = ["x", "y"]\n' },
  { args: ["append", "l", "2", "3", "2", "--unique"], before: "l = [2]\n", after: "l = [2, 3]\n" },
  { args: ["append", "l", "2", "--unique"], before: "l = [2]\n", after: "l = [2]\n" },
  { args: ["append", "l", "x", "--force-type"], before: "l = [2]\n", after: 'l = [2, "x"]\n' },
  { args: ["append", "l", "dGVzdA==", "abc"], after: 'l = ["dGVzdA==", "abc"]\n' },
  {
    args: ["append", "s", "n=b", "p=2"],
    before: '[[s]]\nn = "a"\n',
    after: '[[s]]\nn = "a"\n\n[[s]]\nn = "b"\np = 2\n',
  },
  {
    args: ["append", "s", "n=b"],
    file: "app.yaml",
    before: "s:\n  - n: a # a\n",
    after: "s:\n  - n: a # a\n  - n: b\n",
  },
  { args: ["prepend", "l", "0", "1"], before: "l = [2]\n", after: "l = [0, 1, 2]\n" },
  { args: ["prepend", "l", "-1"], after: "l = [-1]\n" },
  { args: ["insert", "l[1]", "2"], before: "l = [1, 3]\n", after: "l = [1, 2, 3]\n" },
  { args: ["insert", "l[-1]", "2"], before: "l = [1, 3]\n", after: "l = [1, 2, 3]\n" },
  { args: ["insert", "t.l[0]", "2"], after: "[t]\nl = [2]\n" },
  { args: ["insert", "s[0]", "n=0"], before: "s = [{ n = 1 }]\n", after: "s = [{ n = 0 }, { n = 1 }]\n" },
  { args: ["remove", "l", "1", "3"], before: "l = [1, 2, 1, 3]\n", after: "l = [2]\n" },
  { args: ["remove", "l", "9", "1", "--if-exists"], before: "l = [1, 2]\n", after: "l = [2]\n" },
  { args: ["remove", "x.y", "9", "--if-exists"], before: "l = [1]\n", after: "l = [1]\n" },
  {
    args: ["remove", "s", "n=1"],
    before: "s = [{ n = 1 }, { n = 2 }, { n = 1, m = 1 }]\n",
    after: "s = [{ n = 2 }, { n = 1, m = 1 }]\n",
  },
  { args: ["increment", "n"], before: "n = 9007199254740993 # n\n", after: "n = 9007199254740994 # n\n" },
  { args: ["increment", "t.n", "--by", "-2"], after: "[t]\nn = -2\n" },
  { args: ["increment", "n", "--by", "0.5"], before: "n = 1.0\n", after: "n = 1.5\n" },
  { args: ["increment", "n", "--by=+3"], before: "n: 1 # n\n", file: "app.yaml", after: "n: 4 # n\n" },
  { args: ["toggle", "b"], before: "b = true # b\n", after: "b = false # b\n" },
  { args: ["rename", "t.a", "t.b"], before: "[t]\n# a\na = 1 # one\nc = 2\n", after: "[t]\n# a\nb = 1 # one\nc = 2\n" },
  { args: ["rename", "a", "b", "--if-exists"], before: "a = 1 # one\n", after: "b = 1 # one\n" },
  { args: ["rename", "t.a", "t.b", "--if-exists"], before: "b = 1 # one\n", after: "b = 1 # one\n" },
  { args: ["apply"], options: { input: "rename a b --if-exists\n" }, before: "b = 1\n", after: "b = 1\n" },
  { args: ["rename", "bob", "al"], file: "users.csv", before: USERS, after: "name,email,age\nal,b@x,3\n" },
  {
    args: ["merge", "-"],
    options: { input: "[t]\nb = 2\n" },
    before: "[t]\na = 1 # one\n",
    after: "[t]\na = 1 # one\nb = 2\n",
  },
  {
    args: ["merge", "-", "--from", "json", "--arrays", "unique"],
    options: { input: '{"l": [2, 3], "s": "x"}' },
    before: "l = [1, 2] # l\ns = 'y'\n",
    after: "l = [1, 2, 3] # l\ns = 'x'\n",
  },
  {
    args: ["merge", "-", "--from", "yaml", "--arrays", "append"],
    options: { input: "l: [2]\n" },
    before: '{"l": [2] /* l */}\n',
    file: "app.jsonc",
    after: '{"l": [2, 2] /* l */}\n',
  },
  {
    args: ["merge", "-", "--force-type"],
    options: { input: "a = 'x'\n" },
    before: "a = 1\n",
    after: "a = 'x'\n".replaceAll("'", '"'),
  },
  {
    args: ["set", "a", "2", "--if-absent", "b", "--if-present", "a", "--if-value", "a", "1"],
    before: "a = 1\n",
    after: "a = 2\n",
  },
  { args: ["set", "a", "2", "--if-value", "v", "1.10"], before: 'v = "1.10"\n', after: 'v = "1.10"\na = 2\n' },
  { args: ["config", "a", "2", "--if-present", "a"], before: "a = 1\n", after: "a = 2\n" },
  { args: ["unset", "a", "--if-value", "t", "{ b = 1 }"], before: "a = 1\n[t]\nb = 1\n", after: "[t]\nb = 1\n" },
  { args: ["toggle", "b", "--dry-run"], before: "b = true\n", after: "b = true\n", stdout: "b: true -> false\n" },
  { args: ["remove", "l", "9", "--check"], before: "l = [1]\n", after: "l = [1]\n" },
];

Deno.test("pawl changes what it is asked to and prints nothing else", async () => {
  await inParallel(EDITS, async ({ args, before, after, file = "app.toml", stdout = "", options = {} }) => {
    await using sandbox = await Sandbox.create(before === undefined ? {} : { [file]: before });
    const result = await sandbox.pawl(["--quiet", ...args], { environment: { PAWL_FILE: file }, ...options });
    assertEquals(result, { code: 0, stdout, stderr: "" }, args.join(" "));
    assertEquals(await sandbox.read(file), after, args.join(" "));
  });
});

Deno.test("pawl reads a value from a file or standard input, without the last line end", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n", "value": "two\nlines\n" });
  const commandLines = [
    ["set", "b", "2", "c", "--from-file", "value"],
    ["add", "d", "--from-file", "-"],
    ["append", "l", "x", "--from-file=value"],
    ["update", "a", "--from-file", "number"],
  ];
  await sandbox.write("number", "7\r\n");
  for (const args of commandLines) {
    const result = await sandbox.pawl([...args, "-f", "app.toml"], { input: "secret\n" });
    assertEquals(result, { code: 0, stdout: "", stderr: "" }, args.join(" "));
  }
  assertEquals(
    await sandbox.read("app.toml"),
    'a = 7\nb = 2\nc = """\ntwo\nlines"""\nd = "secret"\nl = ["x", "two\\nlines"]\n',
  );
});

Deno.test({
  name: "pawl reads a value from a named pipe",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using sandbox = await Sandbox.create();
    await using fifo = await startProcess(["mkfifo", "pipe"], { directory: sandbox.directory });
    await fifo.result();
    await using pawl = await sandbox.start(["set", "a", "--from-file", "pipe", "-f", "app.toml"]);
    await sandbox.write("pipe", "x\n");
    assertEquals(await pawl.result(), { code: 0, stdout: "", stderr: "" });
    assertEquals(await sandbox.read("app.toml"), 'a = "x"\n');
  },
});

Deno.test("pawl merge reads a file of any format by its name", async () => {
  await using sandbox = await Sandbox.create({
    "app.toml": "a = 1 # one\n",
    "more.yaml": "# not taken over\nl: [1, 2]\n",
    "more.json": '{"a": 2}',
  });
  for (const file of ["more.yaml", "more.json"]) {
    assertEquals((await sandbox.pawl(["merge", file, "-f", "app.toml"])).code, 0);
  }
  assertEquals(await sandbox.read("app.toml"), "a = 2 # one\nl = [1, 2]\n");
});

Deno.test("pawl increment and toggle print the new value with --json", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "b = true\nl = [9007199254740993]\n" });
  const { stdout } = await sandbox.pawl(["increment", "l[-1]", "-f", "app.toml", "--json"]);
  assertMatch(stdout, /^\{"changed":true,"file":"app\.toml","etag":"[0-9a-f]{64}","value":9007199254740994\}\n$/);
  assertEquals(JSON.parse((await sandbox.pawl(["toggle", "b", "-f", "app.toml", "--json"])).stdout).value, false);
});
