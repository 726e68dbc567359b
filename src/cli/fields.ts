/**
 * Tells `FIELD=VALUE` arguments, which together are a table, from values.
 *
 * The rule: an argument that begins with one key (bare or in quotes, as in a key path) and `=` is a field. What only ends
 * in one or two `=` is so likely to be Base64 that it is a field only in the company of others that leave no doubt.
 * Fields and values do not mix, and nothing that could be either is guessed: it is refused.
 *
 * @module
 */
import { parseKeyPath } from "../key_path.ts";
import { usageError } from "./usage_error.ts";

/** A field of a table as it was typed. */
export interface Field {
  readonly key: string;
  /** What stands behind the first `=`. */
  readonly text: string;
}

const KEY = `(?:[A-Za-z0-9_-]+|'[^'\\n]*'|"(?:[^"\\\\\\n]|\\\\.)*")`;
const FIELD = new RegExp(`^(${KEY})=([^]*)$`);
const NESTED_FIELD = new RegExp(`^${KEY}(?:\\.${KEY}|\\[-?[0-9]+\\])+=`);
const PADDING = /^=?$/;

const HINT = "pass --no-fields if each argument is a VALUE";

/**
 * Reads arguments as the fields of one table.
 *
 * @param words The arguments.
 * @returns The fields, or `undefined` if the arguments are values.
 * @throws {PawlError} With code `usage` if some look like fields and others do not, or a field is given twice.
 */
export function readFields(words: readonly string[]): readonly Field[] | undefined {
  const nested = words.find((word) => NESTED_FIELD.test(word));
  if (nested !== undefined) {
    throw usageError(`Cannot use "${nested}" as FIELD=VALUE: wanted one key before "=", not a path`, HINT);
  }
  const matches = words.map((word) => FIELD.exec(word));
  if (!matches.some((match) => match !== null && !PADDING.test(match[2]!))) return undefined;
  const fields = matches.map((match, index) => toField(match, words[index]!));
  fields.forEach(({ key }, index) => {
    const isRepeated = fields.findIndex((field) => field.key === key) < index;
    if (isRepeated) throw usageError(`Field "${key}" is given twice`, HINT);
  });
  return fields;
}

function toField(match: RegExpExecArray | null, word: string): Field {
  if (match === null) throw usageError(`Cannot use "${word}" among fields: wanted FIELD=VALUE`, HINT);
  return { key: parseKeyPath(match[1]!)[0] as string, text: match[2]! };
}
