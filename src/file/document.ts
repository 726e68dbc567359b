/**
 * Reads a document's bytes together with the identity of the file that held them.
 *
 * Guarantee: never reads anything but the regular file that was looked at, whatever link takes its place, and never more
 * than 64 MiB. The identity is taken before the bytes, so a file that changes in between is noticed by the next
 * {@linkcode isSameState}, never missed.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import type { FileIo } from "./file_io.ts";
import { pawlErrorFrom } from "./system_error.ts";
import { lstatIfPresent, requireRegularFile, type Target } from "./target.ts";

/** The largest document, in bytes. */
export const MAX_DOCUMENT_SIZE_BYTES = 64 * 1024 * 1024;

/** How often a document may be replaced between the look and the read. */
const MAX_READ_ATTEMPTS = 1000;

/** A document's file at one moment. */
export interface FileState {
  /** Its bytes. */
  readonly bytes: Uint8Array;
  /** What lstat(2) said just before they were read. */
  readonly info: Deno.FileInfo;
}

/**
 * Reads a document.
 *
 * @returns Its bytes and identity, or `undefined` if there is no file.
 * @throws {PawlError} With code `not-replaceable` if it is no regular file, `invalid-document` if it is too large,
 * `permission` or `io` if it can't be read.
 */
export function readState(target: Target, io: FileIo): FileState | undefined {
  try {
    for (let attempt = 0; attempt < MAX_READ_ATTEMPTS; attempt++) {
      const info = lstatIfPresent(target.realPath, io);
      if (info === undefined) return undefined;
      requireRegularFile(info, target.path);
      requireSize(info.size, `Cannot read "${target.path}"`);
      const bytes = readBytes(target, info, io);
      if (bytes !== undefined) return { bytes, info };
    }
    throw new PawlError("io", `Cannot read "${target.path}": another file takes its place again and again`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw pawlErrorFrom(error, `Cannot read "${target.path}"`, {
      deniedHint: "give yourself read permission for the file, or run it as its owner",
    });
  }
}

/** Gives `undefined` if the name leads to another file by now: a replaced document, or a link. */
function readBytes(target: Target, info: Deno.FileInfo, io: FileIo): Uint8Array | undefined {
  const file = io.openSync(target.realPath, { read: true });
  try {
    return isSameFile(file.statSync(), info) ? readToEnd(file, info.size, target) : undefined;
  } finally {
    file.close();
  }
}

function readToEnd(file: Deno.FsFile, sizeBytes: number, target: Target): Uint8Array {
  // One byte more than expected, so that a second read finds the end.
  let bytes = new Uint8Array(sizeBytes + 1);
  for (let length = 0;;) {
    const count = file.readSync(bytes.subarray(length));
    if (count === null) return bytes.subarray(0, length);
    length += count;
    requireSize(length, `Cannot read "${target.path}"`);
    if (length < bytes.length) continue;
    const longer = new Uint8Array(Math.min(length * 2, MAX_DOCUMENT_SIZE_BYTES + 1));
    longer.set(bytes);
    bytes = longer;
  }
}

/**
 * Refuses a document that is too large to be read back.
 *
 * @param sizeBytes Its size in bytes.
 * @param action What is refused, for the message.
 * @throws {PawlError} With code `invalid-document`.
 */
export function requireSize(sizeBytes: number, action: string): void {
  if (sizeBytes <= MAX_DOCUMENT_SIZE_BYTES) return;
  throw new PawlError("invalid-document", `${action}: it has ${sizeBytes} bytes, more than the limit of 64 MiB`);
}

/**
 * Says whether a file is still the one that was read: the same inode with the same owner, mode and bytes.
 *
 * The bytes count because a change within one tick of the file system's clock leaves the times alone.
 *
 * @param before What was read, `undefined` if there was no file.
 * @returns Whether nothing changed.
 */
export function isSameState(target: Target, before: FileState | undefined, io: FileIo): boolean {
  const info = lstatIfPresent(target.realPath, io);
  if (info === undefined || before === undefined) return info === before;
  if (!isSameInfo(info, before.info)) return false;
  try {
    return isSameBytes(io.readFileSync(target.realPath), before.bytes);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Says whether two names lead to one file.
 *
 * @param a What lstat(2) says of one name.
 * @param b What it says of the other.
 */
export function isSameFile(a: Deno.FileInfo, b: Deno.FileInfo): boolean {
  return a.ino === b.ino && a.dev === b.dev;
}

function isSameInfo(a: Deno.FileInfo, b: Deno.FileInfo): boolean {
  return isSameFile(a, b) && a.size === b.size && a.isFile === b.isFile &&
    a.mode === b.mode && a.uid === b.uid && a.gid === b.gid;
}

/** Compares four bytes at a time: in a program that runs once, nothing has compiled this loop yet. */
function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  const isAligned = ((a.byteOffset | b.byteOffset) & 3) === 0;
  const wordCount = isAligned ? a.length >>> 2 : 0;
  const wordsA = new Int32Array(a.buffer, isAligned ? a.byteOffset : 0, wordCount);
  const wordsB = new Int32Array(b.buffer, isAligned ? b.byteOffset : 0, wordCount);
  for (let index = 0; index < wordCount; index++) {
    if (wordsA[index] !== wordsB[index]) return false;
  }
  for (let index = wordCount * 4; index < a.length; index++) {
    if (a[index] !== b[index]) return false;
  }
  return true;
}
