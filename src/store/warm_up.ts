/**
 * Makes a change once before the lock is taken.
 *
 * In a process that has just started, nearly all of the time of a change goes into code that runs for the first time.
 * Where hundreds of processes start at once, the one with the lock waits for its turn on a processor again and again, and
 * all others wait for it. So the code is made to run before, and what came of it is used if the document has not changed.
 *
 * @module
 */
import type { FileIo } from "../file/file_io.ts";
import { readFile } from "./file_store.ts";
import type { Snapshot, Transform } from "./snapshot.ts";

/** The longest text to rehearse with, in UTF-16 units: with a longer one a caller would wait beyond its time limit. */
const MAX_LENGTH = 65_536;

/** Whether a change has been rehearsed in this process. */
let isWarm = false;

/**
 * Runs a transform on a document as it is now, if none has run in this process so far and the document is not large.
 *
 * @param transform Makes the new text; the same one from the same document.
 * @returns The transform, which need not run again for a document that has not changed meanwhile.
 */
export function rehearse(
  path: string,
  transform: Transform,
  io: FileIo = Deno,
): Transform {
  if (isWarm) return transform;
  isWarm = true;
  let known: Snapshot;
  let after: string;
  try {
    known = readFile(path, io);
    if (known.text.length > MAX_LENGTH) return transform;
    after = transform(known);
  } catch {
    // What can't be done now may be possible under the lock, or fails there again.
    return transform;
  }
  return (current) => current.text === known.text && current.exists === known.exists ? after : transform(current);
}
