/**
 * Writes values in TOML 1.0 syntax, on one line, whatever the document's version.
 *
 * @module
 * @see https://toml.io/en/v1.0.0
 */
import { PawlError } from "../../model/errors.ts";
import { escapeBasicString, printKey } from "../../model/key_path.ts";
import { type DateTime, isTable, kindOf, type Table, type Value } from "../../model/value.ts";

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/**
 * Writes a value.
 *
 * @returns A literal without line ends.
 * @throws {PawlError} With code `type-mismatch` for what TOML can't say: null, an integer beyond 64 bits, half a
 * surrogate pair.
 */
export function printValue(value: Value): string {
  switch (typeof value) {
    case "string":
      return `"${escapeBasicString(wellFormed(value))}"`;
    case "bigint":
      return printInteger(value);
    case "number":
      return printFloat(value);
    case "boolean":
      return String(value);
  }
  if (value === null) throw unsayable("null", "leave the key out, or unset it");
  if (Array.isArray(value)) return `[${value.map(printValue).join(", ")}]`;
  if (isTable(value)) return printInlineTable(value);
  return printDateTime(value);
}

/**
 * Writes a value the way the value that it replaces is written: a literal string stays one if it can, and so does a
 * multi-line string or array.
 *
 * @param old The source text of the old value.
 * @param endOfLine The document's line end.
 * @returns A literal, with line ends only where the old one had them.
 */
export function printLike(value: Value, old: string, endOfLine: string): string {
  if (typeof value === "string") return printStringLike(wellFormed(value), old, endOfLine);
  if (Array.isArray(value) && value.length > 0 && old.startsWith("[") && old.includes("\n")) {
    return printArrayLike(value, old, endOfLine);
  }
  return printValue(value);
}

function printStringLike(value: string, old: string, endOfLine: string): string {
  if (old.startsWith('"""') && value.includes("\n") && endOfLine === "\n") {
    const lines = value.split("\n").map((line) => escapeBasicString(line));
    return `"""\n${lines.join("\n")}"""`;
  }
  // deno-lint-ignore no-control-regex -- a literal string has no escapes, so these can't stand in it.
  if (old.startsWith("'") && !/['\x00-\x08\x0a-\x1f\x7f]/.test(value)) return `'${value}'`;
  return `"${escapeBasicString(value)}"`;
}

/** One element per line, indented as the old array's first element was. */
function printArrayLike(value: Value[], old: string, endOfLine: string): string {
  const elementIndent = /\n([ \t]*)[^ \t\r\n\]]/.exec(old)?.[1] ?? "  ";
  const closingIndent = /\n([ \t]*)\]$/.exec(old)?.[1];
  if (closingIndent === undefined) return printValue(value);
  const lines = value.map((item) => elementIndent + printValue(item));
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

function printInlineTable(table: Table): string {
  const pairs = Object.keys(table).map((key) => `${printKey(wellFormed(key))} = ${printValue(table[key]!)}`);
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
