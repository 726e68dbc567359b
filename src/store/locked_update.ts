/**
 * Carries an update out under the document's lock.
 *
 * Guarantee: nothing is awaited. What changes the file without the lock is noticed, and the update begins again.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import { readState, requireSize } from "../file/document.ts";
import type { FileIo } from "../file/file_io.ts";
import type { UpdateLock } from "../lock/held_lock.ts";
import type { Target } from "../file/target.ts";
import { encodeText } from "../file/utf8.ts";
import { commitBytes } from "./commit.ts";
import { explainAfterCrash, lookAfterCrash } from "./crash_recovery.ts";
import { tighten } from "./private_mode.ts";
import { snapshotOf } from "./snapshot.ts";
import type { LockedUpdate, UpdateResult } from "./update.ts";

/** How often the transform runs while a program keeps changing the file without the lock. */
const MAX_ATTEMPTS = 10;

/**
 * Updates a document whose lock is held. Nothing is awaited.
 *
 * @param lock Its lock.
 * @param update What to do.
 * @returns What was done.
 */
export function updateLocked(target: Target, lock: UpdateLock, update: LockedUpdate, io: FileIo): UpdateResult {
  let failure: unknown;
  try {
    const hasRemains = update.begin?.() ?? false;
    const notes = lookAfterCrash(target, lock, hasRemains, io);
    return updateRepeatedly(target, update, notes, io);
  } catch (error) {
    failure = explainAfterCrash(error, lock.crashedHolder, target, io);
    throw failure;
  } finally {
    update.end?.(failure);
  }
}

function updateRepeatedly(target: Target, update: LockedUpdate, notes: readonly string[], io: FileIo): UpdateResult {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const result = tryUpdate(target, update, notes, io);
    if (result !== undefined) return result;
  }
  const reason = `another program changed it ${MAX_ATTEMPTS} times in the meantime without taking the lock`;
  throw new PawlError("conflict", `Cannot update "${target.path}": ${reason}`, {
    hint: `stop that program, or run it under "flock ${target.lockPath}"`,
  });
}

/** One round; gives `undefined` if the file changed between the read and the rename. */
function tryUpdate(
  target: Target,
  update: LockedUpdate,
  notes: readonly string[],
  io: FileIo,
): UpdateResult | undefined {
  const state = readState(target, io);
  const before = snapshotOf(state, target, update.mayBeGarbled);
  const after = update.transform(before);
  if (after === before.text) {
    if (update.confirm?.(undefined) === false) return undefined;
    const tightened = update.isPrivate && state !== undefined ? tighten(target, state, io) : [];
    return { changed: false, before, after, notes: [...notes, ...tightened] };
  }
  const bytes = encodeText(after);
  requireSize(bytes.length, `Cannot write "${target.path}"`);
  const commitNotes = commitBytes(target, state, bytes, update, io);
  return commitNotes && { changed: true, before, after, notes: [...notes, ...commitNotes] };
}
