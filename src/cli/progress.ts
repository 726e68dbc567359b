/**
 * Tells a user who waits at a terminal how far something is.
 *
 * What takes less than a second says nothing, and so does everything whose standard error is no terminal.
 *
 * @module
 */
import type { Terminal } from "./terminal.ts";

const SILENT_TIME_MS = 1000;

/** A line that is written anew as things go on, and is gone at the end. */
export class Progress implements Disposable {
  readonly #terminal: Terminal;
  readonly #isWatched: boolean;
  readonly #startMs = performance.now();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  #text = "";
  #isShown = false;

  /** @param terminal The process. */
  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#isWatched = terminal.isWatched();
    // A command that waits for a lock or for input reports nothing meanwhile.
    if (this.#isWatched) this.#timer = setTimeout(() => this.#show(), SILENT_TIME_MS);
  }

  /**
   * Says what is being done now.
   *
   * @param text A few words, such as `reading line 1000`.
   * @param isLong Whether it is known to take long, and to leave no time for the timer.
   */
  report(text: string, isLong = false): void {
    this.#text = text;
    if (this.#isWatched && (isLong || performance.now() - this.#startMs >= SILENT_TIME_MS)) this.#show();
  }

  /** Clears the line. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    if (this.#isShown) this.#terminal.writeError("\r\x1b[K");
  }

  #show(): void {
    this.#isShown = true;
    this.#terminal.writeError(`\r\x1b[Kpawl: ${this.#text}`);
  }
}
