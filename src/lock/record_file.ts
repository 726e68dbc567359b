/**
 * The record of its holder in an open lock file: found, written, read by those who wait.
 *
 * Guarantee: what is no record of pawl's is never written over.
 *
 * @module
 */
import { type LockHolder, PawlError } from "../model/errors.ts";
import type { FileIo } from "../file/file_io.ts";
import { isRecord, type Loan, MAX_RECORD_SIZE_BYTES, readLoan, readRecord } from "./holder_record.ts";
import { type LockedFile, openExistingLockFile, unlockAndClose } from "./lock_file.ts";
import { isSystemError, pawlErrorFrom } from "../file/system_error.ts";
import type { Target } from "../file/target.ts";
import { writeAll } from "../file/write_all.ts";

/** What a lock file said when it was locked. */
export interface FoundRecord {
  /** Whether the file may be written to: it is empty or has a record. */
  readonly isOurs: boolean;
  /** Who died holding the lock. */
  readonly crashedHolder: LockHolder | undefined;
  /** Whom the last holder has lent it to, if those may still be at work. */
  readonly loan: Loan | undefined;
}

/**
 * Reads the record of a lock file that has just been locked.
 *
 * @param locked The locked file, at its beginning; it is closed on failure.
 * @returns What it said.
 * @throws {PawlError} With code `io` if it can't be read.
 */
export function findRecord({ file, sizeBytes, releaseItself }: LockedFile, target: Target): FoundRecord {
  try {
    return readFound(file, sizeBytes);
  } catch (error) {
    unlockAndClose(file);
    releaseItself?.();
    throw pawlErrorFrom(error, `Cannot use the lock file "${target.lockPath}"`);
  }
}

/**
 * Reads the record of a lock file.
 *
 * @param file The locked file, at its beginning.
 * @param sizeBytes Its size in bytes.
 * @returns What it said.
 * @throws {Error} What the operating system says.
 */
export function readFound(file: Deno.FsFile, sizeBytes: number): FoundRecord {
  if (sizeBytes === 0) return { isOurs: true, crashedHolder: undefined, loan: undefined };
  const text = readBeginning(file);
  const loan = readLoan(text);
  return { isOurs: isRecord(text), crashedHolder: loan?.isOver ? undefined : readRecord(text), loan };
}

/**
 * Writes a record over what a lock file says.
 *
 * @param sizeBytes The size of the file, in bytes.
 * @throws {Error} What the operating system says.
 */
export function writeRecord(file: Deno.FsFile, record: string, sizeBytes: number): void {
  if (sizeBytes > 0) file.seekSync(0, Deno.SeekMode.Start);
  const bytes = new TextEncoder().encode(record);
  writeAll(file, bytes);
  // Only now: between a truncation and the write, the crash of the last holder would be forgotten.
  if (sizeBytes > bytes.length) file.truncateSync(bytes.length);
}

/**
 * Reads who holds a lock, as far as that can be known.
 *
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

/**
 * Reads what a lock file says.
 *
 * @param file The open lock file, at its beginning.
 * @returns As much of its text as a record can have.
 */
export function readBeginning(file: Deno.FsFile): string {
  const bytes = new Uint8Array(MAX_RECORD_SIZE_BYTES);
  const sizeBytes = file.readSync(bytes) ?? 0;
  return new TextDecoder().decode(bytes.subarray(0, sizeBytes));
}
