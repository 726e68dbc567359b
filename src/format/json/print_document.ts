/**
 * Writes whole JSON documents.
 *
 * @module
 */
import { isTable, type Value } from "../../model/value.ts";
import { printLiteral } from "./print.ts";

/**
 * Writes a document, indented by two blanks.
 *
 * @returns The document, with a line end at its end.
 * @throws {PawlError} With code `type-mismatch` for what JSON can't say.
 */
export function printJsonDocument(value: Value): string {
  return `${JSON.stringify(plain(value), null, 2)}\n`;
}

/** Numbers go in as they are spelled, for a `number` of JavaScript knows no integers. */
function plain(value: Value): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (isTable(value)) return Object.fromEntries(Object.keys(value).map((key) => [key, plain(value[key]!)]));
  const literal = printLiteral(value);
  return typeof value === "string" ? value : rawJson(literal);
}

/** @see https://tc39.es/proposal-json-parse-with-source/ */
function rawJson(text: string): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);
}
