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

const OPTIONS = { integersAsBigInt: true, useLegacyDate: false } as const;

/**
 * Reads a TOML document.
 *
 * @returns Its root table.
 * @throws {InvalidDocumentError} If the text is not valid TOML 1.1.
 */
export function parseToml(text: string, document: string): Table {
  try {
    return parse(text, OPTIONS) as Table;
  } catch (error) {
    throw invalid(error, document);
  }
}

function invalid(error: unknown, document: string): InvalidDocumentError {
  if (error instanceof TomlError) {
    // The message's first line is "Invalid TOML document: reason"; a drawing of the place follows.
    const reason = error.message.split("\n", 1)[0]!.replace(/^Invalid TOML document: /, "");
    return new InvalidDocumentError(document, reason, error.line, error.column, { cause: error });
  }
  // Temporal refuses dates that are well-formed but do not exist, and the stack overflows on absurd nesting.
  const reason = error instanceof Error ? error.message : String(error);
  return new InvalidDocumentError(document, reason, 1, 1, { cause: error });
}
