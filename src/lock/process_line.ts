/**
 * The line in front of a lock file within one process: callers are served in the order in which they ask.
 *
 * Guarantee: at most one caller at a time deals with the operating system's lock; others wait here, where giving up is
 * exact. Callers of a shared lock stand in the same line but may hold it together.
 * Hazard: a caller that has entered must leave, whatever happens.
 *
 * @module
 */
import type { Deadline } from "../model/deadline.ts";

interface Waiter {
  readonly shared: boolean;
  readonly deadline: Deadline;
  readonly settle: (isAdmitted: boolean) => void;
}

const lines = new Map<string, LockLine>();

/** The callers of one lock file in this process. */
export class LockLine {
  readonly #key: string;
  readonly #waiters: Waiter[] = [];
  /** How many callers are inside. */
  #inside = 0;
  /** Whether those inside hold, or ask for, a shared lock. */
  #isShared = false;
  /** Whether one of those inside still asks the operating system. */
  #isAsking = false;

  private constructor(key: string) {
    this.#key = key;
  }

  /**
   * Finds the line of a lock file.
   *
   * @param lockPath The lock file's path.
   * @returns Its line, a new one if nobody stands in it.
   */
  static of(lockPath: string): LockLine {
    let line = lines.get(lockPath);
    if (line === undefined) {
      line = new LockLine(lockPath);
      lines.set(lockPath, line);
    }
    return line;
  }

  /**
   * Waits for the caller's turn to ask the operating system.
   *
   * @param shared Whether the caller wants a shared lock.
   * @param deadline How long the caller waits.
   * @returns Whether it is the caller's turn; `false` if it gave up, and is then not in the line any more.
   */
  enter(shared: boolean, deadline: Deadline): Promise<boolean> {
    if (this.#waiters.length === 0 && this.#hasRoom(shared)) {
      this.#admit(shared);
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const stopListening = deadline.onceOver(() => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        waiter.settle(false);
        // The one that gave up may have stood before callers of a shared lock who fit in.
        this.#admitNext();
      });
      const waiter: Waiter = {
        shared,
        deadline,
        settle: (isAdmitted) => {
          stopListening();
          resolve(isAdmitted);
        },
      };
      this.#waiters.push(waiter);
    });
  }

  /** Says that the caller inside has the lock, so that others may share it. */
  hasLock(): void {
    this.#isAsking = false;
    this.#admitNext();
  }

  /** Says that a caller that had the lock is done. */
  leave(): void {
    this.#inside--;
    this.#admitNext();
    if (this.#inside === 0) lines.delete(this.#key);
  }

  /** Says that the caller that was asking is done without having said that it has the lock. */
  leaveUnserved(): void {
    this.#isAsking = false;
    this.leave();
  }

  #hasRoom(shared: boolean): boolean {
    return this.#inside === 0 || (shared && this.#isShared && !this.#isAsking);
  }

  #admit(shared: boolean): void {
    this.#inside++;
    this.#isShared = shared;
    this.#isAsking = true;
  }

  /** Admits one: its turn at the operating system ends before the next one's begins. */
  #admitNext(): void {
    for (let next = this.#waiters[0]; next !== undefined && this.#hasRoom(next.shared); next = this.#waiters[0]) {
      this.#waiters.shift();
      // Timers do not run while callers follow each other without a pause, so the clock is asked.
      if (next.deadline.isOver) {
        next.settle(false);
        continue;
      }
      this.#admit(next.shared);
      next.settle(true);
    }
  }
}
