/**
 * One caller's patience: a time limit by the clock, and the caller's own signal.
 *
 * Guarantee: strict. The clock counts, not the timer: a timer can be late when the event loop is busy.
 * The timer is made only when a caller has to wait, and `AbortSignal.timeout()` makes it because `setTimeout()` costs
 * 5 ms of start-up on Deno 2.9; it keeps the process alive only while it is listened to.
 *
 * @module
 */

/** Longer timers overflow to zero (HTML standard, timers: a signed 32-bit number of ms), so they are not made. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A time limit together with a caller's signal. */
export class Deadline {
  /** How long the caller waits at most, in ms. */
  readonly timeoutMs: number;
  readonly #signal: AbortSignal | undefined;
  readonly #startedAt = performance.now();
  #timer: AbortSignal | undefined;

  /**
   * Starts the clock.
   *
   * @param timeoutMs How long to wait at most, in ms; `Infinity` for ever.
   * @throws {RangeError} If the time is negative or not a number.
   */
  constructor(timeoutMs: number, signal: AbortSignal | undefined) {
    if (!(timeoutMs >= 0)) throw new RangeError(`Cannot wait ${timeoutMs} ms: expected zero or more`);
    this.timeoutMs = timeoutMs;
    this.#signal = signal;
  }

  /** How long it has run, in ms. */
  get waitedMs(): number {
    return performance.now() - this.#startedAt;
  }

  /** Whether the caller's time is up or the caller has given up. */
  get isOver(): boolean {
    return this.#signal?.aborted === true || this.waitedMs >= this.timeoutMs;
  }

  /**
   * Throws the reason of the caller's signal, if it was aborted.
   */
  throwIfAborted(): void {
    this.#signal?.throwIfAborted();
  }

  /**
   * Makes the same caller wait for another time, from now on.
   *
   * @param timeoutMs How long to wait at most, in ms.
   * @returns A deadline with the same signal.
   */
  restarted(timeoutMs: number): Deadline {
    return new Deadline(timeoutMs, this.#signal);
  }

  /**
   * Calls back once when the time is up or the caller gives up; soon, if that is so already.
   *
   * @param callback What to call.
   * @returns A function that ends it; it must be called in any case.
   */
  onceOver(callback: () => void): () => void {
    const leftMs = Math.max(0, Math.ceil(this.timeoutMs - this.waitedMs));
    if (leftMs <= MAX_TIMER_MS) this.#timer ??= AbortSignal.timeout(leftMs);
    const signals = [this.#timer, this.#signal].filter((signal) => signal !== undefined);
    let isOn = true;
    const stop = () => {
      isOn = false;
      for (const signal of signals) signal.removeEventListener("abort", callBack);
    };
    const callBack = () => {
      if (!isOn) return;
      stop();
      callback();
    };
    for (const signal of signals) signal.addEventListener("abort", callBack);
    // A signal that was aborted before fires no event any more.
    if (signals.some((signal) => signal.aborted)) queueMicrotask(callBack);
    return stop;
  }
}
