/**
 * Builds and copies the tables and arrays of a document's value.
 *
 * @module
 */
import { isTable, type Table, type Value } from "../model/value.ts";

/** Puts a value into a container. */
export function assign(container: Table | Value[], part: string | number, value: Value): void {
  if (Array.isArray(container)) container[part as number] = value;
  // A plain assignment would lose a key named __proto__ in a table that a caller made with an ordinary prototype.
  else Object.defineProperty(container, part, { value, enumerable: true, configurable: true, writable: true });
}

/** Makes a table with one key. */
export function tableOf(key: string, value: Value): Table {
  const table: Table = Object.create(null);
  assign(table, key, value);
  return table;
}

/** Copies arrays and tables, so that later changes do not reach into a step's value. */
export function copyOf(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isTable(value)) return value;
  const copy: Table = Object.create(null);
  for (const key of Object.keys(value)) assign(copy, key, copyOf(value[key]!));
  return copy;
}
