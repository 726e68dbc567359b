/**
 * The few operations on path texts that this folder needs, without the start-up cost of a path module.
 *
 * @module
 */
import type { FileIo } from "./file_io.ts";

/** A path's directory and its last part. */
export interface PathParts {
  /** The directory, `.` if the path names none. */
  readonly parent: string;
  /** The last part; empty only for a root. */
  readonly name: string;
}

/**
 * Splits a path at its last separator.
 *
 * @param path A path without a trailing separator, or a root.
 * @param io Says which separators hold.
 * @returns Its parts.
 */
export function splitPath(path: string, io: FileIo): PathParts {
  const root = rootLength(path, io);
  let end = path.length;
  while (end > root && !isSeparator(path.charCodeAt(end - 1), io)) end--;
  const name = path.slice(end);
  let parentEnd = end;
  while (parentEnd > root && isSeparator(path.charCodeAt(parentEnd - 1), io)) parentEnd--;
  const parent = path.slice(0, parentEnd);
  return { parent: parent === "" ? "." : parent, name };
}

/**
 * Joins a directory and a name.
 *
 * @param io Says which separators hold.
 * @returns The path.
 */
export function joinPath(directory: string, name: string, io: FileIo): string {
  if (isSeparator(directory.charCodeAt(directory.length - 1), io)) return directory + name;
  return directory + (io.build.os === "windows" ? "\\" : "/") + name;
}

/**
 * Says whether a path does not depend on the current directory.
 *
 * @param io Says which separators hold.
 * @returns Whether it begins at a root.
 */
export function isAbsolutePath(path: string, io: FileIo): boolean {
  return rootLength(path, io) > 0;
}

/**
 * Says whether a path can only name a directory, because its last part is empty, `.` or `..`.
 *
 * @param io Says which separators hold.
 * @returns Whether it does.
 */
export function namesDirectory(path: string, io: FileIo): boolean {
  let start = path.length;
  while (path.length - start < 2 && path.charCodeAt(start - 1) === PERIOD) start--;
  return isBoundary(path, start - 1, io);
}

/** A path around its first `..`. */
export interface PathAroundParent {
  /** What leads to the directory whose parent is meant, `.` if nothing does. */
  readonly before: string;
  /** What follows, without a separator at its beginning. */
  readonly after: string;
}

/**
 * Splits a path at the first of its parts that is `..`.
 *
 * @param io Says which separators hold; Windows takes paths letter by letter itself.
 * @returns What is on both sides, or `undefined` if no part is `..`.
 */
export function splitAtParent(path: string, io: FileIo): PathAroundParent | undefined {
  if (io.build.os === "windows") return undefined;
  for (let at = path.indexOf(".."); at >= 0; at = path.indexOf("..", at + 1)) {
    if (!isBoundary(path, at - 1, io) || !isBoundary(path, at + 2, io)) continue;
    let start = at + 2;
    while (isSeparator(path.charCodeAt(start), io)) start++;
    return { before: splitPath(path.slice(0, at + 2), io).parent, after: path.slice(start) };
  }
  return undefined;
}

const PERIOD = 0x2e;

/** Whether parts of a path meet at an index: at a separator, and beyond both ends. */
function isBoundary(path: string, index: number, io: FileIo): boolean {
  return index < 0 || index >= path.length || isSeparator(path.charCodeAt(index), io);
}

const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

function isSeparator(code: number, io: FileIo): boolean {
  return code === SLASH || (code === BACKSLASH && io.build.os === "windows");
}

/** The length of the part that has no parent: `/`, and on Windows also `C:\` and `\\`. */
function rootLength(path: string, io: FileIo): number {
  if (io.build.os === "windows" && path.charCodeAt(1) === COLON) {
    return isSeparator(path.charCodeAt(2), io) ? 3 : 2;
  }
  return isSeparator(path.charCodeAt(0), io) ? 1 : 0;
}
