/**
 * An edit of a document whose lock is held, together with all that is pending in its write queue.
 *
 * @module
 */
import type { FileIo } from "../file/file_io.ts";
import type { UpdateLock } from "../lock/held_lock.ts";
import type { QueueDirectory } from "../spool/spool.ts";
import { DocumentEvidence } from "../file/document_identity.ts";
import type { Format } from "../format/format.ts";
import type { Target } from "../file/target.ts";
import { updateLocked } from "../store/locked_update.ts";
import { resultOf, unknownOutcome } from "./answer.ts";
import { Group } from "./group.ts";
import type { PostedChange } from "./posted_change.ts";
import type { EditResult, QueuedEdit } from "./edit_request.ts";

/**
 * Edits. Nothing is awaited.
 *
 * @param edit What to edit.
 * @param posted The change, if it was posted.
 * @returns What was done with the own change.
 * @throws What became of the own change.
 */
export function editUnderLock(
  edit: QueuedEdit,
  format: Format,
  target: Target,
  lock: UpdateLock,
  queue: QueueDirectory,
  posted: PostedChange | undefined,
  io: FileIo,
): EditResult {
  const { changes, formatId, options } = edit;
  const document = { name: target.path, format, formatId, evidence: new DocumentEvidence(target, io) };
  const { ifMatch, private: isPrivate = false, backups } = options;
  const own = { changes, ifMatch, isPrivate, backups, id: posted?.id };
  const group = new Group(queue, document, own);
  let after: string | undefined;
  let notes: readonly string[] = [];
  try {
    ({ after, notes } = updateLocked(target, lock, group, io));
  } catch (error) {
    // The others' changes may have failed without the own one having done so.
    if (group.ownOutcome === undefined) throw error;
  }
  const outcome = group.ownOutcome ?? posted?.fate();
  if (outcome === undefined) {
    throw unknownOutcome(target.path, "it was removed from its write queue by another process");
  }
  const before = group.ownBefore;
  const texts = before === undefined || after === undefined ? {} : { before, after };
  return { ...resultOf(outcome), ...texts, notes: [...notes, ...group.notes] };
}
