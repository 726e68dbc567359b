/**
 * An edit of a document whose lock is held, together with all that is pending in its write queue.
 *
 * @module
 */
import type { FileIo } from "../file/file_io.ts";
import type { HeldLock } from "../file/held_lock.ts";
import type { QueueDirectory } from "../file/queue_directory.ts";
import { DocumentEvidence } from "../file/queue_evidence.ts";
import type { Format } from "../format/format.ts";
import type { Target } from "../file/target.ts";
import { type Snapshot, updateLocked } from "../store/file_store.ts";
import { rehearse } from "../store/rehearsal.ts";
import { resultOf, unknownOutcome } from "./answer.ts";
import { parseEntry } from "./entry.ts";
import { entryPrinter } from "./entry_printer.ts";
import { Group } from "./group.ts";
import { editForGroup } from "./group_edit.ts";
import { requestOf } from "./group_request.ts";
import type { PostedChange } from "./posted_change.ts";
import type { EditResult, QueuedEdit } from "./queued_edit.ts";

/**
 * Edits. Nothing is awaited.
 *
 * @param edit What to edit.
 * @param format The document's format.
 * @param target The document's place.
 * @param lock Its lock.
 * @param queue Its queue.
 * @param posted The change, if it was posted.
 * @param io The operating system.
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
  if (outcome === undefined) throw unknownOutcome(target.path, "somebody removed it from its write queue");
  const before = group.ownBefore;
  const texts = before === undefined || after === undefined ? {} : { before, after };
  return { ...resultOf(outcome), ...texts, notes: [...notes, ...group.notes] };
}

/**
 * Makes the change once before the lock is there, in the way in which those of others will be made, for nothing but that
 * its code has run.
 *
 * @param edit What to edit.
 * @param format The document's format.
 * @param io The operating system.
 */
export function rehearseEdit({ path, changes }: QueuedEdit, format: Format, io: FileIo): void {
  const textFor = entryPrinter(changes, {});
  if (textFor === undefined) return;
  const rehearsal = (current: Snapshot) => {
    const entry = parseEntry("rehearsal", textFor("rehearsal"));
    return editForGroup(format, current.text, [requestOf(entry, current, path)], path).text;
  };
  rehearse(path, rehearsal, io);
}
