/**
 * Makes, lists and syncs directories.
 *
 * Guarantee: fsync(2) of a file does not make its name durable; fsync(2) of its directory does.
 *
 * @module
 */
import type { FileIo } from "./file_io.ts";
import { joinPath, splitPath } from "./path.ts";
import { pawlErrorFrom } from "./system_error.ts";
import { lstatIfPresent, type Target } from "./target.ts";

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
 * Lists a directory.
 *
 * Hazard: what the operating system fails to read of a directory Deno leaves out without a word, so an unreadable one
 * looks empty. Therefore names that ought to be listed if they are there are looked for.
 *
 * @param witnesses Such names; the more lasting, the better.
 * @returns What there is in it.
 * @throws {Error} What the operating system says, also if a witness is there and not listed.
 */
export function listDirectory(directory: string, witnesses: readonly string[], io: FileIo): Deno.DirEntry[] {
  const entries = Array.from(io.readDirSync(directory));
  const hidden = witnesses.filter((name) => !isListed(name, entries) && isThere(name, directory, io));
  if (hidden.length === 0) return entries;
  // It may have come in between; then it is listed now.
  const second = Array.from(io.readDirSync(directory));
  const missing = hidden.find((name) => !isListed(name, second) && isThere(name, directory, io));
  if (missing === undefined) return second;
  throw new Error(`the directory "${directory}" cannot be read: it does not list "${missing}", which is there`);
}

/**
 * Lists the directory of a document.
 *
 * @returns What there is in it.
 * @throws {Error} What {@linkcode listDirectory} throws.
 */
export function listBeside({ directory, name, lockPath }: Target, io: FileIo): Deno.DirEntry[] {
  return listDirectory(directory, [name, splitPath(lockPath, io).name], io);
}

function isThere(name: string, directory: string, io: FileIo): boolean {
  return lstatIfPresent(joinPath(directory, name, io), io) !== undefined;
}

/** Some file systems know a name also in another case or another normal form than the one that they list. */
function isListed(name: string, entries: readonly Deno.DirEntry[]): boolean {
  if (entries.some((entry) => entry.name === name)) return true;
  const folded = fold(name);
  return entries.some((entry) => fold(entry.name) === folded);
}

function fold(name: string): string {
  return name.normalize().toLowerCase();
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
