/**
 * An edit of a document whose lock is held, together with all that is pending in its write queue.
 *
 * @module
 */
import type { FileIo } from "../file/file_io.ts";
import type { HeldLock } from "../lock/held_lock.ts";
import { QueueDirectory } from "../spool/spool.ts";
import { DocumentEvidence } from "../file/document_identity.ts";
import { newId } from "../spool/entry_names.ts";
import { queuePath } from "../spool/presence.ts";
import type { Format } from "../format/format.ts";
import type { Target } from "../file/target.ts";
import { updateLocked } from "../store/locked_update.ts";
import type { Snapshot } from "../store/snapshot.ts";
import { rehearse } from "../store/warm_up.ts";
import { resultOf, unknownOutcome } from "./answer.ts";
import { entryPrinter } from "./entry_printer.ts";
import { Group } from "./group.ts";
import type { PostedChange } from "./posted_change.ts";
import type { EditResult, QueuedEdit } from "./queued_edit.ts";
import { stageOf } from "./rehearsal_stage.ts";

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
  lock: HeldLock,
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

/**
 * Makes the change once before the lock is there, as one of a group and on a stage, for nothing but that all the code has
 * run that is needed under the lock.
 *
 * @param edit What to edit.
 */
export function rehearseEdit(edit: QueuedEdit, format: Format, target: Target, io: FileIo): void {
  const textFor = entryPrinter(edit.changes, {});
  if (textFor === undefined) return;
  const rehearsal = ({ text }: Snapshot) => {
    const id = newId("wait", io.pid);
    const stage = stageOf({ [target.realPath]: text, [`${queuePath(target)}/${id}`]: textFor(id) }, io);
    const lock = { crashedHolder: undefined, hasRecord: true } as HeldLock;
    editUnderLock(edit, format, target, lock, new QueueDirectory(target, stage), undefined, stage);
    return text;
  };
  rehearse("group", edit.path, rehearsal, io);
}
