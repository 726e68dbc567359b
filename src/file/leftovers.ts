/**
 * Removes the temporary files that a dead writer left behind.
 *
 * Hazard: only for the holder of the document's lock. Under the lock no other writer has a temporary file of this
 * document, so every one that is found is stale; without it, one of them may be about to become the document.
 *
 * @module
 */
import type { FileIo } from "./file_io.ts";
import { joinPath } from "./path.ts";
import { pawlErrorFrom } from "./system_error.ts";
import type { Target } from "./target.ts";
import { isTempFileOf } from "./temp_file.ts";

/**
 * Removes all stale temporary files of a document.
 *
 * @param target The document's place. The caller holds its lock.
 * @param io The operating system.
 * @returns How many there were.
 * @throws {PawlError} With code `not-replaceable` if the directory forbids it, else `io`.
 */
export function removeLeftovers(target: Target, io: FileIo): number {
  try {
    let count = 0;
    for (const entry of io.readDirSync(target.directory)) {
      if (!entry.isFile || !isTempFileOf(entry.name, target)) continue;
      io.removeSync(joinPath(target.directory, entry.name, io));
      count++;
    }
    return count;
  } catch (error) {
    throw pawlErrorFrom(error, `Cannot remove what a dead process left beside "${target.path}"`, {
      denied: "not-replaceable",
      deniedHint: `Give yourself read and write permission for the directory "${target.directory}"`,
    });
  }
}
