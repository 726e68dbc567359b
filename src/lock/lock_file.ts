/**
 * The lock file beside a document: opening it and trying its lock.
 *
 * Guarantee: it is never deleted and never renamed, because a lock on a file that has left its name excludes nobody.
 * Another program may delete it (`git clean`), so a lock counts only if the name still leads to the locked file.
 * Hazard: the name may belong to a file of the user. Such a file is locked, but never written to or emptied (see
 * `lock_record.ts`).
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import { copyAttributes, mayHideAccessList } from "../file/attributes.ts";
import { makeDirectory } from "../file/directory.ts";
import type { FileIo } from "../file/file_io.ts";
import { setOwnership } from "../file/owner.ts";
import { PRIVATE_MODE } from "../file/replacement_file.ts";
import { isSystemError, pawlErrorFrom, systemReason } from "../file/system_error.ts";
import { fileKind, lstatIfPresent, requireRegularFile, type Target } from "../file/target.ts";

/** How the directory of a lock file is made if it is absent. */
export type NewDirectory = "refuse" | "create" | "create-private";

/** A lock file that this process has locked. */
export interface LockedFile {
  /** The open file, at its beginning. */
  readonly file: Deno.FsFile;
  /** Its size when it was locked, in bytes. */
  readonly sizeBytes: number;
  /** Gives back the lock of the document itself, where it has the name of another one's lock file. */
  readonly releaseItself?: (() => void) | undefined;
}

/** How often opening and creating may chase each other; a dangling link makes them do so for ever. */
const MAX_OPEN_ATTEMPTS = 10;

/**
 * Opens a lock file for reading and writing, and creates it if it is absent.
 *
 * @param newDirectory What to do if its directory is absent.
 * @returns The open file, not locked.
 * @throws {PawlError} With code `not-replaceable` if the document is no regular file or the directory takes no new one,
 * `permission` if the lock file can't be opened, else `io`.
 */
export function openLockFile(target: Target, newDirectory: NewDirectory, io: FileIo): Deno.FsFile {
  for (let attempt = 0; attempt < MAX_OPEN_ATTEMPTS; attempt++) {
    const file = openIfPresent(target, true, io) ?? createIfAbsent(target, newDirectory, io);
    if (file !== undefined) return file;
  }
  requireLockableName(target, io);
  throw new PawlError("io", `Cannot lock "${target.path}": "${target.lockPath}" keeps disappearing`);
}

/**
 * Opens a lock file for reading only, never creates it and needs no write permission.
 *
 * @returns The open file, or `undefined` if there is none.
 * @throws {PawlError} With code `permission` if it can't be read, else `io`.
 */
export function openExistingLockFile(target: Target, io: FileIo): Deno.FsFile | undefined {
  // Opening a FIFO for reading only would hang.
  return requireLockableName(target, io) ? openIfPresent(target, false, io) : undefined;
}

/** Says whether anything has the name of the lock file; every command ends alike if that can't be locked. */
function requireLockableName(target: Target, io: FileIo): boolean {
  try {
    const info = lstatIfPresent(target.lockPath, io);
    if (info !== undefined) requireLockable(info, target);
    return info !== undefined;
  } catch (error) {
    throw pawlErrorFrom(error, `Cannot find the lock file "${target.lockPath}"`);
  }
}

function openIfPresent(target: Target, write: boolean, io: FileIo): Deno.FsFile | undefined {
  try {
    return io.openSync(target.lockPath, { read: true, write });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    requireDocument(target, io);
    requireLockableName(target, io);
    throw pawlErrorFrom(error, `Cannot open the lock file "${target.lockPath}"`, {
      deniedHint: `give yourself ${write ? "read and write" : "read"} permission for "${target.lockPath}"`,
    });
  }
}

/** That a device is no document says more than that no lock file may be opened beside it. */
function requireDocument(target: Target, io: FileIo): Deno.FileInfo | undefined {
  const info = lstatIfPresent(target.realPath, io);
  if (info !== undefined) requireRegularFile(info, target.path);
  return info;
}

/** Gives `undefined` if another process created it in the meantime, or if only its directory was created. */
function createIfAbsent(target: Target, newDirectory: NewDirectory, io: FileIo): Deno.FsFile | undefined {
  try {
    const document = requireDocument(target, io);
    const mode = ((document?.mode ?? 0o666) & 0o666) | 0o600;
    // O_EXCL, because O_CREAT alone would follow a link that somebody planted.
    const options = { read: true, write: true, createNew: true };
    if (document === undefined || !mayHideAccessList(mode)) {
      const file = io.openSync(target.lockPath, { ...options, mode });
      if (document !== undefined) shareWithOwner(file, target, document, mode);
      return file;
    }
    const file = io.openSync(target.lockPath, { ...options, mode: PRIVATE_MODE });
    shareWithListed(file, target, document);
    return file;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return undefined;
    if (error instanceof Deno.errors.NotFound && newDirectory !== "refuse") {
      makeDirectory(target.directory, newDirectory === "create-private", io);
      return undefined;
    }
    throw pawlErrorFrom(error, `Cannot create the lock file "${target.lockPath}"`, {
      denied: "not-replaceable",
      deniedHint: `give yourself write permission for the directory "${target.directory}"`,
    });
  }
}

/**
 * Lets everybody lock who may change the document: without this, one `sudo pawl set` would lock the owner out for good,
 * and a umask of 022 everybody else of a group that shares the file.
 */
function shareWithOwner(file: Deno.FsFile, target: Target, document: Deno.FileInfo, mode: number): void {
  const { uid, gid } = document;
  if (uid === null || gid === null) return;
  try {
    const info = file.statSync();
    if (info.uid === uid && info.gid === gid && ((info.mode ?? mode) & 0o777) === mode) return;
    setOwnership(target.lockPath, info, { uid, gid, mode });
  } catch (error) {
    // Only a privileged user may give a file away; the lock holds without it.
    if (!isSystemError(error)) throw error;
  }
}

/** As {@linkcode shareWithOwner}, for a document whose group bits may be the mask of an access control list. */
function shareWithListed(file: Deno.FsFile, target: Target, document: Deno.FileInfo): void {
  shareWithOwner(file, target, document, PRIVATE_MODE);
  try {
    copyAttributes({ path: target.realPath, info: document }, { path: target.lockPath, info: file.statSync() });
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

/**
 * Tries to lock an open lock file without waiting.
 *
 * @param shared Whether the lock is to be shared.
 * @returns Whether the lock was had.
 * @throws {PawlError} With code `io` if the file system can't lock.
 */
export function tryLock(file: Deno.FsFile, target: Target, shared: boolean): boolean {
  while (true) {
    try {
      return file.tryLockSync(!shared);
    } catch (error) {
      if (!(error instanceof Deno.errors.Interrupted)) throw cannotLock(error, target);
    }
  }
}

/**
 * Gives back the lock of a file that is not needed any more.
 *
 * Closing would do, but for a child that is between fork(2) and exec(2) and still has a copy of the descriptor.
 */
export function unlockAndClose(file: Deno.FsFile): void {
  try {
    file.unlockSync();
  } catch (error) {
    // It goes with the descriptor.
    if (!isSystemError(error)) throw error;
  } finally {
    file.close();
  }
}

/**
 * Explains that a file system can't lock (flock(2): ENOLCK; NFS and some FUSE file systems: ENOTSUP).
 *
 * @param error What flock(2) said.
 * @returns What to throw.
 */
export function cannotLock(error: unknown, target: Target): unknown {
  // ENOLCK comes without a code, so every failure of this one call is taken as the same.
  if (!isSystemError(error)) return error;
  const message = `Cannot lock "${target.path}": its file system refuses locks: ${systemReason(error)}`;
  const hint = "keep the file on a local file system, or mount this one with locking";
  return new PawlError("io", message, { hint, cause: error });
}

/**
 * Says whether the lock file's name still leads to the locked file.
 *
 * @returns What fstat(2) says of the file, or `undefined` if the name leads elsewhere.
 * @throws {PawlError} With code `io` if the name belongs to something that is no regular file.
 */
export function currentInfo(file: Deno.FsFile, target: Target, io: FileIo): Deno.FileInfo | undefined {
  const named = lstatIfPresent(target.lockPath, io);
  if (named === undefined) return undefined;
  requireLockable(named, target);
  const locked = file.statSync();
  return named.ino === locked.ino && named.dev === locked.dev ? locked : undefined;
}

function requireLockable(info: Deno.FileInfo, target: Target): void {
  if (info.isFile) return;
  throw new PawlError(
    "io",
    `Cannot lock "${target.path}": "${target.lockPath}" is ${fileKind(info)}, not a regular file`,
    { hint: `move "${target.lockPath}" away` },
  );
}
