/**
 * What the writing commands change, and what they print, with the real program.
 *
 * @module
 */
import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { inParallel } from "../support/in_parallel.ts";
import type { ProcessOptions } from "../support/pawl_process.ts";
import { Sandbox } from "../support/sandbox.ts";

interface Writing {
  name: string;
  args: string[];
  options?: Partial<ProcessOptions>;
  before?: string;
  after: string;
  stdout?: string;
}

const WRITINGS: Writing[] = [
  { name: "sets a key", args: ["set", "a", "2"], before: "a = 1 # one\n", after: "a = 2 # one\n" },
  { name: "sets several", args: ["set", "a", "2", "t.b", "x"], before: "a = 1\n", after: 'a = 2\n\n[t]\nb = "x"\n' },
  { name: "sets a negative number", args: ["set", "a", "-5"], before: "a = 1\n", after: "a = -5\n" },
  { name: "sets what looks like an option", args: ["set", "a", "--", "-x"], after: 'a = "-x"\n' },
  { name: "keeps a string a string", args: ["set", "v", "1.10"], before: 'v = "1.9"\n', after: 'v = "1.10"\n' },
  { name: "takes a type", args: ["set", "v", "1.10", "--type", "string"], after: 'v = "1.10"\n' },
  {
    name: "forces a type",
    args: ["set", "v", "1.5", "--force-type"],
    before: "v = [1]\n",
    after: "v = 1.5\n",
  },
  {
    name: "reads a value from standard input",
    args: ["set", "a", "1", "token", "-"],
    options: { input: "two\nlines\n\n" },
    after: 'a = 1\ntoken = """\ntwo\nlines\n"""\n',
  },
  {
    name: "takes the line end of Windows off, too",
    args: ["set", "token", "-"],
    options: { input: "x\r\n" },
    after: 'token = "x"\n',
  },
  {
    name: "takes a line end alone for an empty string",
    args: ["set", "token", "-"],
    options: { input: "\n" },
    after: 'token = ""\n',
  },
  { name: "unsets keys", args: ["unset", "a", "c"], before: "a = 1\nb = 2\nc = 3\n", after: "b = 2\n" },
  { name: "knows delete for unset", args: ["delete", "a"], before: "a = 1\nb = 2\n", after: "b = 2\n" },
  { name: "unsets an element", args: ["unset", "l[-1]"], before: "l = [1, 2]\n", after: "l = [1]\n" },
  { name: "forgives absent keys", args: ["unset", "x.y[3]", "--if-exists"], before: "a = 1\n", after: "a = 1\n" },
  { name: "sets by config", args: ["config", "a", "2"], before: "a = 1\n", after: "a = 2\n" },
  { name: "unsets by config", args: ["config", "--unset", "a"], before: "a = 1\nb = 2\n", after: "b = 2\n" },
  {
    name: "prints a diff",
    args: ["set", "a", "2", "--diff"],
    before: "a = 1\nb = 2",
    after: "a = 2\nb = 2",
    stdout: "--- app.toml\n+++ app.toml\n@@ -1,2 +1,2 @@\n-a = 1\n+a = 2\n b = 2\n\\ No newline at end of file\n",
  },
  { name: "prints no diff of nothing", args: ["set", "a", "1", "--diff"], before: "a = 1\n", after: "a = 1\n" },
];

Deno.test("pawl writes what is asked for and prints nothing else", async () => {
  await inParallel(WRITINGS, async ({ name, args, options = {}, before, after, stdout = "" }) => {
    await using sandbox = await Sandbox.create(before === undefined ? {} : { "app.toml": before });
    const result = await sandbox.pawl(["--quiet", ...args], { environment: { PAWL_FILE: "app.toml" }, ...options });
    assertEquals(result, { code: 0, stdout, stderr: "" }, name);
    assertEquals(await sandbox.read("app.toml"), after, name);
    assertMatch(await sandbox.state(), /^app\.toml: file .*$/, name);
  });
});

Deno.test("pawl set writes nothing when nothing changes", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "ratio = 1.0 # kept\n\n[server]\nport = 0x1F90\n" });
  const before = await sandbox.state();
  const { code, stdout } = await sandbox.pawl(["set", "server.port", "8080", "ratio", "1.0", "-f", "app.toml"]);
  assertEquals({ code, stdout }, { code: 0, stdout: "" });
  assertEquals(await sandbox.state(), before);
});

interface Preview {
  args: string[];
  stdout: string;
  code?: number;
}

const PREVIEWS: Preview[] = [
  { args: ["set", "a", "1", "--dry-run"], stdout: "" },
  {
    args: ["set", "a", "2", "new.x", "a b", "--dry-run"],
    stdout: 'a: 1 -> 2\nnew.x: (none) -> "a b"\n',
  },
  { args: ["unset", "l[0]", "--dry-run"], stdout: "l: [1, 2] -> [2]\n" },
  {
    args: ["unset", "l[0]", "--dry-run", "--diff"],
    stdout: diffOf("-l = [1, 2]\n+l = [2]\n", "@@ -1,2 +1,2 @@\n a = 1\n"),
  },
  { args: ["set", "a", "1", "--check"], stdout: "" },
  { args: ["set", "a", "2", "--check"], stdout: "", code: 1 },
  { args: ["set", "a", "2", "--check", "--dry-run"], stdout: "a: 1 -> 2\n", code: 1 },
  { args: ["set", "a", "2", "--check", "--diff"], stdout: diffOf("-a = 1\n+a = 2\n l = [1, 2]\n"), code: 1 },
  { args: ["unset", "a", "--check"], stdout: "", code: 1 },
  { args: ["unset", "x", "--check"], stdout: "" },
  { args: ["unset", "x", "--check", "-f", "absent.toml"], stdout: "" },
  { args: ["set", "x", "1", "--check", "-f", "absent.toml"], stdout: "", code: 1 },
  {
    args: ["set", "x", "1", "--dry-run", "--diff", "-f", "absent.toml"],
    stdout: "--- /dev/null\n+++ absent.toml\n@@ -0,0 +1,1 @@\n+x = 1\n",
  },
  {
    args: ["unset", "a", "--dry-run", "--json"],
    stdout: '{"changed":true,"file":"app.toml","etag":' +
      '"41577d9983aab160c839d3e57c98587c939ed463458d448999e6609f131460dc","changes":[{"key":"a","old":1}]}\n',
  },
];

function diffOf(lines: string, start = "@@ -1,2 +1,2 @@\n"): string {
  return `--- app.toml\n+++ app.toml\n${start}${lines}`;
}

Deno.test("pawl --dry-run and --check say what would change and leave no trace", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\nl = [1, 2]\n" });
  await inParallel(PREVIEWS, async ({ args, stdout, code = 0 }) => {
    const result = await sandbox.pawl(args, { environment: { PAWL_FILE: "app.toml" } });
    assertEquals(result, { code, stdout, stderr: "" }, args.join(" "));
  });
  const names = Array.from(Deno.readDirSync(sandbox.directory), ({ name }) => name);
  assertEquals(names, ["app.toml"], "not even a lock file");
  assertEquals(await sandbox.read("app.toml"), "a = 1\nl = [1, 2]\n");
});

Deno.test("pawl set --json and pawl etag agree, and --if-match takes their answer", async () => {
  await using sandbox = await Sandbox.create();
  const set = async (...args: string[]) => await sandbox.pawl(["set", "-f", "app.toml", ...args]);
  const first = JSON.parse((await set("a", "1", "--json")).stdout);
  const etag = (await sandbox.pawl(["etag", "-f", "app.toml"])).stdout.trim();
  assertEquals(first, { changed: true, file: "app.toml", etag });
  assertEquals(JSON.parse((await set("a", "1", "--json")).stdout), { changed: false, file: "app.toml", etag });
  assertEquals((await set("a", "2", "--if-match", etag.slice(0, 16).toUpperCase())).code, 0);
  assertEquals((await set("a", "3", "--if-match", etag)).code, 3);
  assertEquals(await sandbox.read("app.toml"), "a = 2\n");
  assertNotEquals((await sandbox.pawl(["etag", "-f", "app.toml"])).stdout.trim(), etag);
});

Deno.test("pawl set --json --diff puts the diff into the object", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\nl = [1, 2]\n" });
  const { stdout } = await sandbox.pawl(["set", "a", "2", "--json", "--diff", "-f", "app.toml"]);
  assertEquals(JSON.parse(stdout).diff, diffOf("-a = 1\n+a = 2\n l = [1, 2]\n"));
});
