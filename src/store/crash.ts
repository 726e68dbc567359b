/**
 * Looks after what the last holder of a document's lock left behind when it died.
 *
 * @module
 */
import { InvalidDocumentError, type LockHolder, LockPoisonedError } from "../errors.ts";
import type { FileIo } from "../file/file_io.ts";
import type { HeldLock } from "../file/held_lock.ts";
import { describeHolder } from "../file/holder_record.ts";
import { removeLeftovers } from "../file/leftovers.ts";
import { mayHaveRecord } from "../file/queue_presence.ts";
import type { Target } from "../file/target.ts";

/**
 * Removes what a dead writer left behind: under the lock all of it is stale.
 *
 * @param target The document's place.
 * @param lock Its lock.
 * @param hasRemains Whether the caller knows of a dead writer.
 * @param io The operating system.
 * @returns What there is to tell, one sentence each.
 */
export function lookAfterCrash(target: Target, lock: HeldLock, hasRemains: boolean, io: FileIo): readonly string[] {
  const { crashedHolder } = lock;
  // Where there can be no record no crash is ever noticed, so leftovers are looked for each time.
  if (crashedHolder === undefined && lock.hasRecord && !hasRemains) return [];
  // A group that a dead holder was committing is dealt with by the next one that knows of groups; its temporary file
  // says whether it was renamed. Until then the holder's record stays, or nobody would know of that file any more.
  const isLeftToOthers = mayHaveRecord(target, io);
  const count = isLeftToOthers ? 0 : removeLeftovers(target, io);
  if (!isLeftToOthers) lock.lookedAfterCrash();
  if (crashedHolder !== undefined) return [recoveryNote(crashedHolder, count)];
  return count === 0 ? [] : [`recovered: an earlier writer died; ${leftovers(count)}`];
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
 * @param target The document's place.
 * @returns What to throw: another error than the given one only if the document is not valid.
 */
export function explainAfterCrash(error: unknown, holder: LockHolder | undefined, target: Target): unknown {
  if (holder === undefined || !(error instanceof InvalidDocumentError)) return error;
  const { reason, line, column } = error;
  const message = `Cannot update "${target.path}": ${describeHolder(holder)} died while it held the lock, and the ` +
    `document is not valid: ${reason} at line ${line}, column ${column}`;
  return new LockPoisonedError(message, holder, { hint: "Repair or restore the file, then try again", cause: error });
}
