/**
 * The write queue as a library: changes that are left to the next writer, durably.
 *
 * Guarantee: a change that was queued is carried out exactly once, in the order of arrival, by whoever writes to the
 * document next, or set aside with the reason if it can't be; also after a power cut.
 *
 * @module
 */
import type { Change } from "../change.ts";
import { PawlError } from "../errors.ts";
import type { FileIo } from "../file/file_io.ts";
import { acquireTargetLock } from "../file/lock.ts";
import { QueueDirectory } from "../file/queue_directory.ts";
import { DocumentEvidence } from "../file/queue_evidence.ts";
import { entryKind } from "../file/queue_names.ts";
import { hasQueue } from "../file/queue_presence.ts";
import { resolveTarget } from "../file/target.ts";
import { formatFor, type FormatOptions } from "../format/detect.ts";
import { updateLocked, type UpdateOptions } from "../store/file_store.ts";
import { DEFAULT_QUEUE_LIMIT, postDurably } from "./durable_post.ts";
import { entryPrinter, type QueueEntry } from "./entry.ts";
import { entryOf } from "./entry_collection.ts";
import { formatId } from "./format_id.ts";
import { Group } from "./group.ts";

/** How to queue changes. */
export interface QueueWriteOptions extends FormatOptions {
  /** How many changes there may be in the queue for which nobody waits: 100 by default. */
  readonly limit?: number | undefined;
  /** The etag that the document must have when its turn comes: its first 16 or more hexadecimal digits. */
  readonly ifMatch?: string | undefined;
  /** Whether nobody but the owner may have any access to the file afterwards. */
  readonly private?: boolean | undefined;
}

/** A change that waits for its turn. */
export interface PendingWrite {
  /** Its ID in the queue. */
  readonly id: string;
  /** What it is; absent if `fault` says why that can't be told. */
  readonly entry?: QueueEntry;
  /** Why it makes no sense or can't be read. */
  readonly fault?: string;
  /** The text of the entry, as far as it can be read. */
  readonly text?: string;
  /** Whether somebody waits for the answer. */
  readonly isAwaited: boolean;
  /** Whether it belongs to a group that is being committed, or was when its writer died. */
  readonly isTaken: boolean;
}

/** How to make all pending changes. */
export interface DrainOptions extends FormatOptions, Pick<UpdateOptions, "timeoutMs" | "signal" | "command"> {}

/** What draining a queue came to. */
export interface DrainResult {
  /** Whether the document changed. */
  readonly changed: boolean;
  /** The IDs of the changes that were made, in order. */
  readonly applied: readonly string[];
  /** The changes that could not be made; those that nobody waits for were set aside. */
  readonly rejected: readonly { readonly id: string; readonly reason: string }[];
  /** What the user should know besides, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Leaves changes to the next writer. They are durable when this returns.
 *
 * @param path The document's path. The document may be absent.
 * @param changes What to do, in order: all of it happens or nothing.
 * @param options What else there is to say.
 * @param io The operating system.
 * @returns The ID in the queue.
 * @throws {PawlError} With code `queue-full` if there are too many already, `usage` if JSON can't say a value,
 * `permission` or `io` if the queue can't be written to.
 */
export async function queueWrite(
  path: string,
  changes: readonly Change[],
  options: QueueWriteOptions = {},
  io: FileIo = Deno,
): Promise<string> {
  const { limit = DEFAULT_QUEUE_LIMIT, ifMatch, private: isPrivate, format } = options;
  const textFor = entryPrinter(changes, {
    ifMatch,
    isPrivate,
    ...(format !== undefined && { format: formatId({ name: format }, options) }),
  });
  if (textFor === undefined) {
    throw new PawlError("usage", `Cannot queue a change of "${path}": JSON has no dates, infinities and NaN`, {
      hint: "Give such a value as text",
    });
  }
  return await postDurably(new QueueDirectory(resolveTarget(path, io), io), textFor, limit, path);
}

/**
 * Says which change comes next.
 *
 * @param path The document's path.
 * @param io The operating system.
 * @returns The oldest pending change, or `undefined` if there is none.
 * @throws {PawlError} With code `permission` or `io` if the queue can't be read.
 */
export function getNextPending(path: string, io: FileIo = Deno): PendingWrite | undefined {
  return pendingWrites(path, io).next().value;
}

/**
 * Lists all pending changes, in the order of arrival.
 *
 * @param path The document's path.
 * @param io The operating system.
 * @returns The changes.
 * @throws {PawlError} With code `permission` or `io` if the queue can't be read.
 */
export function listPending(path: string, io: FileIo = Deno): PendingWrite[] {
  return [...pendingWrites(path, io)];
}

/**
 * Counts the pending changes.
 *
 * @param path The document's path.
 * @param io The operating system.
 * @returns How many there are.
 * @throws {PawlError} With code `permission` or `io` if the queue can't be read.
 */
export function countPending(path: string, io: FileIo = Deno): number {
  const queue = queueOf(path, io);
  return queue === undefined ? 0 : pendingIds(queue).length;
}

/**
 * Takes a pending change out of the queue. Somebody who waits for it is told so.
 *
 * @param path The document's path.
 * @param id Its ID.
 * @param io The operating system.
 * @returns Whether it was pending; if not, it is being made, was made, or never was there.
 * @throws {PawlError} With code `permission` or `io` if the queue can't be written to.
 */
export function removeFromQueue(path: string, id: string, io: FileIo = Deno): boolean {
  const queue = queueOf(path, io);
  if (queue === undefined || !queue.names().pending.includes(id) || !queue.takeAway(id)) return false;
  queue.sync();
  queue.removeIfEmpty();
  return true;
}

/**
 * Makes all pending changes now.
 *
 * @param path The document's path.
 * @param options How to wait for the lock, and which format the document has.
 * @param io The operating system.
 * @returns What was done.
 * @throws {PawlError} What `editFile` throws; the changes stay pending then.
 */
export async function drainQueue(path: string, options: DrainOptions = {}, io: FileIo = Deno): Promise<DrainResult> {
  const target = resolveTarget(path, io);
  if (!hasQueue(target, io)) return { changed: false, applied: [], rejected: [], notes: [] };
  const format = await formatFor(path, options);
  const evidence = new DocumentEvidence(target, io);
  const document = { name: path, format, formatId: formatId(format, options), evidence };
  const group = new Group(new QueueDirectory(target, io), document, undefined);
  using lock = await acquireTargetLock(target, options, "create", io);
  const { changed, notes } = updateLocked(target, lock, group, io);
  if (group.failure !== undefined) throw group.failure;
  const outcomes = [...group.outcomes];
  return {
    changed,
    applied: outcomes.flatMap(([id, outcome]) => "error" in outcome ? [] : [id]),
    rejected: outcomes.flatMap(([id, outcome]) => "error" in outcome ? [{ id, reason: outcome.error.message }] : []),
    notes,
  };
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
    if (content === undefined) continue;
    const isAwaited = entryKind(id) === "wait";
    const entry = entryOf(id, content);
    const text = "text" in content ? { text: content.text } : {};
    yield { id, isAwaited, isTaken, ...text, ...(entry instanceof PawlError ? { fault: entry.message } : { entry }) };
  }
}

/** An entry whose poster died is not carried out any more. */
function pendingIds(queue: QueueDirectory): { readonly id: string; readonly isTaken: boolean }[] {
  const { pending, taken, answered } = queue.names();
  const open = taken.filter((id) => !answered.includes(id));
  return [...pending.map((id) => ({ id, isTaken: false })), ...open.map((id) => ({ id, isTaken: true }))]
    .filter(({ id }) => entryKind(id) === "json" || queue.isAwaited(id))
    .sort((a, b) => a.id < b.id ? -1 : 1);
}
