/**
 * Says where a path leads, as open(2) does (path_resolution(7)).
 *
 * Hazard: unless a program has every permission, Deno takes `..` and a trailing separator out of a path letter by letter
 * before the kernel sees it: `link/../x` would be `x`, whatever the link leads to. So each `..` is resolved here, and no
 * path goes to Deno that has one.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import type { FileIo } from "./file_io.ts";
import { isAbsolutePath, joinPath, namesDirectory, splitAtParent, splitPath } from "./path.ts";

/** As many links as Linux follows (path_resolution(7)). */
const MAX_LINKS = 40;

/**
 * Follows a path to the real file.
 *
 * @returns The path of the real file, free of symbolic links; the file and its directory may be absent. It ends with a
 * separator if it can only be a directory, which is absent.
 * @throws {PawlError} With code `not-found` if `..` follows something that is absent, `io` if links form a loop or `..`
 * follows a file.
 * @throws {Error} What the operating system says.
 */
export function realPathOf(path: string, io: FileIo): string {
  return followLinks(path, path, MAX_LINKS, io);
}

/**
 * Makes a path fit to be opened by Deno: it means to Deno what the given one means to open(2), and a link at its end is
 * still one. What can only name a directory has to be one.
 *
 * @returns A path without `..`; the given one if it has none.
 * @throws {PawlError} As {@linkcode realPathOf} does.
 * @throws {Error} What the operating system says.
 */
export function openablePath(path: string, io: FileIo): string {
  const plain = withoutParents(path, path, MAX_LINKS, io);
  if (namesDirectory(plain, io)) requireDirectory(followLinks(plain, path, MAX_LINKS, io), path, io);
  return plain;
}

function followLinks(path: string, given: string, linksLeft: number, io: FileIo): string {
  const plain = withoutParents(path, given, linksLeft, io);
  try {
    return io.realPathSync(plain);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return followToAbsent(plain, given, linksLeft, io);
}

/** On Windows the system itself takes paths letter by letter. */
function withoutParents(path: string, given: string, linksLeft: number, io: FileIo): string {
  let rest = path;
  for (let parts = splitAtParent(rest, io); parts !== undefined; parts = splitAtParent(rest, io)) {
    const directory = followLinks(parts.before, given, linksLeft, io);
    requireDirectory(directory, given, io);
    const { parent } = splitPath(directory, io);
    rest = parts.after === "" ? parent : joinPath(parent, parts.after, io);
  }
  return rest;
}

function requireDirectory(directory: string, given: string, io: FileIo): void {
  let info: Deno.FileInfo;
  try {
    info = io.lstatSync(directory);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new PawlError("not-found", `Cannot find "${given}": there is no directory "${directory}"`);
  }
  if (!info.isDirectory) throw new PawlError("io", `Cannot find "${given}": "${directory}" is not a directory`);
}

/** realpath(3) fails as soon as something on the way is absent; this says where the path would lead. */
function followToAbsent(path: string, given: string, linksLeft: number, io: FileIo): string {
  const { parent, name } = splitPath(path, io);
  if (parent === path) throw new PawlError("io", `Cannot find "${given}": the current directory was removed`);
  // What is asked for is a directory, and what comes of it says so.
  if (name === "" || name === ".") return joinPath(followLinks(parent, given, linksLeft, io), "", io);
  const directory = followLinks(parent, given, linksLeft, io);
  const full = joinPath(directory, name, io);
  if (!isLink(full, io)) return full;
  if (linksLeft === 0) throw new PawlError("io", `Cannot find "${given}": too many levels of symbolic links`);
  const link = io.readLinkSync(full);
  const next = isAbsolutePath(link, io) ? link : joinPath(directory, link, io);
  return followLinks(next, given, linksLeft - 1, io);
}

function isLink(path: string, io: FileIo): boolean {
  try {
    return io.lstatSync(path).isSymlink;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
