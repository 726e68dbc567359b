/**
 * Goes back to a kept version of a file.
 *
 * @module
 */
import { withNextRevision } from "./edit/edit_text.ts";
import { InvalidDocumentError, PawlError } from "./model/errors.ts";
import { formatFor, type FormatOptions } from "./format/detect.ts";
import type { Format } from "./format/format.ts";
import { type Revision, revisionOf, scanForRev } from "./edit/revision.ts";
import { type FileVersion, readVersions, textOfVersion } from "./store/file_history.ts";
import { updateFile, type UpdateOptions } from "./store/file_store.ts";
import type { UpdateResult } from "./store/update.ts";
import type { Snapshot } from "./store/snapshot.ts";

/** Options of {@linkcode undoFile}. */
export interface UndoOptions extends UpdateOptions, FormatOptions {
  /** The version to go back to: its rev, or 16 or more digits of its etag. By default the newest valid one. */
  readonly to?: string | undefined;
  /** Called under the lock with the present version; throws if it is not the one that the caller expects. */
  readonly check?: ((current: Snapshot) => void) | undefined;
}

/** What {@linkcode undoFile} did. */
export interface UndoResult extends UpdateResult {
  /** The version to which it went back. */
  readonly version: FileVersion;
}

/**
 * Goes back to an earlier version of a file, in one locked update like any other. The present version is kept like the
 * others, so this can be undone in turn; it need not be valid. A managed file gets a new `rev`.
 *
 * @example
 * ```ts
 * import { setValue, undoFile } from "@pawl/pawl";
 *
 * await setValue("app.toml", "server.port", 8080n, { backups: 10 });
 * await undoFile("app.toml");
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @param options To which version, how long to wait for the lock, and more. All kept versions stay, unless
 * `backups` limits them.
 * @returns What the file held before and after.
 * @throws {PawlError} With code `not-found` if there is no such version.
 * @throws {InvalidDocumentError} If that version is not valid itself; nothing is changed.
 */
export async function undoFile(path: string, options: UndoOptions = {}): Promise<UndoResult> {
  const format = await formatFor(path, options);
  let version: FileVersion | undefined;
  const transform = (current: Snapshot) => {
    options.check?.(current);
    const plan = planUndo(path, format, options.to);
    version = plan.version;
    return plan.text;
  };
  const result = await updateFile(path, transform, { backups: Infinity, ...options, mayBeGarbled: true });
  return { ...result, version: version! };
}

/** What going back would make of a file. */
export interface UndoPlan {
  readonly text: string;
  readonly version: FileVersion;
}

/**
 * Says what going back would make of a file. It reads the versions that are kept, so it is to be called under the lock if
 * they must not change meanwhile.
 *
 * @param path The file's path.
 * @param format The file's format.
 * @param to The version to go back to.
 * @returns The new text, and which version it is from.
 * @throws {PawlError} What {@linkcode undoFile} throws.
 */
export function planUndo(path: string, format: Format, to: string | undefined): UndoPlan {
  const versions = readVersions(path);
  const version = to === undefined
    ? earlierVersions(versions).find((version) => isValid(version, format))
    : findVersion(versions, format, to);
  if (version === undefined) throw missingVersion(path, versions, to);
  const text = textOfVersion(version);
  const isManaged = revisionOf(format.parse(text, version.path)) !== undefined;
  if (version.until === undefined || !isManaged) return { text, version };
  const last = lastRevision(versions, format);
  return { text: withNextRevision(format, text, last, path), version };
}

/**
 * The versions before the present one.
 *
 * @param versions All versions.
 * @returns Those that were replaced, the newest first.
 */
export function earlierVersions(versions: readonly FileVersion[]): readonly FileVersion[] {
  return versions.filter(({ until }) => until !== undefined);
}

function isValid(version: FileVersion, format: Format): boolean {
  try {
    format.parse(textOfVersion(version), version.path);
    return true;
  } catch (error) {
    if (error instanceof InvalidDocumentError) return false;
    throw error;
  }
}

/**
 * Finds a version.
 *
 * @param versions The versions, the newest first.
 * @param format The file's format.
 * @param wanted Its rev, or 16 or more digits of its etag.
 * @returns The newest such version, or `undefined` if there is none.
 * @throws {PawlError} With code `usage` if it is neither.
 */
export function findVersion(
  versions: readonly FileVersion[],
  format: Format,
  wanted: string,
): FileVersion | undefined {
  if (/^[0-9a-f]{16,64}$/i.test(wanted)) return versions.find(({ etag }) => etag.startsWith(wanted.toLowerCase()));
  if (!/^[0-9]{1,15}$/.test(wanted)) {
    throw new PawlError("usage", `Cannot find the version "${wanted}": wanted a rev or 16 to 64 digits of an etag`);
  }
  return versions.find((version) => revisionOfVersion(version, format)?.rev === BigInt(wanted));
}

/**
 * Reads the revision of a version.
 *
 * @param version The version.
 * @param format The file's format.
 * @returns Its revision, or `undefined` if it is not managed or not valid.
 */
export function revisionOfVersion(version: FileVersion, format: Format): Revision | undefined {
  try {
    return revisionOf(format.parse(textOfVersion(version), version.path));
  } catch (error) {
    if (error instanceof InvalidDocumentError) return undefined;
    throw error;
  }
}

/**
 * The error that there is no such version.
 *
 * @param path The file's path.
 * @param versions The versions that there are.
 * @param wanted The version, `undefined` for the one before the present one.
 * @param action How the message begins if no earlier version is kept at all: `Cannot compare "app.toml"`.
 * @returns The error, to be thrown.
 */
export function missingVersion(
  path: string,
  versions: readonly FileVersion[],
  wanted: string | undefined,
  action = `Cannot go back in "${path}"`,
): PawlError {
  const count = earlierVersions(versions).length;
  if (wanted === undefined || count === 0) {
    return new PawlError("not-found", `${action}: no earlier version is kept`, {
      hint: "keep versions with --backup or PAWL_BACKUP when the file is changed",
    });
  }
  const kept = count === 1 ? "1 earlier version is kept" : `${count} earlier versions are kept`;
  return new PawlError("not-found", `Cannot find the version "${wanted}" of "${path}": ${kept}`, {
    hint: 'list them with "pawl history"',
  });
}

/** No rev may come twice, even if a version is broken or an old file was put back. */
function lastRevision(versions: readonly FileVersion[], format: Format): Revision {
  let rev = 0n;
  let updatedAt = new Date(0).toISOString();
  for (const version of versions) {
    const found = revisionOfVersion(version, format);
    const foundRev = found?.rev ?? scanForRev(new TextDecoder().decode(version.bytes));
    if (foundRev > rev) rev = foundRev;
    if (found !== undefined && found.updatedAt > updatedAt) updatedAt = found.updatedAt;
  }
  return { rev, updatedAt };
}
