/**
 * Waits for the lock of a document and for the answer to the posted change at the same time.
 *
 * Of those who have posted a change one waits for the lock itself, the others for that one (see `queue_head.ts`): when it
 * gets the lock it makes the changes of all.
 *
 * Guarantee: strict about the time. When it is up and the change was taken by a holder, its end is waited for: it is a
 * matter of milliseconds unless that holder is stopped, or this process has no descriptors left to see it. That wait has
 * an end, too.
 *
 * @module
 */
import type { Outcome } from "../edit/edit_text.ts";
import { LockTimeoutError, PawlError } from "../model/errors.ts";
import type { FileIo } from "../file/file_io.ts";
import { Deadline } from "../model/deadline.ts";
import { acquireWithin, DEFAULT_TIMEOUT_MS, isLocked } from "../lock/lock.ts";
import type { QueueDirectory } from "../spool/spool.ts";
import { QueueHead } from "../spool/head_of_line.ts";
import type { Target } from "../file/target.ts";
import { resultOf, unknownOutcome } from "./answer.ts";
import { DEFAULT_QUEUE_LIMIT, onceFree, pause, queueFull } from "./durable_post.ts";
import type { PostedChange } from "./posted_change.ts";
import type { EditResult, QueuedEdit } from "./edit_request.ts";

/**
 * How long the poster does not look for an answer, in ms, unless the lock or the head wakes it: at first, and at
 * most; each time twice as long. Looking takes time from all others: when 300 writers looked every 20 ms, they did little
 * else.
 */
const FIRST_LOOK_MS = 400;
const MAX_LOOK_MS = 1000;

/**
 * How long a waiter may be at the head, in ms, while the lock is free: a waiter that has not taken it by then was stopped, or
 * has hardly any processor time.
 */
const STALL_MS = 400;

/**
 * How long to wait for the lock at a time, in ms, when the time is up and a holder has taken the change: at first, and
 * twice as long each time.
 */
const LAST_WAIT_MS = 20;

/**
 * How long the end of a holder that has taken the change is waited for at most, in ms, when the time is up. After that
 * nobody can say what becomes of the change.
 */
const MAX_LAST_WAIT_MS = 15_000;

/** An edit that waits for its turn, or for another holder to do it. */
export class WaitingEdit {
  readonly #edit: QueuedEdit;
  readonly #target: Target;
  readonly #queue: QueueDirectory;
  readonly #io: FileIo;
  readonly #settled = new AbortController();
  /** The change, as long as another holder may carry it out. */
  #posted: PostedChange | undefined;
  #answer: Outcome | undefined;
  /** Why it does not wait any longer. */
  #reason: unknown;
  /** Why the lock could not be waited for, if that is not a matter of time. */
  #fault: Error | undefined;

  /**
   * @param edit What to edit.
   * @param posted The change, if it was posted.
   */
  constructor(
    edit: QueuedEdit,
    target: Target,
    queue: QueueDirectory,
    posted: PostedChange | undefined,
    io: FileIo,
  ) {
    this.#edit = edit;
    this.#target = target;
    this.#queue = queue;
    this.#posted = posted;
    this.#io = io;
  }

  /**
   * Waits, and edits if nobody else has done it by then.
   *
   * @returns What was done.
   * @throws What `editFile` throws.
   */
  async run(): Promise<EditResult> {
    const { timeoutMs = DEFAULT_TIMEOUT_MS, signal } = this.#edit.options;
    const signals = signal === undefined ? [] : [signal];
    const deadline = new Deadline(timeoutMs, AbortSignal.any([this.#settled.signal, ...signals]));
    const head = new QueueHead(this.#target, this.#io);
    // The queue could not go as long as the file of the head was in it.
    const leaveHead = () => head.leave() && this.#queue.removeIfEmpty();
    try {
      await this.#waitForHead(head, deadline);
      return this.#answer === undefined ? await this.#editAsHead(deadline) : resultOf(this.#answer);
    } catch (error) {
      // It may be for want of a descriptor that it could not go on.
      leaveHead();
      return await this.#giveUp(error);
    } finally {
      leaveHead();
    }
  }

  /** Waits until it is at the head, has an answer, or its time is up, or the one at the head does not go on. */
  async #waitForHead(head: QueueHead, deadline: Deadline): Promise<void> {
    let lookMs = FIRST_LOOK_MS;
    while (this.#posted !== undefined && !deadline.isOver && !head.tryEnter()) {
      const leftMs = Math.max(0, deadline.timeoutMs - deadline.waitedMs);
      const mayHaveLeft = await head.waitForLeave(deadline.restarted(Math.min(lookMs, leftMs)));
      this.#look();
      if (this.#answer !== undefined) return;
      if (!mayHaveLeft && lookMs >= STALL_MS && !isLocked(this.#edit.path, this.#io)) return;
      lookMs = Math.min(2 * lookMs, MAX_LOOK_MS);
    }
  }

  async #editAsHead(deadline: Deadline): Promise<EditResult> {
    const looking = this.#lookForAnswer();
    try {
      return await this.#editWithin(deadline);
    } finally {
      // Only one at a time may look.
      this.#settled.abort();
      await looking;
    }
  }

  async #editWithin(deadline: Deadline): Promise<EditResult> {
    // Nothing may be awaited under the lock, and a waiter that never gets there does not need it.
    const [{ editUnderLock }, format] = await Promise.all([
      import("./locked_edit.ts"),
      this.#edit.loadFormat(),
    ]);
    const { command, private: isPrivate } = this.#edit.options;
    const newDirectory = isPrivate ? "create-private" : "create";
    using lock = await acquireWithin(deadline, this.#target, { command }, newDirectory, this.#io);
    this.#answer ??= this.#posted?.lookUnderLock();
    if (this.#answer !== undefined) return resultOf(this.#answer);
    const posted = this.#posted;
    // Whatever comes of it, nobody else will do it any more.
    this.#posted = undefined;
    try {
      return editUnderLock(this.#edit, format, this.#target, lock, this.#queue, posted, this.#io);
    } finally {
      posted?.close();
    }
  }

  /** Either no holder will carry the change out any more, or one has taken it, and then the answer is what counts. */
  async #giveUp(error: unknown): Promise<EditResult> {
    this.#reason = error;
    const patience = new Deadline(MAX_LAST_WAIT_MS, undefined);
    for (let waitMs = LAST_WAIT_MS;; waitMs = Math.min(2 * waitMs, MAX_LOOK_MS)) {
      if (this.#answer !== undefined) return resultOf(this.#answer);
      const posted = this.#posted;
      if (posted === undefined) throw this.#reason;
      if (await this.#keep(posted)) return { changed: false, notes: [], pending: posted.keptId };
      const fate = posted.giveUp();
      if (fate === "withdrawn") throw this.#reason;
      if (fate !== "taken") return resultOf(fate);
      if (patience.isOver) {
        throw unknownOutcome(this.#edit.path, this.#fault ?? "the process that has taken the change does not finish");
      }
      const result = await this.#tryOnceMore(waitMs);
      if (result !== undefined) return result;
    }
  }

  /** Leaves the change to the next holder, if the caller wants that. */
  async #keep(posted: PostedChange): Promise<boolean> {
    const { path, options: { onTimeout, queueLimit = DEFAULT_QUEUE_LIMIT } } = this.#edit;
    if (onTimeout !== "queue" || !(this.#reason instanceof LockTimeoutError)) return false;
    try {
      const posting = await onceFree(() => posted.keep(queueLimit), path);
      if (posting === "full") this.#reason = queueFull(path, queueLimit);
      return posting === "posted";
    } catch (error) {
      // It is in the queue, and nobody waits for it any more.
      if (!(error instanceof PawlError) || error.code === "durability-unknown") throw error;
      this.#reason = error;
      return false;
    }
  }

  /** Waits a little for the lock, which comes in any case when the holder that has taken the change dies. */
  async #tryOnceMore(waitMs: number): Promise<EditResult | undefined> {
    try {
      return await this.#editWithin(new Deadline(waitMs, undefined));
    } catch (error) {
      if (this.#posted === undefined || !(error instanceof Error)) throw error;
      if (error instanceof LockTimeoutError) return undefined;
      // Whatever it is: that the change was taken remains true.
      this.#fault = error;
      await pause(waitMs);
      return undefined;
    }
  }

  /** Looks for the answer from time to time, and ends the wait for the lock when it is there. */
  async #lookForAnswer(): Promise<void> {
    let pauseMs = FIRST_LOOK_MS;
    while (this.#posted !== undefined && this.#answer === undefined) {
      await pause(pauseMs, this.#settled.signal);
      if (this.#settled.signal.aborted) return;
      this.#look();
      pauseMs = Math.min(2 * pauseMs, MAX_LOOK_MS);
    }
    if (this.#answer !== undefined) this.#settled.abort();
  }

  #look(): void {
    this.#answer ??= this.#posted?.look();
  }
}
