/**
 * Faults that the operating system itself makes: full disks, mount points, special files, holders that are stopped or
 * killed. See also `permissions_test.ts`.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { LockTimeoutError } from "../../src/model/errors.ts";
import { acquireLock } from "../../src/lock/lock.ts";
import { updateFile } from "../../src/store/file_store.ts";
import { isFree } from "../support/foreign_lock.ts";
import { Sandbox } from "../support/sandbox.ts";
import { renewed } from "../support/update_process.ts";
import { mountNamespace, type RunOptions, runUpdate, startHolder } from "../support/update_runner.ts";

const onWindows = Deno.build.os === "windows";
const OLD = "a = 'old'\n";
const NEW = "a = 'new'\n";

const namespace = mountNamespace();
if (typeof namespace === "string") console.warn(`Skipping the tests that mount file systems: ${namespace}`);

/** Runs a shell script in a mount namespace, then an update, then another script. */
function mounted(before: string, after: string): RunOptions {
  return {
    through: [...namespace, "sh", "-ec", `${before}\nset +e\n"$@"\nstatus=$?\nset -e\n${after}\nexit $status`, "sh"],
  };
}

Deno.test({
  name: "updateFile() keeps the old file when a full disk takes only a part of a write",
  ignore: typeof namespace === "string",
  async fn() {
    const text = `${"#".repeat(40_000)}old\n`;
    await using sandbox = await Sandbox.create({ "app.toml": text });
    Deno.mkdirSync(sandbox.path("disk"));
    // 16 pages: room for the document and its lock file, not for a second document.
    const before = "mount -t tmpfs -o size=64k none disk; cp app.toml disk";
    const after = "cmp app.toml disk/app.toml; test ! -s disk/app.toml.lock; test $(ls -A disk | wc -l) = 2";
    const outcome = await runUpdate(sandbox, ["update", sandbox.path("disk/app.toml")], mounted(before, after));
    assert(outcome.writes.some((count) => count > 0 && count < text.length && count > 4000), `${outcome.writes}`);
    const path = sandbox.path("disk/app.toml");
    assertEquals(outcome.error, {
      code: "io",
      message: `Cannot write a new "${path}": no space left on device`,
      hint: "free some space on the file system and run it again",
    });
  },
});

Deno.test({
  name: "updateFile() refuses a file that is a mount point, with a remedy",
  ignore: typeof namespace === "string",
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": OLD, "elsewhere.toml": OLD });
    const after = "test $(ls -A | wc -l) = 4; test ! -s app.toml.lock; cmp app.toml elsewhere.toml";
    const through = mounted("mount --bind elsewhere.toml app.toml; mkdir -p home", after);
    const path = sandbox.path("app.toml");
    assertEquals((await runUpdate(sandbox, ["update", path], through)).error, {
      code: "not-replaceable",
      message: `Cannot replace "${path}": device or resource busy`,
      hint: "a file that is itself a mount point cannot be replaced: mount its directory instead",
    });
    assertEquals([await sandbox.read("app.toml"), await sandbox.read("elsewhere.toml")], [OLD, OLD]);
  },
});

Deno.test({
  name: "updateFile() refuses a read-only file system, and readers do not mind it",
  ignore: typeof namespace === "string",
  async fn() {
    await using sandbox = await Sandbox.create();
    Deno.mkdirSync(sandbox.path("disk"));
    await sandbox.write("disk/app.toml", OLD);
    await sandbox.write("disk/app.toml.lock", "");
    const path = sandbox.path("disk/app.toml");
    const through = mounted("mount --bind disk disk; mount -o remount,ro,bind disk", "");
    const { error } = await runUpdate(sandbox, ["update", path], through);
    const message = `Cannot open the lock file "${path}.lock": read-only file system`;
    assertEquals([error?.code, error?.message], ["not-replaceable", message]);
    assertEquals((await runUpdate(sandbox, ["read", path], through)).value, OLD);
    assertEquals((await runUpdate(sandbox, ["is-locked", path], through)).value, false);
  },
});

Deno.test({
  name: "updateFile() and isLocked() open no FIFO, neither as a document nor as a lock file",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": OLD });
    const fifos = [sandbox.path("fifo"), sandbox.path("app.toml.lock")];
    assert((await new Deno.Command("mkfifo", { args: fifos }).output()).success);
    const through = ["timeout", "--signal=KILL", "20"];
    const outcomes = await Promise.all([
      runUpdate(sandbox, ["update", sandbox.path("fifo")], { through }),
      runUpdate(sandbox, ["read", sandbox.path("fifo")], { through }),
      runUpdate(sandbox, ["update", sandbox.path("app.toml")], { through }),
      runUpdate(sandbox, ["is-locked", sandbox.path("app.toml")], { through }),
      runUpdate(sandbox, ["update", "/dev/null"], { through }),
    ]);
    const codes = outcomes.map(({ error }) => error?.code);
    assertEquals(codes, ["not-replaceable", "not-replaceable", "io", "io", "not-replaceable"]);
    assert(outcomes[0]!.error!.message.endsWith("it is a FIFO, not a file"));
    assert(outcomes[4]!.error!.message.endsWith("it is a device, not a file"), outcomes[4]!.error!.message);
    for (const path of ["/dev/null.lock", sandbox.path("fifo.lock")]) {
      assertEquals((await new Deno.Command("test", { args: ["-e", path] }).output()).success, false, path);
    }
  },
});

Deno.test({
  name: "acquireLock() ends on time, and names the holder, when the holder is stopped",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": OLD });
    const path = sandbox.path("app.toml");
    await using holder = await startHolder(path);
    holder.signal("SIGSTOP");
    const startedAt = performance.now();
    const waiting = Array.from({ length: 20 }, () => updateFile(path, renewed, { timeoutMs: 300 }));
    const ends = await Promise.allSettled(waiting);
    const elapsedMs = performance.now() - startedAt;
    // Its precision is the business of the stress test; here other tests may keep the machine busy.
    assert(elapsedMs >= 299 && elapsedMs < 2000, `${elapsedMs}`);
    for (const end of ends) {
      const error = (end as PromiseRejectedResult).reason;
      assert(error instanceof LockTimeoutError);
      assertEquals([error.holder?.pid, error.holder?.command], [holder.pid, "pawl hold"]);
    }
    assertEquals(await sandbox.read("app.toml"), OLD);
    holder.signal("SIGKILL");
    assertEquals((await updateFile(path, renewed)).after, NEW);
  },
});

Deno.test({
  name: "acquireLock() gets the lock of a holder that is killed, and says who it was",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": OLD });
    const path = sandbox.path("app.toml");
    await using holder = await startHolder(path);
    assertEquals(isFree(`${path}.lock`), false);
    const waiting = acquireLock(path);
    holder.signal("SIGKILL");
    using lock = await waiting;
    assertEquals([lock.crashedHolder?.pid, lock.crashedHolder?.command], [holder.pid, "pawl hold"]);
  },
});
