/**
 * Writes values in JSON syntax.
 *
 * @module
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
import { PawlError } from "../../model/errors.ts";
import { isTable, kindOf, type Value } from "../../model/value.ts";

/**
 * Writes a value on one line.
 *
 * @returns A literal without line breaks.
 * @throws {PawlError} With code `type-mismatch` for what JSON can't say: dates and times, `inf` and `nan`.
 */
export function printLiteral(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(printLiteral).join(", ")}]`;
  if (!isTable(value)) return printScalar(value, JSON.stringify);
  const pairs = Object.keys(value).map((key) => `${JSON.stringify(key)}: ${printLiteral(value[key]!)}`);
  return `{${pairs.join(", ")}}`;
}

/**
 * Writes a value that is neither a table nor an array.
 *
 * @param quote Writes a string.
 * @returns A literal.
 * @throws {PawlError} With code `type-mismatch` for what JSON can't say.
 */
export function printScalar(value: Value, quote: (text: string) => string): string {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "number":
      return printFloat(value);
    case "bigint":
    case "boolean":
      return String(value);
  }
  if (value === null) return "null";
  throw unsayable(`a ${kindOf(value)}`.replace(/^a (?=o)/, "an "));
}

/** A float shows that it is one, as an integer would be read back as such. */
function printFloat(value: number): string {
  if (!Number.isFinite(value)) throw unsayable(Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
  if (Object.is(value, -0)) return "-0.0";
  const digits = String(value);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}

function unsayable(what: string): PawlError {
  return new PawlError("type-mismatch", `JSON has no way to write ${what}`, {
    hint: "pass --type string to write it as a text",
  });
}

/**
 * Finds how a document writes strings.
 *
 * @returns What writes a string: with as few escapes as JSON allows, but in a document of ASCII alone that escapes other
 * characters (Python and others do by default) with those escaped too.
 */
export function quoterFor(text: string): (text: string) => string {
  // deno-lint-ignore no-control-regex -- these are all ASCII characters.
  const escape = /^\ufeff?[\x00-\x7f]*$/.test(text) ? NON_ASCII_ESCAPE.exec(text)?.[1] : undefined;
  if (escape === undefined) return JSON.stringify;
  const isUpperCase = /[A-F]/.test(escape);
  return (value) =>
    JSON.stringify(value).replace(/[\x80-\uffff]/g, (character) => {
      const digits = character.charCodeAt(0).toString(16).padStart(4, "0");
      return `\\u${isUpperCase ? digits.toUpperCase() : digits}`;
    });
}

/** An escape of a character beyond ASCII, and not the end of an escaped backslash. */
const NON_ASCII_ESCAPE = /(?<!\\)(?:\\\\)*\\u(?!00[0-7])([0-9A-Fa-f]{4})/;
