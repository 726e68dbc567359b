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
  const hint = 'mind that "app.toml" was changed; only the report is lost\n';
  assertEquals(result, { code: 74, stdout: "", stderr: FULL + hint });
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
