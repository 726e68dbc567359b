/**
 * Deals with the group of a holder that died.
 *
 * Its record names its temporary file and says which file the document was. While the temporary file is there, or the
 * document is still the same file, the rename has not happened: the entries become pending again. Otherwise it has
 * happened: the entries are settled as the record says. The evidence may only go when the record is gone for good.
 *
 * @module
 */
import type { Outcome } from "../edit/edit_text.ts";
import { PawlError } from "../model/errors.ts";
import type { QueueDirectory } from "../spool/spool.ts";
import type { DocumentEvidence } from "../file/document_identity.ts";
import { entryKind } from "../spool/entry_names.ts";
import { unknownOutcome, unsureOutcome } from "./answer.ts";
import { type GroupRecord, parseRecord } from "./group_record.ts";
import { hasDurable, settle } from "./settlement.ts";

/** The document of the dead holder's group. */
export interface RecoveredDocument {
  /** Its name, as messages show it. */
  readonly name: string;
  /** What the file system tells about it. */
  readonly evidence: DocumentEvidence;
}

/** What was found out. */
export interface Recovery {
  /** Whether a dead holder's temporary file may be left over. */
  readonly hasRemains: boolean;
  /** What became of the entry of the present holder, if the dead one has dealt with it. */
  readonly ownOutcome: Outcome | undefined;
  /** What became of the other entries that the dead one has dealt with. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Why it could not be dealt with, if so. Then the queue must be left alone. */
  readonly failure: PawlError | undefined;
}

/**
 * Deals with the group of a dead holder, if there is one. Only under the lock.
 *
 * @param ownId The present holder's own entry, if it has posted one.
 * @returns What was found out.
 */
export function recover(
  queue: QueueDirectory,
  document: RecoveredDocument,
  ownId: string | undefined,
): Recovery {
  let hasRemains = false;
  let ownOutcome: Outcome | undefined;
  let outcomes = new Map<string, Outcome>();
  try {
    const { hasRecord, taken, answered } = queue.names(ownId);
    const open = taken.filter((id) => !answered.includes(id));
    const record = hasRecord ? readRecord(queue) : undefined;
    hasRemains = hasRecord;
    outcomes = outcomesOf(open, record, document);
    if (outcomes.size > 0) {
      const failure = syncDocument(queue, document);
      ownOutcome = takeOwn(queue, outcomes, ownId, failure);
      if (failure !== undefined) throw failure;
      settle(queue, outcomes);
    }
    for (const id of open) if (!outcomes.has(id) && id !== ownId) giveBackOrDrop(queue, id);
    if (record !== undefined) removeRecord(queue, record);
    queue.removeOrphans(queue.names());
    return { hasRemains, ownOutcome, outcomes, failure: undefined };
  } catch (error) {
    if (!(error instanceof PawlError)) throw error;
    return { hasRemains: false, ownOutcome, outcomes: new Map(), failure: error };
  }
}

/**
 * What the dead holder did last may not have been synced, even if nothing is left to do. It must not come back when the
 * record is gone, nor the record when its temporary file is gone.
 */
function removeRecord(queue: QueueDirectory, record: GroupRecord | "torn"): void {
  const isDurable = record !== "torn" && hasDurable(record.outcomes.keys());
  if (isDurable) queue.sync();
  queue.removeRecord(isDurable);
}

function readRecord(queue: QueueDirectory): GroupRecord | "torn" | undefined {
  const text = queue.readRecord();
  return text === undefined ? undefined : parseRecord(text) ?? "torn";
}

/** What became of the taken entries; nothing yet of those that are not among them. */
function outcomesOf(
  taken: readonly string[],
  record: GroupRecord | "torn" | undefined,
  { name, evidence }: RecoveredDocument,
): Map<string, Outcome> {
  if (record === "torn") {
    const error = unknownOutcome(name, "the record of its group is damaged");
    return new Map(taken.map((id) => [id, { error }]));
  }
  if (record === undefined || !isCommitted(record, evidence)) return new Map();
  return new Map(taken.flatMap((id) => record.outcomes.has(id) ? [[id, record.outcomes.get(id)!]] : []));
}

function isCommitted({ temp, before }: GroupRecord, evidence: DocumentEvidence): boolean {
  return !evidence.hasBeside(temp) && evidence.identity() !== before;
}

/** A poster that is told that a change was made must not lose it in a power cut any more. */
function syncDocument(queue: QueueDirectory, { name }: RecoveredDocument): PawlError | undefined {
  try {
    queue.syncDocument();
    return undefined;
  } catch (cause) {
    if (!(cause instanceof PawlError)) throw cause;
    const message = `Cannot sync the directory of "${name}": the change is there but may not survive a power cut`;
    return new PawlError("durability-unknown", message, { hint: "check the disk, then run sync(1)", cause });
  }
}

/** Nobody has to write to the present holder. */
function takeOwn(
  queue: QueueDirectory,
  outcomes: Map<string, Outcome>,
  ownId: string | undefined,
  failure: PawlError | undefined,
): Outcome | undefined {
  const outcome = ownId === undefined ? undefined : outcomes.get(ownId);
  if (ownId === undefined || outcome === undefined) return undefined;
  if (failure !== undefined) return unsureOutcome(outcome, failure);
  outcomes.delete(ownId);
  queue.finish(ownId);
  return outcome;
}

/** An entry is not carried out for a poster that is gone. */
function giveBackOrDrop(queue: QueueDirectory, id: string): void {
  if (entryKind(id) === "json" || queue.isAwaited(id)) queue.giveBack(id);
  else queue.finish(id);
}
