/**
 * Finds the real file behind a path, and with it the one lock file that all of its names share.
 *
 * Guarantee: symbolic links (also of directories, also dangling ones, also chains) are followed, so that a replaced
 * file is never the link itself, and two names of one file give the same lock path. Hard links are different names of
 * one inode; they do not share a lock, and a replace separates them.
 * Hazard: what kind of file it is, is not looked at here; the caller that opens or locks it asks {@linkcode requireRegularFile}
 * first, because opening a FIFO would hang and opening a device can have effects.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import type { FileIo } from "./file_io.ts";
import { hiddenPrefix } from "./hidden_name.ts";
import { joinPath, namesDirectory, splitPath } from "./path.ts";
import { realPathOf } from "./path_resolution.ts";
import { pawlErrorFrom } from "./system_error.ts";

/** A document's place in the file system. It may not exist yet. */
export interface Target {
  /** The path as it was given; messages show it. */
  readonly path: string;
  /** The path of the real file, free of symbolic links. */
  readonly realPath: string;
  /** The directory of the real file. */
  readonly directory: string;
  /** The name of the real file in its directory. */
  readonly name: string;
  /** The path of its lock file, see {@linkcode lockNameOf}. */
  readonly lockPath: string;
}

/**
 * Follows a path to the real file.
 *
 * @returns The real file's place; the file and its directory may be absent.
 * @throws {PawlError} With code `not-replaceable` if the path can only name a directory, `permission` if it can't be
 * looked at, `io` if its links form a loop or a part of the path is a file, `not-found` if \`..\` follows something absent,
 * `usage` if the path is empty.
 */
export function resolveTarget(path: string, io: FileIo = Deno): Target {
  if (path === "") throw new PawlError("usage", 'Cannot use "" as a document: the path is empty');
  try {
    const realPath = realPathOf(path, io);
    if (namesDirectory(path, io) || namesDirectory(realPath, io)) {
      throw new PawlError("not-replaceable", `Cannot use "${path}" as a document: the path names a directory`);
    }
    const { parent, name } = splitPath(realPath, io);
    return { path, realPath, directory: parent, name, lockPath: joinPath(parent, lockNameOf(name), io) };
  } catch (error) {
    throw pawlErrorFrom(error, `Cannot find "${path}"`, {
      deniedHint: "check the permissions of the directories that lead to it",
    });
  }
}

/**
 * Names the lock file of a document: `app.toml.lock`, which `flock app.toml.lock …` locks as well; `.Pipfile.pawl-lock`
 * for a name without an extension, because there `NAME.lock` is data (`Pipfile.lock`) or blocks its own program as long as
 * it exists (`config.lock` of git and kubectl).
 *
 * @param name The name of the real file in its directory.
 */
export function lockNameOf(name: string): string {
  return name.lastIndexOf(".") > 0 ? `${name}.lock` : `${hiddenPrefix({ name })}pawl-lock`;
}

/**
 * Says whether a document has the name of another one's lock file: `app.toml.lock`.
 *
 * @param name The name of the real file in its directory.
 */
export function isLockName(name: string): boolean {
  return name.endsWith(".lock") && lockNameOf(name.slice(0, -".lock".length)) === name;
}

/**
 * Refuses everything that is not a regular file.
 *
 * @param info What lstat(2) says.
 * @throws {PawlError} With code `not-replaceable`.
 */
export function requireRegularFile(info: Deno.FileInfo, path: string): void {
  if (info.isFile) return;
  throw new PawlError("not-replaceable", `Cannot use "${path}" as a document: it is ${fileKind(info)}, not a file`);
}

/**
 * Names what kind of file something is.
 *
 * @param info What lstat(2) says.
 * @returns A noun with its article.
 */
export function fileKind(info: Deno.FileInfo): string {
  if (info.isFile) return "a regular file";
  if (info.isDirectory) return "a directory";
  if (info.isSymlink) return "a symbolic link";
  if (info.isFifo) return "a FIFO";
  if (info.isSocket) return "a socket";
  return info.isBlockDevice || info.isCharDevice ? "a device" : "a special file";
}

/**
 * Looks at a file that may be absent, without following a link.
 *
 * @returns What lstat(2) says, or `undefined` if nothing is there.
 */
export function lstatIfPresent(path: string, io: FileIo): Deno.FileInfo | undefined {
  try {
    return io.lstatSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
