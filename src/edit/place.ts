/**
 * Places in a document's value, and how messages name them.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import { type KeyPath, quoteKeyPath } from "../model/key_path.ts";
import { isTable, kindOf, type Table, type Value } from "../model/value.ts";

/** A table or an array, with the path to it. */
export interface Container {
  readonly container: Table | Value[];
  readonly path: KeyPath;
}

/** A place in a container: what stands there now, or `undefined`. */
export interface Place extends Container {
  readonly part: string | number;
  /** The path to the place itself, with indices counted from the start. */
  readonly path: KeyPath;
  readonly value: Value | undefined;
}

/**
 * Finds a part in a container.
 *
 * @param part A key of a table or an index of an array; a negative one counts from the end.
 * @param label How messages begin.
 * @returns The place, whose value is `undefined` if a table has no such key.
 * @throws {PawlError} With code `type-mismatch` for a key of an array or an index of a table, and `not-found` for an
 * element that is not there.
 */
export function placeIn({ container, path }: Container, part: string | number, label: string): Place {
  if (Array.isArray(container)) {
    if (typeof part === "string") {
      throw new PawlError("type-mismatch", `${label}: ${describe(path)} is an array, not a table`, {
        hint: `name an element, as in ${quoteKeyPath([...path, 0, part])}`,
      });
    }
    const index = part < 0 ? container.length + part : part;
    if (index < 0 || index >= container.length) {
      const elements = container.length === 1 ? "1 element" : `${container.length} elements`;
      throw new PawlError("not-found", `${label}: ${describe(path)} has ${elements}, no [${part}]`);
    }
    return { container, part: index, path: [...path, index], value: container[index]! };
  }
  if (typeof part === "number") {
    throw new PawlError("type-mismatch", `${label}: ${describe(path)} is a table, not an array`);
  }
  const value = Object.hasOwn(container, part) ? container[part] : undefined;
  return { container, part, path: [...path, part], value };
}

/**
 * Takes a value for a container.
 *
 * @throws {PawlError} With code `type-mismatch` if it is none.
 */
export function asContainer(value: Value, path: KeyPath, label: string): Container {
  if (Array.isArray(value) || isTable(value)) return { container: value, path };
  throw new PawlError("type-mismatch", `${label}: ${describe(path)} is ${withArticle(value)}, not a table`);
}

/** A path in quotes, for messages. */
export function describe(path: KeyPath): string {
  return path.length === 0 ? "the document" : quoteKeyPath(path);
}

/** The kind of a value with its article, for messages. */
export function withArticle(value: Value): string {
  const kind = kindOf(value);
  return kind === "null" ? kind : `${/^[aio]/.test(kind) ? "an" : "a"} ${kind}`;
}

/** Where a table stands first. */
export function pathTo(root: Value, table: Table, path: KeyPath = []): KeyPath | undefined {
  if (root === table) return path;
  if (typeof root !== "object" || root === null) return undefined;
  for (const [key, value] of Object.entries(root as Table | Value[])) {
    const found = pathTo(value, table, [...path, Array.isArray(root) ? Number(key) : key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
