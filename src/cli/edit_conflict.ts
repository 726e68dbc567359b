/**
 * Shows what two people have made of one document at the same time.
 *
 * @module
 */
import { ConflictError, PawlError } from "../errors.ts";
import { etagOf } from "../etag.ts";
import type { Format } from "../format/format.ts";
import type { Value } from "../value.ts";
import { differencesBetween } from "./differences.ts";
import { differenceAsLine } from "./preview.ts";
import type { Terminal } from "./terminal.ts";

/** The versions of a document between which somebody has to choose. */
export interface Versions {
  /** The version that both began with. */
  readonly original: string;
  /** What is in the file now. */
  readonly theirs: string;
  /** What was to be written. */
  readonly yours: string;
}

/**
 * Prints the keys that differ from the original in either version, and gives the error to be thrown.
 *
 * @param terminal Where they are printed, on standard error.
 * @param path The document's path, for the message.
 * @param format Its format.
 * @param versions The versions.
 * @returns The error.
 */
export function reportConflict(terminal: Terminal, path: string, format: Format, versions: Versions): ConflictError {
  const { original, theirs, yours } = versions;
  for (const [label, version] of [["theirs", theirs], ["yours", yours]] as const) {
    for (const difference of differencesBetween(parse(format, original), parse(format, version))) {
      terminal.writeError(`${label}: ${differenceAsLine(difference, format)}`);
    }
  }
  const message = `Conflict detected in "${path}": it was changed while you edited it`;
  return new ConflictError(message, etagOf(original), etagOf(theirs), {
    hint: 'run "pawl edit" again, and take over from your version what you still want',
  });
}

/** A version that is not valid has no keys to compare. */
function parse(format: Format, text: string): Value | undefined {
  try {
    return format.parse(text, "");
  } catch (error) {
    if (error instanceof PawlError) return undefined;
    throw error;
  }
}
