/**
 * Makes and syncs directories.
 *
 * Guarantee: fsync(2) of a file does not make its name durable; fsync(2) of its directory does.
 *
 * @module
 */
import type { FileIo } from "./file_io.ts";
import { splitPath } from "./path.ts";
import { pawlErrorFrom } from "./system_error.ts";
import { lstatIfPresent } from "./target.ts";

/**
 * Makes a directory with its parents, durably.
 *
 * @param directory The directory's real path.
 * @param isPrivate Whether only the owner may enter what is made.
 * @throws {PawlError} With code `not-replaceable` if a parent does not let us, else `io`.
 */
export function makeDirectory(directory: string, isPrivate: boolean, io: FileIo): void {
  const parents: string[] = [];
  try {
    let ancestor = directory;
    while (lstatIfPresent(ancestor, io) === undefined) {
      ancestor = splitPath(ancestor, io).parent;
      parents.push(ancestor);
    }
    // The mode is cut by the umask, as mkdir(1) would.
    io.mkdirSync(directory, { recursive: true, mode: isPrivate ? 0o700 : 0o777 });
    for (const parent of parents) syncDirectory(parent, io);
  } catch (error) {
    throw pawlErrorFrom(error, `Cannot create the directory "${directory}"`, {
      denied: "not-replaceable",
      deniedHint: "create it by hand, or give yourself write permission for the directory above",
    });
  }
}

/**
 * Makes the names in a directory durable. Does nothing on Windows, which has no such call.
 *
 * @throws {Error} What the operating system says.
 */
export function syncDirectory(directory: string, io: FileIo): void {
  if (io.build.os === "windows") return;
  const file = io.openSync(directory, { read: true });
  try {
    file.syncSync();
  } finally {
    file.close();
  }
}
