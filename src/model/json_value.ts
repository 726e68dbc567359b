/**
 * JSON that keeps what documents hold: integers with all their digits apart from floats.
 *
 * @module
 */
import { isTable, type Value } from "./value.ts";

/**
 * Reads a JSON text.
 *
 * @returns The value: numbers without fraction and exponent are integers (`bigint`), others are floats.
 * @throws {SyntaxError} If the text is not JSON, or holds a number that no float can hold.
 * @see https://tc39.es/proposal-json-parse-with-source/
 */
export function parseJsonValue(text: string): Value {
  return JSON.parse(text, reviveNumber) as Value;
}

function reviveNumber(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  if (typeof value === "number" && source !== undefined && /^-?[0-9]+$/.test(source)) return BigInt(source);
  if (value === Infinity || value === -Infinity) throw new SyntaxError(`Number out of range: ${source}`);
  return isTable(value as Value) ? Object.assign(Object.create(null), value) : value;
}

/** A value that JSON can't say. */
export class UnsayableValueError extends Error {
  /** The name of the class. */
  override name = "UnsayableValueError";
}

/**
 * Makes of a value what `JSON.stringify` writes so that {@linkcode parseJsonValue} reads it back.
 *
 * @returns The same with all digits of its numbers.
 * @throws {UnsayableValueError} If it is or holds a date, an infinity or NaN.
 */
export function jsonOf(value: Value): unknown {
  if (typeof value === "bigint") return rawJson(String(value));
  if (typeof value === "number") return floatAsJson(value);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(jsonOf);
  if (!isTable(value)) throw new UnsayableValueError();
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, jsonOf(child)]));
}

function floatAsJson(value: number): unknown {
  if (!Number.isFinite(value)) throw new UnsayableValueError();
  const digits = Object.is(value, -0) ? "-0" : String(value);
  return rawJson(/[.e]/.test(digits) ? digits : `${digits}.0`);
}

/** @see https://tc39.es/proposal-json-parse-with-source/ */
function rawJson(text: string): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);
}
