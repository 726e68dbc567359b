/**
 * Removes from a write queue what nobody cares for any more: entries, answers and half-written files of dead processes.
 *
 * Hazard: only for the holder of the document's lock, and only when no group is unfinished. An entry whose poster died is
 * no more to be carried out: after a power cut it may have come back although it was carried out before.
 *
 * @module
 */
import type { QueueFiles } from "./spool_files.ts";
import { entryKind, type QueueNames, REMOVED, RESULT, TAKEN } from "./entry_names.ts";

/**
 * Removes what nobody cares for.
 *
 * @param files The files of the queue.
 * @param names What there is in it.
 */
export function removeOrphans(files: QueueFiles, names: QueueNames): void {
  for (const id of names.pending) {
    if (entryKind(id) === "wait") removeUnlessCaredFor(files, id);
  }
  for (const id of names.answered) {
    files.isCaredFor(id + TAKEN, () => {
      // In this order: a taken entry without an answer would be carried out once more.
      files.remove(id + TAKEN);
      files.remove(id + RESULT);
    });
  }
  for (const id of names.removed) removeUnlessCaredFor(files, id + REMOVED);
  for (const name of names.hidden) removeUnlessCaredFor(files, name);
}

function removeUnlessCaredFor(files: QueueFiles, name: string): void {
  files.isCaredFor(name, () => files.remove(name));
}
