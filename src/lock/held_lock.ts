/**
 * A lock while it is held: its holder's record is in the lock file, and the way back is exact.
 *
 * Guarantee: released once, in this order: the record is emptied while the lock still protects it, then the lock goes,
 * then the next caller of this process gets its turn.
 *
 * @module
 */
import type { LockHolder } from "../model/errors.ts";
import type { FileIo } from "../file/file_io.ts";
import { type Loan, printRecord } from "./holder_record.ts";
import type { LockedFile } from "./lock_file.ts";
import type { LockLine } from "./process_line.ts";
import { type FoundRecord, writeRecord } from "./record_file.ts";
import { isSystemError, pawlErrorFrom } from "../file/system_error.ts";
import type { Target } from "../file/target.ts";

/** Who holds a lock, and what the lock file says of it. */
export interface HeldBy {
  /** The holder; `undefined` for one of several who share the lock. */
  readonly holder: LockHolder | undefined;
  /** Whom the holder lends the lock to, if anybody. */
  readonly loan?: Loan | undefined;
  /** What the lock file said when it was locked. */
  readonly found: FoundRecord;
}

/** What an update asks of the lock under which it runs. */
export interface UpdateLock {
  /** Who died holding the lock before. */
  readonly crashedHolder: LockHolder | undefined;
  /** Whether the next holder would notice our death. */
  readonly hasRecord: boolean;
  /** Says that what the crashed holder left behind is gone. Until then a release leaves its record to the next holder. */
  lookedAfterCrash(): void;
}

/** A lock on an open lock file; a `FileLock` to the outside. */
export class HeldLock implements UpdateLock {
  /** The path of the lock file. */
  readonly lockPath: string;
  readonly crashedHolder: LockHolder | undefined;
  readonly hasRecord: boolean;
  readonly #locked: LockedFile;
  readonly #line: LockLine;
  readonly #heldBy: HeldBy;
  /** The record that the next holder finds; none after a clean release. */
  #legacy: string | undefined;
  #isReleased = false;

  /**
   * Writes the new holder's record over the last one's.
   *
   * @param line The line that the caller stands in; it leaves the line when it releases the lock.
   * @param locked The locked file; it is closed on failure.
   * @param heldBy Who holds it.
   * @throws {PawlError} With code `io` if the record can't be written.
   */
  constructor(target: Target, line: LockLine, locked: LockedFile, heldBy: HeldBy) {
    const { holder, loan, found } = heldBy;
    this.lockPath = target.lockPath;
    this.crashedHolder = found.crashedHolder;
    this.hasRecord = found.isOurs && holder !== undefined;
    this.#locked = locked;
    this.#line = line;
    this.#heldBy = heldBy;
    this.#legacy = found.crashedHolder && printRecord(found.crashedHolder);
    if (!found.isOurs || holder === undefined) return;
    try {
      writeRecord(locked.file, printRecord(holder, loan), locked.sizeBytes);
    } catch (error) {
      letGo(locked, this.hasRecord, this.#legacy);
      throw pawlErrorFrom(error, `Cannot use the lock file "${target.lockPath}"`);
    }
  }

  lookedAfterCrash(): void {
    this.#legacy = undefined;
  }

  /**
   * Says that a borrower of the lock died, so that the next holder looks after it.
   *
   * @param borrower Who died.
   */
  leaveCrash(borrower: LockHolder): void {
    this.#legacy ??= printRecord(borrower);
  }

  /** Says that a borrower of the lock is still at work, so that the next holder waits for it. */
  leaveLoan(): void {
    const { holder, loan, found: { crashedHolder } } = this.#heldBy;
    if (holder === undefined || loan === undefined) return;
    this.#legacy = this.#legacy !== undefined && crashedHolder !== undefined
      ? printRecord(crashedHolder, loan)
      : printRecord(holder, { ...loan, isOver: true });
  }

  /** Releases the lock. Does nothing the second time. */
  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    try {
      letGo(this.#locked, this.hasRecord, this.#legacy);
    } finally {
      this.#line.leave();
    }
  }

  /**
   * Releases the lock and removes its file, unless there is something to tell the next holder. A waiter finds
   * that the name is gone, and makes a new file.
   */
  releaseAndRemove(io: FileIo): void {
    try {
      if (this.#legacy === undefined && this.hasRecord) io.removeSync(this.lockPath);
    } catch (error) {
      // It is only in the way.
      if (!isSystemError(error)) throw error;
    } finally {
      this.release();
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

/** Releases the lock, with an empty record or with one for the next holder. */
function letGo({ file, releaseItself }: LockedFile, hasRecord: boolean, legacy: string | undefined): void {
  try {
    if (hasRecord && legacy === undefined) emptyRecord(file);
    // Over the old record, not behind an empty one: in between, a crash would be forgotten.
    if (hasRecord && legacy !== undefined) writeRecord(file, legacy, Infinity);
    // Closing would do, but for a child that is between fork(2) and exec(2) and still has a copy of the descriptor.
    file.unlockSync();
  } catch (error) {
    // The work is done and the lock goes with the descriptor. A record that stays makes the next holder look round.
    if (!isSystemError(error)) throw error;
  } finally {
    file.close();
    releaseItself?.();
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
