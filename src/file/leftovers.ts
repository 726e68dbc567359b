/**
 * Finds and removes the temporary files that a dead writer left behind.
 *
 * Hazard: only for the holder of the document's lock. Under the lock no other writer has a temporary file of this
 * document, so every one that is found is stale; without it, one of them may be about to become the document.
 *
 * @module
 */
import { listBeside } from "./directory.ts";
import type { FileIo } from "./file_io.ts";
import { joinPath } from "./path.ts";
import { pawlErrorFrom } from "./system_error.ts";
import type { Target } from "./target.ts";
import { isTempFileOf } from "./temp_file.ts";

/**
 * Removes all stale temporary files of a document.
 *
 * @param target The document's place. The caller holds its lock.
 * @returns How many there were.
 * @throws {PawlError} With code `not-replaceable` if the directory forbids it, else `io`.
 */
export function removeLeftovers(target: Target, io: FileIo): number {
  try {
    const names = findLeftovers(target, io);
    for (const name of names) io.removeSync(joinPath(target.directory, name, io));
    return names.length;
  } catch (error) {
    throw pawlErrorFrom(error, `Cannot remove what a dead process left beside "${target.path}"`, {
      denied: "not-replaceable",
      deniedHint: `give yourself read and write permission for the directory "${target.directory}"`,
    });
  }
}

/**
 * Finds all temporary files of a document.
 *
 * @param target The document's place. Unless nobody else can hold its lock, they may be in use.
 * @returns Their names; none if there is no directory.
 * @throws {Error} What the operating system says.
 */
export function findLeftovers(target: Target, io: FileIo): string[] {
  try {
    return listBeside(target, io)
      .filter((entry) => entry.isFile && isTempFileOf(entry.name, target))
      .map((entry) => entry.name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
