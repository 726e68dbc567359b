/**
 * The places in a write queue for entries that nobody waits for: there is a limited number of them.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import type { QueueFiles } from "./spool_files.ts";
import { entryKind, readQueueNames } from "./entry_names.ts";

/** What filling a place came to: `busy` means that another poster is at it at this moment. */
export type Posting = "posted" | "busy" | "full" | "gone";

/**
 * Gives an entry a place, durably, if there is one left. Nobody else counts and posts meanwhile.
 *
 * @param files The files of the queue.
 * @param limit How many places there are.
 * @param id The ID that the entry gets.
 * @param publish Gives it the ID; says whether it was still there.
 * @returns What it came to.
 * @throws {PawlError} With code `durability-unknown` if it is in the queue but could not be synced; with another one it
 * is not in the queue.
 */
export function fillPlace(files: QueueFiles, limit: number, id: string, publish: () => boolean): Posting {
  {
    using lock = files.lockDirectory();
    if (lock === undefined) return "busy";
    const { pending, taken } = readQueueNames(files.names());
    if ([...pending, ...taken].filter((id) => entryKind(id) === "json").length >= limit) return "full";
    if (!publish()) return "gone";
  }
  try {
    files.sync();
    // Anybody may have made the directory, and not synced its own name.
    files.syncParent();
  } catch (error) {
    // A caller that gets an error must not find the change made later.
    if (isWithdrawn(files, id)) throw error;
    const message =
      `Cannot sync the queued change "${id}": it stays, or is being made, but may not survive a power cut`;
    throw new PawlError("durability-unknown", message, { hint: "check the disk, then run sync(1)", cause: error });
  }
  return "posted";
}

function isWithdrawn(files: QueueFiles, id: string): boolean {
  try {
    return files.remove(id);
  } catch (error) {
    if (error instanceof PawlError) return false;
    throw error;
  }
}
