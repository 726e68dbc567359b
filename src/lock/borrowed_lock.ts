/**
 * A lock that another process holds for this one, as `pawl with-lock` does for the command that it runs.
 *
 * The borrowers of a lock cannot be combined by a second lock file, `<target>.lock.borrowed`, and the protocol makes it
 * part of the first one:
 *
 * - A borrower locks the second file and only then looks at the first: it must be locked, and its record must have the
 *   hash of the borrower's secret. Else it takes the first lock like everybody.
 * - A process that takes the first lock and finds the record of a loan locks the second file before it writes its own record. So
 *   it waits for a borrower that is still at work although the lender is dead, and later borrowers find another record.
 * - A lender that releases its lock locks the second file, too; if a borrower is at work, it leaves its record behind.
 *
 * Guarantee: a borrower and any other writer never update at the same time, whichever of them is killed at any point.
 * A borrowed lock can be lent again in the same way. Nothing of this works on Windows, where nobody can read the record
 * of a locked file: there a borrower waits like everybody, in vain.
 * Hazard: `flock` knows nothing of it. It gets the lock as soon as a lender is killed, also while a borrower is at work.
 *
 * @module
 */
import { LockTimeoutError } from "../model/errors.ts";
import type { FileIo } from "../file/file_io.ts";
import type { HeldLock } from "./held_lock.ts";
import { readLoan } from "./holder_record.ts";
import { type LockedFile, openExistingLockFile, tryLock } from "./lock_file.ts";
import { readBeginning } from "./record_file.ts";
import { hashOfSecret, parseLockToken } from "./lock_token.ts";
import { resolveTarget, type Target } from "../file/target.ts";

/** Takes an exclusive or shared lock as any lock is taken, so that a borrowed lock can be lent again. */
export type AcquireLock = (target: Target) => Promise<HeldLock>;

/**
 * The place of the borrowers' own lock.
 *
 * @param target The place of a document and its lock file.
 * @returns The same document with the second lock file.
 */
export function borrowersOf(target: Target): Target {
  return { ...target, lockPath: `${target.lockPath}.borrowed` };
}

/**
 * Borrows a lock, if its holder lends it.
 *
 * @param token The token, which may be anything.
 * @param shared Whether the caller only reads.
 * @param acquire Takes the borrowers' lock while the caller's patience lasts.
 * @returns The borrowers' lock, or `undefined` if the caller has to take the lock itself.
 * @throws {LockTimeoutError} If the other borrowers do not finish in time, or if the lock is lent for reading only.
 */
export async function borrowLock(
  token: string,
  target: Target,
  shared: boolean,
  acquire: AcquireLock,
  io: FileIo,
): Promise<HeldLock | undefined> {
  const secrets = secretsOf(token, target);
  if (secrets.length === 0) return undefined;
  const hashes = await Promise.all(secrets.map(hashOfSecret));
  if (!isLentTo(hashes, target, io)) {
    if (!shared) requireWritable(secrets, target, io);
    return undefined;
  }
  const lock = await acquire(borrowersOf(target));
  if (isLentTo(hashes, target, io)) return lock;
  lock.releaseAndRemove(io);
  return undefined;
}

/**
 * Says whether a lock is held for this process.
 *
 * @param token The token, which may be anything.
 * @param use What for.
 * @returns Whether it can be borrowed.
 * @throws {LockTimeoutError} If it is lent for reading only, and wanted for writing.
 */
export async function isLent(path: string, token: string, use: "read" | "write", io: FileIo = Deno): Promise<boolean> {
  const target = resolveTarget(path, io);
  const secrets = secretsOf(token, target);
  if (isLentTo(await Promise.all(secrets.map(hashOfSecret)), target, io)) return true;
  if (use === "write") requireWritable(secrets, target, io);
  return false;
}

function secretsOf(token: string, { lockPath }: Target): string[] {
  return parseLockToken(token).filter((lent) => lent.lockPath === lockPath).map(({ secret }) => secret);
}

/** The holder is alive only if the lock is held; what a dead one has left in the file proves nothing. */
function isLentTo(hashes: readonly string[], target: Target, io: FileIo): boolean {
  if (hashes.length === 0) return false;
  const file = openExistingLockFile(target, io);
  if (file === undefined) return false;
  try {
    if (tryLock(file, target, true) || io.build.os === "windows") return false;
    const loan = readLoan(readBeginning(file));
    return loan !== undefined && !loan.isOver && hashes.includes(loan.secretHash);
  } finally {
    file.close();
  }
}

/** A process that runs under a shared lock would wait for itself. */
function requireWritable(secrets: readonly string[], target: Target, io: FileIo): void {
  if (!secrets.includes("")) return;
  const file = openExistingLockFile(target, io);
  if (file === undefined) return;
  try {
    if (tryLock(file, target, false)) return;
  } finally {
    file.close();
  }
  const message = `Cannot lock "${target.path}": the command runs under a shared lock, under which nobody writes`;
  throw new LockTimeoutError(message, 0, undefined, { hint: "drop --shared from the surrounding with-lock" });
}

/**
 * Waits for the borrowers of a lock whose lender is gone.
 *
 * @param locked The lock file, which the caller has locked; it is closed on failure, and its record stays.
 * @param acquire Takes the borrowers' lock while the caller's patience lasts.
 * @returns The borrowers' lock; nobody can borrow any more once the caller's own record is written.
 * @throws {LockTimeoutError} If a borrower does not finish in time.
 */
export async function lockBorrowers(
  target: Target,
  locked: LockedFile,
  acquire: AcquireLock,
): Promise<HeldLock> {
  try {
    return await acquire(borrowersOf(target));
  } catch (error) {
    locked.file.close();
    throw error;
  }
}
