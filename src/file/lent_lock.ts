/**
 * A lock whose holder lends it to the processes that it starts (see `borrowed_lock.ts`).
 *
 * @module
 */
import type { LockHolder } from "../errors.ts";
import { borrowersOf } from "./borrowed_lock.ts";
import type { FileIo } from "./file_io.ts";
import type { HeldLock } from "./held_lock.ts";
import { type Loan, printRecord } from "./holder_record.ts";
import { acquireTargetLock, type FileLock, type LockOptions } from "./lock.ts";
import { currentInfo, openLockFile, tryLock } from "./lock_file.ts";
import { findRecord } from "./lock_record.ts";
import { hashOfSecret, newSecret, parseLockToken, printLockToken } from "./lock_token.ts";
import { isSystemError } from "./system_error.ts";
import { resolveTarget, type Target } from "./target.ts";

/** A lock that is held, also for others. */
export interface LentLock extends FileLock {
  /**
   * What lets another process borrow the lock, as {@linkcode LockOptions.lockToken}. `pawl` takes it from the environment
   * variable `PAWL_LOCK_TOKEN`. `undefined` if it can't be lent, because the lock file belongs to the user.
   */
  readonly token: string | undefined;
}

/**
 * Takes the lock of a document, to lend it to other processes: while it is held, those that get the token update the
 * document one after the other, and nobody else does.
 *
 * A shared lock is lent for reading only: whoever has the token and wants to write fails at once and does not wait.
 *
 * @param path The document's path. The document need not exist, its directory must.
 * @param options How to take it. With a token of the caller's own, the new one speaks of both locks.
 * @param io The operating system.
 * @returns The lock; release it with `await using`, `using` or `release()`.
 * @throws {LockTimeoutError} If it was not had in time.
 * @throws {PawlError} With code `permission`, `not-replaceable` or `io` if it can't be had at all.
 * @throws The reason of the signal, if the caller aborts.
 */
export async function lendLock(path: string, options: LockOptions = {}, io: FileIo = Deno): Promise<LentLock> {
  const target = resolveTarget(path, io);
  const secret = options.shared ? "" : newSecret();
  const loan: Loan = { secretHash: await hashOfSecret(secret), isOver: false };
  const lock = await acquireTargetLock(target, { ...options, loan }, "refuse", io);
  if (!options.shared && !lock.hasRecord) return Object.assign(lock, { token: undefined });
  const outer = options.lockToken === undefined ? [] : parseLockToken(options.lockToken);
  const token = printLockToken([...outer, { lockPath: lock.lockPath, secret }]);
  return new HeldLoan(lock, { ...target, lockPath: lock.lockPath }, loan, token, io);
}

class HeldLoan implements LentLock {
  readonly lockPath: string;
  readonly crashedHolder: LockHolder | undefined;
  readonly hasRecord: boolean;
  readonly token: string;
  readonly #lock: HeldLock;
  readonly #target: Target;
  readonly #loan: Loan;
  readonly #io: FileIo;
  #isReleased = false;

  constructor(lock: HeldLock, target: Target, loan: Loan, token: string, io: FileIo) {
    this.lockPath = lock.lockPath;
    this.crashedHolder = lock.crashedHolder;
    this.hasRecord = lock.hasRecord;
    this.token = token;
    this.#lock = lock;
    this.#target = target;
    this.#loan = loan;
    this.#io = io;
  }

  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    if (!this.hasRecord) return this.#lock.release();
    const borrowers = this.#lockBorrowers();
    try {
      if (borrowers === undefined) this.#lock.leaveRecord(printRecord(NOBODY, { ...this.#loan, isOver: true }));
      this.#lock.release();
    } finally {
      borrowers?.close();
    }
  }
}
