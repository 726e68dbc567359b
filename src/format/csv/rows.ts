/**
 * The rows of a table while steps are carried out: what is to be in each cell, not yet how it is written.
 *
 * Only rows that a step touches are held, so that a step costs the same in a table of any size.
 *
 * @module
 */
import type { CsvOptions } from "./dialect.ts";
import { cellOf, type CsvTable } from "./table.ts";

/** A row that a step has touched. */
export interface Row {
  /** Its record in the document; `undefined` for a new row. */
  readonly record: number | undefined;
  /** The cells that were written, by column; `undefined` for those that lost their value. */
  readonly cells: Map<number, string | undefined>;
  isRemoved: boolean;
}

/** A table's rows, to be changed. */
export class CsvRows {
  readonly table: CsvTable;
  /** The place of each column by its name, in order. */
  readonly #columns = new Map<string, number>();
  /** The touched rows by their present keys. */
  readonly #byKey = new Map<string, Row>();
  /** Keys of the document that no longer lead to their record. */
  readonly #gone = new Set<string>();
  readonly #touched: Row[] = [];

  /**
   * @param table The table as the document has it.
   * @param options What the caller knows of it: the name of the key column, if the document has no record yet.
   */
  constructor(table: CsvTable, { keyColumn = "key" }: CsvOptions) {
    this.table = table;
    if (table.columns.length > 0) table.columns.forEach((name) => this.addColumn(name));
    else if (table.dialect.hasHeader) this.addColumn(keyColumn);
    else for (let number = 1; number <= table.keyIndex + 1; number++) this.addColumn(String(number));
  }

  /** The names of all columns, the key's included. */
  get columns(): string[] {
    return [...this.#columns.keys()];
  }

  /** How many columns there are. */
  get width(): number {
    return this.#columns.size;
  }

  /** Where a column is, if there is one of that name. */
  columnIndex(name: string): number | undefined {
    return this.#columns.get(name);
  }

  /** Adds a column; only for a table without any record, which does not say yet what its columns are. */
  addColumn(name: string): void {
    this.#columns.set(name, this.#columns.size);
  }

  /** The rows of the document that were touched, in its order. */
  get touched(): Row[] {
    return this.#touched.filter(({ record }) => record !== undefined).sort((a, b) => a.record! - b.record!);
  }

  /** The new rows, in the order in which they were added. */
  get added(): Row[] {
    return this.#touched.filter(({ record, isRemoved }) => record === undefined && !isRemoved);
  }

  /** Finds a row by its present key. */
  find(key: string): Row | undefined {
    const row = this.#byKey.get(key);
    if (row !== undefined) return row;
    const record = this.#gone.has(key) ? undefined : this.table.recordOf.get(key);
    return record === undefined ? undefined : this.#touch(key, record);
  }

  /** Adds a row behind all others. */
  add(key: string): Row {
    const row = this.#touch(key, undefined);
    row.cells.set(this.table.keyIndex, key);
    return row;
  }

  /** Takes a row out. */
  remove(key: string, row: Row): void {
    row.isRemoved = true;
    this.#leave(key);
  }

  /** Gives a row a key that is free. */
  rename(key: string, row: Row, newKey: string): void {
    this.#leave(key);
    this.#byKey.set(newKey, row);
    row.cells.set(this.table.keyIndex, newKey);
  }

  /** What is in a cell now. */
  cell(row: Row, column: number): string | undefined {
    if (row.record === undefined || row.cells.has(column)) return row.cells.get(column);
    return cellOf(this.table, row.record, column);
  }

  #touch(key: string, record: number | undefined): Row {
    const row: Row = { record, cells: new Map(), isRemoved: false };
    this.#byKey.set(key, row);
    this.#touched.push(row);
    return row;
  }

  #leave(key: string): void {
    this.#byKey.delete(key);
    this.#gone.add(key);
  }
}
