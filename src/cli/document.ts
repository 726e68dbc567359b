/**
 * Reads the document that a command is about. Readers need neither the lock nor permission to write.
 *
 * @module
 */
import { formatFor } from "../format/detect.ts";
import type { Format } from "../format/format.ts";
import { readFile } from "../store/file_store.ts";
import type { Value } from "../model/value.ts";
import type { Invocation } from "./command.ts";
import { documentPath, formatOptions } from "./settings.ts";

/** A document that was read. */
export interface ReadDocument {
  /** The path, as the user named it. */
  readonly path: string;
  readonly format: Format;
  /** Its text, or `undefined` if there is no file. */
  readonly text: string | undefined;
  /** All that it says, or `undefined` if there is no file. */
  readonly root: Value | undefined;
}

/**
 * Reads the document that a command is about.
 *
 * @returns The document.
 * @throws {PawlError} If the file can't be read or does not parse.
 */
export async function readDocument(invocation: Invocation): Promise<ReadDocument> {
  const path = documentPath(invocation);
  const format = await formatFor(path, formatOptions(invocation));
  const { exists, text } = readFile(path);
  if (!exists) return { path, format, text: undefined, root: undefined };
  return { path, format, text, root: format.parse(text, path) };
}
