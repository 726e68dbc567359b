/**
 * What waits in a document's write queue: looking at it, and taking something out of it. Nobody needs the lock for that,
 * and looking needs no write permission.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import type { FileIo } from "../file/file_io.ts";
import type { EntryContent } from "../spool/entry_content.ts";
import { QueueDirectory } from "../spool/spool.ts";
import { entryKind } from "../spool/entry_names.ts";
import { pendingIds } from "../spool/pending_ids.ts";
import { hasQueue } from "../spool/presence.ts";
import { resolveTarget } from "../file/target.ts";
import type { QueueEntry } from "./entry.ts";
import { entryOf } from "./entry_collection.ts";

/** A change in a write queue, as far as it can be read. */
export interface QueuedWrite {
  /** Its ID in the queue. */
  readonly id: string;
  /** What it is; absent if `fault` says why that can't be told. */
  readonly entry?: QueueEntry;
  /** Why it makes no sense or can't be read. */
  readonly fault?: string;
  /** The text of the entry, as far as it can be read. */
  readonly text?: string;
}

/** A change that waits for its turn. */
export interface PendingWrite extends QueuedWrite {
  /** Whether its poster waits for the answer. */
  readonly isAwaited: boolean;
  /** Whether it belongs to a group that is being committed, or was when its writer died. */
  readonly isTaken: boolean;
}

/** A change that was set aside. */
export interface RejectedWrite extends QueuedWrite {
  /** Why. */
  readonly reason: string;
}

/**
 * Says which change comes next.
 *
 * @returns The oldest pending change, or `undefined` if there is none.
 * @throws {PawlError} With code `permission` or `io` if the queue can't be read.
 */
export function getNextPending(path: string, io: FileIo = Deno): PendingWrite | undefined {
  return pendingWrites(path, io).next().value;
}

/**
 * Lists all pending changes, in the order of arrival.
 *
 * @returns The changes.
 * @throws {PawlError} With code `permission` or `io` if the queue can't be read.
 */
export function listPending(path: string, io: FileIo = Deno): PendingWrite[] {
  return [...pendingWrites(path, io)];
}

/**
 * Lists the changes that were set aside, because they made no sense or could not be made.
 *
 * @returns The changes, in the order of arrival.
 * @throws {PawlError} With code `permission` or `io` if the queue can't be read.
 */
export function listRejected(path: string, io: FileIo = Deno): RejectedWrite[] {
  const queue = queueOf(path, io);
  const ids = queue?.names().rejected ?? [];
  return ids.flatMap((id) => {
    const rejected = queue!.lookAtRejected(id);
    return rejected === undefined ? [] : [{ ...describe(id, rejected.content), reason: rejected.reason }];
  });
}

/**
 * Counts the pending changes.
 *
 * @returns How many there are.
 * @throws {PawlError} With code `permission` or `io` if the queue can't be read.
 */
export function countPending(path: string, io: FileIo = Deno): number {
  const queue = queueOf(path, io);
  return queue === undefined ? 0 : pendingIds(queue).length;
}

/**
 * Removes a change from the queue that is pending or was set aside. A poster that waits for it is told so.
 *
 * @returns Whether it was there; if not, it is being made, was made, or never was there.
 * @throws {PawlError} With code `permission` or `io` if the queue can't be written to; with code `durability-unknown` if
 * the change was taken out but may come back after a power cut.
 */
export function removeFromQueue(path: string, id: string, io: FileIo = Deno): boolean {
  const queue = queueOf(path, io);
  const { pending = [], rejected = [] } = queue?.names() ?? {};
  const isRemoved = pending.includes(id) && queue!.takeAway(id) || rejected.includes(id) && queue!.forgetRejected(id);
  if (!isRemoved) return false;
  syncRemoval(queue!, id);
  queue!.removeIfEmpty();
  return true;
}

function syncRemoval(queue: QueueDirectory, id: string): void {
  try {
    queue.sync();
  } catch (cause) {
    if (!(cause instanceof PawlError)) throw cause;
    const message = `Cannot sync the queue: the change "${id}" was removed, but may come back after a power cut`;
    throw new PawlError("durability-unknown", message, { hint: "check the disk, then run sync(1)", cause });
  }
}

function queueOf(path: string, io: FileIo): QueueDirectory | undefined {
  const target = resolveTarget(path, io);
  return hasQueue(target, io) ? new QueueDirectory(target, io) : undefined;
}

function* pendingWrites(path: string, io: FileIo): Generator<PendingWrite, undefined> {
  const queue = queueOf(path, io);
  if (queue === undefined) return;
  for (const { id, isTaken } of pendingIds(queue)) {
    const content = queue.look(id, isTaken);
    // It was made or taken back meanwhile.
    if (content !== undefined) yield { ...describe(id, content), isAwaited: entryKind(id) === "wait", isTaken };
  }
}

function describe(id: string, content: EntryContent): QueuedWrite {
  const entry = entryOf(id, content);
  const text = "text" in content ? { text: content.text } : {};
  return { id, ...text, ...(entry instanceof PawlError ? { fault: entry.message } : { entry }) };
}
