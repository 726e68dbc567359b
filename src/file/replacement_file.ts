/**
 * The temporary file that is to take a document's place, with the document's owner, mode and attributes.
 *
 * Guarantee: it is never open to more people than the document. Usually the kernel gives it the right owner and mode when
 * it creates it; then nothing is set afterwards. Where it does not, the empty file is given up, so that whoever may have
 * opened it has nothing, and one for its owner alone is made.
 * Hazard: in a directory that others may write the name can lead to another file at any moment, so everything after the
 * creation goes through a descriptor (`owner.ts`, `attributes.ts`), and the name is compared with it before the rename.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import { copyAttributes, mayHideAccessList } from "./attributes.ts";
import { isSameFile } from "./document.ts";
import type { FileIo } from "./file_io.ts";
import { type Ownership, setOwnership } from "./owner.ts";
import { isSystemError, systemReason } from "./system_error.ts";
import { lstatIfPresent, type Target } from "./target.ts";
import { createTempFile, type TempFile } from "./temp_file.ts";

/** Nobody but the owner has access. */
export const PRIVATE_MODE = 0o600;

/**
 * The mode that a file is to have.
 *
 * @param mode The mode that it has.
 * @param isPrivate Whether nobody but the owner may have any access.
 * @returns The permission bits, with setuid, setgid and sticky.
 */
export function finalMode(mode: number, isPrivate: boolean): number {
  return isPrivate && (mode & 0o077) !== 0 ? PRIVATE_MODE : mode & 0o7777;
}

/**
 * Creates the file, empty.
 *
 * A new document gets its mode from the kernel (0666 cut by the umask or the directory's default ACL), because the umask
 * can't be asked for without one more permission.
 *
 * @param original The document as it is, `undefined` if there is none.
 * @param isPrivate Whether nobody but the owner may have any access to the result.
 * @returns The open file.
 * @throws {Error} What the operating system says.
 */
export function createReplacementFile(
  target: Target,
  original: Deno.FileInfo | undefined,
  isPrivate: boolean,
  io: FileIo,
): TempFile {
  const wanted = original && ownershipOf(original, isPrivate);
  if (wanted === undefined) {
    return createTempFile(target, original === undefined && !isPrivate ? 0o666 : PRIVATE_MODE, io);
  }
  if (!mayHideAccessList(wanted.mode)) {
    const temp = createTempFile(target, wanted.mode & 0o777, io);
    if (hasOwnership(temp.info, wanted)) return temp;
    temp.file.close();
    io.removeSync(temp.path);
  }
  return createTempFile(target, PRIVATE_MODE, io);
}

/** Gives `undefined` where the system has no owners. */
function ownershipOf({ uid, gid, mode }: Deno.FileInfo, isPrivate: boolean): Ownership | undefined {
  return mode === null || uid === null || gid === null ? undefined : { uid, gid, mode: finalMode(mode, isPrivate) };
}

function hasOwnership(info: Deno.FileInfo, { uid, gid, mode }: Ownership): boolean {
  return info.uid === uid && info.gid === gid && ((info.mode ?? 0) & 0o7777) === mode;
}

/**
 * Gives the written file what the kernel has not given it.
 *
 * @param original The document as it is.
 * @param isPrivate Whether nobody but the owner may have any access to the result.
 * @returns Whether the document is still the one that was read; if not, there is nothing to take the attributes from.
 * @throws {PawlError} With code `not-replaceable` if the owner, the mode or the attributes can't be kept.
 */
export function keepOwnership(
  temp: TempFile,
  target: Target,
  original: Deno.FileInfo,
  isPrivate: boolean,
  io: FileIo,
): boolean {
  const wanted = ownershipOf(original, isPrivate);
  if (wanted === undefined || hasOwnership(temp.info, wanted)) return true;
  orRefuse(target, `its owner (uid ${wanted.uid}, gid ${wanted.gid}) or its mode cannot be kept`, () => {
    setOwnership(temp.path, temp.info, mayHideAccessList(wanted.mode) ? { ...wanted, mode: PRIVATE_MODE } : wanted);
  });
  if (!mayHideAccessList(wanted.mode)) return true;
  orRefuse(target, "its access control list or its attributes cannot be kept", () => {
    try {
      copyAttributes({ path: target.realPath, info: original }, temp);
    } catch (error) {
      if (isOriginal()) throw error;
    }
  });
  return isOriginal();

  function isOriginal(): boolean {
    const info = lstatIfPresent(target.realPath, io);
    return info !== undefined && isSameFile(info, original);
  }
}

function orRefuse(target: Target, what: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new PawlError("not-replaceable", `Cannot replace "${target.path}": ${what}: ${systemReason(error)}`, {
      hint: "run it as the owner of the file, or as root",
      cause: error,
    });
  }
}

/**
 * Refuses to rename what has been put in the place of the temporary file.
 *
 * Non-guarantee: whoever may write the directory can still exchange the names between this look and the rename, and could
 * replace the document without us as well. No other file is changed by it.
 *
 * @throws {PawlError} With code `not-replaceable`.
 */
export function requireOwnTempFile(temp: TempFile, target: Target, io: FileIo): void {
  const info = lstatIfPresent(temp.path, io);
  if (info !== undefined && info.isFile && isSameFile(info, temp.info)) return;
  const what = info === undefined ? "removed" : "exchanged";
  throw new PawlError("not-replaceable", `Cannot replace "${target.path}": its temporary file was ${what} meanwhile`, {
    hint: `let nobody else write to the directory "${target.directory}"`,
  });
}
