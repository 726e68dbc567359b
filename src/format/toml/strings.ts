/**
 * Writes strings in any of TOML's four kinds of quotes, as what they replace or what stands beside them has it.
 *
 * @module
 * @see https://toml.io/en/v1.0.0#string
 */
import { PawlError } from "../../model/errors.ts";
import { escapeBasicString } from "../../model/key_path.ts";

/** The quotes that an author prefers where there is a choice. */
export interface StringStyle {
  /** Whether strings of one line stand in `'…'`. */
  readonly isLiteral: boolean;
  /** Whether those of several lines stand in `'''`. */
  readonly isMultiLiteral: boolean;
}

/** The style of an author who shows none. */
export const BASIC_STYLE: StringStyle = { isLiteral: false, isMultiLiteral: false };

/** Writes a string on one line. */
export function printOneLine(text: string, { isLiteral }: StringStyle): string {
  requireWellFormed(text);
  return isLiteral && fitsLiteral(text) ? `'${text}'` : `"${escapeBasicString(text)}"`;
}

/**
 * Writes a new string as the value of a pair: on several lines if it has them, and without escapes for backslashes.
 *
 * @param endOfLine The document's line end; with CRLF, lines would not mean the same to all readers.
 */
export function printNewString(text: string, style: StringStyle, endOfLine: string): string {
  if (text.includes("\n") && endOfLine === "\n") return printLines(text, style.isMultiLiteral, true);
  return printOneLine(text, text.includes("\\") ? { ...style, isLiteral: true } : style);
}

/**
 * Writes a string in the quotes of the one that it replaces, if it can be.
 *
 * @param old The source of the old value.
 * @param isPair Whether it is the value of a pair, and so may get several lines that the old one did not have.
 */
export function printStringLike(text: string, old: string, endOfLine: string, isPair: boolean): string {
  const isLiteral = old.startsWith("'");
  const isMulti = old.startsWith("'''") || old.startsWith('"""');
  const hasLines = text.includes("\n") && endOfLine === "\n";
  const mayGetLines = isPair && /^["']/.test(old) && !old.includes("\\n");
  if (hasLines && (isMulti || mayGetLines)) return printLines(text, isLiteral, !isMulti || !/^...[^\r\n]+\n/.test(old));
  if (isMulti && !old.includes("\n") && !text.includes("\n")) return printLines(text, isLiteral, false);
  return printOneLine(text, { ...BASIC_STYLE, isLiteral });
}

/** Looks at the sources of values that stand beside a new one. */
export function stringStyleOf(sources: readonly string[]): StringStyle {
  const strings = sources.map((source) => /^\[[ \t\r\n]*(["'].*)/s.exec(source)?.[1] ?? source);
  const isShown = (literal: RegExp, basic: RegExp) =>
    strings.some((source) => literal.test(source)) && !strings.some((source) => basic.test(source));
  // A text with a backslash stands in '…' wherever the author likes "…" better.
  return { isLiteral: isShown(/^'(?!'')[^'\\"]*'/, /^"(?!"")/), isMultiLiteral: isShown(/^'''/, /^"""/) };
}

/** Writes a string in three quotes. */
function printLines(text: string, isLiteral: boolean, opensLine: boolean): string {
  requireWellFormed(text);
  // A line end right behind the quotes is none of the string.
  const start = opensLine || text.startsWith("\n") ? "\n" : "";
  if (isLiteral && fitsMultiLiteral(text)) return `'''${start}${text}'''`;
  const lines = text.split("\n").map((line) => escapeBasicString(line).replace(/\\([\\"])/g, unescapeQuote));
  const body = lines.join("\n").replaceAll('"""', '""\\"').replace(/(?<!\\)"$/, '\\"');
  return `"""${start}${body}"""`;
}

/** Quotes need no escape in three quotes, unless three stand together or one at the end. */
function unescapeQuote(escape: string, character: string): string {
  return character === '"' ? '"' : escape;
}

function fitsLiteral(text: string): boolean {
  // deno-lint-ignore no-control-regex -- a literal string has no escapes, so these can't stand in it.
  return !/['\x00-\x08\x0a-\x1f\x7f]/.test(text);
}

function fitsMultiLiteral(text: string): boolean {
  // deno-lint-ignore no-control-regex -- a literal string has no escapes, so these can't stand in it.
  return !/'''|'$|[\x00-\x08\x0b-\x1f\x7f]/.test(text);
}

function requireWellFormed(text: string): void {
  if (text.isWellFormed()) return;
  throw new PawlError("type-mismatch", "TOML has no way to write half a surrogate pair", {
    hint: "pass valid Unicode",
  });
}
