/**
 * The strict reader of JSON and JSONC: the gate before and after each edit.
 *
 * It is the engine's own `JSON.parse`, which knows nothing of the parser that locates the edits (`jsonc-parser`); that
 * is what makes it a judge of them. JSONC is turned into JSON first, position by position.
 *
 * An empty document, or one of nothing but blanks and comments, is read as an empty table, so that the first write into
 * a new file has something to add to. Of several pairs with one key the last one counts, as for every other reader.
 *
 * @module
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
import { isDeeper, type Value } from "../../model/value.ts";
import { MAX_DEPTH, outOfRange } from "../limits.ts";
import { describeFault, NumberRangeError } from "./fault.ts";
import { blankOut, withoutMark } from "./scan.ts";

/**
 * Reads a strict JSON document.
 *
 * @param text The document; a byte order mark is allowed.
 * @returns Its value: integers of any size are `bigint`, numbers with a fraction or an exponent and `-0` are `number`.
 * @throws {InvalidDocumentError} If the text is not valid or nested too deeply.
 */
export function parseJson(text: string, document: string): Value {
  return read(text, withoutMark(text), document, true);
}

/**
 * Reads a JSONC document: JSON with comments and trailing commas.
 *
 * @param text The document; a byte order mark is allowed.
 * @returns Its value, as {@linkcode parseJson} gives it.
 * @throws {InvalidDocumentError} If the text is not valid or nested too deeply.
 */
export function parseJsonc(text: string, document: string): Value {
  return read(text, blankOut(withoutMark(text)), document, false);
}

/**
 * Reads a JSON value without naming a document.
 *
 * @param text One value.
 * @returns The value, or `undefined` if the text is none.
 * @throws {PawlError} With code `type-mismatch` for a number that no float can hold.
 */
export function parseLiteral(text: string): Value | undefined {
  try {
    const value = JSON.parse(text, keepExactAndFinite) as Value;
    return isDeeper(value, MAX_DEPTH) ? undefined : value;
  } catch (error) {
    if (error instanceof NumberRangeError) throw outOfRange("JSON", text);
    return undefined;
  }
}

function read(text: string, plain: string, document: string, isStrict: boolean): Value {
  if (/^[ \t\r\n]*$/.test(plain)) return Object.create(null);
  let value: Value;
  try {
    value = JSON.parse(plain, keepExactAndFinite) as Value;
  } catch (error) {
    throw describeFault(text, document, isStrict, error);
  }
  if (isDeeper(value, MAX_DEPTH)) throw describeFault(text, document, isStrict, undefined);
  return value;
}

/**
 * Gives tables no prototype, and integers all their digits; `-0` has no integer to be.
 *
 * @see https://tc39.es/proposal-json-parse-with-source/
 */
function keepExact(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value === "number") {
    const source = context!.source!;
    return /^-?\d+$/.test(source) && source !== "-0" ? BigInt(source) : value;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.setPrototypeOf(value, null);
}

/** A number beyond the range of floats would become an infinity, which is another value and none that JSON can say. */
function keepExactAndFinite(key: string, value: unknown, context?: { source?: string }): unknown {
  const exact = keepExact(key, value, context);
  if (exact === Infinity || exact === -Infinity) throw new NumberRangeError();
  return exact;
}
