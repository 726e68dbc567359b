/**
 * Writes a document's values as JSON without changing them on the way.
 *
 * @module
 */
import type { Format } from "../../format/format.ts";
import { isTable, type Value } from "../../model/value.ts";

/**
 * Writes a value as JSON on one line.
 *
 * Integers keep all their digits and floats show that they are floats. What JSON can't say becomes a string in the
 * format's own spelling: dates, times, `inf` and `nan`.
 *
 * @param format The format of its document.
 * @returns A JSON text.
 */
export function printJson(value: Value, format: Format): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "bigint":
    case "boolean":
      return String(value);
    case "number":
      return printNumber(value, format);
  }
  if (value === null) return "null";
  if (Array.isArray(value)) return `[${value.map((item) => printJson(item, format)).join(",")}]`;
  if (!isTable(value)) return JSON.stringify(format.printLiteral(value));
  const members = Object.keys(value).map((key) => `${JSON.stringify(key)}:${printJson(value[key]!, format)}`);
  return `{${members.join(",")}}`;
}

function printNumber(value: number, format: Format): string {
  if (!Number.isFinite(value)) return JSON.stringify(format.printLiteral(value));
  if (Object.is(value, -0)) return "-0.0";
  const digits = String(value);
  return Number.isInteger(value) && !digits.includes("e") ? `${digits}.0` : digits;
}

/**
 * An integer for `JSON.stringify` that keeps all its digits.
 *
 * @returns What `JSON.stringify` writes as that number.
 * @see https://tc39.es/proposal-json-parse-with-source/
 */
export function exactInteger(value: bigint): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(String(value));
}

/**
 * A JSON text for `JSON.stringify`, whose numbers keep all their digits.
 *
 * @returns What `JSON.stringify` writes as that text.
 */
export function exactJson(text: string): unknown {
  const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
  return JSON.parse(text, (_, value, context?: { source: string }) => {
    return typeof value === "number" && context !== undefined ? rawJSON(context.source) : value;
  });
}
