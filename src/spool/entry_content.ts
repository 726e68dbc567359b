/**
 * What an entry of a write queue says, whatever has been put there.
 *
 * @module
 */
import { InvalidDocumentError, PawlError } from "../model/errors.ts";
import { MAX_DOCUMENT_SIZE_BYTES } from "../file/document.ts";
import type { QueueFiles } from "./spool_files.ts";
import { fileKind } from "../file/target.ts";
import { decodeText } from "../file/utf8.ts";

/** What an entry says, or why it can't say anything. */
export type EntryContent = { readonly text: string } | {
  readonly fault: string; /** Whether only its owner may read it. */
  readonly isClosed?: boolean;
};

/**
 * Reads an entry.
 *
 * @param files The files of the queue.
 * @param name The name of the entry's file.
 * @param info What lstat(2) says of it.
 * @returns What it says, or `undefined` if it is gone.
 * @throws {PawlError} With code `io` if it can't be read.
 */
export function readContent(files: QueueFiles, name: string, info: Deno.FileInfo): EntryContent | undefined {
  // Opening a FIFO would hang, and a link leads elsewhere.
  if (!info.isFile) return { fault: `it is ${fileKind(info)}, not a file` };
  if (info.size > MAX_DOCUMENT_SIZE_BYTES) return { fault: "it has more than 64 MiB" };
  try {
    const bytes = files.readBytes(name);
    return bytes && { text: decodeText(bytes, name) };
  } catch (error) {
    if (error instanceof InvalidDocumentError) return { fault: error.reason };
    if (error instanceof PawlError && error.code === "permission") {
      return { fault: "permission denied", isClosed: true };
    }
    throw error;
  }
}
