/**
 * Reads the pending entries of a write queue for a group.
 *
 * @module
 */
import type { Outcome } from "../edit/edit_text.ts";
import { PawlError } from "../model/errors.ts";
import type { EntryContent } from "../spool/entry_content.ts";
import type { QueueDirectory } from "../spool/spool.ts";
import { entryKind } from "../spool/entry_names.ts";
import { parseEntry, type QueueEntry } from "./entry.ts";

/**
 * Reads the pending entries. One that makes no sense is set aside with the reason; one that was posted for another
 * format is left alone.
 *
 * @param formatId The document's format, as the holder sees it.
 * @param rejected Gets the entries that were set aside.
 * @returns The entries, in the order of arrival.
 * @throws {PawlError} If the queue can't be read.
 */
export function collectEntries(queue: QueueDirectory, formatId: string, rejected: Map<string, Outcome>): QueueEntry[] {
  const entries: QueueEntry[] = [];
  for (const name of queue.names().pending) {
    const id = queue.adopt(name);
    const content = id === undefined ? undefined : queue.read(id);
    if (id === undefined || content === undefined || "isClosed" in content) continue;
    const entry = entryOf(id, content);
    if (!(entry instanceof PawlError)) {
      if (entry.format === undefined || entry.format === formatId) entries.push(entry);
    } else if (entryKind(id) === "json") {
      queue.reject(id, entry.message);
      rejected.set(id, { error: entry });
    }
    // The poster may be of a newer version, and gets the lock in the end.
  }
  return entries;
}

/**
 * Reads an entry.
 *
 * @param content What it says, or why it can't say anything.
 * @returns The entry, or why it makes no sense.
 */
export function entryOf(id: string, content: EntryContent): QueueEntry | PawlError {
  if ("fault" in content) return new PawlError("usage", `Cannot read the queued change "${id}": ${content.fault}`);
  try {
    return parseEntry(id, content.text);
  } catch (error) {
    if (error instanceof PawlError) return error;
    throw error;
  }
}
