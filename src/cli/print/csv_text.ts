/**
 * Writes any value as a CSV table, for spreadsheets: what types it has gets lost.
 *
 * @module
 */
import type { Format } from "../../format/format.ts";
import { type KeyPath, printKeyPath } from "../../model/key_path.ts";
import { isTable, type Table, type Value } from "../../model/value.ts";
import { leavesOf } from "./flat_text.ts";

/**
 * Writes a value as a CSV table.
 *
 * A table of tables is a row for each of them with its key in the first column, an array of tables is a row for each; of
 * anything else the columns are the keys and the values.
 *
 * @param path Where it is.
 * @param format The format of its document.
 * @returns A CSV document with a header.
 */
export function printCsvText(value: Value, path: KeyPath, format: Format): string {
  const rows = Object.values(value ?? "");
  const isTabular = typeof value === "object" && rows.length > 0 && rows.every((row) => isTable(row) && isFlat(row));
  if (!isTabular) {
    const lines = leavesOf({ path, value }).map((leaf) => [printKeyPath(leaf.path), printCell(leaf.value, format)]);
    return printRecords([["key", "value"], ...lines]);
  }
  const names = [...new Set((rows as Table[]).flatMap((row) => Object.keys(row)))];
  const cells = (row: Table) => names.map((name) => row[name] === undefined ? undefined : printCell(row[name], format));
  if (Array.isArray(value)) return printRecords([names, ...(rows as Table[]).map(cells)]);
  const lines = Object.entries(value as Table).map(([key, row]) => [key, ...cells(row as Table)]);
  return printRecords([[freeName("key", names), ...names], ...lines]);
}

function isFlat(row: Table): boolean {
  return Object.values(row).every((cell) => !isTable(cell));
}

function printCell(value: Value, format: Format): string | undefined {
  if (value === null) return undefined;
  return typeof value === "string" ? value : format.printLiteral(value);
}

/** Other columns may have taken the name. */
function freeName(name: string, names: readonly string[]): string {
  return names.includes(name) ? freeName(`_${name}`, names) : name;
}

/** @see https://www.rfc-editor.org/rfc/rfc4180 */
function printRecords(records: readonly (readonly (string | undefined)[])[]): string {
  return records.map((fields) => `${fields.map(printField).join(",")}\n`).join("");
}

/** A field without a value has nothing in it, an empty string has quotes. */
function printField(field: string | undefined): string {
  if (field === undefined) return "";
  const isPlain = field !== "" && !/[",\r\n]|^\s|\s$/.test(field);
  return isPlain ? field : `"${field.replaceAll('"', '""')}"`;
}
