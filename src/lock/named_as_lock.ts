/**
 * The second lock of a document that has the name of another one's lock file, such as `app.toml.lock`.
 *
 * Guarantee: while `app.toml` is locked, nobody replaces the locked `app.toml.lock`, and the other way round. A writer of
 * `app.toml` that waited for the replaced file notices that its name leads to another one, and locks that.
 *
 * @module
 */
import type { Deadline } from "../model/deadline.ts";
import type { FileIo } from "../file/file_io.ts";
import type { Target } from "../file/target.ts";
import { openExistingLockFile, unlockAndClose } from "./lock_file.ts";
import { inLine, lockFile } from "./system_lock.ts";

/**
 * Takes that lock, if the document is there.
 *
 * @param target A document with such a name.
 * @param shared Whether the lock is to be shared.
 * @param deadline How long the caller waits.
 * @returns What gives it back.
 * @throws What `lockFile` throws.
 */
export async function lockAsLockFile(
  target: Target,
  shared: boolean,
  deadline: Deadline,
  io: FileIo,
): Promise<() => void> {
  const itself = { ...target, lockPath: target.realPath };
  return await inLine(itself, shared, deadline, io, async (line) => {
    const locked = await lockFile(itself, shared, deadline, io, () => openExistingLockFile(itself, io));
    line.hasLock();
    return () => {
      if (locked !== undefined) unlockAndClose(locked.file);
      line.leave();
    };
  });
}
