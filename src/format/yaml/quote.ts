/**
 * Writes strings: plain where that means the string, else in quotes, several lines as a literal block.
 *
 * @module
 */
import { PawlError } from "../../model/errors.ts";
import { coreKind, isPlainScalar, plainKind, PRINTABLE } from "./plain.ts";

/** A kind of quotes. */
export type Quote = "single" | "double";

/** How a string is to be written, if it can be. */
export interface QuoteStyle {
  /** Whether it stands in brackets or braces. */
  readonly isInFlow: boolean;
  /** The quotes that even a plain word gets, because the text around has them. */
  readonly forced: Quote | undefined;
  /** The quotes for what can't be plain. */
  readonly preferred: Quote;
}

/**
 * Writes a string on one line.
 *
 * @param style How it is to be written, if it can be.
 * @param old The plain word that it replaces, if it does: one that YAML 1.1 takes for a boolean or a date can be replaced
 * by another such one without quotes, since the reader of the file has already decided what they are.
 * @returns The scalar.
 * @throws {PawlError} With code `type-mismatch` for half a surrogate pair.
 */
export function printString(text: string, style: QuoteStyle, old?: string): string {
  if (style.forced === undefined && isPlainScalar(text, style.isInFlow)) {
    const kind = plainKind(text);
    const isAlike = old !== undefined && plainKind(old) === kind && coreKind(text) === "string";
    // Ansible and Helm would see a map where a template began the value: its authors quote one wherever it stands.
    const isBareTemplate = text.includes("{{") && !old?.includes("{{");
    if ((kind === "string" || isAlike) && !isBareTemplate) return text;
  }
  return printQuoted(text, style.forced ?? otherIfReadable(text, style.preferred));
}

/** The quotes that spare the text its escapes, if the preferred ones do not. */
function otherIfReadable(text: string, preferred: Quote): Quote {
  const hasSingle = text.includes("'");
  const hasDouble = /["\\]/.test(text);
  if (preferred === "single") return hasSingle && !hasDouble ? "double" : "single";
  return hasDouble && !hasSingle ? "single" : "double";
}

function printQuoted(text: string, quote: Quote): string {
  if (!text.isWellFormed()) {
    throw new PawlError("type-mismatch", "YAML has no way to write half a surrogate pair", {
      hint: "pass valid Unicode",
    });
  }
  if (quote === "single" && PRINTABLE.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(ESCAPED, (character) => `\\u${hex(character)}`);
}

/** Characters that JSON leaves as they are, and that YAML forbids or an editor would not show. */
const ESCAPED = /[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]/g;

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(4, "0");
}

/** A string of several lines as a block scalar. */
export interface LiteralBlock {
  readonly header: string;
  /** The lines, indented, each with its end. */
  readonly body: string;
}

/**
 * Writes a string as a literal block, if its lines come out of that as they are and a reader sees all of them.
 *
 * @param indent The column of the lines.
 * @param endOfLine The document's line end.
 * @returns The block, or `undefined` if the string needs quotes.
 */
export function printLiteralBlock(text: string, indent: number, endOfLine: string): LiteralBlock | undefined {
  const lines = text.split("\n");
  const endsLine = lines.at(-1) === "";
  if (endsLine) lines.pop();
  // Blank lines at either end and blanks at the ends of lines do not survive editors, or need an indentation indicator.
  const isReadable = /^[^\s]/.test(text) && !/[ \t]\n|[ \t]$|\n\n$/.test(text);
  if (!text.includes("\n") || !isReadable || !lines.every((line) => PRINTABLE.test(line.replaceAll("\t", " ")))) return;
  const body = lines.map((line) => (line === "" ? "" : " ".repeat(indent) + line) + endOfLine).join("");
  return { header: endsLine ? "|" : "|-", body };
}
