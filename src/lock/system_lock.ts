/**
 * Takes the operating system's lock of a lock file for the caller at the head of this process's line.
 *
 * Guarantee: a lock counts only while its file still has its name; one that arrives after the time limit is given back.
 *
 * @module
 */
import { type LockHolder, LockTimeoutError } from "../model/errors.ts";
import type { Deadline } from "../model/deadline.ts";
import type { FileIo } from "../file/file_io.ts";
import { describeHolder, describeSpan } from "./holder_record.ts";
import { cannotLock, currentInfo, type LockedFile, tryLock, unlockAndClose } from "./lock_file.ts";
import { LockLine } from "./process_line.ts";
import { readHolder } from "./record_file.ts";
import { waitForLock } from "./blocking_wait.ts";
import { pawlErrorFrom } from "../file/system_error.ts";
import type { Target } from "../file/target.ts";

/**
 * How long a caller that does not want to wait still bears with a lock that names no holder, in ms: a reader that only
 * asks whether the lock is held has a shared lock for some microseconds.
 */
const PROBE_GRACE_MS = 20;

/** How often the lock may turn out to be on a file that has left its name before the time limit counts. */
const MAX_STALE_LOCKS = 100;

/**
 * Locks a lock file.
 *
 * @param shared Whether the lock is to be shared.
 * @param deadline How long the caller waits.
 * @param open Opens the lock file, each time anew.
 * @returns The locked file, or what `open` returned instead of a file.
 * @throws {LockTimeoutError} If it could not be acquired in time.
 * @throws {PawlError} With code `io` if the file system can't lock.
 * @throws The reason of the caller's signal.
 */
export async function lockFile<Opened extends Deno.FsFile | undefined>(
  target: Target,
  shared: boolean,
  deadline: Deadline,
  io: FileIo,
  open: () => Opened,
): Promise<LockedFile | Exclude<Opened, Deno.FsFile>> {
  for (let attempt = 0;; attempt++) {
    if (attempt > MAX_STALE_LOCKS && deadline.isOver) throw gaveUp(target, deadline, io);
    const opened = open();
    if (opened === undefined) return opened as Exclude<Opened, Deno.FsFile>;
    const file = await tryOrWait(target, opened, shared, deadline, io);
    const sizeBytes = currentSize(target, file, io);
    if (sizeBytes !== undefined) return { file, sizeBytes };
    // The lock file was deleted or replaced in the meantime: others lock the new one, so this lock excludes nobody.
    unlockAndClose(file);
  }
}

/** The given file is closed, or locked and returned. */
async function tryOrWait(
  target: Target,
  file: Deno.FsFile,
  shared: boolean,
  deadline: Deadline,
  io: FileIo,
): Promise<Deno.FsFile> {
  let patience = deadline;
  try {
    if (tryLock(file, target, shared)) return file;
    if (deadline.isOver) {
      if (deadline.timeoutMs > 0 || readHolder(target, io) !== undefined) throw gaveUp(target, deadline, io);
      patience = deadline.restarted(PROBE_GRACE_MS);
    }
  } catch (error) {
    file.close();
    throw error;
  }
  const locked = await waitForLock(target.lockPath, file, shared, patience).catch((error) => {
    throw cannotLock(error, target);
  });
  if (locked !== undefined && !patience.isOver) return locked;
  if (locked !== undefined) unlockAndClose(locked);
  throw gaveUp(target, deadline, io);
}

function currentSize(target: Target, file: Deno.FsFile, io: FileIo): number | undefined {
  try {
    return currentInfo(file, target, io)?.size;
  } catch (error) {
    unlockAndClose(file);
    throw pawlErrorFrom(error, `Cannot lock "${target.path}"`);
  }
}

/**
 * Says why a caller goes away without the lock.
 *
 * @param deadline The caller's patience, which is over.
 * @returns What to throw if the time is up.
 * @throws The reason of the caller's signal, if it was aborted.
 */
export function gaveUp(target: Target, deadline: Deadline, io: FileIo): LockTimeoutError {
  deadline.throwIfAborted();
  const waitedMs = Math.round(deadline.waitedMs);
  const holder = readHolder(target, io);
  const wait = deadline.timeoutMs === 0 ? "without waiting" : `after ${describeSpan(waitedMs)}`;
  const hint = deadline.timeoutMs === 0 ? "drop --no-wait or raise --timeout" : "wait for it to end or raise --timeout";
  const message = `Cannot lock "${target.path}" ${wait}: ${holderSentence(target, holder)}`;
  return new LockTimeoutError(message, waitedMs, holder, { hint });
}

function holderSentence(target: Target, holder: LockHolder | undefined): string {
  if (holder === undefined) return `its holder left no name in "${target.lockPath}", as flock(1) and readers do`;
  const ageMs = Date.now() - Date.parse(holder.since);
  // The clock of another host may be ahead, and the text may be no date.
  const age = ageMs >= 0 ? ` for ${describeSpan(ageMs)}` : "";
  return `${describeHolder(holder)} has held it${age}`;
}

/**
 * Does something at the head of the line in this process.
 *
 * @param shared Whether a shared lock is wanted.
 * @param deadline How long the caller waits.
 * @param action Leaves the line unless it throws.
 * @throws {LockTimeoutError} If the caller's turn did not come in time.
 * @throws The reason of the caller's signal, or what the action throws.
 */
export async function inLine<T>(
  target: Target,
  shared: boolean,
  deadline: Deadline,
  io: FileIo,
  action: (line: LockLine) => Promise<T>,
): Promise<T> {
  deadline.throwIfAborted();
  const line = LockLine.of(target.lockPath);
  if (!await line.enter(shared, deadline)) throw gaveUp(target, deadline, io);
  try {
    return await action(line);
  } catch (error) {
    line.leaveUnserved();
    throw error;
  }
}
