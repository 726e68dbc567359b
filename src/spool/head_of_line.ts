/**
 * The head of those who wait for a document's lock with a posted change: one of them waits for the lock itself, the
 * others for the one at the head to make their changes.
 *
 * If all of them waited for the lock, it would go round all of them one after the other, and each hand-over takes as long
 * as a sleeping process takes to wake up: with 300 on a busy machine that is longer than anybody's time limit. So the one
 * at the head locks a file of its own, and the others wait for a shared lock on that: when it leaves they all wake at once.
 *
 * Guarantee: none. Two may be at the head for a moment, or for longer if files are removed; then two wait for the
 * lock, and that is all. A waiter that dies at the head makes room by dying; one that is stopped there is the business of those
 * who wait (see `waiting_edit.ts`).
 *
 * @module
 */
import type { Deadline } from "../model/deadline.ts";
import type { FileIo } from "../file/file_io.ts";
import { joinPath } from "../file/path.ts";
import { waitForLock } from "../lock/blocking_wait.ts";
import { hiddenName } from "./entry_names.ts";
import { removeQuietly } from "./new_file.ts";
import { queuePath } from "./presence.ts";
import { isSystemError } from "../file/system_error.ts";
import { lstatIfPresent, type Target } from "../file/target.ts";

/**
 * The heads at which a waiter of this process is, or for which one waits by a lock, each with the others that this
 * one wakes. Each wait by a lock occupies a thread, and the waiter at the head needs one to get any further.
 */
const followers = new Map<string, Set<() => void>>();

/** One process's place at the head, if it gets there. */
export class QueueHead {
  readonly #path: string;
  readonly #io: FileIo;
  #file: Deno.FsFile | undefined;

  /** @param target The document's place; it has a queue. */
  constructor(target: Target, io: FileIo) {
    // Left behind, it counts as a file that was never finished, and is removed like those.
    this.#path = joinPath(queuePath(target), hiddenName("head"), io);
    this.#io = io;
  }

  /**
   * Goes to the head if nobody is there. Where that can't be known everybody may wait for the lock.
   *
   * @returns Whether to wait for the lock.
   */
  tryEnter(): boolean {
    if (followers.has(this.#path)) return false;
    try {
      const file = this.#openToEnter();
      if (!file?.tryLockSync(true)) {
        file?.close();
        return false;
      }
      this.#file = file;
      followers.set(this.#path, new Set());
      return true;
    } catch (error) {
      if (isSystemError(error)) return true;
      throw error;
    }
  }

  /** Never through a symbolic link. A waiter that leaves may take the file away just before it is opened. */
  #openToEnter(): Deno.FsFile | undefined {
    try {
      return this.#io.openSync(this.#path, { write: true, createNew: true, mode: 0o600 });
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
      if (lstatIfPresent(this.#path, this.#io)?.isFile === false) throw error;
    }
    try {
      return this.#io.openSync(this.#path, { write: true });
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }

  /**
   * Waits until the one at the head leaves or dies.
   *
   * @param deadline How long to wait at most.
   * @returns Whether that one may have left.
   */
  async waitForLeave(deadline: Deadline): Promise<boolean> {
    const others = followers.get(this.#path);
    if (others !== undefined) return await wakeOf(others, deadline);
    const file = this.#open();
    if (file === undefined) return true;
    followers.set(this.#path, new Set());
    try {
      const locked = await waitForLock(this.#path, file, true, deadline);
      if (locked !== undefined) this.#look(locked);
      return locked !== undefined;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return true;
    } finally {
      this.#wakeOthers();
    }
  }

  #open(): Deno.FsFile | undefined {
    try {
      return this.#io.openSync(this.#path, { read: true });
    } catch (error) {
      if (isSystemError(error)) return undefined;
      throw error;
    }
  }

  /** A waiter that leaves takes the file away; one that dies does not, and all others would hold it against the next one. */
  #look(file: Deno.FsFile): void {
    try {
      if (file.statSync().nlink !== 0) removeQuietly(this.#path, this.#io);
    } finally {
      file.close();
    }
  }

  /**
   * Leaves the head to the next one.
   *
   * @returns Whether this process was there.
   */
  leave(): boolean {
    if (this.#file === undefined) return false;
    removeQuietly(this.#path, this.#io);
    this.#file.close();
    this.#file = undefined;
    this.#wakeOthers();
    return true;
  }

  #wakeOthers(): void {
    const others = followers.get(this.#path);
    followers.delete(this.#path);
    for (const wake of others ?? []) wake();
  }
}

/** Waits in this process, for another one in it; says whether that one has woken us. */
async function wakeOf(others: Set<() => void>, deadline: Deadline): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const stop = deadline.onceOver(() => resolve(false));
  const wake = () => resolve(true);
  others.add(wake);
  const isAwake = await promise;
  others.delete(wake);
  stop();
  return isAwake;
}
