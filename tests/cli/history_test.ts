/**
 * Earlier versions: `--backup`, `$PAWL_BACKUP`, `pawl history`, `diff` and `undo`.
 *
 * @module
 */
import { assertEquals, assertMatch, assertObjectMatch, assertStringIncludes } from "@std/assert";
import { holdWithLibrary } from "../support/process_lock.ts";
import { Sandbox } from "../support/sandbox.ts";

const FILE = ["-f", "app.toml"];
const DOCUMENT = "# kept\na = 1\n";
const TIME = "2026-11-21T10:00:00.000Z";
const MANAGED = `a = 1\nversion = 1\nrev = 1\nupdated_at = ${TIME}\n`;

async function succeed(sandbox: Sandbox, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await sandbox.pawl([...args, "-q", ...FILE]);
  assertEquals({ code, stderr }, { code: 0, stderr: "" }, args.join(" "));
  return stdout;
}

interface Version {
  readonly etag: string;
  readonly rev: number | null;
  readonly size: number;
  readonly until: string | null;
  readonly path: string;
}

async function history(sandbox: Sandbox): Promise<Version[]> {
  return JSON.parse(await succeed(sandbox, ["history", "--json"]));
}

Deno.test("pawl keeps versions only when it is told to, by the option or the variable", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  await succeed(sandbox, ["set", "a", "2"]);
  assertEquals((await history(sandbox)).length, 1);
  await succeed(sandbox, ["set", "a", "3", "--backup"]);
  const environment = { PAWL_BACKUP: "2" };
  for (const value of ["4", "5"]) await sandbox.pawl(["set", "a", value, ...FILE], { environment });
  assertEquals((await history(sandbox)).length, 3);
  await sandbox.pawl(["set", "a", "6", "--backup=0", ...FILE], { environment });
  const versions = await history(sandbox);
  assertEquals(versions.map(({ until }) => until === null), [true, false, false]);
  assertEquals(await Deno.readTextFile(versions[1]!.path), DOCUMENT.replace("1", "4"));
  const lines = (await succeed(sandbox, ["history"])).split("\n");
  assertMatch(lines[0]!, /^[0-9a-f]{16} {2}rev - {2}13 bytes {2}now$/);
  assertMatch(lines[1]!, /^[0-9a-f]{16} {2}rev - {2}13 bytes {2}\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  for (const wrong of [["--backup=many"], ["--backup=-1"], ["--backup=1001"]]) {
    assertEquals((await sandbox.pawl(["set", "a", "7", ...wrong, ...FILE])).code, 2);
  }
  assertEquals((await sandbox.pawl(["set", "a", "7", ...FILE], { environment: { PAWL_BACKUP: "x" } })).code, 2);
});

Deno.test("pawl undo goes back, and undone in turn it leaves the file as it was", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  await succeed(sandbox, ["set", "a", "2", "--backup=5"]);
  const preview = await succeed(sandbox, ["undo", "--dry-run"]);
  assertEquals(preview, "a: 2 -> 1\n");
  const { stderr } = await sandbox.pawl(["undo", ...FILE]);
  assertMatch(stderr, /^pawl: note: went back to the version [0-9a-f]{16}, replaced at \S+Z\n$/);
  assertEquals(await sandbox.read("app.toml"), DOCUMENT);
  assertStringIncludes(await succeed(sandbox, ["undo", "--diff"]), "-a = 1\n+a = 2\n");
  assertEquals(await sandbox.read("app.toml"), DOCUMENT.replace("1", "2"));
  const [, , , oldest] = await history(sandbox);
  await succeed(sandbox, ["undo", "--to", oldest!.etag.slice(0, 16)]);
  assertEquals(await sandbox.read("app.toml"), DOCUMENT);
});

Deno.test("pawl undo goes on counting in a managed file, and finds versions by their rev", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": MANAGED });
  for (const value of ["2", "3"]) await succeed(sandbox, ["set", "a", value, "--backup"]);
  const undone = await succeed(sandbox, ["undo", "--to", "1", "--expect-rev", "3", "--json"]);
  assertObjectMatch(JSON.parse(undone), { changed: true, rev: 4 });
  assertMatch(await sandbox.read("app.toml"), /^a = 1\nversion = 1\nrev = 4\nupdated_at = /);
  assertEquals((await history(sandbox)).map(({ rev }) => rev), [4, 3, 2, 1]);
  const stale = await sandbox.pawl(["undo", "--expect-rev", "3", ...FILE]);
  assertMatch(stale.stderr, /^pawl: Conflict detected: expected rev 3, found 4\n/);
  const absent = await sandbox.pawl(["undo", "--to", "17", ...FILE]);
  assertEquals(absent.code, 1);
  assertMatch(absent.stderr, /^pawl: Cannot find the version "17" of "app\.toml": 3 earlier versions are kept\n/);
  assertEquals((await sandbox.pawl(["undo", "--to", "yesterday", ...FILE])).code, 2);
});

Deno.test("pawl undo replaces a broken file, refuses to restore one, and never counts back", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": MANAGED });
  await succeed(sandbox, ["set", "a", "2", "--backup"]);
  await sandbox.write("app.toml", new TextEncoder().encode("a = \nrev = 7\n").with(2, 0xff));
  assertEquals((await sandbox.pawl(["set", "a", "3", ...FILE])).code, 4);
  await succeed(sandbox, ["undo"]);
  assertMatch(await sandbox.read("app.toml"), /^a = 1\nversion = 1\nrev = 8\n/);
  const [, broken] = await history(sandbox);
  const before = await sandbox.state();
  const refused = await sandbox.pawl(["undo", "--to", broken!.etag, ...FILE]);
  assertEquals(refused.code, 4);
  assertStringIncludes(refused.stderr, broken!.path);
  assertEquals(await sandbox.state(), before);
  await sandbox.write("app.toml", '{"a": \n"rev": 20,');
  await succeed(sandbox, ["undo"]);
  assertMatch(await sandbox.read("app.toml"), /^a = 1\nversion = 1\nrev = 21\n/);
});

Deno.test("pawl names the backup and undo when a writer died and the file is not valid", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  await succeed(sandbox, ["set", "a", "2", "--backup"]);
  const lock = await holdWithLibrary(sandbox, "app.toml", "unlucky tool");
  await sandbox.write("app.toml", "a = ");
  await lock.kill();
  const [, backup] = await history(sandbox);
  const { code, stderr } = await sandbox.pawl(["set", "a", "3", ...FILE]);
  assertEquals(code, 4);
  assertStringIncludes(
    stderr,
    `hint: go back with "pawl undo", which restores "${backup!.path}", or repair the file\n`,
  );
  await succeed(sandbox, ["undo"]);
  assertEquals(await sandbox.read("app.toml"), DOCUMENT);
});

Deno.test("pawl undo and diff say so when no earlier version is kept", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  for (const [command, action] of [["undo", "go back in"], ["diff", "compare"]] as const) {
    const { code, stderr } = await sandbox.pawl([command, ...FILE]);
    assertEquals(code, 1);
    const [message, hint] = stderr.split("\n");
    assertEquals(message, `pawl: Cannot ${action} "app.toml": no earlier version is kept`);
    assertMatch(hint!, /^hint: keep versions with --backup/);
  }
  assertEquals((await history(sandbox)).length, 1);
});

Deno.test("pawl diff compares with the version before, or with any other", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": MANAGED });
  for (const value of ["2", "3"]) await succeed(sandbox, ["set", "a", value, "--backup"]);
  assertStringIncludes(
    await succeed(sandbox, ["diff"]),
    "--- app.toml\n+++ app.toml\n@@ -1,4 +1,4 @@\n-a = 2\n+a = 3\n",
  );
  const { changes, rev, diff } = JSON.parse(await succeed(sandbox, ["diff", "--to", "1", "--json"]));
  assertEquals([changes[0], rev], [{ key: "a", old: 1, new: 3 }, 1]);
  assertStringIncludes(diff, "-a = 1\n");
});

Deno.test("pawl says with --json what has changed since the version that was expected, if it is kept", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": MANAGED });
  const etag = (await succeed(sandbox, ["etag"])).trim();
  await succeed(sandbox, ["set", "a", "12345678901234567890", "--type", "string", "--backup=1"]);
  for (const option of [["--expect-rev", "1"], ["--if-match", etag.slice(0, 20)]]) {
    const { code, stderr } = await sandbox.pawl(["set", "a", "3", ...option, "--json", ...FILE]);
    assertEquals(code, 3);
    const { changes } = JSON.parse(stderr).error;
    assertEquals(changes[0], { key: "a", old: 1, new: "12345678901234567890" });
  }
  await succeed(sandbox, ["unset", "a", "--backup=1"]);
  const { stderr } = await sandbox.pawl(["set", "a", "3", "--expect-rev", "1", "--json", ...FILE]);
  assertEquals(JSON.parse(stderr).error.changes, undefined);
});

Deno.test("pawl keeps whole versions in order when many writers change the file at once", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": MANAGED });
  const environment = { PAWL_BACKUP: "4" };
  const results = await Promise.all(
    Array.from({ length: 10 }, () => sandbox.pawl(["increment", "a", ...FILE], { environment })),
  );
  assertEquals(results.map(({ code }) => code), Array(10).fill(0));
  const revs = (await history(sandbox)).map(({ rev }) => rev!);
  assertEquals(revs, revs.toSorted((a, b) => b - a));
  assertEquals(revs[0], 11);
  assertEquals(revs.length <= 5, true);
});
