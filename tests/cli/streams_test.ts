/**
 * Standard output that does not take what is written: closed, full, or nobody reads it any longer.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { pawlInShell } from "../support/pawl_in_shell.ts";
import { Sandbox } from "../support/sandbox.ts";

const FULL = "pawl: Cannot write to standard output: no space left on device\nhint: ";

function streamTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: Deno.build.os === "windows", fn });
}

/** More than a pipe holds, so that the writer notices when nobody reads. */
const LONG_DOCUMENT = `a = 1\nlong = "${"x".repeat(200_000)}"\n`;

streamTest("pawl ends quietly with 0 when nobody reads its output any longer", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": LONG_DOCUMENT });
  // The exit status of pawl goes to descriptor 3, because that of a pipe is that of its last command.
  const script = '{ { "$@"; echo $? >&3; } | head -c 1 >/dev/null; } 3>&1';
  for (const args of [["list"], ["get", "long"], ["list", "--json"]]) {
    const result = await pawlInShell(sandbox, script, [...args, "-f", "app.toml"]);
    assertEquals(result, { code: 0, stdout: "0\n", stderr: "" }, args.join(" "));
  }
});

streamTest("pawl fails with 74 when its output does not fit on the device", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
  const before = await sandbox.state();
  for (
    const args of [["get", "a"], ["list"], ["etag"], ["path"], ["--version"], ["--help"], ["unset", "a", "--dry-run"]]
  ) {
    const result = await pawlInShell(sandbox, '"$@" >/dev/full', ["-f", "app.toml", ...args]);
    assertEquals(result, {
      code: 74,
      stdout: "",
      stderr: `${FULL}free some space on the file system and run it again\n`,
    }, args.join(" "));
  }
  assertEquals(await sandbox.state(), before);
});

streamTest("pawl set says that the file was changed when only its report does not fit", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
  const result = await pawlInShell(sandbox, '"$@" >/dev/full', ["-f", "app.toml", "set", "a", "2", "--diff"]);
  assertEquals(result, { code: 74, stdout: "", stderr: lostReport('"app.toml" was changed', LOOK) });
  assertEquals(await sandbox.read("app.toml"), "a = 2\n");
});

const LOOK = 'look with "pawl list" before you repeat it';
const LOOK_AT_QUEUE = 'look with "pawl queue list"';

/** What a person would read of an error that is printed as JSON. */
function readable(stderr: string): string {
  if (!stderr.startsWith("{")) return stderr;
  const { error: { message, hint } } = JSON.parse(stderr);
  return `pawl: ${message}\nhint: ${hint}\n`;
}

function lostReport(what: string, look: string): string {
  return `pawl: Cannot write to standard output, but ${what}: no space left on device\nhint: ${look}\n`;
}

/** Commands whose report does not fit; the word is put in place of IDs. */
const UNREPORTED: readonly [args: string[], what: string, look: string, text: string][] = [
  [["set", "a", "2", "--json"], '"app.toml" was changed', LOOK, "a = 2\n"],
  [["config", "a", "2", "--json"], '"app.toml" was changed', LOOK, "a = 2\n"],
  [["merge", "more.toml", "--json"], '"app.toml" was changed', LOOK, "a = 1\nb = 1\n"],
  [["undo", "--json"], '"app.toml" was changed', LOOK, "a = 0\n"],
  [["undo", "--diff"], '"app.toml" was changed', LOOK, "a = 0\n"],
  [["modify", "--json", "--", "sed", "-i", "s/1/3/", "{}"], '"app.toml" was changed', LOOK, "a = 3\n"],
  [["queue", "push", "set", "a", "2"], 'the change of "app.toml" is queued as ID', LOOK_AT_QUEUE, "a = 1\n"],
  [["queue", "push", "set", "a", "2", "--json"], 'the change of "app.toml" is queued as ID', LOOK_AT_QUEUE, "a = 1\n"],
];

for (const [args, what, look, text] of UNREPORTED) {
  streamTest(`pawl ${args.join(" ")} says what it has done when its report does not fit`, async () => {
    await using sandbox = await Sandbox.create({ "app.toml": "a = 0\n", "more.toml": "b = 1\n" });
    await sandbox.pawl(["set", "a", "1", "--backup", "-f", "app.toml"]);
    // Options of pawl come before those of the command that modify runs.
    const [name, ...rest] = args;
    const result = await pawlInShell(sandbox, '"$@" >/dev/full', [name!, "-f", "app.toml", ...rest]);
    const report = result.stderr.replace(/^pawl: note: went back.*\n/, "");
    const stderr = readable(report).replace(/[0-9]{17}-\S+\.json/, "ID");
    assertEquals({ ...result, stderr }, { code: 74, stdout: "", stderr: lostReport(what, look) });
    assertEquals(await sandbox.read("app.toml"), text);
  });
}

streamTest("pawl queue drain and remove say what they have done when their report does not fit", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
  const push = async () => (await sandbox.pawl(["queue", "push", "set", "a", "2", "-f", "app.toml"])).stdout.trim();
  const id = await push();
  const removal = ["queue", "remove", id, "--json", "-f", "app.toml"];
  const removed = await pawlInShell(sandbox, '"$@" >/dev/full', removal);
  const what = `the change ${id} was taken out of the queue`;
  assertEquals({ ...removed, stderr: readable(removed.stderr) }, {
    code: 74,
    stdout: "",
    stderr: lostReport(what, LOOK_AT_QUEUE),
  });
  await push();
  const drained = await pawlInShell(sandbox, '"$@" >/dev/full', ["queue", "drain", "-f", "app.toml"]);
  assertEquals(drained, { code: 74, stdout: "", stderr: lostReport('"app.toml" was changed', LOOK) });
  assertEquals(await sandbox.read("app.toml"), "a = 2\n");
});

streamTest("pawl set does its work when standard output is closed", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
  const result = await pawlInShell(sandbox, '"$@" >&-', ["-f", "app.toml", "set", "a", "2", "--json"]);
  assertEquals(result, { code: 0, stdout: "", stderr: "" });
  assertEquals(await sandbox.read("app.toml"), "a = 2\n");
});

streamTest("pawl says by its exit status what standard error does not take", async () => {
  await using sandbox = await Sandbox.create();
  for (const script of ['"$@" 2>&-', '"$@" 2>/dev/full']) {
    const result = await pawlInShell(sandbox, script, ["-f", "absent.toml", "get", "a"]);
    assertEquals(result, { code: 1, stdout: "", stderr: "" }, script);
  }
});
