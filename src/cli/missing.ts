/**
 * Says why there is nothing to read.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import { type KeyPath, printKeyPath, quoteKeyPath } from "../model/key_path.ts";
import { describe, withArticle } from "../edit/place.ts";
import { withMerged } from "../model/merge_keys.ts";
import { isTable } from "../model/value.ts";
import type { ReadDocument } from "./document.ts";
import { lookUp } from "./print/lookup.ts";
import { UnknownWordError } from "./usage_error.ts";

/**
 * The error for a file that is not there.
 *
 * @param action How the message begins: `Cannot get "key"`.
 * @returns The error, to be thrown.
 */
export function missingFile(path: string, action: string): PawlError {
  return new PawlError("not-found", `${action} from "${path}": there is no such file`, {
    hint: 'create it with "pawl set KEY VALUE", or name another one with --file',
  });
}

/**
 * The error for a path that leads nowhere.
 *
 * @param action How the message begins: `Cannot get "key"`.
 * @returns The error, to be thrown: `type-mismatch` if the path leads through a scalar other than null, else `not-found`.
 */
export function missingValue(document: ReadDocument, path: KeyPath, action: string): PawlError {
  const { root, format: { hasMergeKeys } } = document;
  if (root === undefined) return missingFile(document.path, action);
  const depth = path.findIndex((_, index) => lookUp(root, path.slice(0, index + 1), hasMergeKeys) === undefined);
  const parentPath = path.slice(0, depth);
  const found = lookUp(root, parentPath, hasMergeKeys)!;
  const parent = hasMergeKeys ? withMerged(found) : found;
  const part = path[depth]!;
  const start = `${action} from "${document.path}": ${describe(parentPath)}`;
  if (isTable(parent) && typeof part === "string") {
    const siblings = Object.keys(parent).map((key) => printKeyPath([...parentPath, key]));
    const message = `${start} has no key "${printKeyPath([part])}"`;
    return new UnknownWordError("not-found", message, printKeyPath([...parentPath, part]), siblings);
  }
  if (Array.isArray(parent) && typeof part === "number") {
    const count = parent.length === 1 ? "1 element" : `${parent.length} elements`;
    return new PawlError("not-found", `${start} has ${count}, no [${part}]`);
  }
  // A null holds the place for any value: the table may still come.
  const code = parent === null ? "not-found" : "type-mismatch";
  return new PawlError(code, `${start} is ${withArticle(parent)}, not ${container(part)}`, {
    hint: Array.isArray(parent) ? `name an element, as in ${quoteKeyPath([...parentPath, 0, part])}` : undefined,
  });
}

function container(part: string | number): string {
  return typeof part === "number" ? "an array" : "a table";
}
