/**
 * Posts a change durably for the next holder.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import { Deadline } from "../model/deadline.ts";
import type { QueueDirectory } from "../spool/spool.ts";
import type { Posting } from "../spool/capacity.ts";

/** How many changes there may be in a queue for which nobody waits, unless the caller says otherwise. */
export const DEFAULT_QUEUE_LIMIT = 100;

/** How long another poster may take to post a change, in ms; usually it is a fraction of one. */
const MAX_BUSY_MS = 5000;
const BUSY_PAUSE_MS = 1;

/**
 * Posts a change. It is durable when this returns.
 *
 * @param textFor Makes the text of the entry for its ID.
 * @param limit How many changes there may be for which nobody waits.
 * @returns The ID of the entry.
 * @throws {PawlError} With code `queue-full` if there are as many already, else `permission` or `io`.
 */
export async function postDurably(
  queue: QueueDirectory,
  textFor: (id: string) => string,
  limit: number,
  document: string,
): Promise<string> {
  using entry = queue.prepare("json", textFor, true);
  const posting = await onceFree(() => queue.postDurably(entry, limit), document);
  if (posting === "posted") return entry.id;
  if (posting === "full") throw queueFull(document, limit);
  throw new PawlError("io", `Cannot queue a change of "${document}": its write queue was removed in the meantime`);
}

/**
 * Posts or keeps an entry as soon as nobody else does so.
 *
 * @param act Tries it.
 * @returns What it came to.
 * @throws {PawlError} With code `lock-timeout` if another poster takes 5 s, or is stopped.
 */
export async function onceFree(act: () => Posting, document: string): Promise<Exclude<Posting, "busy">> {
  const deadline = new Deadline(MAX_BUSY_MS, undefined);
  while (true) {
    const posting = act();
    if (posting !== "busy") return posting;
    if (deadline.isOver) {
      throw new PawlError("lock-timeout", `Cannot queue a change of "${document}": another poster does not finish`);
    }
    await pause(BUSY_PAUSE_MS);
  }
}

/**
 * Says that there is no room in a queue.
 *
 * @param limit How many changes there may be.
 */
export function queueFull(document: string, limit: number): PawlError {
  return new PawlError("queue-full", `Cannot queue a change of "${document}": ${limit} are pending already`, {
    hint: "apply them with pawl queue drain, or raise the limit",
  });
}

/**
 * Waits some time.
 *
 * @param pauseMs How long, in ms.
 * @param signal Ends the wait.
 */
export function pause(pauseMs: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  new Deadline(pauseMs, signal).onceOver(resolve);
  return promise;
}
