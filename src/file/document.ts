/**
 * Reads a document's bytes together with the identity of the file that held them.
 *
 * Guarantee: never opens anything but a regular file, never takes in more than 64 MiB. The identity is taken before the
 * bytes, so a file that changes in between is noticed by the next {@linkcode isSameState}, never missed.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import type { FileIo } from "./file_io.ts";
import { pawlErrorFrom } from "./system_error.ts";
import { lstatIfPresent, requireRegularFile, type Target } from "./target.ts";

/** The largest document, in bytes. */
export const MAX_DOCUMENT_SIZE_BYTES = 64 * 1024 * 1024;

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
    const info = lstatIfPresent(target.realPath, io);
    if (info === undefined) return undefined;
    requireRegularFile(info, target.path);
    requireSize(info.size, `Cannot read "${target.path}"`);
    const bytes = io.readFileSync(target.realPath);
    requireSize(bytes.length, `Cannot read "${target.path}"`);
    return { bytes, info };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw pawlErrorFrom(error, `Cannot read "${target.path}"`, {
      deniedHint: "give yourself read permission for the file, or run it as its owner",
    });
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
