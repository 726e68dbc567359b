/**
 * A group commit: all pending changes of a document and the holder's own, in one update.
 *
 * The protocol, step by step, all under the document's lock (the names of states are those of `queue_directory.ts`):
 *
 * 1. `begin`: deal with the group of a holder that died. Its `commit.json` names its temporary file. While that file is
 *    there, the rename has not happened: the entries go back to pending. When it is gone, the rename has happened: the
 *    entries are answered. Only afterwards may leftovers be removed, because they are the evidence.
 * 2. `transform`: carry out the entries in the order of their names, then the own changes; one that fails does not hurt
 *    the others.
 * 3. `confirm`, when the temporary file is complete: take each entry (it may be withdrawn until then; if one was, begin
 *    again without it), then write `commit.json`. Then the last look and the rename.
 * 4. `abandon`, if the rename does not happen: remove `commit.json` before the temporary file.
 * 5. `end`: answer the entries, remove `commit.json`.
 *
 * Guarantee: each entry is carried out exactly once or withdrawn, whoever is killed at any step (INV-9 to INV-12).
 *
 * @module
 */
import type { Change } from "../change.ts";
import { type EditRequest, editTextFor, type Outcome } from "../edit_text.ts";
import { ConflictError, PawlError } from "../errors.ts";
import { etagOf } from "../etag.ts";
import type { EntryKind, QueueDirectory } from "../file/queue_directory.ts";
import type { Format } from "../format/format.ts";
import type { LockedUpdate, Snapshot } from "../store/file_store.ts";
import { parseAnswer, printAnswer } from "./answer.ts";
import { parseEntry, type QueueEntry } from "./entry.ts";

/** What the holder itself wants. */
export interface OwnRequest {
  readonly changes: readonly Change[];
  readonly ifMatch: string | undefined;
  readonly isPrivate: boolean;
  /** Where it was posted, if it was. */
  readonly id: string | undefined;
}

/** What a dead holder's `commit.json` says. */
interface CommitRecord {
  /** The temporary file that was to become the document; absent if nothing was to be written. */
  readonly temp?: string;
  readonly answers: Readonly<Record<string, string>>;
}

/** One group, from the lock to its release. */
export class Group implements LockedUpdate {
  readonly #queue: QueueDirectory;
  readonly #format: Format;
  readonly #document: string;
  readonly #own: OwnRequest | undefined;
  /** Says whether the file of a name lies beside the document. */
  readonly #isBeside: (name: string) => boolean;
  #entries: QueueEntry[] | undefined;
  #outcomes: readonly Outcome[] = [];
  #hasTaken = false;
  /** Whether this process may deal with the queue; another user's may be closed to it. */
  #isOpen = true;
  #ownOutcome: Outcome | undefined;

  /**
   * @param queue The document's queue.
   * @param format The document's format.
   * @param document The document's name, as messages show it.
   * @param own What the holder itself wants, if anything.
   * @param isBeside Says whether the file of a name lies beside the document.
   */
  constructor(
    queue: QueueDirectory,
    format: Format,
    document: string,
    own: OwnRequest | undefined,
    isBeside: (name: string) => boolean,
  ) {
    this.#queue = queue;
    this.#format = format;
    this.#document = document;
    this.#own = own;
    this.#isBeside = isBeside;
  }

  /** What became of the own request; `undefined` if it had been withdrawn from the queue by somebody else. */
  get ownOutcome(): Outcome | undefined {
    return this.#ownOutcome;
  }

  /** Whether somebody in the group wants the file to be private. */
  get isPrivate(): boolean {
    return this.#own?.isPrivate === true || this.#entries?.some((entry) => entry.isPrivate) === true;
  }

  /** Deals with the group of a holder that died, and with answers for which nobody waits any more. */
  begin(): void {
    try {
      if (!this.#queue.exists()) return;
      const record = this.#readRecord();
      if (record !== undefined && !this.#isPending(record)) this.#answerAll(record);
      this.#queue.removeCommit();
      for (const id of this.#queue.taken()) if (this.#queue.isTaken(id)) this.#queue.giveBack(id);
      this.#queue.removeOrphans();
    } catch (error) {
      // Another user's queue is left to those who may use it: each of them gets the lock in the end.
      if (!(error instanceof PawlError && error.code === "permission")) throw error;
      this.#isOpen = false;
    }
  }

  /** Makes the document's new text, with all pending changes. */
  transform(current: Snapshot): string {
    this.#entries ??= this.#isOpen ? this.#collect() : [];
    const own = this.#ownEntry();
    const requests = [...this.#entries, ...(own ?? [])].map((request) => this.#requestOf(request, current));
    const { text, outcomes } = editTextFor(this.#format, current.text, requests, this.#document);
    this.#outcomes = outcomes;
    return text;
  }

  /** Takes the entries and writes down what the group comprises; `false` if one was withdrawn meanwhile. */
  confirm(tempName: string | undefined): boolean {
    const entries = this.#entries!;
    if (entries.length === 0) return true;
    if (!this.#hasTaken) {
      this.#hasTaken = true;
      this.#entries = entries.filter(({ id }) => this.#queue.take(id));
      if (this.#entries.length < entries.length) return false;
    }
    const answers = Object.fromEntries(entries.map(({ id }, index) => [id, printAnswer(this.#outcomes[index]!)]));
    const record: CommitRecord = { ...(tempName !== undefined && { temp: tempName }), answers };
    this.#queue.writeCommit(JSON.stringify(record), entries.some(({ id }) => kindOf(id) === "json"));
    return true;
  }

  /** The document stays as it is for now; the temporary file is still there. */
  abandon(): void {
    if (this.#hasTaken) this.#queue.removeCommit();
  }

  /**
   * The update is over.
   *
   * @param failure What it failed with; with code `durability-unknown` the document was changed all the same.
   */
  end(failure: unknown): void {
    const isUnsure = failure instanceof PawlError && failure.code === "durability-unknown";
    const isDone = failure === undefined || isUnsure;
    const outcomes = isUnsure ? this.#outcomes.map((outcome) => unsure(outcome, failure)) : this.#outcomes;
    if (isDone) this.#setOwnOutcome(outcomes);
    if (!this.#hasTaken) return;
    for (const [index, { id }] of this.#entries!.entries()) {
      if (isDone) this.#settle(id, outcomes[index]!);
      else this.#queue.giveBack(id);
    }
    this.#queue.removeCommit();
    this.#queue.removeIfEmpty();
  }

  #collect(): QueueEntry[] {
    const entries: QueueEntry[] = [];
    for (const id of this.#queue.pending()) {
      const text = this.#queue.read(id);
      if (text === undefined) continue;
      try {
        entries.push(parseEntry(id, text));
      } catch (error) {
        if (!(error instanceof PawlError)) throw error;
        if (kindOf(id) === "json") this.#queue.reject(id, error.message);
        else if (this.#queue.take(id)) this.#queue.answer(id, printAnswer({ error }));
      }
    }
    return entries;
  }

  /** The own request, unless it is among the entries or was answered by a holder that died. */
  #ownEntry(): [OwnRequest] | undefined {
    return this.#own === undefined || this.#own.id !== undefined ? undefined : [this.#own];
  }

  #requestOf(request: QueueEntry | OwnRequest, current: Snapshot): EditRequest {
    const { changes, ifMatch } = request;
    if (ifMatch === undefined) return { changes };
    const check = (isChanged: boolean) => {
      const found = isChanged ? "a version that is being written" : etagOf(current.text);
      if (current.exists && !isChanged && found.startsWith(ifMatch)) return;
      const message = `Conflict detected in "${this.#document}": expected etag ${ifMatch.slice(0, 16)}, found `;
      throw new ConflictError(message + (current.exists ? found.slice(0, 16) : "no file"), ifMatch, found, {
        hint: "Read the document again and repeat the change on what it says now",
      });
    };
    return { changes, check };
  }

  #setOwnOutcome(outcomes: readonly Outcome[]): void {
    if (this.#own === undefined) return;
    const { id } = this.#own;
    const index = id === undefined ? outcomes.length - 1 : this.#entries?.findIndex((entry) => entry.id === id) ?? -1;
    this.#ownOutcome = outcomes[index] ?? this.#ownOutcome;
  }

  #settle(id: string, outcome: Outcome): void {
    if (id === this.#own?.id) this.#queue.finish(id);
    else if (kindOf(id) === "wait") this.#queue.answer(id, printAnswer(outcome));
    else if ("error" in outcome && !isUnsure(outcome.error)) {
      this.#queue.reject(id, outcome.error.message);
    } else this.#queue.finish(id);
  }

  #readRecord(): CommitRecord | undefined {
    const text = this.#queue.readCommit();
    return text === undefined ? undefined : JSON.parse(text) as CommitRecord;
  }

  #isPending({ temp }: CommitRecord): boolean {
    return temp !== undefined && this.#isBeside(temp);
  }

  #answerAll({ answers }: CommitRecord): void {
    for (const [id, answer] of Object.entries(answers)) {
      if (!this.#queue.isTaken(id)) continue;
      const outcome = parseAnswer(answer);
      if (id === this.#own?.id) this.#ownOutcome = outcome;
      this.#settle(id, outcome);
    }
  }
}

function kindOf(id: string): EntryKind {
  return id.endsWith(".wait") ? "wait" : "json";
}

/** What becomes of an outcome when the document was changed but its directory could not be synced. */
function unsure(outcome: Outcome, failure: PawlError): Outcome {
  return "error" in outcome || !outcome.changed ? outcome : { error: failure };
}

function isUnsure(error: Error): boolean {
  return error instanceof PawlError && error.code === "durability-unknown";
}
