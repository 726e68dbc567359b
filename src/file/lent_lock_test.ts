import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { foreignLock, isFree } from "../../tests/foreign_lock.ts";
import { Sandbox } from "../../tests/sandbox.ts";
import { LockTimeoutError } from "../errors.ts";
import { isLent } from "./borrowed_lock.ts";
import { lendLock } from "./lent_lock.ts";
import { acquireLock, type FileLock } from "./lock.ts";
import { hashOfSecret, printLockToken } from "./lock_token.ts";

const onWindows = Deno.build.os === "windows";

function lentTest(name: string, fn: (sandbox: Sandbox, path: string) => Promise<void>): void {
  Deno.test({
    name,
    // There nobody can read the record of a locked file.
    ignore: onWindows,
    async fn() {
      await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
      await fn(sandbox, sandbox.path("app.toml"));
    },
  });
}

function namesIn(sandbox: Sandbox): string[] {
  return Array.from(Deno.readDirSync(sandbox.directory), ({ name }) => name).sort();
}

async function isRefused(lock: Promise<FileLock>): Promise<boolean> {
  try {
    (await lock).release();
    return false;
  } catch (error) {
    if (error instanceof LockTimeoutError) return true;
    throw error;
  }
}

const HOLDER = '"pid":7,"host":"laptop","command":"pawl with-lock","since":"2026-11-21T10:00:00.000Z"';

lentTest("lendLock() lets those update who have the token, one after the other, and nobody else", async (_, path) => {
  using lock = await lendLock(path);
  const options = { timeoutMs: 0, lockToken: lock.token };
  assertEquals(await isRefused(acquireLock(path, { timeoutMs: 0 })), true);
  {
    using _borrowed = await acquireLock(path, options);
    assertEquals(await isRefused(acquireLock(path, options)), true);
  }
  assertEquals(await isRefused(acquireLock(path, options)), false);
});

lentTest("lendLock() leaves no second lock file behind", async (sandbox, path) => {
  {
    using lock = await lendLock(path);
    (await acquireLock(path, { lockToken: lock.token })).release();
    assertEquals(namesIn(sandbox), ["app.toml", "app.toml.lock", "app.toml.lock.borrowed"]);
  }
  assertEquals(namesIn(sandbox), ["app.toml", "app.toml.lock"]);
  assertEquals(await sandbox.read("app.toml.lock"), "");
});

lentTest("acquireLock() takes the lock itself when the token says something else", async (sandbox, path) => {
  const lockPath = sandbox.path("app.toml.lock");
  using lock = await lendLock(path);
  const others = [
    "",
    "null",
    "[1, null, {}]",
    printLockToken([{ lockPath, secret: "guessed" }]),
    lock.token!.replace("app.toml.lock", "other.toml.lock"),
  ];
  for (const lockToken of others) {
    assertEquals(await isLent(path, lockToken), false, lockToken);
    assertEquals(await isRefused(acquireLock(path, { timeoutMs: 0, lockToken })), true, lockToken);
  }
  assertEquals(await isLent(path, lock.token!), true);
});

lentTest("acquireLock() takes the lock itself when the lender has released it or is dead", async (sandbox, path) => {
  const lender = await lendLock(path);
  lender.release();
  {
    using lock = await acquireLock(path, { lockToken: lender.token });
    assertEquals(lock.lockPath, sandbox.path("app.toml.lock"));
  }
  const secret = "known";
  await sandbox.write("app.toml.lock", `{"pawl":"lock",${HOLDER},"lentTo":"${await hashOfSecret(secret)}"}\n`);
  const lockToken = printLockToken([{ lockPath: sandbox.path("app.toml.lock"), secret }]);
  using lock = await acquireLock(path, { lockToken });
  assertEquals([lock.lockPath, lock.crashedHolder?.pid], [sandbox.path("app.toml.lock"), 7]);
  assertEquals(namesIn(sandbox), ["app.toml", "app.toml.lock"]);
});

lentTest(
  "acquireLock() waits for a borrower that is at work when its lender has released the lock",
  async (_, path) => {
    const lender = await lendLock(path);
    const borrowed = await acquireLock(path, { lockToken: lender.token });
    lender.release();
    assertEquals(await isLent(path, lender.token!), false);
    assertEquals(await isRefused(acquireLock(path, { timeoutMs: 20 })), true);
    const next = acquireLock(path);
    borrowed.release();
    using lock = await next;
    assertEquals(lock.crashedHolder, undefined);
  },
);

lentTest("acquireLock() waits for a borrower that is at work when its lender has died", async (sandbox, path) => {
  const record = `{"pawl":"lock",${HOLDER},"lentTo":"${await hashOfSecret("known")}"}\n`;
  await sandbox.write("app.toml.lock", record);
  const lockToken = printLockToken([{ lockPath: sandbox.path("app.toml.lock"), secret: "known" }]);
  const lender = foreignLock(sandbox.path("app.toml.lock"));
  const borrowed = await acquireLock(path, { lockToken });
  assertEquals(borrowed.lockPath, sandbox.path("app.toml.lock.borrowed"));
  lender.release();
  assertEquals(await isRefused(acquireLock(path, { timeoutMs: 20 })), true);
  assertEquals(await sandbox.read("app.toml.lock"), record, "whoever gives up leaves it to the next one");
  const next = acquireLock(path);
  borrowed.release();
  using lock = await next;
  assertEquals(lock.crashedHolder?.pid, 7);
});

lentTest("lendLock() tells the next holder of a borrower that died", async (sandbox, path) => {
  const lender = await lendLock(path);
  await sandbox.write("app.toml.lock.borrowed", `{"pawl":"lock",${HOLDER}}\n`);
  lender.release();
  assertEquals(namesIn(sandbox), ["app.toml", "app.toml.lock"]);
  using lock = await acquireLock(path);
  assertEquals(lock.crashedHolder?.pid, 7);
});

lentTest("lendLock() lends a borrowed lock, also to those who borrow from it in turn", async (sandbox, path) => {
  using outer = await lendLock(path);
  using inner = await lendLock(path, { lockToken: outer.token });
  assertEquals(inner.lockPath, sandbox.path("app.toml.lock.borrowed"));
  assertEquals(await isRefused(acquireLock(path, { timeoutMs: 0, lockToken: outer.token })), true);
  {
    using innermost = await acquireLock(path, { timeoutMs: 0, lockToken: inner.token });
    assertEquals(innermost.lockPath, sandbox.path("app.toml.lock.borrowed.borrowed"));
  }
  inner.release();
  assertEquals(await isRefused(acquireLock(path, { timeoutMs: 0, lockToken: inner.token })), false);
  outer.release();
  assertEquals(namesIn(sandbox), ["app.toml", "app.toml.lock"]);
});

lentTest("lendLock() leaves it to the next holder to wait for a lock that was lent again", async (_, path) => {
  const outer = await lendLock(path);
  const inner = await lendLock(path, { lockToken: outer.token });
  const innermost = await acquireLock(path, { lockToken: inner.token });
  inner.release();
  outer.release();
  assertEquals(await isRefused(acquireLock(path, { timeoutMs: 20 })), true);
  innermost.release();
  assertEquals(await isRefused(acquireLock(path)), false);
});

lentTest("lendLock() lends a shared lock for reading only", async (_, path) => {
  using lock = await lendLock(path, { shared: true });
  const error = await assertRejects(() => acquireLock(path, { lockToken: lock.token }), LockTimeoutError);
  assertMatch(error.message, /^Cannot lock ".*app\.toml": the command runs under a shared lock/);
  assertEquals(await isRefused(acquireLock(path, { timeoutMs: 0, shared: true, lockToken: lock.token })), false);
  lock.release();
  assertEquals(await isRefused(acquireLock(path, { timeoutMs: 0, lockToken: lock.token })), false);
});

lentTest("lendLock() gives no token when the lock file belongs to the user", async (sandbox, path) => {
  await sandbox.write("app.toml.lock", "theirs\n");
  {
    using lock = await lendLock(path);
    assertEquals(lock.token, undefined);
    assertEquals(isFree(sandbox.path("app.toml.lock")), false);
  }
  assertEquals(isFree(sandbox.path("app.toml.lock")), true);
  assertEquals(await sandbox.read("app.toml.lock"), "theirs\n");
});
