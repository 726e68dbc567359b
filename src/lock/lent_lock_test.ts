import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { type ForeignLock, foreignLock, isFree } from "../../tests/support/foreign_lock.ts";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { watchedIo } from "../../tests/support/watched_io.ts";
import { LockTimeoutError } from "../model/errors.ts";
import { isLent } from "./borrowed_lock.ts";
import { readLoan } from "./holder_record.ts";
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
    assertEquals(await isLent(path, lockToken, "read"), false, lockToken);
    assertEquals(await isRefused(acquireLock(path, { timeoutMs: 0, lockToken })), true, lockToken);
  }
  assertEquals(await isLent(path, lock.token!, "write"), true);
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
    assertEquals(await isLent(path, lender.token!, "write"), false);
    assertEquals(await isRefused(acquireLock(path, { timeoutMs: 20 })), true);
    const next = acquireLock(path);
    borrowed.release();
    using lock = await next;
    assertEquals(lock.crashedHolder, undefined);
  },
);

lentTest("acquireLock() takes the lock itself when it was released while others borrowed it", async (sandbox, path) => {
  const lender = await lendLock(path);
  const borrowed = await acquireLock(path, { lockToken: lender.token });
  const next = acquireLock(path, { lockToken: lender.token });
  assertEquals(await isRefused(acquireLock(path, { lockToken: lender.token, timeoutMs: 20 })), true);
  lender.release();
  borrowed.release();
  using lock = await next;
  assertEquals(lock.lockPath, sandbox.path("app.toml.lock"));
  assertEquals(namesIn(sandbox), ["app.toml", "app.toml.lock"]);
});

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

/** A borrower that does all its steps at one moment; it is at work until it leaves. */
class SuddenBorrower {
  readonly #lockPath: string;
  #lock: ForeignLock | undefined;

  constructor(lockPath: string) {
    this.#lockPath = lockPath;
  }

  /** Whether it has borrowed the lock. */
  get isAtWork(): boolean {
    return this.#lock !== undefined;
  }

  /** Tries to borrow. */
  come(): void {
    let lock: ForeignLock;
    try {
      lock = foreignLock(`${this.#lockPath}.borrowed`);
    } catch {
      return;
    }
    const loan = readLoan(Deno.readTextFileSync(this.#lockPath));
    if (!isFree(this.#lockPath) && loan !== undefined && !loan.isOver) this.#lock = lock;
    else lock.release();
  }

  leave(): void {
    this.#lock?.release();
  }
}

lentTest("lendLock() releases the lock so that others wait for who borrows it at any step", async (sandbox, path) => {
  let workCount = 0;
  let isOver = false;
  for (let n = 1; !isOver; n++) {
    const borrower = new SuddenBorrower(sandbox.path("app.toml.lock"));
    let callsLeft = Infinity;
    const io = watchedIo(() => {
      if (--callsLeft === 0) borrower.come();
    });
    const lock = await lendLock(path, {}, io);
    callsLeft = n;
    lock.release();
    assertEquals(await isRefused(acquireLock(path, { timeoutMs: 0 })), borrower.isAtWork, `call ${n}`);
    if (borrower.isAtWork) workCount++;
    borrower.leave();
    assertEquals(await isRefused(acquireLock(path, { timeoutMs: 0 })), false, `call ${n}`);
    assertEquals(namesIn(sandbox), ["app.toml", "app.toml.lock"], `call ${n}`);
    isOver = callsLeft > 0;
  }
  assert(workCount > 0);
});

lentTest("acquireLock() after a dead lender waits for who borrows the lock at any step", async (sandbox, path) => {
  const lockPath = sandbox.path("app.toml.lock");
  let workCount = 0;
  let isOver = false;
  for (let n = 1; !isOver; n++) {
    await sandbox.write("app.toml.lock", `{"pawl":"lock",${HOLDER},"lentTo":"${"0".repeat(64)}"}\n`);
    const borrower = new SuddenBorrower(lockPath);
    let callsLeft = n;
    let isHeld: boolean | undefined;
    const io = watchedIo(() => {
      if (--callsLeft === 0) borrower.come();
    });
    try {
      using _lock = await acquireLock(path, { timeoutMs: 0 }, io);
      // Whoever comes after that comes too late, so what counts is this moment.
      isHeld = !borrower.isAtWork;
    } catch (error) {
      if (!(error instanceof LockTimeoutError)) throw error;
    }
    assertEquals(isHeld, borrower.isAtWork ? undefined : true, `call ${n}`);
    if (borrower.isAtWork) workCount++;
    borrower.leave();
    assertEquals(await isRefused(acquireLock(path, { timeoutMs: 0 })), false, `call ${n}`);
    isOver = callsLeft > 0;
  }
  assert(workCount > 0);
});
