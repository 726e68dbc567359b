import { assertEquals, assertRejects } from "@std/assert";
import { foreignLock, isFree } from "../../tests/support/foreign_lock.ts";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { signalCall, watchedIo, withFiles } from "../../tests/support/watched_io.ts";
import { LockTimeoutError } from "../model/errors.ts";
import { acquireLock } from "./lock.ts";

/** Long enough that only a defect lets it pass. */
const PATIENCE = { timeoutMs: 20_000 };

Deno.test("acquireLock() gives back a lock that arrives after its caller gave up", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("app.toml");
  const foreign = foreignLock(`${path}.lock`);
  const controller = new AbortController();
  const wait = Promise.withResolvers<unknown>();
  const io = watchedIo(() => {}, Deno, (call, result) => {
    if (call !== "file.lock") return;
    wait.resolve(result);
    queueMicrotask(() => controller.abort(new Error("enough")));
  });
  await assertRejects(() => acquireLock(path, { signal: controller.signal }, io), Error, "enough");
  foreign.release();
  await wait.promise;
  // What is done with the lock is done in the turn in which it arrives.
  await new Promise((resolve) => AbortSignal.timeout(0).addEventListener("abort", resolve));
  assertEquals([isFree(`${path}.lock`), await sandbox.read("app.toml.lock")], [true, ""]);
});

Deno.test("acquireLock() gives back a lock that arrives when the time is over but no timer could say so", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("app.toml");
  using foreign = foreignLock(`${path}.lock`);
  const io = withFiles(() => ({
    lock() {
      const startedAt = performance.now();
      while (performance.now() - startedAt < 40);
      return Promise.resolve();
    },
  }));
  await assertRejects(() => acquireLock(path, { timeoutMs: 20 }, io), LockTimeoutError);
  foreign.release();
  assertEquals(isFree(`${path}.lock`), true);
});

Deno.test("acquireLock() does not begin to wait when its time was over before it could ask", async () => {
  await using sandbox = await Sandbox.create();
  const io = withFiles(() => ({
    tryLockSync() {
      const startedAt = performance.now();
      while (performance.now() - startedAt < 20);
      return false;
    },
    lock: () => Promise.reject(new Error("waited")),
  }));
  await assertRejects(() => acquireLock(sandbox.path("app.toml"), { timeoutMs: 10 }, io), LockTimeoutError);
});

Deno.test("acquireLock() adopts the wait of a caller that gave up", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("app.toml");
  const foreign = foreignLock(`${path}.lock`);
  let waits = 0;
  const tries = signalCall("file.tryLockSync");
  const io = watchedIo((call) => {
    if (call === "file.lock") waits++;
  }, tries.io);
  for (let index = 0; index < 5; index++) {
    await assertRejects(() => acquireLock(path, { timeoutMs: 5 }, io), LockTimeoutError);
  }
  const adopting = acquireLock(path, PATIENCE, io);
  await tries.made(6);
  foreign.release();
  using lock = await adopting;
  assertEquals(waits, 1);
  assertEquals(isFree(lock.lockPath), false);
});

Deno.test("acquireLock() takes the lock file that has the name when the one it waited for was deleted", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("app.toml");
  const deleted = foreignLock(`${path}.lock`);
  const waits = signalCall("file.lock");
  const waiting = acquireLock(path, PATIENCE, waits.io);
  await waits.made(1);
  Deno.removeSync(`${path}.lock`);
  const replaced = foreignLock(`${path}.lock`);
  let isGranted = false;
  const done = waiting.then((lock) => {
    isGranted = true;
    assertEquals(isFree(`${path}.lock`), false);
    lock.release();
  });
  deleted.release();
  // It has had the lock of the deleted file, and waits again.
  await waits.made(2);
  assertEquals(isGranted, false);
  replaced.release();
  await done;
});
