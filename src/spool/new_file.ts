/**
 * Files of a write queue that do not have their names yet, so that nobody ever reads half of one.
 *
 * Guarantee: such a file is locked as long as its writer lives. Hidden files without a lock are removed by the holder that cleans
 * up, and a file that was taken for one of those while it was made is made once more.
 *
 * @module
 */
import { makeDirectory } from "../file/directory.ts";
import type { FileIo } from "../file/file_io.ts";
import { joinPath } from "../file/path.ts";
import { hiddenName } from "./entry_names.ts";
import { queuePath } from "./presence.ts";
import { isSystemError } from "../file/system_error.ts";
import type { Target } from "../file/target.ts";

/** A file that does not have its name yet. It is open, and locked as a sign of life. */
export interface NewFile {
  readonly hidden: string;
  readonly file: Deno.FsFile;
  /** Whose it is: who we are. */
  readonly userId: number | null;
}

/** How often the directory may vanish between its making and the first file, or a file be removed at once. */
const MAX_ATTEMPTS = 1000;

/**
 * Makes a new file, and the directory if it is absent.
 *
 * @param name The name that it will get.
 * @returns The file, empty.
 * @throws {Error} What the operating system says.
 */
export function createNewFile(name: string, target: Target, io: FileIo): NewFile {
  for (let attempt = 0;; attempt++) {
    const hidden = hiddenName(`${name}-${attempt}`);
    try {
      const path = joinPath(queuePath(target), hidden, io);
      const file = io.openSync(path, { write: true, createNew: true, mode: 0o600 });
      const isLocked = io.build.os === "windows" || file.tryLockSync(true);
      const { nlink, uid: userId } = file.statSync();
      // Until it was locked, another process may have taken it for a dead one's.
      if (isLocked && nlink !== 0) return { hidden, file, userId };
      file.close();
      removeQuietly(path, io);
      if (attempt === MAX_ATTEMPTS) throw new Error("another process removes every new file");
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound) || attempt === MAX_ATTEMPTS) throw error;
      makeQueue(target, io);
    }
  }
}

/** The directory comes with its first entry, and may go with its last one in the very moment of this one. */
function makeQueue(target: Target, io: FileIo): void {
  try {
    io.mkdirSync(queuePath(target));
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return;
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    makeDirectory(target.directory, false, io);
  }
}

/**
 * Makes a file of a name that only the holder of the document's lock uses. What a dead process left goes, and so does a
 * symbolic link, which leads to a file that is none of the queue's.
 *
 * @returns The file, empty.
 * @throws {Error} What the operating system says.
 */
export function createAnew(path: string, io: FileIo): Deno.FsFile {
  const options = { write: true, createNew: true, mode: 0o600 };
  try {
    return io.openSync(path, options);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    io.removeSync(path);
    return io.openSync(path, options);
  }
}

/** Removes a file that need not be there. */
export function removeQuietly(path: string, io: FileIo): void {
  try {
    io.removeSync(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}
