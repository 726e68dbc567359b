/**
 * An entry of a write queue, as its poster sees it.
 *
 * Guarantee: while it is open, its file is locked, and so every process knows that its poster waits for the answer.
 *
 * @module
 */
import type { QueueFiles } from "./spool_files.ts";
import type { NewFile } from "./new_file.ts";

/** An entry that this process has prepared, and perhaps posted. */
export class PostedEntry {
  /** Its ID. */
  readonly id: string;
  readonly #newFile: NewFile;
  readonly #files: QueueFiles;
  #isOpen = true;
  #isPosted = false;

  /** @param files The files of the queue. */
  constructor(id: string, newFile: NewFile, files: QueueFiles) {
    this.id = id;
    this.#newFile = newFile;
    this.#files = files;
  }

  /** Its ID once nobody waits for the answer any more. */
  get keptId(): string {
    return this.id.replace(/\.wait$/, ".json");
  }

  /** Whose it is: who we are. */
  get userId(): number | null {
    return this.#newFile.userId;
  }

  /** Whether it has no name any more: it was dealt with, or the queue was removed. */
  get isGone(): boolean {
    return this.#newFile.file.statSync().nlink === 0;
  }

  /**
   * Gives it its name.
   *
   * @returns Whether it was still there.
   */
  publish(): boolean {
    this.#isPosted = this.#files.rename(this.#newFile.hidden, this.id);
    return this.#isPosted;
  }

  /**
   * Makes it one that nobody waits for, durably.
   *
   * @returns Whether it was still pending.
   */
  publishKept(): boolean {
    this.#files.syncFile(this.#newFile);
    return this.#files.rename(this.id, this.keptId);
  }

  /** Drops it, if it has not been posted, and ends the sign of life. Does nothing the second time. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    if (this.#isPosted) this.#newFile.file.close();
    else this.#files.discard(this.#newFile);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
