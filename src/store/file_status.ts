/**
 * How a document and its lock stand at one moment.
 *
 * Guarantee: it waits for nobody, writes nothing and needs no write permission. If the lock is free, the answer is of one
 * moment: a shared lock is held for some fractions of a millisecond meanwhile, which writers wait for.
 *
 * @module
 */
import { type LockHolder, PawlError } from "../model/errors.ts";
import type { FileIo } from "../file/file_io.ts";
import { findLeftovers } from "../file/leftovers.ts";
import { openExistingLockFile, tryLock } from "../lock/lock_file.ts";
import { readFound, readHolder } from "../lock/record_file.ts";
import { QueueDirectory } from "../spool/spool.ts";
import { pendingIds } from "../spool/pending_ids.ts";
import { hasQueue } from "../spool/presence.ts";
import { isDenied, pawlErrorFrom } from "../file/system_error.ts";
import { resolveTarget, type Target } from "../file/target.ts";

/** The state of a document's lock and write queue. */
export interface FileStatus {
  /** Whether an exclusive lock is held. */
  readonly isLocked: boolean;
  /** Who holds it, if the lock is held and its holder left a name. */
  readonly holder: LockHolder | undefined;
  /** The previous holder, if it died with the lock and no writer has cleaned up after it yet; the next one will. */
  readonly crashedHolder: LockHolder | undefined;
  /** How many changes wait in the write queue; `undefined` if that can't be known. */
  readonly pendingCount: number | undefined;
  /** How many changes were set aside, because they made no sense or could not be made; `undefined` likewise. */
  readonly rejectedCount: number | undefined;
  /**
   * How many temporary files dead writers have left; `undefined` if that can't be known, as while the lock is held, when
   * they may be in use.
   */
  readonly leftoverCount: number | undefined;
}

/**
 * Reads the state of a document and its lock.
 *
 * @returns How they stand.
 * @throws {PawlError} With code `permission` or `io` if that can't be known.
 */
export function readStatus(path: string, io: FileIo = Deno): FileStatus {
  const target = resolveTarget(path, io);
  const queued = countQueued(target, io);
  const file = openExistingLockFile(target, io);
  try {
    if (file !== undefined && !tryLock(file, target, true)) {
      const holder = readHolder(target, io);
      return { isLocked: true, holder, crashedHolder: undefined, ...queued, leftoverCount: undefined };
    }
    const crashedHolder = file && readFound(file, file.statSync().size).crashedHolder;
    const leftoverCount = countLeftovers(target, io);
    return { isLocked: false, holder: undefined, crashedHolder, ...queued, leftoverCount };
  } catch (error) {
    throw pawlErrorFrom(error, `Cannot look at the lock of "${path}"`);
  } finally {
    file?.close();
  }
}

function countLeftovers(target: Target, io: FileIo): number | undefined {
  try {
    return findLeftovers(target, io).length;
  } catch (error) {
    // A user who may read the document need not be allowed to read its directory.
    if (isDenied(error)) return undefined;
    throw error;
  }
}

function countQueued(target: Target, io: FileIo): Pick<FileStatus, "pendingCount" | "rejectedCount"> {
  try {
    if (!hasQueue(target, io)) return { pendingCount: 0, rejectedCount: 0 };
    const queue = new QueueDirectory(target, io);
    return { pendingCount: pendingIds(queue).length, rejectedCount: queue.names().rejected.length };
  } catch (error) {
    // Nor need another user's queue be open to everybody.
    if (!(error instanceof PawlError) || error.code !== "permission") throw error;
    return { pendingCount: undefined, rejectedCount: undefined };
  }
}
