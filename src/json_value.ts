/**
 * JSON that keeps what documents hold: integers with all their digits apart from floats.
 *
 * @module
 */
import { isTable, type Value } from "./value.ts";

/**
 * Reads a JSON text.
 *
 * @param text The text.
 * @returns The value: numbers without fraction and exponent are integers (`bigint`), others are floats.
 * @throws {SyntaxError} If the text is not JSON.
 * @see https://tc39.es/proposal-json-parse-with-source/
 */
export function parseJsonValue(text: string): Value {
  return JSON.parse(text, reviveNumber) as Value;
}

function reviveNumber(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  if (typeof value === "number" && source !== undefined && /^-?[0-9]+$/.test(source)) return BigInt(source);
  return isTable(value as Value) ? Object.assign(Object.create(null), value) : value;
}
