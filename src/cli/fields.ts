/**
 * Tells `FIELD=VALUE` arguments, which together are a table, from values.
 *
 * The rule: an argument that begins with one key (bare or in quotes, as in a key path) and `=` is a field. What only ends
 * in `=` may be Base64: alone it is a field only where a table is, which the document decides; among others it is
 * one if all could be, unless all end in `=` and one in `==`. Fields and values do not mix, and what is neither is refused.
 *
 * @module
 */
import { parseKeyPath } from "../model/key_path.ts";
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
/** What stands behind the first `=` of Base64 text. */
const PADDING = /^=?$/;

const HINT = "pass --no-fields if each argument is a VALUE";

/**
 * Reads arguments as the fields of one table.
 *
 * @returns The fields, or `undefined` if the arguments are values.
 * @throws {PawlError} With code `usage` if some look like fields and others do not, or a field is given twice.
 */
export function readFields(words: readonly string[]): readonly Field[] | undefined {
  const nested = words.find((word) => NESTED_FIELD.test(word));
  if (nested !== undefined) {
    throw usageError(`Cannot use "${nested}" as FIELD=VALUE: wanted one key before "=", not a path`, HINT);
  }
  const matches = words.map((word) => FIELD.exec(word));
  const isPadded = (match: RegExpExecArray | null) => match !== null && PADDING.test(match[2]!);
  if (!matches.some((match) => match !== null && !isPadded(match))) {
    const isBase64 = words.length < 2 || !matches.every(isPadded) || matches.some((match) => match![2] === "=");
    if (isBase64) return undefined;
  }
  const fields = matches.map((match, index) => toField(match, words[index]!));
  fields.forEach(({ key }, index) => {
    const isRepeated = fields.findIndex((field) => field.key === key) < index;
    if (isRepeated) throw usageError(`Field "${key}" is given twice`, HINT);
  });
  return fields;
}

/**
 * Reads an argument that is a value or, where a table is, a field of it.
 *
 * @param word The argument, which {@linkcode readFields} takes for a value.
 * @returns The field, or `undefined` if the argument can't be one.
 */
export function readPossibleField(word: string): Field | undefined {
  const match = FIELD.exec(word);
  return match === null ? undefined : toField(match, word);
}

function toField(match: RegExpExecArray | null, word: string): Field {
  if (match === null) throw usageError(`Cannot use "${word}" among fields: wanted FIELD=VALUE`, HINT);
  return { key: parseKeyPath(match[1]!)[0] as string, text: match[2]! };
}
