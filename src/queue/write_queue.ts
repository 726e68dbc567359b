/**
 * The write queue as a library: changes that are left to the next writer, durably.
 *
 * Guarantee: a change that was queued is carried out exactly once, in the order of arrival, by the next writer of
 * the document, or set aside with the reason if it can't be; also after a power cut.
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import { PawlError } from "../model/errors.ts";
import type { FileIo } from "../file/file_io.ts";
import { acquireTargetLock } from "../lock/lock.ts";
import { QueueDirectory } from "../spool/spool.ts";
import { DocumentEvidence } from "../file/document_identity.ts";
import { hasQueue } from "../spool/presence.ts";
import { resolveTarget } from "../file/target.ts";
import { formatFor, type FormatOptions } from "../format/detect.ts";

import { revisionTest } from "../edit/revision.ts";
import type { UpdateOptions } from "../store/file_store.ts";
import { updateLocked } from "../store/locked_update.ts";
import { DEFAULT_QUEUE_LIMIT, postDurably } from "./durable_post.ts";
import { rawEntryPrinter } from "./entry.ts";
import { type EntryOptions, type EntryPrinter, entryPrinter } from "./entry_printer.ts";
import { formatIdFor } from "./format_id.ts";
import { Group } from "./group.ts";
import { failureNote } from "./group_notes.ts";

/** Options of `queueWrite` and `queueWriteJson`. */
export interface QueueWriteOptions extends FormatOptions {
  /** How many changes may be pending without a waiting poster: 100 by default. */
  readonly limit?: number | undefined;
  /** The etag that the document must have when its turn comes: its first 16 or more hexadecimal digits. */
  readonly ifMatch?: string | undefined;
  /** The revision that the document must have then; it must be managed. */
  readonly expectRev?: bigint | undefined;
  /** Whether only the owner may have access to the file afterwards (mode 0600). */
  readonly private?: boolean | undefined;
  /** How many earlier versions to keep beside the file; none by default. */
  readonly backups?: number | undefined;
}

/** Options of `drainQueue`: how to wait for the lock, and which format the file has. */
export interface DrainOptions
  extends FormatOptions, Pick<UpdateOptions, "timeoutMs" | "signal" | "command" | "lockToken"> {}

/** The result of draining a queue. */
export interface DrainResult {
  /** Whether the document changed. */
  readonly changed: boolean;
  /** The IDs of the changes that were made, in order. */
  readonly applied: readonly string[];
  /** The changes that could not be made; those without a waiting poster were set aside. */
  readonly rejected: readonly { readonly id: string; readonly reason: string }[];
  /** What the user should know besides, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Leaves changes to the next writer. They are durable when this returns.
 *
 * @returns The ID in the queue.
 * @throws {PawlError} With code `queue-full` if there are too many already, `usage` if JSON can't say a value,
 * `unsupported-format` if nobody could make the change, `permission` or `io` if the queue can't be written to.
 */
export async function queueWrite(
  path: string,
  changes: readonly Change[],
  options: QueueWriteOptions = {},
  io: FileIo = Deno,
): Promise<string> {
  const { expectRev } = options;
  const guarded = expectRev === undefined ? changes : [revisionTest(expectRev), ...changes];
  const textFor = entryPrinter(guarded, entryOptions(path, options));
  if (textFor === undefined) {
    throw new PawlError("usage", `Cannot queue a change of "${path}": JSON has no dates, infinities or NaN`, {
      hint: "give such a value as text",
    });
  }
  return await post(path, textFor, options, io);
}

/**
 * Leaves a change to the next writer that is written as any program would post it: the JSON object of an entry, such as
 * `{"operation": "insert", "rows": [{"id": "42", "name": "Ann"}]}`. It is durable when this returns.
 *
 * @returns The ID in the queue.
 * @throws {PawlError} What {@linkcode queueWrite} throws; with code `usage` if the entry makes no sense.
 */
export async function queueWriteJson(
  path: string,
  text: string,
  options: Omit<QueueWriteOptions, "expectRev"> = {},
  io: FileIo = Deno,
): Promise<string> {
  return await post(path, rawEntryPrinter(text, entryOptions(path, options)), options, io);
}

/** The entry says how the document is to be read only if its name does not: other programs need not know. */
function entryOptions(path: string, options: QueueWriteOptions): EntryOptions {
  const { ifMatch, private: isPrivate, backups, format, delimiter, keyColumn, header } = options;
  // Also to refuse a document of no known format.
  const id = formatIdFor(path, options);
  const isByName = [format, delimiter, keyColumn, header].every((detail) => detail === undefined);
  return { ifMatch, isPrivate, backups, format: isByName ? undefined : id };
}

async function post(path: string, textFor: EntryPrinter, options: QueueWriteOptions, io: FileIo): Promise<string> {
  const { limit = DEFAULT_QUEUE_LIMIT } = options;
  return await postDurably(new QueueDirectory(resolveTarget(path, io), io), textFor, limit, path);
}

/**
 * Makes all pending changes now.
 *
 * @returns What was done.
 * @throws {PawlError} What `editFile` throws; the changes stay pending then.
 */
export async function drainQueue(path: string, options: DrainOptions = {}, io: FileIo = Deno): Promise<DrainResult> {
  const target = resolveTarget(path, io);
  if (!hasQueue(target, io)) return { changed: false, applied: [], rejected: [], notes: [] };
  const format = await formatFor(path, options);
  const evidence = new DocumentEvidence(target, io);
  const document = { name: path, format, formatId: formatIdFor(path, options), evidence };
  const group = new Group(new QueueDirectory(target, io), document, undefined);
  using lock = await acquireTargetLock(target, options, "create", io);
  const { changed, notes } = updateLocked(target, lock, group, io);
  // What was changed stays changed, whatever else fails; what could not be settled is settled by the next holder.
  if (group.failure !== undefined && !changed) throw group.failure;
  const failures = group.failure === undefined ? [] : [failureNote(group.failure)];
  const outcomes = [...group.outcomes];
  return {
    changed,
    applied: outcomes.flatMap(([id, outcome]) => "error" in outcome ? [] : [id]),
    rejected: outcomes.flatMap(([id, outcome]) => "error" in outcome ? [{ id, reason: outcome.error.message }] : []),
    notes: [...notes, ...failures],
  };
}
