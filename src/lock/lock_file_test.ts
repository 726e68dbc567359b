import { assertEquals, assertRejects } from "@std/assert";
import { foreignLock, isFree } from "../../tests/support/foreign_lock.ts";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { signalCall, systemErrorOf, watchedIo } from "../../tests/support/watched_io.ts";
import { PawlError } from "../model/errors.ts";
import { acquireLock } from "./lock.ts";

const onWindows = Deno.build.os === "windows";
const RECORD = '{"pawl":"lock","pid":7,"host":"laptop","command":"pawl set","since":"2026-11-21T10:00:00.000Z"}\n';

for (const padding of ["", "x".repeat(500)]) {
  Deno.test(`acquireLock() says who died and takes the record over, padding ${padding.length}`, async () => {
    await using sandbox = await Sandbox.create({ "app.toml.lock": RECORD + padding });
    const lock = await acquireLock(sandbox.path("app.toml"), { command: "pawl unset" });
    const since = "2026-11-21T10:00:00.000Z";
    assertEquals(lock.crashedHolder, { pid: 7, host: "laptop", command: "pawl set", since });
    const { pid, command } = JSON.parse(await sandbox.read("app.toml.lock"));
    assertEquals([pid, command], [Deno.pid, "pawl unset"]);
    lock.release();
  });
}

Deno.test("acquireLock() leaves the record of a dead writer to the next one that looks after it", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a\n", "app.toml.lock": RECORD });
  (await acquireLock(sandbox.path("app.toml"))).release();
  assertEquals(await sandbox.read("app.toml.lock"), RECORD);
});

Deno.test("acquireLock() locks a file of the user that has the lock file's name and never writes to it", async () => {
  const content = '{\n  "_meta": { "hash": {} }\n}\n';
  await using sandbox = await Sandbox.create({ "app.toml": "", "app.toml.lock": content });
  const before = Deno.statSync(sandbox.path("app.toml.lock"));
  {
    using lock = await acquireLock(sandbox.path("app.toml"));
    assertEquals([lock.hasRecord, lock.crashedHolder], [false, undefined]);
    assertEquals(isFree(lock.lockPath), false);
    assertEquals(await sandbox.read("app.toml.lock"), content);
  }
  const after = Deno.statSync(sandbox.path("app.toml.lock"));
  assertEquals(await sandbox.read("app.toml.lock"), content);
  assertEquals([after.ino, after.mtime], [before.ino, before.mtime]);
});

const MODES: readonly [document: number, lock: number][] = [
  [0o644, 0o644],
  [0o600, 0o600],
  [0o640, 0o640],
  [0o664, 0o664],
  [0o666, 0o666],
  [0o755, 0o644],
  [0o444, 0o644],
];

for (const [documentMode, lockMode] of MODES) {
  Deno.test({
    name: `acquireLock() lets those lock who may change a file of mode ${documentMode.toString(8)}`,
    ignore: onWindows,
    async fn() {
      await using sandbox = await Sandbox.create({ "app.toml": "" });
      Deno.chmodSync(sandbox.path("app.toml"), documentMode);
      (await acquireLock(sandbox.path("app.toml"))).release();
      assertEquals((Deno.statSync(sandbox.path("app.toml.lock")).mode! & 0o7777).toString(8), lockMode.toString(8));
    },
  });
}

Deno.test({
  name: "acquireLock() creates the lock file of an absent document as the umask says",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create();
    (await acquireLock(sandbox.path("app.toml"))).release();
    assertEquals(Deno.statSync(sandbox.path("app.toml.lock")).mode! & 0o777, 0o666 & ~Deno.umask());
  },
});

Deno.test({
  name: "acquireLock() throws io when the lock file's name belongs to no regular file, and creates nothing",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create({ elsewhere: "" });
    Deno.mkdirSync(sandbox.path("folder.toml.lock"));
    Deno.symlinkSync("elsewhere", sandbox.path("link.toml.lock"));
    Deno.symlinkSync("nowhere", sandbox.path("dangling.toml.lock"));
    const state = await sandbox.state();
    for (const name of ["folder.toml", "link.toml", "dangling.toml"]) {
      const error = await assertRejects(() => acquireLock(sandbox.path(name), { timeoutMs: 0 }), PawlError);
      assertEquals(error.code, "io", error.message);
    }
    assertEquals(await sandbox.state(), state);
    assertEquals(isFree(sandbox.path("elsewhere")), true);
  },
});

Deno.test("acquireLock() does not lock what is no document, and creates no lock file for it", async () => {
  await using sandbox = await Sandbox.create();
  Deno.mkdirSync(sandbox.path("folder"));
  const error = await assertRejects(() => acquireLock(sandbox.path("folder")), PawlError);
  const message = `Cannot use "${sandbox.path("folder")}" as a document: it is a directory, not a file`;
  assertEquals([error.code, error.message], ["not-replaceable", message]);
  assertEquals([...Deno.readDirSync(sandbox.directory)].map(({ name }) => name), ["folder"]);
});

Deno.test("acquireLock() throws io with a hint when the file system cannot lock", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("app.toml");
  // ENOLCK reaches us without a code, ENOTSUP with one.
  for (const refusal of [new Error("No locks available (os error 37)"), systemErrorOf("ENOTSUP")]) {
    const io = watchedIo((call) => {
      if (call === "file.tryLockSync") throw refusal;
    });
    const error = await assertRejects(() => acquireLock(path, {}, io), PawlError, "its file system refuses locks");
    assertEquals(error.code, "io");
    assertEquals(error.hint, "keep the file on a local file system, or mount this one with locking");
  }
  const foreign = foreignLock(`${path}.lock`);
  const io = watchedIo((call) => {
    if (call === "file.lock") throw new Error("No locks available (os error 37)");
  });
  await assertRejects(() => acquireLock(path, {}, io), PawlError, "its file system refuses locks: no locks available");
  foreign.release();
  (await acquireLock(path, { timeoutMs: 0 })).release();
});

Deno.test("acquireLock() goes on when a signal interrupts the call", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("app.toml");
  const seen: string[] = [];
  const interruptOnce = (call: string) => {
    if (seen.includes(call) || !["file.tryLockSync", "file.lock", "file.writeSync"].includes(call)) return;
    seen.push(call);
    throw new Deno.errors.Interrupted("Interrupted system call (os error 4)");
  };
  const foreign = foreignLock(`${path}.lock`);
  const waits = signalCall("file.lock");
  const waiting = acquireLock(path, { timeoutMs: 20_000 }, watchedIo(interruptOnce, waits.io));
  await waits.made(1);
  foreign.release();
  (await waiting).release();
  assertEquals(seen, ["file.tryLockSync", "file.lock", "file.writeSync"]);
});

const DENIED = new Deno.errors.PermissionDenied("Permission denied (os error 13): open 'x'");

Deno.test("acquireLock() throws permission when it may not write to the lock file", async () => {
  await using sandbox = await Sandbox.create({ "app.toml.lock": "" });
  const io = watchedIo((call) => {
    if (call === "openSync") throw DENIED;
  });
  const error = await assertRejects(() => acquireLock(sandbox.path("app.toml"), {}, io), PawlError);
  const hint = `give yourself read and write permission for "${sandbox.path("app.toml.lock")}"`;
  assertEquals([error.code, error.hint], ["permission", hint]);
});

Deno.test("acquireLock() throws not-replaceable when the directory takes no new file", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "" });
  for (const refusal of [DENIED, systemErrorOf("EROFS")]) {
    const io = watchedIo((call, args) => {
      if (call === "openSync" && (args[1] as Deno.OpenOptions).createNew) throw refusal;
    });
    const error = await assertRejects(() => acquireLock(sandbox.path("app.toml"), {}, io), PawlError);
    assertEquals(error.code, "not-replaceable");
  }
});

Deno.test("acquireLock() lets go when the record cannot be written, and leaves none", async () => {
  await using sandbox = await Sandbox.create();
  const io = watchedIo((call) => {
    if (call === "file.writeSync") throw systemErrorOf("ENOSPC");
  });
  const error = await assertRejects(() => acquireLock(sandbox.path("app.toml"), {}, io), PawlError);
  assertEquals([error.code, error.hint], ["io", "free some space on the file system and run it again"]);
  using lock = await acquireLock(sandbox.path("app.toml"), { timeoutMs: 0 });
  assertEquals(lock.crashedHolder, undefined);
});

Deno.test("acquireLock() does without the host's name where it may not ask for it", async () => {
  await using sandbox = await Sandbox.create();
  const hostname = () => {
    throw new Deno.errors.NotCapable('Requires sys access to "hostname"');
  };
  using _lock = await acquireLock(sandbox.path("app.toml"), {}, { ...Deno, hostname });
  const { pid, host } = JSON.parse(await sandbox.read("app.toml.lock"));
  assertEquals([pid, host], [Deno.pid, ""]);
});
