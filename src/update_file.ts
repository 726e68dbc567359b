/**
 * Reads a file as a whole, with its versions and its state, and updates it by a function.
 *
 * @module
 */
import { type FileVersion, readVersions as readAllVersions } from "./store/file_history.ts";
import { type FileStatus, readStatus as readState } from "./store/file_status.ts";
import { readFile as readSnapshot, updateFile as update, type UpdateOptions } from "./store/file_store.ts";
import type { UpdateResult } from "./store/update.ts";
import type { Snapshot, Transform } from "./store/snapshot.ts";

/**
 * Reads a file. Takes no lock: a replace is atomic, so a reader always sees a whole file.
 *
 * @example
 * ```ts
 * import { readFile } from "@pawl/pawl";
 *
 * const { exists, text } = readFile("app.toml");
 * console.log(exists, text.length);
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @returns The file; an absent one has the empty text.
 * @throws {InvalidDocumentError} If it is not UTF-8.
 * @throws {PawlError} With code `not-replaceable` if it is not a regular file, `invalid-document` if it is over 64 MiB,
 * `permission` or `io` if it cannot be read.
 */
export function readFile(path: string): Snapshot {
  return readSnapshot(path);
}

/**
 * Updates a file under its lock by a function from its old text to the new one. The function may be called again if a
 * program that ignores the lock changes the file in the meantime. It is not checked that the new text parses.
 *
 * @example Append a line
 * ```ts
 * import { updateFile } from "@pawl/pawl";
 *
 * const { changed } = await updateFile("hosts.txt", ({ text }) => text + "10.0.0.1 db\n");
 * console.log(changed); // true
 * ```
 *
 * @param path The file's path; symbolic links are followed. The file and its directory are created if they are absent.
 * @param transform Makes the new text. If it throws, nothing is written.
 * @param options How long to wait for the lock, in ms, and more.
 * @returns What the file held before and after.
 * @throws {LockTimeoutError} If the lock could not be acquired in time.
 * @throws {ConflictError} If the file does not match `ifMatch`.
 * @throws {LockPoisonedError} If the last holder of the lock died and the file is not valid.
 * @throws {PawlError} What {@linkcode readFile} throws; `conflict` if another program keeps changing the file without the
 * lock; `not-replaceable`, `permission` or `io` if the file cannot be replaced; `durability-unknown` if it was replaced
 * but its directory could not be synced.
 * @throws The reason of the signal, if the caller aborts; and whatever the transform throws.
 */
export async function updateFile(
  path: string,
  transform: Transform,
  options: UpdateOptions = {},
): Promise<UpdateResult> {
  return await update(path, transform, options);
}

/**
 * Reads all kept versions of a file, the present one included. Takes no lock.
 *
 * @example
 * ```ts
 * import { readVersions, setValue } from "@pawl/pawl";
 *
 * await setValue("app.toml", "server.port", 8080n, { backups: 5 });
 * for (const { etag, until } of readVersions("app.toml")) console.log(etag, until ?? "now");
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @returns The versions, the newest first; the present one only if the file exists.
 * @throws {PawlError} With code `permission` or `io` if they cannot be read.
 */
export function readVersions(path: string): FileVersion[] {
  return readAllVersions(path);
}

/**
 * Reads the state of a file's lock and write queue. Takes no lock.
 *
 * @example
 * ```ts
 * import { readStatus } from "@pawl/pawl";
 *
 * const { isLocked, holder, pendingCount } = readStatus("app.toml");
 * console.log(isLocked, holder?.command, pendingCount);
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @returns The state at this moment.
 * @throws {PawlError} With code `permission` or `io` if it cannot be known.
 */
export function readStatus(path: string): FileStatus {
  return readState(path);
}
