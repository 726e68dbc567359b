/**
 * Makes files managed: from then on each change that pawl makes counts in the file itself.
 *
 * @module
 */
import type { Change } from "./model/change.ts";
import { editFile, type EditOptions } from "./edit_file.ts";
import { PawlError } from "./model/errors.ts";
import { formatFor, type FormatOptions } from "./format/detect.ts";
import type { EditResult } from "./queue/edit_request.ts";
import { describe, withArticle } from "./edit/place.ts";
import { managingChanges, REVISION_KEYS, revisionOf, unmanagingChanges } from "./edit/revision.ts";
import { readFile } from "./store/file_store.ts";
import { isTable, type Value } from "./model/value.ts";

/**
 * Makes a file count its changes: it gets the top-level keys `version` (1), `rev` (1) and `updated_at` (the time, RFC 3339, UTC). From
 * then on each change by pawl increments `rev`, in the same atomic replace, and nothing else changes these keys.
 * Only `updateFile`, which knows nothing of formats, leaves them to its caller.
 *
 * A file that is managed already stays as it is. The file is created if it is absent.
 *
 * @example
 * ```ts
 * import { manageFile, setValue } from "@pawl/pawl";
 *
 * await manageFile("app.toml");
 * await setValue("app.toml", "server.port", 8080n, { expectRev: 1n });
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @param options How long to wait for the lock, and more.
 * @returns As `editFile` does: without texts if another writer made the change.
 * @throws {PawlError} With code `exists` if one of the keys is there with another meaning, `unsupported-format` for CSV, and
 * what {@linkcode editFile} throws.
 */
export async function manageFile(path: string, options: EditOptions = {}): Promise<EditResult> {
  return await onceMore(async () => await editFile(path, await planManaging(path, options), options));
}

/**
 * Stops counting the changes of a file: its keys `version`, `rev` and `updated_at` are removed. If it is managed again,
 * `rev` begins at 1.
 *
 * @example
 * ```ts
 * import { manageFile, unmanageFile } from "@pawl/pawl";
 *
 * await manageFile("app.toml");
 * await unmanageFile("app.toml");
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @param options How long to wait for the lock, and more.
 * @returns As `editFile` does: without texts if another writer made the change.
 * @throws {PawlError} What {@linkcode editFile} throws.
 */
export async function unmanageFile(path: string, options: EditOptions = {}): Promise<EditResult> {
  return await editFile(path, await planUnmanaging(path, options), options);
}

/**
 * Does something again that another process may have done at the same moment.
 *
 * @param action What to do; it looks first whether there is anything to do.
 * @returns What it gives.
 */
export async function onceMore<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof PawlError) || error.code !== "exists") throw error;
    return await action();
  }
}

/**
 * Says what makes a file managed.
 *
 * @param path The file's path.
 * @param options The file's format.
 * @returns The changes; none if it is managed.
 * @throws {PawlError} What {@linkcode manageFile} throws.
 */
export async function planManaging(path: string, options: FormatOptions): Promise<Change[]> {
  const format = await formatFor(path, options);
  if (format.name === "csv" || format.name === "tsv") {
    throw new PawlError("unsupported-format", `Cannot manage "${path}": a ${format.name} file cannot hold a rev`);
  }
  const { exists, text } = readFile(path);
  const root = exists ? format.parse(text, path) : undefined;
  if (revisionOf(root) !== undefined) return [];
  for (const key of REVISION_KEYS) requireAbsent(path, root, key);
  return managingChanges(format);
}

function requireAbsent(path: string, root: Value | undefined, key: string): void {
  if (!isTable(root) || !Object.hasOwn(root, key)) return;
  const message = `Cannot manage "${path}": ${describe([key])} exists already, as ${withArticle(root[key]!)}`;
  const hint = "rename the key, or use etags and --if-match instead";
  throw new PawlError("exists", message, { hint });
}

/**
 * Plans how to stop counting the changes of a file.
 *
 * @param path The file's path.
 * @param options The file's format.
 * @returns The changes; none if it is not managed.
 */
export async function planUnmanaging(path: string, options: FormatOptions): Promise<Change[]> {
  const format = await formatFor(path, options);
  const { exists, text } = readFile(path);
  return exists && revisionOf(format.parse(text, path)) !== undefined ? unmanagingChanges() : [];
}
