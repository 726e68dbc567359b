/**
 * What a writer has to know of a document's write queue without having any business in it.
 *
 * Hazard: another user may have made the queue; whatever can't be looked at is taken for the case that needs more care.
 *
 * @module
 */
import type { FileIo } from "../file/file_io.ts";
import { joinPath } from "../file/path.ts";
import { REASON, RECORD, REJECTED } from "./entry_names.ts";
import { isDenied, pawlErrorFrom } from "../file/system_error.ts";
import { lstatIfPresent, type Target } from "../file/target.ts";

/**
 * The directory of a document's write queue.
 *
 * @returns Its path; it may be absent.
 */
export function queuePath(target: Target): string {
  return `${target.realPath}.queue`;
}

/**
 * Says whether a document has a write queue.
 *
 * @returns Whether there is a directory of that name. A file of that name is the user's.
 * @throws {PawlError} With code `io` if that can't be known.
 */
export function hasQueue(target: Target, io: FileIo): boolean {
  try {
    return lstatIfPresent(queuePath(target), io)?.isDirectory === true;
  } catch (error) {
    throw pawlErrorFrom(error, `Cannot look for the write queue of "${target.path}"`);
  }
}

/**
 * Says whether there may be something to do in a document's write queue; looking is all that an uncontended update pays for
 * it. What was set aside stays for as long as nobody removes it, and must not make every update dearer.
 *
 * @returns Whether there is anything else, or the queue is closed to us.
 * @throws {PawlError} With code `io` if that can't be known.
 */
export function isQueueInUse(target: Target, io: FileIo): boolean {
  if (!hasQueue(target, io)) return false;
  try {
    const names = Array.from(io.readDirSync(queuePath(target)), ({ name }) => name);
    // An empty one is what a poster left that was killed; it is to be removed.
    return names.length === 0 || names.some((name) => !name.endsWith(REJECTED) && !name.endsWith(REJECTED + REASON));
  } catch (error) {
    if (isDenied(error)) return true;
    // The last one has left it and removed it.
    if (error instanceof Deno.errors.NotFound) return false;
    throw pawlErrorFrom(error, `Cannot look into the write queue of "${target.path}"`);
  }
}

/**
 * Says whether a dead holder left a group behind whose temporary file says whether it was committed.
 *
 * @returns Whether there is a record, or another user's queue where there may be one.
 * @throws {PawlError} With code `io` if that can't be known.
 */
export function mayHaveRecord(target: Target, io: FileIo): boolean {
  try {
    return lstatIfPresent(joinPath(queuePath(target), RECORD, io), io) !== undefined;
  } catch (error) {
    if (isDenied(error)) return true;
    // A file has the name of the directory.
    if (error instanceof Deno.errors.NotADirectory) return false;
    throw pawlErrorFrom(error, `Cannot look into the write queue of "${target.path}"`);
  }
}
