/**
 * Reads what a user typed as a TOML value literal.
 *
 * @module
 */
import { PawlError } from "../../model/errors.ts";
import type { Value } from "../../model/value.ts";
import type { Literal } from "../format.ts";
import { isOutOfRange, outOfRange } from "../limits.ts";
import { parseToml } from "./parse.ts";
import { printValue } from "./print.ts";
import { skipValue } from "./scan.ts";

/** Characters that a TOML value can begin with; anything else needs no parser to be told apart. */
const VALUE_START = "\"'[{+-0123456789tfin";
/** A time without seconds, which only TOML 1.1 allows. */
const SHORT_TIME = /^(?:\d{4}-\d\d-\d\d[Tt ])?\d\d:\d\d(?:[Zz+-]|$)/;

/**
 * Reads a text as one TOML value.
 *
 * @param text What the user typed.
 * @returns The value and, for numbers, date-times and literal strings of TOML 1.0, the spelling; `undefined` if the
 * text is no TOML value.
 * @throws {PawlError} With code `type-mismatch` for an integer beyond 64 bits.
 */
export function readTomlLiteral(text: string): Literal | undefined {
  if (text === "" || !VALUE_START.includes(text[0]!)) return undefined;
  const value = parseAlone(text);
  if (value === undefined) return undefined;
  if (typeof value === "bigint") printValue(value);
  return { value, spelling: keepsSpelling(text, value) ? text : undefined };
}

function parseAlone(text: string): Value | undefined {
  let table;
  try {
    table = parseToml(`v = ${text}`, "");
  } catch (error) {
    // A number too large for 64 bits must not become infinite in silence.
    if (isOutOfRange(error)) throw outOfRange("TOML", text);
    if (error instanceof PawlError) return undefined;
    throw error;
  }
  // The text must be one value and nothing else: no second pair, no comment, no blanks behind it.
  const isAlone = Object.keys(table).length === 1 && skipValue(text, 0) === text.length;
  return isAlone ? table["v"] : undefined;
}

function keepsSpelling(text: string, value: Value): boolean {
  if (typeof value === "string") return text.startsWith("'") && !text.startsWith("'''");
  if (typeof value === "boolean") return true;
  const isContainer = text.startsWith("[") || text.startsWith("{");
  return !isContainer && !(text.includes(":") && SHORT_TIME.test(text));
}
