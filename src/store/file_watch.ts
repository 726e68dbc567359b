/**
 * Follows a document: gives its text each time that it has changed.
 *
 * Guarantee: the last version is always given, and each version that pawl commits if it is there for long enough to be
 * read; versions that follow each other faster are one change. What another program writes in place is given when it has
 * come to rest, so that an editor's half-written file is no version.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import { Deadline } from "../model/deadline.ts";
import { isSameFile, readState } from "../file/document.ts";
import type { FileIo } from "../file/file_io.ts";
import { resolveTarget } from "../file/target.ts";
import { decodeText } from "../file/utf8.ts";
import { watchDocument } from "../file/watch.ts";
import type { Snapshot } from "./snapshot.ts";

/** How long a file has to stay as it is that is written in place, or absent, in ms. */
const REST_MS = 50;

/** How to follow a document. */
export interface FollowOptions {
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
  /** Told when the document can't be read at the moment. */
  readonly onFault?: ((error: PawlError) => void) | undefined;
}

/** A document as it was read, with the identity of its file. */
interface Reading extends Snapshot {
  readonly info: Deno.FileInfo | undefined;
}

/**
 * Follows a document.
 *
 * @param path The document's path; it need not exist.
 * @param options When to end, and whom to tell of faults.
 * @returns The document as it is when the watch begins, and then each time that its text has changed.
 */
export async function* followFile(
  path: string,
  { signal, onFault }: FollowOptions = {},
  io: FileIo = Deno,
): AsyncGenerator<Snapshot, void, void> {
  let last: Reading | undefined;
  for await (const _ of watchDocument(path, signal, io)) {
    try {
      const reading = await readAtRest(path, last, signal, io);
      // Nobody has waited for it to come to rest.
      if (signal?.aborted === true) return;
      if (last !== undefined && reading.exists === last.exists && reading.text === last.text) {
        last = reading;
        continue;
      }
      last = reading;
      yield { text: reading.text, exists: reading.exists };
    } catch (error) {
      if (!(error instanceof PawlError)) throw error;
      onFault?.(error);
    }
  }
}

/** A new file is complete; the same one may be in the middle of a change, and an absent one may come back at once. */
async function readAtRest(
  path: string,
  last: Reading | undefined,
  signal: AbortSignal | undefined,
  io: FileIo,
): Promise<Reading> {
  let before = last;
  let reading = read(path, io);
  while (before !== undefined && !isAtRest(reading, before) && signal?.aborted !== true) {
    before = reading;
    await pause(REST_MS, signal);
    reading = read(path, io);
  }
  return reading;
}

function isAtRest(reading: Reading, before: Reading): boolean {
  if (reading.info === undefined || before.info === undefined) return reading.info === before.info;
  return !isSameFile(reading.info, before.info) || reading.text === before.text;
}

function read(path: string, io: FileIo): Reading {
  const target = resolveTarget(path, io);
  const state = readState(target, io);
  if (state === undefined) return { text: "", exists: false, info: undefined };
  return { text: decodeText(state.bytes, path), exists: true, info: state.info };
}

function pause(pauseMs: number, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  new Deadline(pauseMs, signal).onceOver(resolve);
  return promise;
}
