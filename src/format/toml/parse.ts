/**
 * The strict reader of TOML 1.1: the gate before and after each edit.
 *
 * `smol-toml` with these options decodes every valid document of toml-test to its exact values and refuses every
 * invalid one; it knows nothing of the scanner that makes the edits, which is what makes it a judge of them.
 *
 * @module
 */
import { parse, TomlError } from "smol-toml";
import { InvalidDocumentError } from "../../model/errors.ts";
import type { Table } from "../../model/value.ts";
import { MAX_DEPTH, OUT_OF_RANGE, requireDepth, tooDeep } from "../limits.ts";
import { findOutOfRange } from "./number_range.ts";

const OPTIONS = { integersAsBigInt: true, useLegacyDate: false } as const;

/**
 * Reads a TOML document.
 *
 * @returns Its root table.
 * @throws {InvalidDocumentError} If the text is not valid TOML 1.1.
 */
export function parseToml(text: string, document: string): Table {
  let table: Table;
  try {
    table = read(text);
  } catch (error) {
    throw invalid(error, document);
  }
  requireDepth(table, document);
  const offset = findOutOfRange(text, table, read);
  if (offset === undefined) return table;
  const before = text.slice(0, offset).split("\n");
  throw new InvalidDocumentError(document, OUT_OF_RANGE, before.length, before.at(-1)!.length + 1);
}

function read(text: string): Table {
  return parse(text, OPTIONS) as Table;
}

function invalid(error: unknown, document: string): InvalidDocumentError {
  if (error instanceof TomlError) {
    // The message's first line is "Invalid TOML document: reason"; a drawing of the place follows.
    const reason = error.message.split("\n", 1)[0]!.replace(/^Invalid TOML document: /, "");
    const isTooDeep = reason.startsWith("document contains excessively nested structures");
    const ours = isTooDeep ? tooDeep(MAX_DEPTH) : reason;
    return new InvalidDocumentError(document, ours, error.line, error.column, { cause: error });
  }
  // Temporal refuses dates that are well-formed but do not exist, and the stack overflows on absurd nesting.
  const reason = error instanceof Error ? error.message : String(error);
  return new InvalidDocumentError(document, reason, 1, 1, { cause: error });
}
