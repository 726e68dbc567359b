/**
 * Numbers and booleans as texts of cells.
 *
 * A cell is a string, but people count in CSV tables all the same, and spreadsheet programs write TRUE and FALSE.
 *
 * @module
 */
import type { CellScalar } from "../format.ts";

const INTEGER = /^-?(?:0|[1-9][0-9]*)$/;
const FLOAT = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/;

/**
 * Reads a cell as the number or the boolean that it spells.
 *
 * @param text The cell's text; one like `007` is no number, its zeros may matter.
 * @returns The value, or `undefined` if it is any other text.
 */
export function readScalar(text: string): CellScalar | undefined {
  if (INTEGER.test(text)) return BigInt(text);
  if (FLOAT.test(text) && Number.isFinite(Number(text))) return Number(text);
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  return undefined;
}

/**
 * Writes a number or a boolean as the text of a cell.
 *
 * @param old The text that it replaces; a boolean is written in its case.
 * @returns The text.
 */
export function printScalar(value: CellScalar, old = ""): string {
  const text = String(value);
  if (typeof value !== "boolean" || typeof readScalar(old) !== "boolean") return text;
  if (old === old.toUpperCase()) return text.toUpperCase();
  return old[0] === old[0]!.toUpperCase() ? text[0]!.toUpperCase() + text.slice(1) : text;
}
