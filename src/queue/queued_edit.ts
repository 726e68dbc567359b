/**
 * An edit of a document whose lock is held: it is posted in the write queue, and the next holder of the lock
 * carries it out together with all others.
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import { LockTimeoutError, PawlError } from "../model/errors.ts";
import type { FileIo } from "../file/file_io.ts";
import { queuePath } from "../spool/presence.ts";
import { QueueDirectory } from "../spool/spool.ts";
import { isSystemError } from "../file/system_error.ts";
import { resolveTarget, type Target } from "../file/target.ts";
import type { FormatOptions } from "../format/detect.ts";
import type { Format } from "../format/format.ts";
import type { UpdateOptions } from "../store/file_store.ts";
import type { Snapshot } from "../store/snapshot.ts";
import { DEFAULT_QUEUE_LIMIT, postDurably } from "./durable_post.ts";
import { entryPrinter } from "./entry_printer.ts";
import { formatIdFor } from "./format_id.ts";
import { PostedChange } from "./posted_change.ts";
import { WaitingEdit } from "./waiting_edit.ts";

/** How to edit a document that others edit too. */
export interface QueueOptions extends UpdateOptions {
  /**
   * Whether another process may carry the changes out when it holds the lock, together with its own; by default it may.
   * Then the result has no texts.
   */
  readonly isPostable?: boolean | undefined;
  /**
   * What to do if the lock could not be acquired in time: `fail` by default; with `queue` the changes are left in the
   * write queue, durably, and the next writer makes them.
   */
  readonly onTimeout?: "fail" | "queue" | undefined;
  /** How many changes may be pending without a waiting poster: 100 by default. */
  readonly queueLimit?: number | undefined;
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
  /** The ID in the write queue under which the changes wait for the next writer, if they have not been made yet. */
  readonly pending?: string;
}

/** What is to be edited, and how. */
export interface QueuedEdit {
  /** The document's path. */
  readonly path: string;
  /** Loads the format; a poster that only waits for the answer does not need it. */
  readonly loadFormat: () => Promise<Format>;
  /** The format with all that matters to a change, see {@linkcode formatIdFor}. */
  readonly formatId: string;
  readonly changes: readonly Change[];
  readonly options: QueueOptions & FormatOptions;
}

/**
 * Edits a document that has a write queue, or whose lock is held.
 *
 * @param request What to edit.
 * @returns What was done, by this process or by the one that held the lock.
 * @throws What `editFile` throws.
 */
export async function editThroughQueue(request: Omit<QueuedEdit, "formatId">, io: FileIo): Promise<EditResult> {
  const edit = { ...request, formatId: formatIdFor(request.path, request.options) };
  const { path, options } = edit;
  const target = resolveTarget(path, io);
  const queue = new QueueDirectory(target, io);
  const mayPost = options.isPostable !== false && options.timeoutMs !== 0 && io.build.os !== "windows";
  using posted = mayPost ? post(queue, edit, target, io) : undefined;
  try {
    return await new WaitingEdit(edit, target, queue, posted, io).run();
  } catch (error) {
    // A poster has dealt with that already.
    if (posted !== undefined || options.onTimeout !== "queue" || !(error instanceof LockTimeoutError)) throw error;
    const textFor = printerFor(edit);
    if (textFor === undefined) throw error;
    const pending = await postDurably(queue, textFor, options.queueLimit ?? DEFAULT_QUEUE_LIMIT, path);
    return { changed: false, notes: [], pending };
  }
}

/** Optional: a caller that can't post just waits for the lock. */
function post(queue: QueueDirectory, edit: QueuedEdit, target: Target, io: FileIo): PostedChange | undefined {
  const textFor = printerFor(edit);
  if (textFor === undefined) return undefined;
  try {
    const entry = queue.prepare("wait", textFor, false);
    if (hasDescriptors(target, io) && entry.publish()) return new PostedChange(queue, entry, edit.path);
    entry.close();
    return undefined;
  } catch (error) {
    if (error instanceof PawlError) return undefined;
    throw error;
  }
}

/** One that is posted is kept open, and its poster must be able to open the answer besides: else it would never know. */
function hasDescriptors(target: Target, io: FileIo): boolean {
  try {
    io.openSync(queuePath(target), { read: true }).close();
    return true;
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

function printerFor({ changes, formatId, options }: QueuedEdit): ((id: string) => string) | undefined {
  return entryPrinter(changes, {
    ifMatch: options.ifMatch,
    isPrivate: options.private,
    backups: options.backups,
    format: formatId,
  });
}
