/**
 * Tells `FIELD=VALUE` arguments, which together are a table, from values.
 *
 * Where elements of an array are meant the array decides, and this only says what the arguments could be. For `add` and
 * `update` the rule is: an argument that begins with one key (bare or in quotes, as in a key path) and `=` is a field. What only ends
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
  return requireUnique(matches.map((match, index) => toField(match, words[index]!)));
}

/**
 * Reads arguments that the user says are fields.
 *
 * @throws {PawlError} With code `usage` if one of them is none, or a field is given twice.
 */
export function readAskedFields(words: readonly string[]): readonly Field[] {
  const other = words.find((word) => !FIELD.test(word));
  if (other === undefined) return requireUnique(words.map((word) => toField(FIELD.exec(word), word)));
  throw usageError(`Cannot use "${other}" with --fields: wanted FIELD=VALUE, with one key before "="`);
}

/**
 * Reads arguments that are values or, where tables are, the fields of one.
 *
 * @returns The fields, or `undefined` if the arguments can't be those of one table.
 */
export function readPossibleFields(words: readonly string[]): readonly Field[] | undefined {
  if (words.length === 0 || !words.every((word) => FIELD.test(word))) return undefined;
  const fields = words.map((word) => toField(FIELD.exec(word), word));
  return new Set(fields.map(({ key }) => key)).size === fields.length ? fields : undefined;
}

function requireUnique(fields: readonly Field[]): readonly Field[] {
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
