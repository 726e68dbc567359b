/**
 * Reads what a user typed as a JSON value literal.
 *
 * @module
 */
import type { Literal } from "../format.ts";
import { parseLiteral } from "./parse.ts";
import { printLiteral } from "./print.ts";

/** What a JSON value begins with, and what it can't end with; anything else needs no parser to be told apart. */
const VALUE = /^["\-0-9[{tfn](?:[^]*[^ \t\r\n])?$/;

/**
 * Reads a text as one JSON value.
 *
 * @param text What the user typed.
 * @returns The value and, for numbers, the spelling; `undefined` if the text is not a JSON value.
 * @throws {PawlError} With code `type-mismatch` for a number beyond the range of floats.
 */
export function readJsonLiteral(text: string): Literal | undefined {
  if (!VALUE.test(text)) return undefined;
  const value = parseLiteral(text);
  if (value === undefined) return undefined;
  if (typeof value !== "number") return { value, spelling: typeof value === "bigint" ? text : undefined };
  printLiteral(value);
  return { value, spelling: text };
}
