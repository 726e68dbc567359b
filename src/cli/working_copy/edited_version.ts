/**
 * Reads what a person or a command has made of a copy of a document.
 *
 * @module
 */
import { InvalidDocumentError } from "../../model/errors.ts";
import type { Format } from "../../format/format.ts";
import type { WorkingCopy } from "./working_copy.ts";

/** A version of a document that the user has made, and that does not parse. */
class InvalidVersionError extends InvalidDocumentError {
  override name = "InvalidVersionError";

  constructor(path: string, version: string, cause: InvalidDocumentError) {
    const { reason, line, column, hint } = cause;
    super(path, reason, line, column, { hint, cause });
    this.message = `Cannot parse "${path}", ${version}: ${reason} at line ${line}, column ${column}`;
  }
}

/**
 * Reads a copy that has been worked on.
 *
 * @param version Which version messages say it is: `as you left it`.
 * @returns The text, which parses.
 * @throws {InvalidDocumentError} If it does not, or is not UTF-8.
 * @throws {PawlError} If it is not there any longer, or can't be read.
 */
export function readVersion(copy: WorkingCopy, path: string, format: Format, version: string): string {
  try {
    const text = copy.read(`"${path}", ${version}`);
    format.parse(text, path);
    return text;
  } catch (error) {
    throw error instanceof InvalidDocumentError ? new InvalidVersionError(path, version, error) : error;
  }
}
