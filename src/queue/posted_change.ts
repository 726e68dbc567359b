/**
 * A change that was posted in the write queue, as the one sees it who waits for the answer. Every step is synchronous.
 *
 * Guarantee: the answer is never ambiguous. Either the entry is taken back, and then no holder carries it out, or a holder
 * has taken it, and then what became of it is what counts.
 *
 * @module
 */
import type { Outcome } from "../edit/edit_text.ts";
import { PawlError } from "../model/errors.ts";
import type { QueueDirectory } from "../spool/spool.ts";
import type { Posting } from "../spool/capacity.ts";
import type { PostedEntry } from "../spool/posted_entry.ts";
import { parseAnswer, unknownOutcome } from "./answer.ts";

/** A posted change. */
export class PostedChange {
  readonly #queue: QueueDirectory;
  readonly #entry: PostedEntry;
  readonly #document: string;

  /** @param entry The entry, which has been posted. */
  constructor(queue: QueueDirectory, entry: PostedEntry, document: string) {
    this.#queue = queue;
    this.#entry = entry;
    this.#document = document;
  }

  /** Its ID in the queue. */
  get id(): string {
    return this.#entry.id;
  }

  /** Its ID once nobody waits for the answer any more. */
  get keptId(): string {
    return this.#entry.keptId;
  }

  /** Looks for the answer and takes it; `undefined` if there is none yet. */
  look(): Outcome | undefined {
    const text = this.#tryQueue(() => this.#queue.readResult(this.id));
    return text === undefined ? undefined : this.#takeAnswer(text);
  }

  /** Looks for the answer under the lock: what is not there now does not come any more. */
  lookUnderLock(): Outcome | undefined {
    try {
      const text = this.#queue.readResult(this.id);
      return text === undefined ? undefined : this.#takeAnswer(text);
    } catch (error) {
      if (error instanceof PawlError) return { error: unknownOutcome(this.#document, error) };
      throw error;
    }
  }

  #takeAnswer(text: string): Outcome {
    // What can't be removed now is removed when this process is gone.
    this.#tryQueue(() => this.#queue.removeAnswered(this.id));
    this.#queue.removeIfEmpty();
    try {
      return parseAnswer(text);
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
      return { error: unknownOutcome(this.#document, "the answer is damaged") };
    }
  }

  /**
   * Stops waiting, if possible.
   *
   * @returns `withdrawn` if no holder will carry it out, `taken` if a holder is at it, or else what became of it.
   */
  giveUp(): "withdrawn" | "taken" | Outcome {
    const outcome = this.look();
    if (outcome !== undefined) return outcome;
    if (this.#tryQueue(() => this.#queue.withdraw(this.id)) !== true) return this.fate() ?? "taken";
    this.#queue.removeIfEmpty();
    return "withdrawn";
  }

  /**
   * Leaves it to the next holder, durably.
   *
   * @param limit How many such changes there may be.
   * @throws {PawlError} If that can't be done.
   */
  keep(limit: number): Posting {
    return this.#queue.keep(this.#entry, limit);
  }

  /** What became of it if it is not in the queue any more; `undefined` if it is still there in some state. */
  fate(): Outcome | undefined {
    if (this.#tryQueue(() => this.#queue.forgetTakenAway(this.id))) {
      const message = `Cannot change "${this.#document}": the change was removed from the write queue`;
      return { error: new PawlError("conflict", message) };
    }
    if (!this.#entry.isGone) return undefined;
    try {
      const text = this.#queue.readResult(this.id);
      if (text !== undefined) return this.#takeAnswer(text);
    } catch (error) {
      // The answer may be there, and be had later.
      if (error instanceof PawlError) return undefined;
      throw error;
    }
    return { error: unknownOutcome(this.#document, "its write queue was removed") };
  }

  /** Ends the sign of life: from here on nobody carries it out for us. */
  close(): void {
    this.#entry.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** What fails now may succeed when the lock is there. */
  #tryQueue<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (error instanceof PawlError) return undefined;
      throw error;
    }
  }
}
