/**
 * Changes keys in a file: what most users of the library need.
 *
 * @module
 */
import type { Change } from "./model/change.ts";
import { editText } from "./edit/edit_text.ts";
import { formatFor, type FormatOptions } from "./format/detect.ts";
import { type KeyPath, parseKeyPath } from "./model/key_path.ts";
import { revisionTest } from "./edit/revision.ts";
import type { EditResult, QueueOptions } from "./queue/edit_request.ts";
import { updateFile, updateFileIfFree } from "./store/file_store.ts";
import type { Transform } from "./store/snapshot.ts";
import { rehearse } from "./store/warm_up.ts";
import type { Value } from "./model/value.ts";

/** Options of {@linkcode editFile}: which format the file has, how to wait, who may carry the changes out. */
export interface EditOptions extends QueueOptions, FormatOptions {
  /** The revision that the document must have; it must be managed then. */
  readonly expectRev?: bigint | undefined;
}

/**
 * Carries out changes on a file, in one locked read, edit and atomic replace: all of them or none.
 *
 * The file and its directory are created if they are absent. Nothing is written if the file says all of it already.
 *
 * @example
 * ```ts
 * import { editFile, parseKeyPath } from "@pawl/pawl";
 *
 * const { changed } = await editFile("app.toml", [
 *   { op: "increment", path: parseKeyPath("deploys"), by: 1n },
 *   { op: "append", path: parseKeyPath("hosts"), values: [{ value: "b" }], unique: true },
 * ]);
 * console.log(changed); // true
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @param changes What to do, in order.
 * @param options How long to wait for the lock, and more.
 * @returns What the file held before and after; without texts (`before`, `after`) if another writer made the change (see
 * {@linkcode EditOptions.isPostable}), and with only the ID as `pending` if it was left to the next writer.
 * @throws {LockTimeoutError} If the lock could not be acquired in time.
 * @throws {InvalidDocumentError} If the file does not parse; it is not touched.
 * @throws {PawlError} If a change makes no sense in this file, or the file can't be read or replaced.
 */
export async function editFile(
  path: string,
  changes: readonly Change[],
  options: EditOptions = {},
): Promise<EditResult> {
  const { expectRev } = options;
  const guarded = expectRev === undefined ? changes : [revisionTest(expectRev), ...changes];
  const loadFormat = () => formatFor(path, options);
  const loadTransform = async (): Promise<Transform> => {
    const format = await loadFormat();
    return ({ text }) => editText(format, text, guarded, path).text;
  };
  // The holder of a lent lock has it for our changes alone, not for those that wait in the queue.
  if (await isLentTo(options, path)) return await updateFile(path, await loadTransform(), options);
  // A caller that leaves the changes behind when there is no time to wait does so in the queue.
  const timeoutMs = options.onTimeout === "queue" ? undefined : options.timeoutMs;
  const prepare = async () => rehearse(path, await loadTransform());
  const result = await updateFileIfFree(path, prepare, { ...options, timeoutMs });
  if (result !== undefined) return result;
  const { editThroughQueue } = await import("./queue/queued_edit.ts");
  return await editThroughQueue({ path, loadFormat, changes: guarded, options }, Deno);
}

async function isLentTo({ lockToken }: EditOptions, path: string): Promise<boolean> {
  if (lockToken === undefined) return false;
  const { isLent } = await import("./lock/borrowed_lock.ts");
  return await isLent(path, lockToken, "write");
}

/** Options of {@linkcode setValue}. */
export interface SetOptions extends EditOptions {
  /** Whether the type of an existing value may change; by default it may not. */
  readonly force?: boolean | undefined;
}

/**
 * Sets one key of a file.
 *
 * @example
 * ```ts
 * import { setValue } from "@pawl/pawl";
 *
 * await setValue("app.toml", "server.port", 8080n);
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @param key The key, as a path (`server.port`) or as its parts.
 * @param value The new value: integers are `bigint`, a `number` is a float.
 * @param options How long to wait for the lock, and more.
 * @returns As {@linkcode editFile} does: without texts if another writer made the change.
 * @throws {PawlError} As {@linkcode editFile} does; with code `type-mismatch` if the type of a value would change.
 */
export function setValue(
  path: string,
  key: string | KeyPath,
  value: Value,
  options: SetOptions = {},
): Promise<EditResult> {
  const change: Change = { op: "set", path: pathOf(key), value: { value }, force: options.force ?? false };
  return editFile(path, [change], options);
}

/** Options of {@linkcode unsetValue}. */
export interface UnsetOptions extends EditOptions {
  /** Whether an absent key is fine; by default it is an error. */
  readonly ifExists?: boolean | undefined;
}

/**
 * Removes one key of a file.
 *
 * @example
 * ```ts
 * import { unsetValue } from "@pawl/pawl";
 *
 * await unsetValue("app.toml", "server.debug", { ifExists: true });
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @param key The key, as a path (`server.port`) or as its parts.
 * @param options How long to wait for the lock, and more.
 * @returns As {@linkcode editFile} does: without texts if another writer made the change.
 * @throws {PawlError} As {@linkcode editFile} does; with code `not-found` if there is no such key.
 */
export function unsetValue(path: string, key: string | KeyPath, options: UnsetOptions = {}): Promise<EditResult> {
  const change: Change = { op: "unset", path: pathOf(key), ifExists: options.ifExists ?? false };
  return editFile(path, [change], options);
}

function pathOf(key: string | KeyPath): KeyPath {
  return typeof key === "string" ? parseKeyPath(key) : key;
}
