/**
 * A holder of a lock file that knows nothing of pawl, as flock(1) is one: it leaves no record and stands in no line.
 *
 * @module
 */

/** A lock that is held on an open lock file. */
export interface ForeignLock extends Disposable {
  /** Lets go. Does nothing the second time. */
  release(): void;
}

/**
 * Takes a lock as flock(1) does.
 *
 * @param lockPath The lock file's path; the file is created if it is absent.
 * @param shared Whether the lock is shared.
 * @returns The lock.
 */
export function foreignLock(lockPath: string, shared = false): ForeignLock {
  const file = Deno.openSync(lockPath, { read: true, write: true, create: true });
  if (!file.tryLockSync(!shared)) {
    file.close();
    throw new Error(`Cannot lock "${lockPath}": it is locked`);
  }
  let isHeld = true;
  const release = () => {
    if (isHeld) file.close();
    isHeld = false;
  };
  return { release, [Symbol.dispose]: release };
}

/**
 * Says whether a lock file could be locked, without the library.
 *
 * @param lockPath The lock file's path.
 * @returns Whether nobody holds it.
 */
export function isFree(lockPath: string): boolean {
  using file = Deno.openSync(lockPath, { read: true });
  return file.tryLockSync(true);
}
