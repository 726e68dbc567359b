/**
 * The end of an update: a document gets its new bytes, and the version before is kept if that was asked for.
 *
 * @module
 */
import { BackupKeeper, listBackups } from "../file/backup.ts";
import { type FileState, isSameFile, isSameState } from "../file/document.ts";
import type { FileIo } from "../file/file_io.ts";
import { replaceFile } from "../file/replace.ts";
import { lstatIfPresent, type Target } from "../file/target.ts";
import { isSystemError } from "../file/system_error.ts";
import { PawlError } from "../model/errors.ts";
import type { LockedUpdate } from "./update.ts";

/**
 * Replaces a document.
 *
 * @param state What was read, `undefined` if there was no file.
 * @param update What else has to happen.
 * @returns What there is to tell, one sentence each; `undefined` if the file changed since it was read, and then
 * nothing has happened.
 * @throws {PawlError} What `replaceFile` throws.
 */
export function commitBytes(
  target: Target,
  state: FileState | undefined,
  bytes: Uint8Array,
  update: LockedUpdate,
  io: FileIo,
): readonly string[] | undefined {
  const { backups = 0 } = update;
  const keeper = backups > 0 && state !== undefined ? new BackupKeeper(target, state, io) : undefined;
  let notes: readonly string[] = [];
  const isReplaced = replaceFile(target, {
    bytes,
    original: state?.info,
    isPrivate: update.isPrivate,
    isCurrent(tempName) {
      if (update.confirm?.(tempName) === false) return false;
      keeper?.keep();
      // Before the rename: no directory is read after it, for one that fails to close ends the process.
      notes = withoutFailure(target, "look for its other names", () => linkNotes(target, state, io));
      return isSameState(target, state, io);
    },
    onAbandon() {
      keeper?.discard();
      update.abandon?.();
    },
  }, io);
  if (!isReplaced) return undefined;
  update.committed?.();
  const prune = () => keeper?.prune(backups, update.isPrivate) ?? [];
  return [...notes, ...withoutFailure(target, "tidy up its earlier versions", prune)];
}

/** Once the rename has happened nothing that fails may look as if it had not. */
function withoutFailure(target: Target, what: string, act: () => readonly string[]): readonly string[] {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof PawlError) && !isSystemError(error)) throw error;
    return [`"${target.path}" was changed, but it was not possible to ${what}: ${error.message}`];
  }
}

function linkNotes(target: Target, state: FileState | undefined, io: FileIo): string[] {
  if (state === undefined || (state.info.nlink ?? 1) <= 1) return [];
  const count = state.info.nlink! - 1 - countBackupsOf(state, target, io);
  if (count <= 0) return [];
  const names = count === 1 ? "1 other name (a hard link) keeps" : `${count} other names (hard links) keep`;
  return [`"${target.path}" was replaced: ${names} the old content`];
}

/** A writer that died before its rename has left one. */
function countBackupsOf({ info }: FileState, target: Target, io: FileIo): number {
  return listBackups(target, io).filter(({ path }) => {
    const backup = lstatIfPresent(path, io);
    return backup !== undefined && isSameFile(backup, info);
  }).length;
}
