/**
 * An edit of a document whose lock is held: it is posted in the write queue, and the next holder of the lock
 * carries it out together with all others.
 *
 * @module
 */
import { LockTimeoutError, PawlError } from "../model/errors.ts";
import type { FileIo } from "../file/file_io.ts";
import { queuePath } from "../spool/presence.ts";
import { QueueDirectory } from "../spool/spool.ts";
import { isSystemError } from "../file/system_error.ts";
import { resolveTarget, type Target } from "../file/target.ts";
import { DEFAULT_QUEUE_LIMIT, postDurably } from "./durable_post.ts";
import type { EditResult, QueuedEdit } from "./edit_request.ts";
import { entryPrinter } from "./entry_printer.ts";
import { formatIdFor } from "./format_id.ts";
import { PostedChange } from "./posted_change.ts";
import { WaitingEdit } from "./waiting_edit.ts";

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
