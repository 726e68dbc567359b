/**
 * What the holder of the lock is told about a group besides its own change.
 *
 * @module
 */
import type { Outcome } from "../edit/edit_text.ts";
import type { PawlError } from "../model/errors.ts";
import { entryKind } from "../spool/entry_names.ts";

/**
 * Says what the holder should know. Nobody else will be told that a change was set aside for which nobody waited.
 *
 * @param outcomes What became of the entries.
 * @param failure Why the pending entries were left alone, if they were.
 * @returns One sentence each.
 */
export function groupNotes(outcomes: ReadonlyMap<string, Outcome>, failure: PawlError | undefined): readonly string[] {
  const rejected = [...outcomes].filter(([id, outcome]) => entryKind(id) === "json" && "error" in outcome);
  const notes: string[] = [];
  const [first] = rejected;
  if (first !== undefined && "error" in first[1]) {
    const what = rejected.length === 1 ? "a queued change was" : `${rejected.length} queued changes were`;
    const which = rejected.length === 1 ? "" : "the first one: ";
    notes.push(`${what} set aside (see "pawl queue list --rejected"): ${which}${first[1].error.message}`);
  }
  // Another user's queue is left to those who may use it: each of them gets the lock in the end.
  if (failure !== undefined && failure.code !== "permission") {
    notes.push(failureNote(failure));
  }
  return notes;
}

/** Says that the queue has failed although the document could be changed. */
export function failureNote(failure: PawlError): string {
  return `the write queue could not be used: ${failure.message}`;
}
