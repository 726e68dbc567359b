/**
 * What no format takes: nesting that overflows a reader's stack, and numbers beyond the range of floats.
 *
 * @module
 */
import { InvalidDocumentError, PawlError } from "../model/errors.ts";
import { isDeeper, type Value } from "../model/value.ts";

/** How often tables and arrays may stand in each other: far from what overflows the stack of any part of pawl. */
export const MAX_DEPTH = 1000;

/** How a document is refused whose number would become an infinity, which is another value. */
export const OUT_OF_RANGE = "found a number that is out of range (more than 1.8e308)";

/** How a document is refused that is nested too deeply. */
export function tooDeep(limit: number): string {
  return `found values nested deeper than ${limit} levels`;
}

/**
 * Refuses a document that is nested too deeply, where the place is not known.
 *
 * @param value What it says.
 * @throws {InvalidDocumentError} If it is.
 */
export function requireDepth(value: Value, document: string): void {
  if (isDeeper(value, MAX_DEPTH)) throw new InvalidDocumentError(document, tooDeep(MAX_DEPTH), 1, 1);
}

/**
 * Refuses a literal that no float can hold.
 *
 * @param format The format's name, as messages show it.
 * @param literal What was typed.
 */
export function outOfRange(format: string, literal: string): PawlError {
  return new PawlError("type-mismatch", `${format} floats have 64 bits: ${shorten(literal)} is out of their range`, {
    hint: "pass --type string to keep the digits as text",
  });
}

/** Whether a text was refused only because of a number that no float can hold. */
export function isOutOfRange(error: unknown): boolean {
  return error instanceof InvalidDocumentError && error.reason === OUT_OF_RANGE;
}

const SHOWN_LENGTH = 40;

function shorten(literal: string): string {
  return literal.length <= SHOWN_LENGTH ? literal : `${literal.slice(0, SHOWN_LENGTH)}…`;
}
