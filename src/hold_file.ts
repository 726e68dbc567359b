/**
 * The lock of a file, for callers that do something else under it than edit keys.
 *
 * @module
 */
import { lendLock as lend, type LentLock } from "./lock/lent_lock.ts";
import {
  acquireLock as acquire,
  type FileLock,
  isLocked as isHeld,
  type LockOptions,
  waitForUnlock as waitForRelease,
} from "./lock/lock.ts";

/**
 * Takes the lock of a file. Inside, `setValue` and the like would wait for this very lock: use {@linkcode lendLock} for them.
 *
 * @example Hold the lock for a block
 * ```ts
 * import { acquireLock } from "@pawl/pawl";
 *
 * {
 *   await using _lock = await acquireLock("app.toml", { timeoutMs: 2_000 });
 *   // Here no other writer changes app.toml.
 * }
 * ```
 *
 * @param path The file's path; symbolic links are followed. The file need not exist, its directory must.
 * @param options How long to wait, in ms, and what for.
 * @returns The lock; release it with `await using`, `using` or `release()`.
 * @throws {LockTimeoutError} If it could not be acquired in time.
 * @throws {PawlError} With code `permission`, `not-replaceable` or `io` if it cannot be acquired at all.
 * @throws The reason of the signal, if the caller aborts.
 */
export async function acquireLock(path: string, options: LockOptions = {}): Promise<FileLock> {
  return await acquire(path, options);
}

/**
 * Takes the lock of a file, to lend it: while it is held, those that get the token update the file one after the other,
 * and nobody else does. A shared lock is lent for reading only: a borrower that wants to write fails at once.
 *
 * @example Read, decide and write under one lock
 * ```ts
 * import { lendLock, readFile, setValue } from "@pawl/pawl";
 *
 * await using lock = await lendLock("app.toml");
 * if (!readFile("app.toml").text.includes("leader")) {
 *   await setValue("app.toml", "leader", "me", { lockToken: lock.token });
 * }
 * ```
 *
 * @param path The file's path; symbolic links are followed. The file need not exist, its directory must.
 * @param options How long to wait, in ms. With a token of the caller's own, the new one speaks of both locks.
 * @returns The lock; release it with `await using`, `using` or `release()`.
 * @throws {LockTimeoutError} If it could not be acquired in time.
 * @throws {PawlError} With code `permission`, `not-replaceable` or `io` if it cannot be acquired at all.
 * @throws The reason of the signal, if the caller aborts.
 */
export async function lendLock(path: string, options: LockOptions = {}): Promise<LentLock> {
  return await lend(path, options);
}

/**
 * Says whether the lock of a file is held. Writes nothing and needs no write permission.
 *
 * @example
 * ```ts
 * import { isLocked } from "@pawl/pawl";
 *
 * if (isLocked("app.toml")) console.log("a writer is at work");
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @returns Whether an exclusive lock is held, also by this process. It may be released a moment later.
 * @throws {PawlError} With code `permission` or `io` if that cannot be known.
 */
export function isLocked(path: string): boolean {
  return isHeld(path);
}

/**
 * Waits until the lock of a file is free. Writes nothing and needs no write permission.
 *
 * @example
 * ```ts
 * import { waitForUnlock } from "@pawl/pawl";
 *
 * await waitForUnlock("app.toml", { timeoutMs: 60_000 });
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @param options How long to wait, in ms: 5000 by default.
 * @throws {LockTimeoutError} If it was still held when the time was up.
 * @throws {PawlError} With code `permission` or `io` if that cannot be known.
 * @throws The reason of the signal, if the caller aborts.
 */
export async function waitForUnlock(
  path: string,
  options: Pick<LockOptions, "timeoutMs" | "signal"> = {},
): Promise<void> {
  await waitForRelease(path, options);
}
