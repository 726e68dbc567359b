/**
 * Writes values in TOML 1.0 syntax, on one line, whatever the document's version.
 *
 * @module
 * @see https://toml.io/en/v1.0.0
 */
import { PawlError } from "../../model/errors.ts";
import { printKey } from "../../model/key_path.ts";
import { type DateTime, isTable, kindOf, type Table, type Value } from "../../model/value.ts";
import {
  BASIC_STYLE,
  printNewString,
  printOneLine,
  printStringLike,
  type StringStyle,
  stringStyleOf,
} from "./strings.ts";

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/**
 * Writes a value.
 *
 * @param style The quotes for the strings in it.
 * @returns A literal without line ends.
 * @throws {PawlError} With code `type-mismatch` for what TOML can't say: null, an integer beyond 64 bits, half a
 * surrogate pair.
 */
export function printValue(value: Value, style = BASIC_STYLE): string {
  switch (typeof value) {
    case "string":
      return printOneLine(value, style);
    case "bigint":
      return printInteger(value);
    case "number":
      return printFloat(value);
    case "boolean":
      return String(value);
  }
  if (value === null) throw unsayable("null", "leave the key out, or unset it");
  if (Array.isArray(value)) return `[${value.map((item) => printValue(item, style)).join(", ")}]`;
  if (isTable(value)) return printInlineTable(value, style);
  return printDateTime(value);
}

/**
 * Writes the value of a new pair.
 *
 * @param style The quotes of the strings beside it.
 * @param endOfLine The document's line end.
 * @returns A literal, on several lines only for a string that has them.
 */
export function printNew(value: Value, style: StringStyle, endOfLine: string): string {
  return typeof value === "string" ? printNewString(value, style, endOfLine) : printValue(value, style);
}

/**
 * Writes a value the way the value that it replaces is written: in its quotes, and an array on several lines if it was.
 *
 * @param old The source text of the old value.
 * @param endOfLine The document's line end.
 * @param isPair Whether it is the value of a pair, and so may get several lines that the old one did not have.
 */
export function printLike(value: Value, old: string, endOfLine: string, isPair: boolean): string {
  if (typeof value === "string") return printStringLike(value, old, endOfLine, isPair);
  const style = stringStyleOf([old]);
  if (Array.isArray(value) && value.length > 0 && old.startsWith("[") && old.includes("\n")) {
    return printArrayLike(value, old, endOfLine, style);
  }
  return printValue(value, style);
}

/** One element per line, indented as the old array's first element was. */
function printArrayLike(value: Value[], old: string, endOfLine: string, style: StringStyle): string {
  const elementIndent = /\n([ \t]*)[^ \t\r\n\]]/.exec(old)?.[1] ?? "  ";
  const closingIndent = /\n([ \t]*)\]$/.exec(old)?.[1];
  if (closingIndent === undefined) return printValue(value, style);
  const lines = value.map((item) => elementIndent + printValue(item, style));
  const lastComma = /,\s*(?:#[^\n]*\s*)*\]$/.test(old) ? "," : "";
  return `[${endOfLine}${lines.join("," + endOfLine)}${lastComma}${endOfLine}${closingIndent}]`;
}

function printInteger(value: bigint): string {
  if (value < INT64_MIN || value > INT64_MAX) {
    throw unsayable(`the integer ${value} (64 bits at most)`, "pass --type string to keep the digits as text");
  }
  return String(value);
}

function printFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const digits = String(value);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}

function printInlineTable(table: Table, style: StringStyle): string {
  const pairs = Object.keys(table).map((key) => `${printKey(wellFormed(key))} = ${printValue(table[key]!, style)}`);
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

function printDateTime(value: DateTime): string {
  const text = value.toString();
  if (kindOf(value) !== "offset date-time") return text;
  // Temporal adds the zone's name in brackets; TOML knows only the offset, and Z for UTC.
  return text.replace(/\[.*$/, "").replace(/\+00:00$/, "Z");
}

function wellFormed(text: string): string {
  if (!text.isWellFormed()) throw unsayable("half a surrogate pair", "pass valid Unicode");
  return text;
}

function unsayable(what: string, hint: string): PawlError {
  return new PawlError("type-mismatch", `TOML has no way to write ${what}`, { hint });
}
