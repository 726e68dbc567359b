/**
 * The exclusive lock of a document: an flock(2) on a sidecar, `app.toml.lock` or `.Pipfile.pawl-lock` (`lockNameOf`).
 *
 * Guarantee: one holder at a time, also among threads and programs that know nothing of pawl (`flock app.toml.lock …`
 * takes the same lock); in one process the callers are served in order; the time limit is strict.
 * The kernel releases the lock of a process that dies, so there are no stale locks, and the record that such a process
 * leaves behind tells the next holder to look after it.
 * Non-guarantee: nothing keeps a program from writing to the document without the lock.
 *
 * @module
 */
import type { LockHolder } from "../model/errors.ts";
import { Deadline } from "../model/deadline.ts";
import type { FileIo } from "../file/file_io.ts";
import { type HeldBy, HeldLock } from "./held_lock.ts";
import type { Loan } from "./holder_record.ts";
import {
  type LockedFile,
  type NewDirectory,
  openExistingLockFile,
  openLockFile,
  tryLock,
  unlockAndClose,
} from "./lock_file.ts";
import type { LockLine } from "./process_line.ts";
import { findRecord } from "./record_file.ts";
import { isSystemError } from "../file/system_error.ts";
import { inLine, lockFile } from "./system_lock.ts";
import { isLockName, resolveTarget, type Target } from "../file/target.ts";

/** How long to wait for a lock by default, in ms. */
export const DEFAULT_TIMEOUT_MS = 5000;

/** How to take a lock. */
export interface LockOptions {
  /** How long to wait, in ms: 5000 by default, 0 to try once, `Infinity` to wait forever. */
  readonly timeoutMs?: number | undefined;
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined;
  /** What the lock is for, shown to those who wait for it. Must not contain secrets. */
  readonly command?: string | undefined;
  /** Whether others may hold a shared lock at the same time. */
  readonly shared?: boolean | undefined;
  /**
   * The {@linkcode LentLock.token} of a process that holds the lock for this one: then the lock is borrowed from it. A
   * token without such a holder is ignored.
   */
  readonly lockToken?: string | undefined;
}

/** How to take the lock of a document whose place is known. */
export interface TargetLockOptions extends LockOptions {
  /** Whom to lend it to. */
  readonly loan?: Loan | undefined;
}

/** A lock that is held until it is released. */
export interface FileLock extends AsyncDisposable, Disposable {
  /** The path of the lock file. */
  readonly lockPath: string;
  /** The previous holder, if it died with the lock; `undefined` after a clean release. */
  readonly crashedHolder: LockHolder | undefined;
  /**
   * Whether the next holder would notice that this process died: not if the lock is shared or its file belongs to the
   * user.
   */
  readonly hasRecord: boolean;
  /** Releases the lock. Does nothing the second time. */
  release(): void;
}

/**
 * Takes the lock of a document.
 *
 * @returns The lock; release it with `await using`, `using` or `release()`.
 * @throws {LockTimeoutError} If it could not be acquired in time.
 * @throws {PawlError} With code `permission`, `not-replaceable` or `io` if it cannot be acquired at all.
 * @throws The reason of the signal, if the caller aborts.
 */
export async function acquireLock(path: string, options: LockOptions = {}, io: FileIo = Deno): Promise<FileLock> {
  return await acquireTargetLock(resolveTarget(path, io), options, "refuse", io);
}

/**
 * Takes the lock of a document whose place is known. See {@linkcode acquireLock}.
 *
 * @param options How to take it.
 * @param newDirectory What to do if the document's directory is absent.
 * @returns The lock.
 */
export async function acquireTargetLock(
  target: Target,
  options: TargetLockOptions,
  newDirectory: NewDirectory,
  io: FileIo,
): Promise<HeldLock> {
  const deadline = new Deadline(options.timeoutMs ?? DEFAULT_TIMEOUT_MS, options.signal);
  return await acquireWithin(deadline, target, options, newDirectory, io);
}

/**
 * Takes the lock of a document while a caller's patience lasts. See {@linkcode acquireTargetLock}.
 *
 * @param deadline How long the caller waits.
 * @param options How to take it; its time limit and its signal do not count.
 * @param newDirectory What to do if the document's directory is absent.
 * @returns The lock.
 */
export async function acquireWithin(
  deadline: Deadline,
  target: Target,
  options: TargetLockOptions,
  newDirectory: NewDirectory,
  io: FileIo,
): Promise<HeldLock> {
  const { lockToken, command = "", shared = false, loan } = options;
  if (lockToken !== undefined) {
    const { borrowLock } = await import("./borrowed_lock.ts");
    const acquire = (borrowers: Target) => acquireWithin(deadline, borrowers, options, "refuse", io);
    const borrowed = await borrowLock(lockToken, target, shared, acquire, io);
    if (borrowed !== undefined) return borrowed;
  }
  return await inLine(target, shared, deadline, io, async (line) => {
    const lockedFile = await lockFile(target, shared, deadline, io, () => openLockFile(target, newDirectory, io));
    const locked = isLockName(target.name) ? await lockItself(lockedFile, target, shared, deadline, io) : lockedFile;
    const holder = shared ? undefined : newHolder(command, io);
    const found = findRecord(locked, target);
    const lock = found.loan === undefined
      ? new HeldLock(target, line, locked, { holder, loan, found })
      : await afterLoan(deadline, target, locked, { holder, loan, found }, line, io);
    line.hasLock();
    return lock;
  });
}

/** What has the name of another document's lock file is locked itself, too. */
async function lockItself(
  locked: LockedFile,
  target: Target,
  shared: boolean,
  deadline: Deadline,
  io: FileIo,
): Promise<LockedFile> {
  const { lockAsLockFile } = await import("./named_as_lock.ts");
  try {
    return { ...locked, releaseItself: await lockAsLockFile(target, shared, deadline, io) };
  } catch (error) {
    unlockAndClose(locked.file);
    throw error;
  }
}

/** The last holder has lent the lock to others, and they may still be at work. */
async function afterLoan(
  deadline: Deadline,
  target: Target,
  locked: LockedFile,
  heldBy: HeldBy,
  line: LockLine,
  io: FileIo,
): Promise<HeldLock> {
  const { lockBorrowers } = await import("./borrowed_lock.ts");
  const acquire = (borrowers: Target) => acquireWithin(deadline, borrowers, {}, "refuse", io);
  using borrowers = await lockBorrowers(target, locked, acquire);
  const found = { ...heldBy.found, crashedHolder: heldBy.found.crashedHolder ?? borrowers.crashedHolder };
  const lock = new HeldLock(target, line, locked, { ...heldBy, found });
  // Only when the record says nothing of them any more: until then it is what the next holder goes by.
  if (!lock.hasRecord) return lock;
  borrowers.lookedAfterCrash();
  borrowers.releaseAndRemove(io);
  return lock;
}

/**
 * Says whether the lock of a document is held. Writes nothing and needs no write permission.
 *
 * @returns Whether an exclusive lock is held, also by this process.
 * @throws {PawlError} With code `permission` or `io` if that can't be known.
 */
export function isLocked(path: string, io: FileIo = Deno): boolean {
  const target = resolveTarget(path, io);
  const file = openExistingLockFile(target, io);
  if (file === undefined) return false;
  try {
    return !tryLock(file, target, true);
  } finally {
    file.close();
  }
}

/**
 * Waits until nobody holds the lock of a document. Writes nothing and needs no write permission.
 *
 * @throws {LockTimeoutError} If it was still held when the time was up.
 * @throws {PawlError} With code `permission` or `io` if that can't be known.
 * @throws The reason of the signal, if the caller aborts.
 */
export async function waitForUnlock(
  path: string,
  options: Pick<LockOptions, "timeoutMs" | "signal"> = {},
  io: FileIo = Deno,
): Promise<void> {
  const target = resolveTarget(path, io);
  const deadline = new Deadline(options.timeoutMs ?? DEFAULT_TIMEOUT_MS, options.signal);
  await inLine(target, true, deadline, io, async (line) => {
    const locked = await lockFile(target, true, deadline, io, () => openExistingLockFile(target, io));
    locked?.file.close();
    line.leaveUnserved();
  });
}

function newHolder(command: string, io: FileIo): LockHolder {
  return { pid: io.pid, host: hostName(io), command, since: new Date().toISOString() };
}

function hostName(io: FileIo): string {
  try {
    return io.hostname();
  } catch (error) {
    // A library user need not grant --allow-sys=hostname, and a lock without a host's name is still a lock.
    if (isSystemError(error)) return "";
    throw error;
  }
}
