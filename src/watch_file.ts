/**
 * Follows what a file says: each version with what it said before.
 *
 * @module
 */
import { InvalidDocumentError, type PawlError } from "./model/errors.ts";
import { formatFor, type FormatOptions } from "./format/detect.ts";
import type { Format } from "./format/format.ts";
import { revisionOf } from "./edit/revision.ts";
import { followFile } from "./store/file_watch.ts";
import type { Snapshot } from "./store/snapshot.ts";
import type { Value } from "./model/value.ts";

/** Options of {@linkcode watchFile}. */
export interface WatchOptions extends FormatOptions {
  /** Ends the watch. */
  readonly signal?: AbortSignal | undefined;
  /** Called when the watch has begun: no change after that is missed. */
  readonly onReady?: (() => void) | undefined;
  /**
   * Called when the file cannot be read or does not parse; its next valid version is compared with the last valid
   * one.
   */
  readonly onFault?: ((error: PawlError) => void) | undefined;
}

/** A version of a file and the one before it. */
export interface FileChange {
  /** What the file said before; `undefined` if there was no file. */
  readonly before: Value | undefined;
  /** What it says; `undefined` if the file no longer exists. */
  readonly after: Value | undefined;
  /** Its text. */
  readonly text: string;
  /** How many versions of a managed file came in between unseen; 0 if that cannot be known. */
  readonly missedCount: number;
}

/**
 * Follows what a file says. Versions that follow each other too fast are one change; in a managed file it is known how many
 * were missed.
 *
 * @example Wait for the first change
 * ```ts
 * import { setValue, watchFile } from "@pawl/pawl";
 *
 * const onReady = () => void setValue("app.toml", "server.port", 8080n);
 * for await (const { before, after } of watchFile("app.toml", { onReady })) {
 *   console.log(before, after);
 *   break;
 * }
 * ```
 *
 * @param path The file's path; neither it nor its directory need exist.
 * @param options The file's format, when to end, and what to call.
 * @returns Each change, from the moment at which the watch begins until the signal is aborted.
 * @throws {InvalidDocumentError} If the file does not parse when the watch begins.
 * @throws {PawlError} With code `unsupported-format` if the format is not known.
 */
export async function* watchFile(path: string, options: WatchOptions = {}): AsyncGenerator<FileChange, void, void> {
  const { signal, onReady, onFault } = options;
  const format = await formatFor(path, options);
  let before: { readonly value: Value | undefined } | undefined;
  const onReadFault = (error: PawlError) => {
    // As long as there is nothing to compare with, nothing can be said at all.
    if (before === undefined) throw error;
    onFault?.(error);
  };
  for await (const snapshot of followFile(path, { signal, onFault: onReadFault })) {
    let value: Value | undefined;
    try {
      value = parse(format, snapshot, path);
    } catch (error) {
      if (!(error instanceof InvalidDocumentError)) throw error;
      onReadFault(error);
      continue;
    }
    if (before === undefined) onReady?.();
    else {
      const missedCount = countMissed(before.value, value);
      yield { before: before.value, after: value, text: snapshot.text, missedCount };
    }
    before = { value };
  }
}

function parse(format: Format, { exists, text }: Snapshot, path: string): Value | undefined {
  return exists ? format.parse(text, path) : undefined;
}

function countMissed(before: Value | undefined, after: Value | undefined): number {
  const last = revisionOf(before)?.rev;
  const next = revisionOf(after)?.rev;
  return last === undefined || next === undefined || next <= last ? 0 : Number(next - last - 1n);
}
