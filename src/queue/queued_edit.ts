/**
 * An edit of a document whose lock somebody else holds: it is posted in the write queue, and whoever gets the lock next
 * carries it out together with all others.
 *
 * @module
 */
import type { Change } from "../change.ts";
import type { Outcome } from "../edit_text.ts";
import { LockTimeoutError, PawlError } from "../errors.ts";
import { Deadline } from "../file/deadline.ts";
import type { FileIo } from "../file/file_io.ts";
import type { HeldLock } from "../file/held_lock.ts";
import { acquireTargetLock, DEFAULT_TIMEOUT_MS } from "../file/lock.ts";
import { isBeside, type PostedEntry, QueueDirectory } from "../file/queue_directory.ts";
import { resolveTarget, type Target } from "../file/target.ts";
import type { Format } from "../format/format.ts";
import { type Snapshot, updateLocked, type UpdateOptions } from "../store/file_store.ts";
import { parseAnswer } from "./answer.ts";
import { printEntry } from "./entry.ts";
import { Group, type OwnRequest } from "./group.ts";

/** How often the one who waits looks for an answer, in ms; the lock itself wakes it at once. */
const LOOK_INTERVAL_MS = 20;

/** How to edit a document that others edit too. */
export interface QueueOptions extends UpdateOptions {
  /**
   * Whether another process may carry the changes out when it holds the lock, together with its own; by default it may.
   * Then the result has no texts.
   */
  readonly isPostable?: boolean | undefined;
}

/** What an edit did. */
export interface EditResult {
  /** Whether the document changed. If not, nothing was written. */
  readonly changed: boolean;
  /** The document before, if this process carried the changes out. */
  readonly before?: Snapshot;
  /** Its text afterwards, likewise. */
  readonly after?: string;
  /** What the user should know besides, one sentence each. */
  readonly notes: readonly string[];
}

/** What is to be edited, and how. */
export interface QueuedEdit {
  /** The document's path. */
  readonly path: string;
  readonly format: Format;
  readonly changes: readonly Change[];
  readonly options: QueueOptions;
}

/**
 * Edits a document that has a write queue, or whose lock is held.
 *
 * @param edit What to edit.
 * @param io The operating system.
 * @returns What was done, by this process or by the one that held the lock.
 * @throws What `editFile` throws.
 */
export async function editThroughQueue(edit: QueuedEdit, io: FileIo): Promise<EditResult> {
  const target = resolveTarget(edit.path, io);
  const queue = new QueueDirectory(target, io);
  const posted = post(queue, edit);
  try {
    return await new WaitingEdit(edit, target, queue, posted, io).run();
  } finally {
    posted?.close();
  }
}

/** An optional help: whoever can't post just waits for the lock. */
function post(queue: QueueDirectory, { changes, options }: QueuedEdit): PostedEntry | undefined {
  if (options.isPostable === false || options.timeoutMs === 0) return undefined;
  const text = printEntry(changes, { ifMatch: options.ifMatch, isPrivate: options.private ?? false });
  if (text === undefined) return undefined;
  try {
    return queue.post("wait", text, false);
  } catch (error) {
    if (error instanceof PawlError) return undefined;
    throw error;
  }
}

class WaitingEdit {
  readonly #edit: QueuedEdit;
  readonly #target: Target;
  readonly #queue: QueueDirectory;
  readonly #id: string | undefined;
  readonly #io: FileIo;
  readonly #settled = new AbortController();
  #answer: Outcome | undefined;

  constructor(
    edit: QueuedEdit,
    target: Target,
    queue: QueueDirectory,
    posted: PostedEntry | undefined,
    io: FileIo,
  ) {
    this.#edit = edit;
    this.#target = target;
    this.#queue = queue;
    this.#id = posted?.id;
    this.#io = io;
  }

  async run(): Promise<EditResult> {
    const { options } = this.#edit;
    const looking = this.#lookForAnswer();
    try {
      return await this.#waitForLock(options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    } catch (error) {
      if (this.#answer !== undefined) return resultOf(this.#answer);
      const isOver = error instanceof LockTimeoutError || options.signal?.aborted;
      if (!isOver || this.#id === undefined) throw error;
      // From here on nobody carries it out, or somebody has taken it and the answer is what counts.
      if (this.#queue.withdraw(this.#id)) {
        this.#queue.removeIfEmpty();
        throw error;
      }
      return await this.#waitForLock(Infinity);
    } finally {
      this.#settled.abort();
      await looking;
    }
  }

  async #waitForLock(timeoutMs: number): Promise<EditResult> {
    const { options } = this.#edit;
    const callers = timeoutMs === Infinity ? undefined : options.signal;
    const signal = AbortSignal.any([this.#settled.signal, ...(callers ? [callers] : [])]);
    const newDirectory = options.private ? "create-private" : "create";
    let lock: HeldLock;
    try {
      lock = await acquireTargetLock(
        this.#target,
        { timeoutMs, signal, command: options.command },
        newDirectory,
        this.#io,
      );
    } catch (error) {
      if (this.#answer !== undefined) return resultOf(this.#answer);
      throw error;
    }
    using _lock = lock;
    return this.#editLocked(lock);
  }

  #editLocked(lock: HeldLock): EditResult {
    const { format, changes, options } = this.#edit;
    const target = this.#target;
    this.#lookOnce();
    if (this.#answer !== undefined) return resultOf(this.#answer);
    const own: OwnRequest = {
      changes,
      ifMatch: options.ifMatch,
      isPrivate: options.private ?? false,
      id: this.#id,
    };
    const group = new Group(this.#queue, format, target.path, own, (name) => isBeside(target, name, this.#io));
    const { before, after, notes } = updateLocked(target, lock, group, this.#io);
    if (group.ownOutcome === undefined) {
      throw new PawlError("conflict", `Cannot change "${target.path}": the change was removed from the write queue`);
    }
    if (this.#id !== undefined) return { ...resultOf(group.ownOutcome), notes };
    return { ...resultOf(group.ownOutcome), before, after, notes };
  }

  /** Looks for the answer from time to time, and ends the wait for the lock when it is there. */
  async #lookForAnswer(): Promise<void> {
    if (this.#id === undefined) return;
    while (!this.#settled.signal.aborted) {
      await this.#pause();
      if (this.#settled.signal.aborted) return;
      this.#lookOnce();
      if (this.#answer !== undefined) this.#settled.abort();
    }
  }

  #lookOnce(): void {
    if (this.#id === undefined || this.#answer !== undefined) return;
    const text = this.#queue.takeResult(this.#id);
    if (text === undefined) return;
    this.#answer = parseAnswer(text);
    this.#queue.removeIfEmpty();
  }

  #pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const deadline = new Deadline(LOOK_INTERVAL_MS, this.#settled.signal);
    const stop = deadline.onceOver(() => {
      stop();
      resolve();
    });
    return promise;
  }
}

function resultOf(outcome: Outcome): EditResult {
  if ("error" in outcome) throw outcome.error;
  return { changed: outcome.changed, notes: [] };
}
