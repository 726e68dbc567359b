/**
 * An update under the document's lock, and who takes part in it.
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
import { type Snapshot, snapshotOf } from "./snapshot.ts";
import { tighten } from "./private_mode.ts";

/**
 * Takes part in an update under the document's lock: what the update is, and what has to happen around it. All of it is
 * synchronous; nothing is awaited under the lock.
 */
export interface LockedUpdate {
  /**
   * Called before anything else, while what a dead holder left behind is still there.
   *
   * @returns Whether there may be something that nobody else would notice.
   */
  begin?(): boolean;
  /** Makes the document's new text; may be called more than once. */
  transform(current: Snapshot): string;
  /** Whether only the owner may have access to the file afterwards (mode 0600). */
  readonly isPrivate: boolean;
  /** How many earlier versions to keep beside the file; none by default. */
  readonly backups?: number | undefined;
  /** Whether the document may be one that is not UTF-8. */
  readonly mayBeGarbled?: boolean | undefined;
  /**
   * Called when the new file is complete, before the last look and the rename.
   *
   * @param tempName The name of the new file, `undefined` if the text does not change.
   * @returns Whether to go on; if not, the update begins again.
   */
  confirm?(tempName: string | undefined): boolean;
  /** Called when the rename has happened and is durable. */
  committed?(): void;
  /** Called if the rename does not happen after all, while the new file is still there. */
  abandon?(): void;
  /**
   * Called at the end.
   *
   * @param failure What the update failed with; with code `durability-unknown` the document was changed all the same.
   */
  end?(failure: unknown): void;
}

/** What an update did. */
export interface UpdateResult {
  /** Whether the text changed. If not, nothing was written. */
  readonly changed: boolean;
  /** The document before. */
  readonly before: Snapshot;
  /** Its text afterwards. */
  readonly after: string;
  /** What the user should know besides, one sentence each. */
  readonly notes: readonly string[];
}

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
