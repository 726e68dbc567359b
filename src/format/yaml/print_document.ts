/**
 * Writes whole YAML documents.
 *
 * @module
 */
import type { Value } from "../../model/value.ts";
import { DEFAULT_STYLE, isBlockValue, printBlock, printInline } from "./print.ts";

/**
 * Writes a document, in lines where that is possible.
 *
 * @returns The document, with a line end at its end.
 * @throws {PawlError} With code `type-mismatch` for what YAML can't say.
 */
export function printYamlDocument(value: Value): string {
  if (isBlockValue(value, DEFAULT_STYLE)) return printBlock(value, 0, DEFAULT_STYLE).text;
  return `${printInline(value, DEFAULT_STYLE, false)}\n`;
}
