/**
 * A lock while it is held: its holder's record is in the lock file, and the way back is exact.
 *
 * Guarantee: released once, in this order: the record is emptied while the lock still protects it, then the lock goes,
 * then the next caller of this process gets its turn.
 *
 * @module
 */
import type { LockHolder } from "../errors.ts";
import type { LockedFile } from "./lock_file.ts";
import type { LockLine } from "./lock_line.ts";
import { findRecord, rewriteRecord, writeRecord } from "./lock_record.ts";
import { isSystemError, pawlErrorFrom } from "./system_error.ts";
import type { Target } from "./target.ts";

/** A lock on an open lock file; a `FileLock` to the outside. */
export class HeldLock {
  /** The path of the lock file. */
  readonly lockPath: string;
  /** Who died holding the lock before. */
  readonly crashedHolder: LockHolder | undefined;
  /** Whether the next holder would notice our death. */
  readonly hasRecord: boolean;
  readonly #file: Deno.FsFile;
  readonly #line: LockLine;
  #isReleased = false;
  #isLookedAfter = false;

  /**
   * Reads the last holder's record and writes the new one over it.
   *
   * @param target The document's place.
   * @param line The line that the caller stands in; it leaves the line when it releases the lock.
   * @param locked The locked file; it is closed on failure.
   * @param holder Who holds the lock, `undefined` for one of several who share it.
   * @throws {PawlError} With code `io` if the record can't be read or written.
   */
  constructor(target: Target, line: LockLine, locked: LockedFile, holder: LockHolder | undefined) {
    this.lockPath = target.lockPath;
    this.#file = locked.file;
    this.#line = line;
    let hasRecord = false;
    let crashedHolder: LockHolder | undefined;
    try {
      const found = findRecord(locked.file, locked.sizeBytes);
      crashedHolder = found.crashedHolder;
      if (found.isOurs && holder !== undefined) {
        hasRecord = true;
        writeRecord(locked.file, holder, locked.sizeBytes);
      }
    } catch (error) {
      letGo(locked.file, hasRecord, crashedHolder);
      throw pawlErrorFrom(error, `Cannot use the lock file "${target.lockPath}"`);
    }
    this.crashedHolder = crashedHolder;
    this.hasRecord = hasRecord;
  }

  /** Says that what the crashed holder left behind is gone. Until then a release leaves its record to the next holder. */
  lookedAfterCrash(): void {
    this.#isLookedAfter = true;
  }

  /** Releases the lock. Does nothing the second time. */
  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    try {
      letGo(this.#file, this.hasRecord, this.#isLookedAfter ? undefined : this.crashedHolder);
    } finally {
      this.#line.leave();
    }
  }

  [Symbol.dispose](): void {
    this.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.release();
    return Promise.resolve();
  }
}

/** Releases the lock, with an empty record or with that of a crashed holder. */
function letGo(file: Deno.FsFile, hasRecord: boolean, crashedHolder: LockHolder | undefined): void {
  try {
    if (hasRecord) emptyRecord(file);
    if (hasRecord && crashedHolder !== undefined) rewriteRecord(file, crashedHolder);
    // Closing would do, but for a child that is between fork(2) and exec(2) and still has a copy of the descriptor.
    file.unlockSync();
  } catch (error) {
    // The work is done and the lock goes with the descriptor. A record that stays makes the next holder look round.
    if (!isSystemError(error)) throw error;
  } finally {
    file.close();
  }
}

function emptyRecord(file: Deno.FsFile): void {
  try {
    file.truncateSync(0);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    // ftruncate(2) may be interrupted by a signal; a second failure is the file system's.
    file.truncateSync(0);
  }
}
