/**
 * Finds values in a document by their key paths.
 *
 * @module
 */
import type { KeyPath } from "../../model/key_path.ts";
import { mergedChild } from "../../model/merge_keys.ts";
import { isTable, type Value } from "../../model/value.ts";

/**
 * Finds a value.
 *
 * @param path Where to look; negative indices count from the end of an array.
 * @param seesMerged Whether keys count that `<<` brings in.
 * @returns The value, or `undefined` if the path leads nowhere.
 */
export function lookUp(root: Value, path: KeyPath, seesMerged = false): Value | undefined {
  let value: Value | undefined = root;
  for (const part of path) {
    value = seesMerged ? mergedChild(value, part) : childOf(value, part);
    if (value === undefined) return undefined;
  }
  return value;
}

/**
 * Finds a value in a table or an array.
 *
 * @param part A key or an index; negative indices count from the end of an array.
 * @returns The child, or `undefined` if there is none.
 */
export function childOf(value: Value, part: string | number): Value | undefined {
  if (typeof part === "number") return Array.isArray(value) ? value.at(part) : undefined;
  return isTable(value) && Object.hasOwn(value, part) ? value[part] : undefined;
}
