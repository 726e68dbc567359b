/**
 * Entries of a write queue that were set aside, because they make no sense or could not be carried out.
 *
 * Guarantee: they are never lost, and in nobody's way; only who wants to be rid of one removes it.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import { type EntryContent, readContent } from "./entry_content.ts";
import type { QueueFiles } from "./spool_files.ts";
import { REASON, REJECTED, TAKEN } from "./entry_names.ts";

/** An entry that was set aside. */
export interface RejectedContent {
  /** What it says, or why it can't say anything. */
  readonly content: EntryContent;
  /** Why it was set aside; empty if that can't be told. */
  readonly reason: string;
}

/**
 * Sets a pending or taken entry aside.
 *
 * @param files The files of the queue.
 * @param reason Why.
 */
export function reject(files: QueueFiles, id: string, reason: string): void {
  try {
    files.write(id + REJECTED + REASON, `${reason.toWellFormed()}\n`, true);
  } catch (error) {
    // Where the disk is full the entry must not be in the way all the same.
    if (!(error instanceof PawlError)) throw error;
  }
  if (!files.rename(id + TAKEN, id + REJECTED)) files.rename(id, id + REJECTED);
}

/**
 * Says what an entry is that was set aside.
 *
 * @param files The files of the queue.
 * @returns The entry, or `undefined` if it is gone.
 */
export function lookAtRejected(files: QueueFiles, id: string): RejectedContent | undefined {
  const info = files.info(id + REJECTED);
  const content = info && readContent(files, id + REJECTED, info);
  return content && { content, reason: (files.read(id + REJECTED + REASON) ?? "").trimEnd() };
}

/**
 * Removes an entry that was set aside.
 *
 * @param files The files of the queue.
 * @returns Whether it was there.
 */
export function forgetRejected(files: QueueFiles, id: string): boolean {
  const wasThere = files.remove(id + REJECTED);
  // In this order: a reason alone says nothing, an entry alone says nearly all.
  try {
    files.remove(id + REJECTED + REASON);
  } catch (error) {
    // What was asked for has happened.
    if (!wasThere || !(error instanceof PawlError)) throw error;
  }
  return wasThere;
}
