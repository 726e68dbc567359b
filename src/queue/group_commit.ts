/**
 * The second half of a group: it is written down, committed and settled.
 *
 * Guarantee: from the record until its removal every poster in the group can be told what became of it.
 *
 * @module
 */
import type { Outcome } from "../edit/edit_text.ts";
import { PawlError } from "../model/errors.ts";
import type { QueueDirectory } from "../spool/spool.ts";
import { entryKind } from "../spool/entry_names.ts";
import { unsureOutcome } from "./answer.ts";
import { type GroupRecord, printRecord } from "./group_record.ts";
import { hasDurable, settle } from "./settlement.ts";

/** A group whose entries have been taken. */
export class GroupCommit {
  readonly #queue: QueueDirectory;
  #hasRecord = false;
  /** Whether the record must survive a power cut, because its entries do. */
  #isDurable = false;

  /** */
  constructor(queue: QueueDirectory) {
    this.#queue = queue;
  }

  /**
   * Writes down what the group comprises, just before the rename.
   *
   * @param record What there is to know for the next holder.
   */
  record(record: GroupRecord): void {
    this.#hasRecord = true;
    this.#isDurable = hasDurable(record.outcomes.keys());
    // The record must not survive the evidence that it speaks of: the temporary file, and which file the document was.
    if (this.#isDurable) this.#queue.syncDocument();
    this.#queue.writeRecord(printRecord(record), this.#isDurable);
  }

  /** The rename does not happen; the temporary file, which is evidence, goes only afterwards. */
  revoke(): void {
    if (!this.#hasRecord) return;
    this.#queue.removeRecord(this.#isDurable);
    this.#hasRecord = false;
  }

  /**
   * The rename has happened, or nothing had to be written.
   *
   * @param outcomes What became of each entry.
   */
  settle(outcomes: ReadonlyMap<string, Outcome>): void {
    settle(this.#queue, outcomes);
    // Should a power cut bring it back, there is nothing left that it speaks of.
    if (this.#hasRecord) this.#queue.removeRecord(false);
  }

  /**
   * The rename has happened but may not survive a power cut. Those who wait are told so; what nobody waits for is left to
   * the next holder, who syncs the directory before it forgets them.
   *
   * @param outcomes What became of each entry.
   * @param failure What has failed.
   */
  settleUnsure(outcomes: ReadonlyMap<string, Outcome>, failure: PawlError): void {
    const waiting = Array.from(outcomes).filter(([id]) => entryKind(id) === "wait");
    settle(this.#queue, new Map(waiting.map(([id, outcome]) => [id, unsureOutcome(outcome, failure)])));
    if (this.#hasRecord && !this.#isDurable) this.#queue.removeRecord(false);
  }
}

/**
 * Says whether an update has changed the document although it failed.
 *
 * @param failure What it failed with, if it did.
 */
export function isUnsure(failure: unknown): failure is PawlError {
  return failure instanceof PawlError && failure.code === "durability-unknown";
}
