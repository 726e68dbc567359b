/**
 * Writes keys in the quotes of the key that they replace, or of those beside them.
 *
 * @module
 */
import { printKey } from "../../model/key_path.ts";
import { printOneLine } from "./strings.ts";

/** Writes another name for a key: in quotes if it had any. */
export function printKeyLike(key: string, old: string): string {
  return isQuoted(old) ? printOneLine(key, { isLiteral: old.startsWith("'"), isMultiLiteral: false }) : printKey(key);
}

/**
 * Writes a new key: in quotes if it needs them, or if those beside it have them all the same.
 *
 * @param siblings The sources of the last parts of the keys beside it.
 */
export function printNewKey(key: string, siblings: readonly string[]): string {
  const quoted = siblings.filter(isQuoted);
  const needless = quoted.filter((source) => /^.[\w-]+.$/.test(source));
  const isAlwaysQuoted = needless.length > 0 && quoted.length === siblings.length;
  if (!isAlwaysQuoted && printKey(key) === key) return key;
  const isLiteral = quoted.length > 0 && quoted.every((source) => source.startsWith("'"));
  return printOneLine(key, { isLiteral, isMultiLiteral: false });
}

function isQuoted(source: string): boolean {
  return /^["']/.test(source);
}
