/**
 * The strict reader of CSV tables: the gate before and after each edit.
 *
 * A document is a table of rows by key, and a row is a table of cells by column, without the key's own column. Every cell
 * is a string; a cell without a value (nothing between two delimiters) is not there, `""` is the empty string.
 *
 * The own scanner, which makes the edits, is not believed: `csv-parse`, which knows nothing of it, must find the same
 * cells.
 *
 * @module
 */
import { parse } from "csv-parse";
import { InvalidDocumentError } from "../../model/errors.ts";
import type { Table } from "../../model/value.ts";
import { isQuoted, readCell } from "./cell.ts";
import type { CsvOptions } from "./dialect.ts";
import { cellOf, type CsvTable, readTable, sourceOf } from "./table.ts";

/**
 * Reads a CSV document.
 *
 * @param options What the caller knows of it.
 * @returns Its rows by key.
 * @throws {InvalidDocumentError} If the text is not a valid table.
 * @throws {PawlError} With code `usage` if there is no such key column.
 */
export function parseCsv(text: string, options: CsvOptions, document: string): Table {
  const table = readTable(text, options, document);
  verifyCells(table, document);
  const root: Table = Object.create(null);
  for (const [key, record] of table.recordOf) root[key] = rowOf(table, record);
  return root;
}

function rowOf(table: CsvTable, record: number): Table {
  const row: Table = Object.create(null);
  for (let column = 0; column < table.columns.length; column++) {
    if (column === table.keyIndex) continue;
    const cell = cellOf(table, record, column);
    if (cell !== undefined) row[table.columns[column]!] = cell;
  }
  return row;
}

function verifyCells(table: CsvTable, document: string): void {
  const { recordEnds } = table.records;
  const judged = readIndependently(table, document);
  const isSame = judged.length === recordEnds.length &&
    judged.every((cells, record) =>
      cells.length === table.columns.length && cells.every((cell, column) => isSpelled(table, record, column, cell))
    );
  if (!isSame) throw new InvalidDocumentError(document, "two readers find different cells in it", 1, 1);
}

function readIndependently({ text, dialect }: CsvTable, document: string): string[][] {
  try {
    return parse(text.slice(dialect.bodyStart), {
      delimiter: dialect.delimiter,
      record_delimiter: ["\r\n", "\n"],
      skip_empty_lines: true,
    });
  } catch (error) {
    const reason = `a second reader finds a fault in it: ${error instanceof Error ? error.message : String(error)}`;
    throw new InvalidDocumentError(document, reason, 1, 1, { cause: error });
  }
}

function isSpelled(table: CsvTable, record: number, column: number, cell: string): boolean {
  const source = sourceOf(table, record, column);
  return source === cell || (isQuoted(source) && readCell(source) === cell);
}
