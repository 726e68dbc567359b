/**
 * Replaces a file by a new one with the same name, owner and mode, all at once.
 *
 * Sequence: temporary file beside the target (O_EXCL) → write every byte → size check → owner, mode and attributes →
 * fsync → the caller's last look → is the temporary file still ours? → rename → fsync of the directory.
 * Guarantee: a reader that opens the name at any time, also after a power cut, finds the whole old or the whole new bytes.
 * The temporary file is removed on every failure before the rename and never after it, when its name may be another's.
 * It is never readable for more people than the file that it becomes. There is no fallback to writing in place.
 * Non-guarantee: ACLs and extended attributes are carried over only where the mode says that a list may widen it
 * (`attributes.ts`), other hard links keep the old bytes, and on Windows a directory can't be synced.
 * Sources: rename(2) replaces the new name atomically, so that no reader finds it missing (POSIX.1, rename), but says
 * nothing of durability. Without the fsync before it, a file system with delayed allocation may put an empty file in the
 * name's place (Theodore Ts'o, "Don't fear the fsync!", 2009, which Go's renameio quotes for the same sequence). fsync(2)
 * says that the entry in the directory needs an fsync of its own.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import { syncDirectory } from "./directory.ts";
import type { FileIo } from "./file_io.ts";
import { splitPath } from "./path.ts";
import { createReplacementFile, keepOwnership, requireOwnTempFile } from "./replacement_file.ts";
import {
  isDenied,
  isSystemError,
  pawlErrorFrom,
  systemCode,
  type SystemErrorMeaning,
  systemReason,
} from "./system_error.ts";
import type { Target } from "./target.ts";
import type { TempFile } from "./temp_file.ts";
import { writeAll } from "./write_all.ts";

/** What becomes of a file. */
export interface Replacement {
  /** Its new bytes. */
  readonly bytes: Uint8Array;
  /** The file as it is, `undefined` if there is none. */
  readonly original: Deno.FileInfo | undefined;
  /** Whether nobody but the owner may have any access to the result. */
  readonly isPrivate: boolean;
  /**
   * The last look before the rename: whether the file is still the one that the bytes were made from.
   *
   * @param tempName The name of the temporary file, which is complete and synced.
   */
  readonly isCurrent: (tempName: string) => boolean;
  /** Told when the rename does not happen after all, while the temporary file is still there. */
  readonly onAbandon?: (() => void) | undefined;
}

/** On Windows a virus scanner or an indexer may hold a new file open for a moment. */
const WINDOWS_RENAME_PAUSES_MS: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200];

/**
 * Replaces a file, or creates it.
 *
 * @param target The file's place. The caller holds its lock.
 * @param replacement What becomes of it.
 * @returns Whether it was replaced; `false` if the last look said no, and then nothing changed.
 * @throws {PawlError} With code `not-replaceable` if it can't be replaced at once here, `permission` if the file may
 * not be written to, `io` if the disk is full or broken; in these cases nothing changed. With code
 * `durability-unknown` if only the directory could not be synced: the new bytes are there.
 */
export function replaceFile(target: Target, replacement: Replacement, io: FileIo): boolean {
  const { original } = replacement;
  if (original !== undefined) requireWritable(target, original, io);
  const temp = createTemp(target, replacement, io);
  try {
    const isOriginal = fill(temp, target, replacement, io);
    if (!isOriginal || !replacement.isCurrent(splitPath(temp.path, io).name)) {
      replacement.onAbandon?.();
      removeQuietly(temp.path, io);
      return false;
    }
    requireOwnTempFile(temp, target, io);
    renameOver(temp.path, target, io);
  } catch (error) {
    replacement.onAbandon?.();
    removeQuietly(temp.path, io);
    throw pawlErrorFrom(error, `Cannot replace "${target.path}"`);
  }
  commit(target, io);
  return true;
}

/**
 * rename(2) asks the directory only, so a file that its owner made read-only would be replaced all the same. The kernel
 * knows whether we may write to it nevertheless, as root may. Anybody but the owner and root can't keep the owner.
 */
function requireWritable(target: Target, original: Deno.FileInfo, io: FileIo): void {
  if (original.mode === null || (original.mode & 0o200) !== 0 || io.build.os === "windows") return;
  try {
    io.openSync(target.realPath, { write: true }).close();
  } catch (error) {
    // A file that was removed meanwhile is the last look's business.
    if (error instanceof Deno.errors.NotFound) return;
    throw pawlErrorFrom(error, `Cannot write "${target.path}"`, {
      deniedHint: "the file is read-only: give yourself write permission for it",
    });
  }
}

function createTemp(target: Target, replacement: Replacement, io: FileIo): TempFile {
  try {
    return createReplacementFile(target, replacement.original, replacement.isPrivate, io);
  } catch (error) {
    throw pawlErrorFrom(error, `Cannot replace "${target.path}": cannot create a file in "${target.directory}"`, {
      denied: "not-replaceable",
      deniedHint: `give yourself write permission for the directory "${target.directory}"`,
    });
  }
}

/** Says whether the document is still the one that was read. */
function fill(temp: TempFile, target: Target, replacement: Replacement, io: FileIo): boolean {
  const { bytes, original } = replacement;
  try {
    writeAll(temp.file, bytes);
    const { size } = temp.file.statSync();
    if (size !== bytes.length) throw new Error(`only ${size} of ${bytes.length} bytes were stored`);
    // Before the sync, so that a power cut can't bring the new bytes with another owner or mode.
    const isOriginal = original === undefined || keepOwnership(temp, target, original, replacement.isPrivate, io);
    temp.file.syncSync();
    return isOriginal;
  } catch (error) {
    throw pawlErrorFrom(error, `Cannot write a new "${target.path}"`);
  } finally {
    temp.file.close();
  }
}

function renameOver(path: string, target: Target, io: FileIo): void {
  for (let attempt = 0;; attempt++) {
    try {
      return io.renameSync(path, target.realPath);
    } catch (error) {
      const pauseMs = WINDOWS_RENAME_PAUSES_MS[attempt];
      if (io.build.os !== "windows" || pauseMs === undefined || !(isDenied(error) || systemCode(error) === "EBUSY")) {
        throw pawlErrorFrom(error, `Cannot replace "${target.path}"`, renameMeaning(error));
      }
      // Nothing may be awaited while the lock is held.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

function renameMeaning(error: unknown): SystemErrorMeaning {
  const meaning = {
    denied: "not-replaceable",
    deniedHint: "give yourself write permission for the directory; a sticky bit or an immutable flag also forbids it",
  } as const;
  if (systemCode(error) !== "EBUSY") return meaning;
  return { ...meaning, hint: "a file that is itself a mount point cannot be replaced: mount its directory instead" };
}

function commit(target: Target, io: FileIo): void {
  try {
    syncDirectory(target.directory, io);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new PawlError(
      "durability-unknown",
      `Cannot sync the directory of "${target.path}": the change is there but may not survive a power cut: ` +
        systemReason(error),
      { hint: "check the disk, then run sync(1)", cause: error },
    );
  }
}

/** The first failure is the one to report; a file that stays is found by the next holder that looks round. */
function removeQuietly(path: string, io: FileIo): void {
  try {
    io.removeSync(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}
