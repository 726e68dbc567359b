/**
 * Waits for the operating system's lock, and is exact about giving up although a blocking flock(2) can't be cancelled.
 *
 * Guarantee: one pending wait per lock file, kind of lock and process. When its caller gives up, the wait goes on
 * without one and a later caller adopts it. A lock that arrives when nobody wants it is released in the same moment and
 * never used.
 * Hazard: a pending wait occupies a thread of Deno's pool (32 of them in Deno 2.7) and keeps the process alive, also
 * after `close()` (denoland/deno#31342); only `Deno.exit()` ends a process that still has one.
 *
 * @module
 */
import type { Deadline } from "../model/deadline.ts";

interface Caller {
  readonly grant: (file: Deno.FsFile) => void;
  readonly fail: (error: unknown) => void;
}

interface PendingWait {
  readonly file: Deno.FsFile;
  caller: Caller | undefined;
}

const pendingWaits = new Map<string, PendingWait>();

/**
 * Waits until a lock file is locked. At most one caller per lock file may wait at a time (see `lock_line.ts`).
 *
 * @param lockPath The lock file's path.
 * @param file The open lock file; it is closed if an earlier wait is adopted or if the caller gives up in the end.
 * @param shared Whether the lock is to be shared.
 * @param deadline How long the caller waits.
 * @returns The locked file, perhaps another than the given one, or `undefined` if the caller gave up.
 */
export function waitForLock(
  lockPath: string,
  file: Deno.FsFile,
  shared: boolean,
  deadline: Deadline,
): Promise<Deno.FsFile | undefined> {
  const wait = adopt(lockPath, file, shared);
  return new Promise((resolve, reject) => {
    const stopListening = deadline.onceOver(() => {
      wait.caller = undefined;
      resolve(undefined);
    });
    wait.caller = {
      grant: (locked) => {
        stopListening();
        resolve(locked);
      },
      fail: (error) => {
        stopListening();
        reject(error);
      },
    };
  });
}

function adopt(lockPath: string, file: Deno.FsFile, shared: boolean): PendingWait {
  const key = `${shared ? "shared" : "exclusive"} ${lockPath}`;
  const earlier = pendingWaits.get(key);
  if (earlier !== undefined) {
    file.close();
    return earlier;
  }
  const wait: PendingWait = { file, caller: undefined };
  pendingWaits.set(key, wait);
  run(key, wait, shared);
  return wait;
}

/** Never rejects. What becomes of the lock is decided in the same turn in which it arrives. */
async function run(key: string, wait: PendingWait, shared: boolean): Promise<void> {
  try {
    await lockUninterrupted(wait.file, shared);
  } catch (error) {
    pendingWaits.delete(key);
    wait.file.close();
    wait.caller?.fail(error);
    return;
  }
  pendingWaits.delete(key);
  if (wait.caller === undefined) wait.file.close();
  else wait.caller.grant(wait.file);
}

/** A signal handler that ran in the waiting thread ends flock(2) with EINTR (flock(2), ERRORS). */
async function lockUninterrupted(file: Deno.FsFile, shared: boolean): Promise<void> {
  while (true) {
    try {
      return await file.lock(!shared);
    } catch (error) {
      if (!(error instanceof Deno.errors.Interrupted)) throw error;
    }
  }
}
