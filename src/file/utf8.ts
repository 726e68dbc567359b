/**
 * Turns bytes into text and back without ever changing one.
 *
 * Guarantee: `encodeText(decodeText(bytes))` are the same bytes, a byte order mark included; anything else is refused.
 *
 * @module
 */
import { InvalidDocumentError } from "../model/errors.ts";

/**
 * Decodes a document.
 *
 * @param bytes UTF-8, with or without a byte order mark, which is kept.
 * @returns The text.
 * @throws {InvalidDocumentError} With the place of the first byte that is not UTF-8.
 */
export function decodeText(bytes: Uint8Array, document: string): string {
  try {
    return newDecoder().decode(bytes);
  } catch (error) {
    const before = validPrefix(bytes);
    const line = before.split("\n").length;
    const column = before.length - before.lastIndexOf("\n");
    throw new InvalidDocumentError(document, "the bytes are not UTF-8", line, column, {
      hint: "convert the file to UTF-8, for example with iconv",
      cause: error,
    });
  }
}

/**
 * Encodes a document.
 *
 * @returns Its UTF-8 bytes.
 * @throws {TypeError} If the text has half of a surrogate pair, which no UTF-8 can say.
 */
export function encodeText(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new TypeError("Cannot encode the text: it has a lone surrogate");
  return new TextEncoder().encode(text);
}

function newDecoder(): TextDecoder {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
}

/** The text before the first fault: the decoder itself is asked for ever shorter beginnings. */
function validPrefix(bytes: Uint8Array): string {
  let valid = 0;
  let invalid = bytes.length + 1;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >>> 1;
    if (beginningOf(bytes, middle) === undefined) invalid = middle;
    else valid = middle;
  }
  return beginningOf(bytes, valid) ?? "";
}

/** The whole characters within the first `length` bytes, or `undefined` if these can't begin any UTF-8 text. */
function beginningOf(bytes: Uint8Array, length: number): string | undefined {
  if (length > bytes.length) return undefined;
  try {
    return newDecoder().decode(bytes.subarray(0, length), { stream: true });
  } catch {
    return undefined;
  }
}
