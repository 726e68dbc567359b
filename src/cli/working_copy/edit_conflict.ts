/**
 * Shows what two people have made of one document at the same time.
 *
 * @module
 */
import { ConflictError, PawlError } from "../../model/errors.ts";
import { etagOf } from "../../model/etag.ts";
import type { Format } from "../../format/format.ts";
import type { Value } from "../../model/value.ts";
import type { Invocation } from "../command.ts";
import { differencesBetween } from "../print/differences.ts";
import { exactJson } from "../print/json.ts";
import { differenceAsJson, differenceAsLine } from "../preview.ts";

/** The versions of a document between which the user has to choose. */
export interface Versions {
  /** The version that both began with. */
  readonly original: string;
  /** What is in the file now. */
  readonly theirs: string;
  /** What was to be written. */
  readonly yours: string;
}

/** Says which keys differ, for `--json`. */
class EditConflictError extends ConflictError {
  override name = "EditConflictError";
  /** What `JSON.stringify` writes as the keys that differ in what is in the file now. */
  theirs: unknown;
  /** The same for what was to be written. */
  yours: unknown;
}

/**
 * Prints the keys that differ from the original in either version, and gives the error to be thrown. With `--json` they are
 * part of it instead.
 *
 * @param path The document's path, for the message.
 * @returns The error.
 */
export function reportConflict(
  invocation: Invocation,
  path: string,
  format: Format,
  versions: Versions,
): ConflictError {
  const { original, theirs, yours } = versions;
  const message = `Conflict detected in "${path}": it was changed while you edited it`;
  const error = new EditConflictError(message, etagOf(original), etagOf(theirs), {
    hint: 'run "pawl edit" again, and copy what you still need from your version',
  });
  for (const [label, version] of [["theirs", theirs], ["yours", yours]] as const) {
    const differences = differencesBetween(parse(format, original), parse(format, version));
    if (invocation.has("json")) {
      error[label] = differences.map((difference) => exactJson(differenceAsJson(difference, format)));
      continue;
    }
    const lines = differences.map((difference) => `${label}: ${differenceAsLine(difference, format)}`);
    invocation.terminal.writeError(lines.join(""));
  }
  return error;
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
