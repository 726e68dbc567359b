/**
 * A CSV document as a table: its columns by name, its rows by key, every cell by its place in the text.
 *
 * @module
 */
import { InvalidDocumentError, PawlError } from "../../model/errors.ts";
import { isQuoted, needsQuotes, readCell } from "./cell.ts";
import { type CsvOptions, detectDialect, type Dialect } from "./dialect.ts";
import { type Fault, placeOf, type Records, scanRecords } from "./scan.ts";

/** A valid CSV document. */
export interface CsvTable {
  readonly text: string;
  readonly dialect: Dialect;
  readonly records: Records;
  /** The names of all columns, the key's included; empty for a document without any record. */
  readonly columns: readonly string[];
  /** Which column holds the keys. */
  readonly keyIndex: number;
  /** The record of the first row: 1 behind a header, else 0. */
  readonly firstRow: number;
  /** The record of each key, in the order of the document. */
  readonly recordOf: ReadonlyMap<string, number>;
}

/**
 * Reads a document.
 *
 * @param options What the caller knows of it.
 * @returns The table.
 * @throws {InvalidDocumentError} If the text is no CSV, a row has too many or too few fields, or two columns or two rows
 * go by one name.
 * @throws {PawlError} With code `usage` if there is no such key column.
 */
export function readTable(text: string, options: CsvOptions, document: string): CsvTable {
  const dialect = detectDialect(text, options, document);
  const { fault, ...records } = scanRecords(text, dialect.bodyStart, dialect.delimiter);
  const shape = { text, dialect, records };
  const first = raggedRecord(shape) ?? fault;
  if (first !== undefined) throw invalid(text, first, document);
  const columns = nameColumns(shape, document);
  const keyIndex = findKeyColumn(columns, dialect.hasHeader, options.keyColumn, document);
  const firstRow = dialect.hasHeader && columns.length > 0 ? 1 : 0;
  const recordOf = indexRows({ ...shape, columns, keyIndex, firstRow }, document);
  return { ...shape, columns, keyIndex, firstRow, recordOf };
}

type Shape = Pick<CsvTable, "text" | "dialect" | "records">;

/** The source of a cell, with its quotes. */
export function sourceOf({ text, records }: Shape, record: number, column: number): string {
  const field = records.firstFields[record]! + column;
  return text.slice(records.fieldStarts[field], records.fieldEnds[field]);
}

/** The text of a cell, or `undefined` if it has no value. */
export function cellOf(shape: Shape, record: number, column: number): string | undefined {
  const source = sourceOf(shape, record, column);
  return source === "" ? undefined : readCell(source);
}

/**
 * Whether the cells of a column have quotes wherever they have a value, also where they need none. A column whose values
 * say nothing about that is like its name.
 */
export function isQuotedColumn(table: CsvTable, column: number): boolean {
  const { records: { recordEnds }, dialect: { delimiter }, firstRow } = table;
  const isNeedless = (record: number) => !needsQuotes(cellOf(table, record, column) ?? "", delimiter);
  let isKnown = false;
  for (let record = firstRow; record < recordEnds.length; record++) {
    const source = sourceOf(table, record, column);
    if (source === "") continue;
    if (!isQuoted(source)) return false;
    isKnown ||= isNeedless(record);
  }
  return isKnown || (firstRow === 1 && isQuoted(sourceOf(table, 0, column)) && isNeedless(0));
}

function invalid(text: string, { offset, reason, hint }: Fault, document: string): InvalidDocumentError {
  const { line, column } = placeOf(text, offset);
  return new InvalidDocumentError(document, reason, line, column, { hint });
}

/** Finds the first record that has another number of fields than the first one. */
function raggedRecord({ records, dialect }: Shape): Fault | undefined {
  const { firstFields, fieldStarts, fieldEnds, recordEnds } = records;
  const width = firstFields[1] ?? 0;
  const record = recordEnds.findIndex((_, index) => firstFields[index + 1] !== (index + 1) * width);
  if (record < 0) return undefined;
  const found = firstFields[record + 1]! - firstFields[record]!;
  const reason = `found ${count(found)}, wanted ${width} as in the ${dialect.hasHeader ? "header" : "first row"}`;
  if (found < width) return { offset: fieldEnds[firstFields[record + 1]! - 1]!, reason };
  const hint = `put a field that holds ${JSON.stringify(dialect.delimiter)} in quotes, or pass --delimiter CHARACTER`;
  return { offset: fieldStarts[firstFields[record]! + width]!, reason, hint };
}

function count(fields: number): string {
  return fields === 1 ? "1 field" : `${fields} fields`;
}

/** A column without a name, and every column of a document without a header, goes by its number, from 1. */
function nameColumns(shape: Shape, document: string): string[] {
  const { firstFields, fieldStarts } = shape.records;
  const width = firstFields[1] ?? 0;
  const names = new Set<string>();
  for (let column = 0; column < width; column++) {
    const name = (shape.dialect.hasHeader && cellOf(shape, 0, column)) || String(column + 1);
    if (names.has(name)) {
      const reason = `found a second column ${JSON.stringify(name)}`;
      const hint = "give each column a name of its own, or pass --no-header if the first row holds data";
      throw invalid(shape.text, { offset: fieldStarts[column]!, reason, hint }, document);
    }
    names.add(name);
  }
  return [...names];
}

function findKeyColumn(
  columns: readonly string[],
  hasHeader: boolean,
  name: string | undefined,
  document: string,
): number {
  if (name === undefined) return 0;
  if (columns.length === 0) return hasHeader ? 0 : numberedColumn(name, document);
  const index = columns.indexOf(name);
  if (index >= 0) return index;
  throw new PawlError("usage", `Cannot find key column ${JSON.stringify(name)} in "${document}"`, {
    hint: `use one of the columns ${listNames(columns)}`,
  });
}

function numberedColumn(name: string, document: string): number {
  if (/^[1-9]\d{0,3}$/.test(name)) return Number(name) - 1;
  throw new PawlError("usage", `Cannot find key column ${JSON.stringify(name)} in "${document}": it has no header`, {
    hint: "name the key column by its number, as in --key 1",
  });
}

/**
 * Lists names for a hint.
 *
 * @returns At most the first 20 in quotes.
 */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => JSON.stringify(name)).join(", ");
  return names.length > 20 ? `${shown}, …` : shown;
}

function indexRows(table: Omit<CsvTable, "recordOf">, document: string): Map<string, number> {
  const recordOf = new Map<string, number>();
  const { recordEnds, firstFields, fieldStarts } = table.records;
  for (let record = table.firstRow; record < recordEnds.length; record++) {
    const key = cellOf(table, record, table.keyIndex) ?? "";
    const other = recordOf.get(key);
    if (other !== undefined) {
      const { line } = placeOf(table.text, fieldStarts[firstFields[other]!]!);
      const reason = `found a second row with the key ${JSON.stringify(key)} (the first is in line ${line})`;
      const offset = fieldStarts[firstFields[record]! + table.keyIndex]!;
      throw invalid(table.text, { offset, reason, hint: keyHint(table) }, document);
    }
    recordOf.set(key, record);
  }
  return recordOf;
}

function keyHint(table: Omit<CsvTable, "recordOf">): string {
  const unique = table.columns.findIndex((_, column) => isUnique(table, column));
  if (unique < 0) return "give each row a key of its own, or pass --key COLUMN for another key column";
  return `pass --key ${JSON.stringify(table.columns[unique])}, whose values differ in all rows`;
}

function isUnique(table: Omit<CsvTable, "recordOf">, column: number): boolean {
  const seen = new Set<string | undefined>();
  for (let record = table.firstRow; record < table.records.recordEnds.length; record++) {
    seen.add(cellOf(table, record, column));
  }
  return seen.size === table.records.recordEnds.length - table.firstRow && !seen.has(undefined);
}
