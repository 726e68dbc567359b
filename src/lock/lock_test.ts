import { assert, assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { foreignLock, isFree } from "../../tests/support/foreign_lock.ts";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { signalCall } from "../../tests/support/watched_io.ts";
import { LockTimeoutError, PawlError } from "../model/errors.ts";
import { acquireLock } from "./lock.ts";

/** Long enough that only a defect lets it pass. */
const PATIENCE = { timeoutMs: 20_000 };

function recordIn(sandbox: Sandbox): string {
  return Deno.readTextFileSync(sandbox.path("app.toml.lock"));
}

Deno.test("acquireLock() names its holder while it is held and leaves an empty lock file", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
  const lock = await acquireLock(sandbox.path("app.toml"), { command: "pawl set" });
  const { since, ...record } = JSON.parse(recordIn(sandbox));
  assertEquals(record, { pawl: "lock", pid: Deno.pid, host: Deno.hostname(), command: "pawl set" });
  assert(Math.abs(Date.now() - Date.parse(since)) < 60_000, since);
  assertEquals([lock.lockPath, lock.crashedHolder, lock.hasRecord], [sandbox.path("app.toml.lock"), undefined, true]);
  assertEquals(isFree(lock.lockPath), false);
  lock.release();
  assertEquals(recordIn(sandbox), "");
  assertEquals(isFree(lock.lockPath), true);
});

Deno.test("release() does nothing the second time", async () => {
  await using sandbox = await Sandbox.create();
  const first = await acquireLock(sandbox.path("app.toml"));
  first.release();
  using _second = await acquireLock(sandbox.path("app.toml"));
  first.release();
  assert(recordIn(sandbox) !== "");
  assertEquals(isFree(sandbox.path("app.toml.lock")), false);
});

Deno.test("acquireLock() gives a lock that using and await using release", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("app.toml");
  {
    using _lock = await acquireLock(path);
    assertEquals(isFree(`${path}.lock`), false);
  }
  assertEquals(isFree(`${path}.lock`), true);
  {
    await using _lock = await acquireLock(path);
    assertEquals(isFree(`${path}.lock`), false);
  }
  assertEquals(isFree(`${path}.lock`), true);
});

Deno.test("acquireLock() serves the callers of one process in order", async () => {
  await using sandbox = await Sandbox.create();
  const served: number[] = [];
  await Promise.all(Array.from({ length: 100 }, async (_, index) => {
    using _lock = await acquireLock(sandbox.path("app.toml"), PATIENCE);
    await Promise.resolve();
    served.push(index);
  }));
  assertEquals(served, Array.from({ length: 100 }, (_, index) => index));
});

Deno.test("acquireLock() keeps the order behind a foreign holder, with one pending wait for all", async () => {
  await using sandbox = await Sandbox.create();
  const foreign = foreignLock(sandbox.path("app.toml.lock"));
  const waits = signalCall("file.lock");
  const served: number[] = [];
  const callers = Array.from({ length: 50 }, async (_, index) => {
    using _lock = await acquireLock(sandbox.path("app.toml"), PATIENCE, waits.io);
    served.push(index);
  });
  await waits.made(1);
  assertEquals(served, []);
  foreign.release();
  await Promise.all(callers);
  assertEquals(served, Array.from({ length: 50 }, (_, index) => index));
  assertEquals(waits.count(), 1);
});

Deno.test("acquireLock() throws LockTimeoutError that names the holder when the time is up", async () => {
  await using sandbox = await Sandbox.create();
  using _held = await acquireLock(sandbox.path("app.toml"), { command: "pawl set" });
  const startedAt = performance.now();
  const error = await assertRejects(
    () => acquireLock(sandbox.path("app.toml"), { timeoutMs: 100 }),
    LockTimeoutError,
  );
  const elapsedMs = performance.now() - startedAt;
  assert(elapsedMs >= 99 && elapsedMs < 2000, `${elapsedMs}`);
  assertEquals([error.code, error.holder?.pid, error.holder?.command], ["lock-timeout", Deno.pid, "pawl set"]);
  assert(error.waitedMs >= 99, `${error.waitedMs}`);
  assertEquals(error.hint, "wait for it to end or raise --timeout");
  const message = error.message.replaceAll(/\d+ ms/g, "N ms");
  const holder = `pid ${Deno.pid} (pawl set) on "${Deno.hostname()}"`;
  assertEquals(message, `Cannot lock "${sandbox.path("app.toml")}" after N ms: ${holder} has held it for N ms`);
});

Deno.test("acquireLock() says that a foreign holder left no name", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("app.toml");
  using foreign = foreignLock(`${path}.lock`);
  const error = await assertRejects(() => acquireLock(path, { timeoutMs: 30 }), LockTimeoutError);
  assertEquals(error.holder, undefined);
  assert(error.message.endsWith(`its holder left no name in "${path}.lock", as flock(1) and readers do`));
  foreign.release();
  // The wait that nobody wants any more must have ended before the test does.
  (await acquireLock(path, PATIENCE)).release();
});

Deno.test("acquireLock() counts the time in line, by the clock, even while no timer can run", async () => {
  await using sandbox = await Sandbox.create();
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, async () => {
    using _lock = await acquireLock(sandbox.path("app.toml"), { timeoutMs: 60 });
    const startedAt = performance.now();
    while (performance.now() - startedAt < 10); // As an update does, it keeps the thread.
  }));
  const served = outcomes.findIndex(({ status }) => status === "rejected");
  // Whoever holds it takes 10 ms, so the seventh begins after 60 ms at the earliest.
  assert(served >= 1 && served <= 7, `${served}`);
  for (const outcome of outcomes.slice(served)) {
    assert((outcome as PromiseRejectedResult).reason instanceof LockTimeoutError);
  }
});

Deno.test("acquireLock() does not wait when the time is zero and the holder is named", async () => {
  await using sandbox = await Sandbox.create({ "app.toml.lock": '{"pawl":"lock","pid":7,"command":"pawl set"}\n' });
  const path = sandbox.path("app.toml");
  using _foreign = foreignLock(`${path}.lock`);
  const waits = signalCall("file.lock");
  const error = await assertRejects(() => acquireLock(path, { timeoutMs: 0 }, waits.io), LockTimeoutError);
  assertEquals(error.message, `Cannot lock "${path}" without waiting: pid 7 (pawl set) has held it`);
  assertEquals(error.hint, "drop --no-wait or raise --timeout");
  assertEquals(waits.count(), 0);
});

Deno.test("acquireLock() does not wait in line when the time is zero", async () => {
  await using sandbox = await Sandbox.create();
  const first = acquireLock(sandbox.path("app.toml"), { timeoutMs: 0 });
  await assertRejects(() => acquireLock(sandbox.path("app.toml"), { timeoutMs: 0 }), LockTimeoutError);
  (await first).release();
});

Deno.test("acquireLock() bears with a reader that only asks, although the time is zero", async () => {
  await using sandbox = await Sandbox.create();
  const reader = foreignLock(sandbox.path("app.toml.lock"), true);
  const tries = signalCall("file.tryLockSync");
  const lock = acquireLock(sandbox.path("app.toml"), { timeoutMs: 0 }, tries.io);
  await tries.made(1);
  reader.release();
  (await lock).release();
});

Deno.test("acquireLock() throws the reason of the caller's signal", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("app.toml");
  const reason = new Error("enough");
  const before = await assertRejects(() => acquireLock(path, { signal: AbortSignal.abort(reason) }));
  assertStrictEquals(before, reason);
  assertEquals(await sandbox.state(), "");
  using held = await acquireLock(path);
  const controller = new AbortController();
  const inLine = assertRejects(() => acquireLock(path, { signal: controller.signal }));
  controller.abort(reason);
  assertStrictEquals(await inLine, reason);
  held.release();
  (await acquireLock(path, { timeoutMs: 0 })).release();
});

Deno.test("acquireLock() throws when its directory is absent", async () => {
  await using sandbox = await Sandbox.create();
  const error = await assertRejects(() => acquireLock(sandbox.path("none/app.toml")), PawlError);
  assertEquals(error.code, "io");
  assertEquals(await sandbox.state(), "");
});

Deno.test("acquireLock() refuses a time that is none", async () => {
  await using sandbox = await Sandbox.create();
  for (const timeoutMs of [-1, NaN]) {
    await assertRejects(() => acquireLock(sandbox.path("app.toml"), { timeoutMs }), RangeError);
  }
  for (const timeoutMs of [Infinity, 2 ** 40]) {
    const held = await acquireLock(sandbox.path("app.toml"), { timeoutMs });
    const next = acquireLock(sandbox.path("app.toml"), { timeoutMs });
    held.release();
    (await next).release();
  }
});
