/**
 * Finds what a format has no way to write, before anything is written.
 *
 * @module
 */
import { PawlError } from "../../model/errors.ts";
import type { Format } from "../../format/format.ts";
import { type KeyPath, printKeyPath } from "../../model/key_path.ts";
import { isTable, type Value } from "../../model/value.ts";

/**
 * Checks that a format can write each scalar of a value.
 *
 * @param path Where it is.
 * @param action How the message begins: `Cannot convert "a.toml" to "b.json"`.
 * @throws {PawlError} With code `type-mismatch`, naming the key.
 */
export function requireSayable(format: Format, value: Value, path: KeyPath, action: string): void {
  if (Array.isArray(value)) {
    return value.forEach((item, index) => requireSayable(format, item, [...path, index], action));
  }
  if (isTable(value)) {
    return Object.keys(value).forEach((key) => requireSayable(format, value[key]!, [...path, key], action));
  }
  try {
    format.printLiteral(value);
  } catch (error) {
    if (!(error instanceof PawlError)) throw error;
    const place = path.length === 0 ? "" : `"${printKeyPath(path)}": `;
    throw new PawlError(error.code, `${action}: ${place}${error.message}`, { cause: error });
  }
}

/**
 * Checks that a document has no tags, which are lost when its values go elsewhere.
 *
 * @param action How the message begins: `Cannot merge "a.yaml"`.
 * @throws {PawlError} With code `type-mismatch`, naming the first tag.
 */
export function requireNoTags(format: Format, text: string, action: string): void {
  const tag = format.tags?.(text)[0];
  if (tag === undefined) return;
  throw new PawlError("type-mismatch", `${action}: it has the tag ${tag}, whose meaning would be lost`, {
    hint: "remove the tagged values first",
  });
}
