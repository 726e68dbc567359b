/**
 * Writes values as lines of `key = value`, as `pawl set` takes both.
 *
 * @module
 */
import type { Format } from "../../format/format.ts";
import { type KeyPath, printKeyPath } from "../../model/key_path.ts";
import { isTable, type Value } from "../../model/value.ts";

/** A value that has no children of its own. */
export interface Leaf {
  readonly path: KeyPath;
  readonly value: Value;
}

/**
 * Finds the leaves of a value: tables are walked through, and so are arrays of tables; other arrays are values.
 *
 * @param whole The value, with its key.
 * @returns Its leaves, in order.
 */
export function leavesOf({ path, value }: Leaf): Leaf[] {
  const children = childrenOf(value);
  // Nothing is to be said of a document without keys; an empty table elsewhere is a value.
  if (children.length === 0) return path.length === 0 && isTable(value) ? [] : [{ path, value }];
  return children.flatMap(([part, child]) => leavesOf({ path: [...path, part], value: child }));
}

/**
 * Writes a leaf.
 *
 * @param format The format of its document.
 * @returns `key = value`, without a line end.
 */
export function printLeaf({ path, value }: Leaf, format: Format): string {
  return `${printKeyPath(path)} = ${format.printLiteral(value)}`;
}

function childrenOf(value: Value): [part: string | number, child: Value][] {
  if (isTable(value)) return Object.entries(value);
  return Array.isArray(value) && value.every(isTable) ? [...value.entries()] : [];
}
