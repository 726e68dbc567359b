/**
 * The precondition that a document is still the version that the caller has seen.
 *
 * @module
 */
import { ConflictError, PawlError } from "../model/errors.ts";

/** A document at one moment, as far as its etag depends on it. */
interface EtaggedDocument {
  readonly text: string;
  readonly exists: boolean;
}

/** How many digits of an etag identify a document, and are shown. */
const ETAG_DIGITS = 16;

/**
 * Prepares the check. The hash is loaded here, before the lock is taken, because nothing may be awaited under it.
 *
 * @param ifMatch The etag that the document must have: its first 16 or more hexadecimal digits.
 * @returns Throws a {@linkcode ConflictError} if a document has another etag.
 * @throws {PawlError} With code `usage` if that is not an etag.
 */
export async function etagCheck(ifMatch: string, document: string): Promise<(current: EtaggedDocument) => void> {
  const expected = ifMatch.toLowerCase();
  if (!/^[0-9a-f]{16,64}$/.test(expected)) {
    const wanted = `expected ${ETAG_DIGITS} to 64 hexadecimal digits`;
    throw new PawlError("usage", `Cannot compare "${document}" with the etag "${ifMatch}": ${wanted}`);
  }
  const { etagOf } = await import("../model/etag.ts");
  return ({ text, exists }) => {
    const actual = exists ? etagOf(text) : "none";
    if (!actual.startsWith(expected)) throw etagConflict(document, expected, actual);
  };
}

/**
 * Says that a document has another etag than it should.
 *
 * @param expected The etag that was expected.
 * @param actual The etag that was found, `none` if there is no file, `new` if it is about to be changed.
 */
export function etagConflict(document: string, expected: string, actual: string): ConflictError {
  const found = { none: "no file", new: "a change of the same moment" }[actual] ?? actual.slice(0, ETAG_DIGITS);
  const message = `Conflict detected in "${document}": expected etag ${expected.slice(0, ETAG_DIGITS)}, found ${found}`;
  return new ConflictError(message, expected, actual, {
    hint: "read the document again and repeat the change",
  });
}
