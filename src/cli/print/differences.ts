/**
 * What tells two versions of a document apart, key by key.
 *
 * @module
 */
import type { KeyPath } from "../../model/key_path.ts";
import { equalValues, isTable, type Table, type Value } from "../../model/value.ts";
import { childOf } from "./lookup.ts";

/** What becomes of one key. */
export interface Difference {
  readonly path: KeyPath;
  /** The old value, `undefined` if there was none. */
  readonly old: Value | undefined;
  /** The new value, `undefined` if there is none. */
  readonly new: Value | undefined;
}

/**
 * Compares two versions of a value.
 *
 * Tables are compared key by key. An array is one value, because a removed element would make all that follow look
 * changed; only where its elements are tables, and as many as before, these are compared one by one.
 *
 * @param old The old value, `undefined` if there was none.
 * @param current The new value, `undefined` if there is none.
 * @param path Where the values are.
 * @returns The differences, in the order of the old document; what is new comes last in its table.
 */
export function differencesBetween(
  old: Value | undefined,
  current: Value | undefined,
  path: KeyPath = [],
): Difference[] {
  const child = (value: Value | undefined, part: string | number) =>
    value === undefined ? undefined : childOf(value, part);
  const parts = partsOf(old, current);
  if (parts === undefined) return isSame(old, current) ? [] : [{ path, old, new: current }];
  return parts.flatMap((part) => differencesBetween(child(old, part), child(current, part), [...path, part]));
}

/** What is to be compared one by one, or `undefined` if the values are to be compared as wholes. */
function partsOf(old: Value | undefined, current: Value | undefined): (string | number)[] | undefined {
  if (
    Array.isArray(old) && Array.isArray(current) && old.length === current.length && [...old, ...current].every(isTable)
  ) {
    return [...old.keys()];
  }
  if (!isTableOrNothing(old) || !isTableOrNothing(current)) return undefined;
  const keys = [...new Set([...Object.keys(old ?? {}), ...Object.keys(current ?? {})])];
  // An empty table that comes or goes has no keys to show for it.
  return keys.length === 0 && old !== current ? undefined : keys;
}

function isTableOrNothing(value: Value | undefined): value is Table | undefined {
  return value === undefined || isTable(value);
}

function isSame(a: Value | undefined, b: Value | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalValues(a, b);
}
