/**
 * A document's text at one moment.
 *
 * @module
 */
import type { FileState } from "../file/document.ts";
import type { Target } from "../file/target.ts";
import { decodeText } from "../file/utf8.ts";

/** A document at one moment. */
export interface Snapshot {
  /** Its text, with a byte order mark if the file has one; empty if there is no file. */
  readonly text: string;
  /** Whether there is a file. */
  readonly exists: boolean;
}

/**
 * Makes a document's new text from its current one. Synchronous and pure: it may run more than once.
 */
export type Transform = (current: Snapshot) => string;

/**
 * The snapshot of a file that has been read.
 *
 * @param state What was read, `undefined` if there is no file.
 * @param mayBeGarbled Whether bytes that are not UTF-8 may become U+FFFD.
 * @returns The snapshot.
 * @throws {InvalidDocumentError} If the file is not UTF-8 and may not be garbled.
 */
export function snapshotOf(state: FileState | undefined, target: Target, mayBeGarbled = false): Snapshot {
  if (state === undefined) return { text: "", exists: false };
  if (mayBeGarbled) return { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(state.bytes), exists: true };
  return { text: decodeText(state.bytes, target.path), exists: true };
}
