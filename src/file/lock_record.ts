/**
 * The record of its holder in an open lock file: found, written, read by those who wait.
 *
 * Guarantee: what is no record of pawl's is never written over.
 *
 * @module
 */
import { type LockHolder, PawlError } from "../errors.ts";
import type { FileIo } from "./file_io.ts";
import { isRecord, MAX_RECORD_SIZE_BYTES, printRecord, readRecord } from "./holder_record.ts";
import { openExistingLockFile } from "./lock_file.ts";
import { isSystemError } from "./system_error.ts";
import type { Target } from "./target.ts";
import { writeAll } from "./write_all.ts";

/** What a lock file said when it was locked. */
export interface FoundRecord {
  /** Whether the file may be written to: it is empty or has a record. */
  readonly isOurs: boolean;
  /** Who died holding the lock. */
  readonly crashedHolder: LockHolder | undefined;
}

/**
 * Reads the record of a lock file that has just been locked.
 *
 * @param file The locked file, at its beginning.
 * @param sizeBytes Its size in bytes.
 * @returns What it said.
 */
export function findRecord(file: Deno.FsFile, sizeBytes: number): FoundRecord {
  if (sizeBytes === 0) return { isOurs: true, crashedHolder: undefined };
  const text = readBeginning(file);
  return { isOurs: isRecord(text), crashedHolder: readRecord(text) };
}

/**
 * Writes a record over what {@linkcode findRecord} found.
 *
 * @param file The locked file.
 * @param holder Who holds the lock.
 * @param sizeBytes The size of the file, in bytes.
 * @throws {Error} What the operating system says.
 */
export function writeRecord(file: Deno.FsFile, holder: LockHolder, sizeBytes: number): void {
  if (sizeBytes > 0) file.seekSync(0, Deno.SeekMode.Start);
  const written = writeHolder(file, holder);
  // Only now: between a truncation and the write, the crash of the last holder would be forgotten.
  if (sizeBytes > written) file.truncateSync(written);
}

/**
 * Writes a record into a lock file that was emptied.
 *
 * @param file The locked file.
 * @param holder Who held the lock.
 * @throws {Error} What the operating system says.
 */
export function rewriteRecord(file: Deno.FsFile, holder: LockHolder): void {
  file.seekSync(0, Deno.SeekMode.Start);
  writeHolder(file, holder);
}

function writeHolder(file: Deno.FsFile, holder: LockHolder): number {
  const bytes = new TextEncoder().encode(printRecord(holder));
  writeAll(file, bytes);
  return bytes.length;
}

/**
 * Reads who holds a lock, as far as that can be known.
 *
 * @param target The document's place.
 * @param io The operating system.
 * @returns The holder; `undefined` if none is named, or if nobody may read it (as on Windows, where locks are mandatory).
 */
export function readHolder(target: Target, io: FileIo): LockHolder | undefined {
  try {
    const file = openExistingLockFile(target, io);
    if (file === undefined) return undefined;
    try {
      return readRecord(readBeginning(file));
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof PawlError || isSystemError(error)) return undefined;
    throw error;
  }
}

function readBeginning(file: Deno.FsFile): string {
  const bytes = new Uint8Array(MAX_RECORD_SIZE_BYTES);
  const sizeBytes = file.readSync(bytes) ?? 0;
  return new TextDecoder().decode(bytes.subarray(0, sizeBytes));
}
