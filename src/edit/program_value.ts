/**
 * Brings values that a program passes in to the form that documents have, or refuses them.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import { isTable, type Table, type Value } from "../model/value.ts";

/**
 * Checks a value from outside and brings dates to the ISO calendar and a numeric offset.
 *
 * @param value What was passed in.
 * @param label How messages begin.
 * @returns The value as a document could hold it.
 * @throws {PawlError} With code `type-mismatch` if no document could hold it.
 */
export function normalValue(value: unknown, label: string): Value {
  if (typeof value === "string" || typeof value === "bigint" || typeof value === "number") return value;
  if (typeof value === "boolean" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => normalValue(item, label));
  if (typeof value === "object" && isTable(value as Value)) return normalTable(value as Table, label);
  const date = normalDate(value);
  if (date !== undefined) return date;
  const name = typeof value === "object" ? `${value.constructor?.name ?? "an object"}` : typeof value;
  throw new PawlError("type-mismatch", `${label}: no document can hold a value of type ${name}`, {
    hint: "pass strings, bigint, number, boolean, Temporal dates, arrays or plain objects",
  });
}

function normalTable(value: Table, label: string): Table {
  const table: Table = Object.create(null);
  for (const key of Object.keys(value)) {
    if (!key.isWellFormed()) throw new PawlError("type-mismatch", `${label}: a key holds half a surrogate pair`);
    table[key] = normalValue(value[key], label);
  }
  return table;
}

function normalDate(value: unknown): Value | undefined {
  if (value instanceof Temporal.PlainTime) return value;
  let date: Temporal.ZonedDateTime | Temporal.PlainDateTime | Temporal.PlainDate;
  if (value instanceof Temporal.ZonedDateTime) date = value.withTimeZone(value.offset).withCalendar("iso8601");
  else if (value instanceof Temporal.PlainDateTime || value instanceof Temporal.PlainDate) {
    date = value.withCalendar("iso8601");
  } else return undefined;
  // RFC 3339 has years of four digits.
  return date.year >= 0 && date.year <= 9999 ? date : undefined;
}
