/**
 * The values a document can hold, the same for every format.
 *
 * Integers are `bigint` and floats are `number`, so that `1` and `1.0` differ and 64 bits are kept.
 *
 * @module
 */

/** A date or a time; TOML's four kinds are told apart by class. */
export type DateTime =
  | Temporal.ZonedDateTime
  | Temporal.PlainDateTime
  | Temporal.PlainDate
  | Temporal.PlainTime;

/** A table: keys to values. Its prototype is `null`, so `__proto__` is a key like any other. */
export interface Table {
  /** The value of a key. */
  [key: string]: Value;
}

/** Any value of a document: integers are `bigint`, floats are `number`. */
export type Value =
  | string
  | bigint
  | number
  | boolean
  | null
  | DateTime
  | Value[]
  | Table;

/** The name of a value's type, as messages show it. */
export type Kind =
  | "string"
  | "integer"
  | "float"
  | "boolean"
  | "null"
  | "offset date-time"
  | "local date-time"
  | "local date"
  | "local time"
  | "array"
  | "table";

/**
 * The kind of a value.
 *
 * @param value Any value.
 * @returns Its kind's name.
 */
export function kindOf(value: Value): Kind {
  switch (typeof value) {
    case "string":
      return "string";
    case "bigint":
      return "integer";
    case "number":
      return "float";
    case "boolean":
      return "boolean";
  }
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  // A table's prototype is null (or Object.prototype when a caller made it); only then is Temporal worth touching.
  if (isPlainObject(value)) return "table";
  if (value instanceof Temporal.ZonedDateTime) return "offset date-time";
  if (value instanceof Temporal.PlainDateTime) return "local date-time";
  if (value instanceof Temporal.PlainDate) return "local date";
  return "local time";
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/**
 * Whether a value is a table.
 *
 * @param value Any value, or `undefined`.
 * @returns True for tables only.
 */
export function isTable(value: Value | undefined): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && isPlainObject(value);
}

/**
 * Whether two values are the same: kind and content, `-0.0` differs from `0.0`, a NaN equals a NaN, key order does
 * not count.
 *
 * @param a A value.
 * @param b Another value.
 * @param mayBeAbsent Which values of tables in `a` may be missing in `b`; by default none.
 * @returns True if nothing tells them apart.
 */
export function equalValues(a: Value, b: Value, mayBeAbsent?: (value: Value) => boolean): boolean {
  if (a === b) return a !== 0 || Object.is(a, b);
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && equalArrays(a, b, mayBeAbsent);
  if (isTable(a)) return isTable(b) && equalTables(a, b, mayBeAbsent);
  // Their kinds are the same, so the cast is right; comparing their texts would take twice the time of all else.
  return kindOf(a) === kindOf(b) && (a as Temporal.PlainDate).equals(b as Temporal.PlainDate);
}

function equalArrays(a: Value[], b: Value[], mayBeAbsent: ((value: Value) => boolean) | undefined): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    if (!equalValues(a[index]!, b[index]!, mayBeAbsent)) return false;
  }
  return true;
}

function equalTables(a: Table, b: Table, mayBeAbsent: ((value: Value) => boolean) | undefined): boolean {
  let absent = 0;
  const keys = Object.keys(a);
  for (const key of keys) {
    const value = a[key]!;
    // Looking a key up is what costs in large documents, hence one look for the usual case that it is there.
    const other = b[key];
    if (other !== undefined && (key !== "__proto__" || Object.hasOwn(b, key))) {
      if (!equalValues(value, other, mayBeAbsent)) return false;
    } else if (mayBeAbsent?.(value)) absent++;
    else return false;
  }
  return keys.length - absent === Object.keys(b).length;
}

/**
 * Tells whether tables and arrays stand in each other more often than a limit; never goes deeper than that itself.
 *
 * @param value Any value.
 * @param limit How many levels are not too many.
 * @returns Whether there are more.
 */
export function isDeeper(value: Value, limit: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (limit === 0) return true;
  for (const child of Object.values(value)) {
    if (typeof child === "object" && child !== null && isDeeper(child, limit - 1)) return true;
  }
  return false;
}
