/**
 * A group commit: all pending changes of a document and the holder's own, in one update.
 *
 * The protocol, step by step, all under the document's lock (the states are those of `queue_names.ts`):
 *
 * 1. `begin`: deal with the group of a holder that died (`recovery.ts`), before anything removes its temporary file,
 *    which is evidence. Take the own entry, if there is one, out of the queue: from now on it is the holder's own change.
 * 2. `transform`: take each pending entry (it may be withdrawn until then), carry them out in the order of their names,
 *    then the own changes; one that fails does not hurt the others.
 * 3. `confirm`, when the temporary file is complete and synced: write the record. Then the last look, the rename, the
 *    sync of the directory.
 * 4. `abandon`, if the rename does not happen: the record goes, for good, before the temporary file does.
 * 5. `end`: tell everybody, then remove the record. If that fails, the record stays for the next holder.
 *
 * Guarantee: each entry is carried out exactly once or not at all, and no poster is told otherwise, whichever process is killed at
 * any step; entries for which nobody waits also survive a power cut (`tests/queue/explorer_test.ts` tries all of it).
 * The queue is a help: if it fails, the holder does its own change alone.
 *
 * @module
 */
import type { Outcome } from "../edit/edit_text.ts";
import { PawlError } from "../model/errors.ts";
import type { QueueDirectory } from "../spool/spool.ts";
import type { DocumentEvidence } from "../file/document_identity.ts";
import type { Format } from "../format/format.ts";
import type { LockedUpdate } from "../store/update.ts";
import type { Snapshot } from "../store/snapshot.ts";
import { unknownOutcome, unsureOutcome } from "./answer.ts";
import { collectEntries } from "./entry_collection.ts";
import type { QueueEntry } from "./entry.ts";
import { GroupCommit, isUnsure } from "./group_commit.ts";
import { editForGroup } from "./group_edit.ts";
import { groupNotes } from "./group_notes.ts";
import { type OwnRequest, requestOf } from "./group_request.ts";
import { recover } from "./recovery.ts";

/** The document of a group. */
export interface GroupDocument {
  /** Its name, as messages show it. */
  readonly name: string;
  readonly format: Format;
  /** The format with all that matters to a change. */
  readonly formatId: string;
  readonly evidence: DocumentEvidence;
}

/** One group, from the lock to its release. */
export class Group implements LockedUpdate {
  readonly #queue: QueueDirectory;
  readonly #document: GroupDocument;
  #own: OwnRequest | undefined;
  #entries: readonly QueueEntry[] | undefined;
  #outcomes: ReadonlyMap<string, Outcome> = new Map();
  #ownOutcome: Outcome | undefined;
  #ownBefore: Snapshot | undefined;
  #isUsable = false;
  #commit: GroupCommit | undefined;
  #isCommitted = false;
  /** What the queue failed with. */
  #failure: PawlError | undefined;
  readonly #rejected = new Map<string, Outcome>();
  #recovered: ReadonlyMap<string, Outcome> = new Map();

  /** @param own What the holder itself wants, if anything. */
  constructor(queue: QueueDirectory, document: GroupDocument, own: OwnRequest | undefined) {
    this.#queue = queue;
    this.#document = document;
    this.#own = own;
  }

  /** What became of the own request; `undefined` if it had been removed from the queue by another process. */
  get ownOutcome(): Outcome | undefined {
    return this.#ownOutcome;
  }

  /** The document as the own request found it, after all others. */
  get ownBefore(): Snapshot | undefined {
    return this.#ownBefore;
  }

  /** What became of the entries, also of those that a dead holder has dealt with. */
  get outcomes(): ReadonlyMap<string, Outcome> {
    return new Map([...this.#recovered, ...this.#rejected, ...this.#outcomes]);
  }

  /** Why the pending entries were left alone, if they were. */
  get failure(): PawlError | undefined {
    return this.#failure;
  }

  /** What the user should know besides, one sentence each. */
  get notes(): readonly string[] {
    return groupNotes(this.outcomes, this.#failure);
  }

  /** Whether a member of the group that succeeds wants the file to be private. */
  get isPrivate(): boolean {
    const isDone = (outcome: Outcome | undefined) => outcome !== undefined && !("error" in outcome);
    if (this.#own?.isPrivate && isDone(this.#ownOutcome)) return true;
    return this.#entries?.some(({ id, isPrivate }) => isPrivate && isDone(this.#outcomes.get(id))) === true;
  }

  /** How many earlier versions the group wants to keep. */
  get backups(): number {
    return Math.max(this.#own?.backups ?? 0, ...this.#entries?.map(({ backups }) => backups ?? 0) ?? []);
  }

  /**
   * Deals with what a dead holder left behind.
   *
   * @returns Whether its temporary file may be left over.
   */
  begin(): boolean {
    this.#isUsable = this.#tryQueue(() => this.#queue.isUsable()) === true;
    const recovery = this.#isUsable ? recover(this.#queue, this.#document, this.#own?.id) : undefined;
    this.#failure ??= recovery?.failure;
    this.#ownOutcome = recovery?.ownOutcome;
    this.#recovered = recovery?.outcomes ?? new Map();
    // A poster that still waits when the own change has been made by a dead holder gets the lock next.
    if (!this.#isUsable || this.#failure !== undefined || this.#ownOutcome !== undefined) this.#entries = [];
    if (this.#ownOutcome !== undefined || !this.#retractOwn()) this.#own = undefined;
    return recovery?.hasRemains === true;
  }

  /** From here on nobody else can carry the own entry out any more, whatever happens. */
  #retractOwn(): boolean {
    const id = this.#own?.id;
    if (id === undefined) return true;
    if (this.#failure === undefined) return this.#queue.retract(id);
    // A taken one may be part of a group of which nothing can be known.
    if (this.#queue.withdraw(id)) return true;
    throw unknownOutcome(this.#document.name, this.#failure);
  }

  /** Makes the document's new text, with all pending changes. */
  transform(current: Snapshot): string {
    this.#entries ??= this.#takeEntries();
    const text = this.#editForOthers(current);
    return this.#own === undefined ? text : this.#editForSelf(this.#own, text, current);
  }

  /**
   * Those that are withdrawn in this moment are left out. From here on none is: on a machine that is too busy, the time of
   * those who wait would be up before all of it is done, and all of it would have to be done again without them.
   */
  #takeEntries(): readonly QueueEntry[] {
    const found = this.#tryQueue(() => collectEntries(this.#queue, this.#document.formatId, this.#rejected)) ?? [];
    if (found.length === 0) return [];
    this.#commit = new GroupCommit(this.#queue);
    this.#entries = found;
    const taken = this.#tryQueue(() => found.filter(({ id }) => this.#queue.take(id)));
    if (taken === undefined) this.#release();
    return taken ?? [];
  }

  #editForOthers(current: Snapshot): string {
    const entries = this.#entries!;
    this.#outcomes = new Map();
    if (entries.length === 0) return current.text;
    const { format, name } = this.#document;
    const { text, outcomes } = editForGroup(
      format,
      current.text,
      entries.map((entry) => requestOf(entry, current, name)),
      name,
    );
    this.#outcomes = new Map(entries.map(({ id }, index) => [id, outcomes[index]!]));
    return text;
  }

  #editForSelf(own: OwnRequest, text: string, current: Snapshot): string {
    const { format, name } = this.#document;
    const before = { text, exists: current.exists || text !== current.text };
    const edited = editForGroup(format, text, [requestOf(own, before, name)], name);
    this.#ownBefore = before;
    this.#ownOutcome = edited.outcomes[0];
    return edited.text;
  }

  /** Writes down what the group comprises; `false` if the update has to begin again. */
  confirm(tempName: string | undefined): boolean {
    if (this.#entries!.length === 0) return true;
    const isReady = this.#tryQueue(() => this.#record(tempName));
    if (isReady === undefined) this.#release();
    return isReady === true;
  }

  /** Where nothing is written there is nothing to tell a later holder: an entry that is not settled comes again. */
  #record(tempName: string | undefined): true {
    if (tempName === undefined) return true;
    const before = this.#document.evidence.identity();
    this.#commit!.record({ temp: tempName, before, outcomes: this.#outcomes });
    return true;
  }

  /** The queue has failed, or the document can't be replaced: the entries are pending again. */
  #release(): void {
    for (const { id } of this.#entries!) this.#tryQueue(() => this.#queue.giveBack(id));
    this.#entries = [];
    this.#outcomes = new Map();
  }

  /** The document stays as it is for now; the temporary file is still there, and stays if this fails. */
  abandon(): void {
    this.#commit?.revoke();
  }

  /** From here on the change has happened, whatever else fails. */
  committed(): void {
    this.#isCommitted = true;
  }

  /**
   * The update is over.
   *
   * @param failure What it failed with; with code `durability-unknown` the document was changed all the same.
   */
  end(failure: unknown): void {
    if (isUnsure(failure)) {
      if (this.#ownOutcome !== undefined) this.#ownOutcome = unsureOutcome(this.#ownOutcome, failure);
      this.#tryQueue(() => this.#commit?.settleUnsure(this.#outcomes, failure));
    } else if (this.#isCommitted || failure === undefined) this.#tryQueue(() => this.#commit?.settle(this.#outcomes));
    else {
      // A refusal holds all the same; so does what a dead holder has done.
      if (this.#own !== undefined && !isRefused(this.#ownOutcome)) this.#ownOutcome = undefined;
      if (this.#commit !== undefined) this.#release();
    }
    // A file of that name would be the user's.
    if (this.#isUsable) this.#tryQueue(() => this.#queue.removeIfEmpty());
  }

  /** The queue is a help: what fails in it does not keep the holder from its own change. */
  #tryQueue<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof PawlError)) throw error;
      this.#failure ??= error;
      return undefined;
    }
  }
}

function isRefused(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && "error" in outcome;
}
