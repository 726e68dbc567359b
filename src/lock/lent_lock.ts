/**
 * A lock whose holder lends it to the processes that it starts (see `borrowed_lock.ts`).
 *
 * @module
 */
import { type LockHolder, PawlError } from "../model/errors.ts";
import { borrowersOf } from "./borrowed_lock.ts";
import type { FileIo } from "../file/file_io.ts";
import type { HeldLock } from "./held_lock.ts";
import type { Loan } from "./holder_record.ts";
import { acquireTargetLock, type FileLock, type LockOptions } from "./lock.ts";
import { currentInfo, openExistingLockFile, openLockFile, tryLock } from "./lock_file.ts";
import { type FoundRecord, readFound } from "./record_file.ts";
import { hashOfSecret, newSecret, parseLockToken, printLockToken } from "./lock_token.ts";
import { isSystemError } from "../file/system_error.ts";
import { resolveTarget, type Target } from "../file/target.ts";

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
 * A shared lock is lent for reading only: a borrower that wants to write fails at once and does not wait.
 *
 * @returns The lock; release it with `await using`, `using` or `release()`.
 * @throws {LockTimeoutError} If it could not be acquired in time.
 * @throws {PawlError} With code `permission`, `not-replaceable` or `io` if it cannot be acquired at all.
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
  return new HeldLoan(lock, target, token, io);
}

/** A held lock that is lent. */
class HeldLoan implements LentLock {
  readonly lockPath: string;
  readonly crashedHolder: LockHolder | undefined;
  readonly hasRecord: boolean;
  readonly token: string;
  readonly #lock: HeldLock;
  readonly #borrowers: Target;
  readonly #io: FileIo;
  #isReleased = false;

  constructor(lock: HeldLock, target: Target, token: string, io: FileIo) {
    this.lockPath = lock.lockPath;
    this.crashedHolder = lock.crashedHolder;
    this.hasRecord = lock.hasRecord;
    this.token = token;
    this.#lock = lock;
    this.#borrowers = borrowersOf({ ...target, lockPath: lock.lockPath });
    this.#io = io;
  }

  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    // A shared lock is lent to nobody who would need the other lock file.
    const file = this.hasRecord ? this.#endLoan() : undefined;
    try {
      this.#lock.release();
      // Not before: a process that creates the file anew must not find the lock held.
      if (file !== undefined) this.#remove();
    } finally {
      file?.close();
    }
  }

  /** Locks the borrowers' file, so that nobody borrows any more, or leaves it to the next holder to wait for them. */
  #endLoan(): Deno.FsFile | undefined {
    const file = this.#openBorrowersFile();
    if (file === undefined) return undefined;
    const found = this.#lockAndRead(file);
    if (found === undefined || found.loan !== undefined) {
      this.#lock.leaveLoan();
      file.close();
      return undefined;
    }
    if (found.crashedHolder !== undefined) this.#lock.leaveCrash(found.crashedHolder);
    return file;
  }

  /** A holder that cannot know whether there are borrowers leaves that to the next holder. */
  #openBorrowersFile(): Deno.FsFile | undefined {
    try {
      return openBorrowersFile(this.#borrowers, this.#io);
    } catch (error) {
      if (!(error instanceof PawlError)) throw error;
      this.#lock.leaveLoan();
      return undefined;
    }
  }

  #lockAndRead(file: Deno.FsFile): FoundRecord | undefined {
    try {
      if (!tryLock(file, this.#borrowers, false)) return undefined;
      const info = currentInfo(file, this.#borrowers, this.#io);
      return info && readFound(file, info.size);
    } catch (error) {
      if (error instanceof PawlError || isSystemError(error)) return undefined;
      throw error;
    }
  }

  #remove(): void {
    try {
      this.#io.removeSync(this.#borrowers.lockPath);
    } catch (error) {
      // It is only in the way.
      if (!isSystemError(error)) throw error;
    }
  }

  [Symbol.dispose](): void {
    this.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.release();
    return Promise.resolve();
  }
}

/** Where no file can be made, no borrower can have made one. */
function openBorrowersFile(borrowers: Target, io: FileIo): Deno.FsFile | undefined {
  try {
    return openLockFile(borrowers, "refuse", io);
  } catch (error) {
    if (!(error instanceof PawlError)) throw error;
    return openExistingLockFile(borrowers, io);
  }
}
