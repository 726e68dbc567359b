/**
 * The end of a group: everybody is told what became of it.
 *
 * @module
 */
import type { Outcome } from "../edit/edit_text.ts";
import { PawlError } from "../model/errors.ts";
import type { QueueDirectory } from "../spool/spool.ts";
import { entryKind } from "../spool/entry_names.ts";
import { printAnswer } from "./answer.ts";

/**
 * Tells all posters what became of a group. A poster that can't be told (the disk is full) does not keep the others from knowing.
 *
 * What nobody waits for is gone for good, also after a power cut, before the record of the group may go: until then it
 * is the record that keeps it from being carried out once more.
 *
 * @param outcomes What became of each taken entry.
 * @throws {PawlError} If a poster could not be told; the record must stay then.
 */
export function settle(queue: QueueDirectory, outcomes: ReadonlyMap<string, Outcome>): void {
  const failures: PawlError[] = [];
  for (const [id, outcome] of outcomes) {
    try {
      settleOne(queue, id, outcome);
    } catch (error) {
      if (!(error instanceof PawlError)) throw error;
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  if (hasDurable(outcomes.keys())) queue.sync();
}

function settleOne(queue: QueueDirectory, id: string, outcome: Outcome): void {
  if (entryKind(id) === "wait") queue.answer(id, printAnswer(outcome));
  else if ("error" in outcome) queue.reject(id, outcome.error.message);
  else queue.finish(id);
}

/** Says whether an entry must survive a power cut. */
export function hasDurable(ids: Iterable<string>): boolean {
  return Array.from(ids).some((id) => entryKind(id) === "json");
}
