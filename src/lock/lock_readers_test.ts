import { assert, assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { foreignLock, isFree } from "../../tests/support/foreign_lock.ts";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { signalCall, watchedIo } from "../../tests/support/watched_io.ts";
import { LockTimeoutError, PawlError } from "../model/errors.ts";
import type { FileIo } from "../file/file_io.ts";
import { acquireLock, isLocked, waitForUnlock } from "./lock.ts";

const PATIENCE = { timeoutMs: 20_000 };
const RECORD = '{"pawl":"lock","pid":7,"host":"","command":"","since":""}\n';

/** An operating system in which nothing may be written or created. */
const readOnlyIo: FileIo = watchedIo((call, args) => {
  const options = call === "openSync" ? args[1] as Deno.OpenOptions : {};
  if (options.write || options.create || options.createNew || /write|truncate|remove|rename|mkdir|chmod/.test(call)) {
    throw new Error(`not allowed: ${call}`);
  }
});

Deno.test("isLocked() answers without creating or writing anything", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("app.toml");
  assertEquals(isLocked(path, readOnlyIo), false);
  assertEquals(isLocked(sandbox.path("none/app.toml"), readOnlyIo), false);
  assertEquals([...Deno.readDirSync(sandbox.directory)], []);
  const lock = await acquireLock(path);
  assertEquals(isLocked(path, readOnlyIo), true);
  lock.release();
  assertEquals(isLocked(path, readOnlyIo), false);
});

Deno.test("isLocked() is false when the last holder died", async () => {
  await using sandbox = await Sandbox.create({ "app.toml.lock": RECORD });
  assertEquals(isLocked(sandbox.path("app.toml"), readOnlyIo), false);
  assertEquals(await sandbox.read("app.toml.lock"), RECORD);
});

Deno.test("isLocked() is true when a foreign holder has the lock, and only if it excludes readers", async () => {
  await using sandbox = await Sandbox.create();
  {
    using _exclusive = foreignLock(sandbox.path("app.toml.lock"));
    assertEquals(isLocked(sandbox.path("app.toml"), readOnlyIo), true);
  }
  using _shared = foreignLock(sandbox.path("app.toml.lock"), true);
  assertEquals(isLocked(sandbox.path("app.toml"), readOnlyIo), false);
});

Deno.test("isLocked() throws permission with a hint when the lock file may not be read", async () => {
  await using sandbox = await Sandbox.create({ "app.toml.lock": "" });
  const io = watchedIo((call) => {
    if (call === "openSync") throw new Deno.errors.PermissionDenied("Permission denied (os error 13): open 'x'");
  });
  const error = assertThrows(() => isLocked(sandbox.path("app.toml"), io), PawlError);
  const lockPath = sandbox.path("app.toml.lock");
  assertEquals(error.message, `Cannot open the lock file "${lockPath}": permission denied`);
  assertEquals([error.code, error.hint], ["permission", `give yourself read permission for "${lockPath}"`]);
});

Deno.test("waitForUnlock() returns at once when nobody holds the lock", async () => {
  await using sandbox = await Sandbox.create({ "free.lock": "" });
  await waitForUnlock(sandbox.path("absent"), { timeoutMs: 0 }, readOnlyIo);
  await waitForUnlock(sandbox.path("free"), { timeoutMs: 0 }, readOnlyIo);
  assertEquals([...Deno.readDirSync(sandbox.directory)].map(({ name }) => name), ["free.lock"]);
});

for (const holder of ["of this process", "that is foreign"] as const) {
  Deno.test(`waitForUnlock() waits for a holder ${holder} and leaves the lock free`, async () => {
    await using sandbox = await Sandbox.create();
    const path = sandbox.path("app.toml");
    const lock = holder === "that is foreign" ? foreignLock(`${path}.lock`) : await acquireLock(path);
    let isOver = false;
    const waiting = waitForUnlock(path, PATIENCE, readOnlyIo).then(() => isOver = true);
    await assertRejects(() => waitForUnlock(path, { timeoutMs: 20 }, readOnlyIo), LockTimeoutError);
    assertEquals(isOver, false);
    lock.release();
    await waiting;
    assertEquals(isFree(`${path}.lock`), true);
  });
}

Deno.test("waitForUnlock() returns when the lock file it waited for was deleted", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("app.toml");
  const foreign = foreignLock(`${path}.lock`);
  const waits = signalCall("file.lock");
  const waiting = waitForUnlock(path, PATIENCE, waits.io);
  await waits.made(1);
  Deno.removeSync(`${path}.lock`);
  foreign.release();
  await waiting;
  assertEquals([...Deno.readDirSync(sandbox.directory)], []);
});

Deno.test("waitForUnlock() throws the reason of the caller's signal", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("app.toml");
  using lock = await acquireLock(path);
  const reason = new Error("enough");
  const controller = new AbortController();
  const waiting = assertRejects(() => waitForUnlock(path, { signal: controller.signal }));
  controller.abort(reason);
  assertStrictEquals(await waiting, reason);
  lock.release();
});

Deno.test("acquireLock() lets shared locks be held together and keeps others out", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("app.toml");
  const shared = await Promise.all([1, 2, 3].map(() => acquireLock(path, { shared: true })));
  await assertRejects(() => acquireLock(path, { timeoutMs: 10 }), LockTimeoutError);
  assertEquals(isFree(`${path}.lock`), false);
  assertEquals(Deno.readTextFileSync(`${path}.lock`), "");
  assert(shared.every(({ hasRecord }) => !hasRecord));
  shared.forEach((lock) => lock.release());
  assertEquals(isFree(`${path}.lock`), true);
});

Deno.test("acquireLock() serves exclusive and shared callers in the order in which they came", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("app.toml");
  const events: string[] = [];
  const held = await acquireLock(path);
  const callers = [..."rrwrr"].map(async (kind, index) => {
    using _lock = await acquireLock(path, { ...PATIENCE, shared: kind === "r" });
    events.push(`${kind}${index} in`);
    await new Promise((resolve) => queueMicrotask(() => resolve(undefined)));
    await new Promise<void>((resolve) => AbortSignal.timeout(2).addEventListener("abort", () => resolve()));
    events.push(`${kind}${index} out`);
  });
  held.release();
  await Promise.all(callers);
  assertEquals(events, [
    ...["r0 in", "r1 in", "r0 out", "r1 out"],
    ...["w2 in", "w2 out"],
    ...["r3 in", "r4 in", "r3 out", "r4 out"],
  ]);
});

Deno.test("acquireLock() takes a shared lock behind a writer that gave up", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("app.toml");
  using _first = await acquireLock(path, { shared: true });
  const writer = assertRejects(() => acquireLock(path, { timeoutMs: 10 }), LockTimeoutError);
  const second = acquireLock(path, { ...PATIENCE, shared: true });
  await writer;
  (await second).release();
});

Deno.test("acquireLock() tells a shared holder that the last one died and leaves the record", async () => {
  await using sandbox = await Sandbox.create({ "app.toml.lock": RECORD });
  {
    using lock = await acquireLock(sandbox.path("app.toml"), { shared: true });
    assertEquals(lock.crashedHolder?.pid, 7);
  }
  assertEquals(await sandbox.read("app.toml.lock"), RECORD);
});

Deno.test("acquireLock() lets no reader pass a writer that waits", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("app.toml");
  const events: string[] = [];
  const reader = await acquireLock(path, { shared: true });
  const callers = [false, true].map(async (shared) => {
    using _lock = await acquireLock(path, { ...PATIENCE, shared });
    events.push(shared ? "reader" : "writer");
  });
  reader.release();
  await Promise.all(callers);
  assertEquals(events, ["writer", "reader"]);
});
