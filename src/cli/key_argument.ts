/**
 * Reads the key paths of a command line.
 *
 * @module
 */
import { type KeyPath, parseKeyPath } from "../model/key_path.ts";
import { usageError } from "./usage_error.ts";

/**
 * Reads a KEY argument. One that begins with a dash is an option that came too late, behind `--`, until it is quoted.
 *
 * @param word The argument.
 * @returns The path.
 * @throws {PawlError} With code `usage` if it is none.
 */
export function parseKeyArgument(word: string): KeyPath {
  if (!word.startsWith("-")) return parseKeyPath(word);
  const hint = `options come before "--"; a key that begins with "-" is quoted twice, as in '"-x"'`;
  throw usageError(`Cannot use "${word}" as a key: it begins with "-"`, hint);
}
