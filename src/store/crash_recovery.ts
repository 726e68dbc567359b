/**
 * Looks after what the last holder of a document's lock left behind when it died.
 *
 * @module
 */
import { InvalidDocumentError, type LockHolder, LockPoisonedError, PawlError } from "../model/errors.ts";
import { type Backup, listBackups } from "../file/backup.ts";
import { syncDirectory } from "../file/directory.ts";
import type { FileIo } from "../file/file_io.ts";
import type { UpdateLock } from "../lock/held_lock.ts";
import { describeHolder } from "../lock/holder_record.ts";
import { removeLeftovers } from "../file/leftovers.ts";
import { mayHaveRecord } from "../spool/presence.ts";
import { pawlErrorFrom } from "../file/system_error.ts";
import type { Target } from "../file/target.ts";

/**
 * Removes what a dead writer left behind: under the lock all of it is stale.
 *
 * @param hasRemains Whether the caller knows of a dead writer.
 * @returns What there is to tell, one sentence each.
 */
export function lookAfterCrash(target: Target, lock: UpdateLock, hasRemains: boolean, io: FileIo): readonly string[] {
  const { crashedHolder } = lock;
  // Where there can be no record no crash is ever noticed, so leftovers are looked for each time.
  if (crashedHolder === undefined && lock.hasRecord && !hasRemains) return [];
  // A group that a dead holder was committing is dealt with by the next one that knows of groups; its temporary file
  // says whether it was renamed. Until then the holder's record stays, or nobody would know of that file any more.
  const isLeftToOthers = mayHaveRecord(target, io);
  const count = isLeftToOthers ? keepEvidence(target, io) : removeLeftovers(target, io);
  if (!isLeftToOthers) lock.lookedAfterCrash();
  if (crashedHolder !== undefined) return [recoveryNote(crashedHolder, count)];
  return count === 0 ? [] : [`recovered: an earlier writer died; ${leftovers(count)}`];
}

/** What the temporary file says must be on the disk before anything else happens to the document. */
function keepEvidence(target: Target, io: FileIo): number {
  try {
    syncDirectory(target.directory, io);
    return 0;
  } catch (error) {
    throw pawlErrorFrom(error, `Cannot sync the directory of "${target.path}"`);
  }
}

function recoveryNote(holder: LockHolder, count: number): string {
  return `recovered: the last holder (${describeForNote(holder)}) died; ${leftovers(count)}`;
}

function leftovers(count: number): string {
  return count === 0 ? "nothing was left over" : `${count} leftover${count === 1 ? "" : "s"} removed`;
}

function describeForNote({ pid, command, host }: LockHolder): string {
  return pid === 0 ? "unknown" : [`pid ${pid}`, command === "" ? `on "${host}"` : command].join(", ");
}

/**
 * Explains a failure after a crash.
 *
 * @param error What the update failed with.
 * @param holder Who died holding the lock, if anybody did.
 * @returns What to throw: another error than the given one only if the document is not valid.
 */
export function explainAfterCrash(
  error: unknown,
  holder: LockHolder | undefined,
  target: Target,
  io: FileIo,
): unknown {
  if (holder === undefined || !(error instanceof InvalidDocumentError)) return error;
  const { reason, line, column } = error;
  const message = `Cannot update "${target.path}": ${describeHolder(holder)} died while it held the lock, and the ` +
    `document is not valid: ${reason} at line ${line}, column ${column}`;
  return new LockPoisonedError(message, holder, { hint: remedy(target, io), cause: error });
}

function remedy(target: Target, io: FileIo): string {
  const backup = findBackups(target, io).at(-1);
  if (backup === undefined) return "repair or restore the file, then try again";
  return `go back with "pawl undo", which restores "${backup.path}", or repair the file`;
}

/** What was wrong before is what counts. */
function findBackups(target: Target, io: FileIo): readonly Backup[] {
  try {
    return listBackups(target, io);
  } catch (error) {
    if (error instanceof PawlError) return [];
    throw error;
  }
}
