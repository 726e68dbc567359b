/**
 * Turns changed rows into edits of the text: each changed cell by itself, removed rows with their line ends, and new rows
 * behind the last one, written as the rest of the table is.
 *
 * A document without a final line end keeps it that way.
 *
 * @module
 */
import type { TextEdit } from "../format.ts";
import { isQuoted, writeCell, writeName } from "./cell.ts";
import { SAMPLE_SIZE } from "./dialect.ts";
import type { CsvRows, Row } from "./rows.ts";
import { type CsvTable, isQuotedColumn, sourceOf } from "./table.ts";

/**
 * Says which characters must change.
 *
 * @returns The edits: ascending, disjoint, none of them idle.
 */
export function textEdits(rows: CsvRows): TextEdit[] {
  const writer = new CsvWriter(rows);
  for (const row of rows.touched) writer.change(row);
  return writer.finish();
}

class CsvWriter {
  readonly #rows: CsvRows;
  readonly #table: CsvTable;
  readonly #quotedColumns = new Map<number, boolean>();
  readonly #edits: TextEdit[] = [];
  #isLastRemoved = false;

  constructor(rows: CsvRows) {
    this.#rows = rows;
    this.#table = rows.table;
  }

  /** Notes what a row of the document has become; rows come in the order of the document. */
  change(row: Row): void {
    const record = row.record!;
    if (row.isRemoved) return this.#remove(record);
    const { fieldStarts, firstFields } = this.#table.records;
    for (const column of [...row.cells.keys()].sort((a, b) => a - b)) {
      const old = sourceOf(this.#table, record, column);
      const text = this.#spell(row.cells.get(column), column, old);
      const offset = fieldStarts[firstFields[record]! + column]!;
      this.#edits.push({ offset, length: old.length, text });
    }
  }

  finish(): TextEdit[] {
    const lines = this.#rows.added.map((row) => this.#line(row));
    if (this.#table.columns.length === 0) {
      if (lines.length > 0) this.#writeDocument(lines);
    } else if (lines.length > 0) this.#append(lines);
    else if (this.#isLastRemoved && this.#isOpen()) this.#dropLastLineEnd();
    // A cell may have got back what it had, and a row that was taken out may have come back.
    return this.#edits.filter(({ offset, length, text }) => this.#table.text.slice(offset, offset + length) !== text);
  }

  #remove(record: number): void {
    const { fieldStarts, firstFields, recordEnds } = this.#table.records;
    const start = fieldStarts[firstFields[record]!]!;
    this.#isLastRemoved = record === recordEnds.length - 1;
    this.#splice(start, recordEnds[record]! - start, "");
  }

  /** Notes an edit, as part of the one before it where they touch. */
  #splice(offset: number, length: number, text: string): void {
    const last = this.#edits.at(-1);
    const touches = last !== undefined && last.text === "" && last.offset + last.length === offset;
    if (touches) this.#edits[this.#edits.length - 1] = { offset: last.offset, length: last.length + length, text };
    else this.#edits.push({ offset, length, text });
  }

  /** Writes a cell with quotes if its old source, or else all of its column, has them. */
  #spell(value: string | undefined, column: number, old: string): string {
    const alwaysQuoted = value !== undefined && (old === "" ? this.#isQuotedColumn(column) : isQuoted(old));
    return writeCell(value, this.#table.dialect.delimiter, alwaysQuoted);
  }

  #isQuotedColumn(column: number): boolean {
    let quoted = this.#quotedColumns.get(column);
    if (quoted === undefined) {
      quoted = column < this.#table.columns.length && isQuotedColumn(this.#table, column);
      this.#quotedColumns.set(column, quoted);
    }
    return quoted;
  }

  #line(row: Row): string {
    const cells = Array.from(
      { length: this.#rows.width },
      (_, column) => this.#spell(row.cells.get(column), column, ""),
    );
    return cells.join(this.#table.dialect.delimiter);
  }

  #append(lines: readonly string[]): void {
    const end = this.#table.records.recordEnds.at(-1)!;
    const endOfLine = this.#endOfLine();
    if (!this.#isOpen()) this.#splice(end, 0, lines.map((line) => line + endOfLine).join(""));
    else this.#splice(end, 0, (this.#isLastRemoved ? "" : endOfLine) + lines.join(endOfLine));
  }

  /** Writes the first rows of a document, and the header if it is to have one. */
  #writeDocument(lines: readonly string[]): void {
    const { text, dialect: { bodyStart, delimiter, hasHeader } } = this.#table;
    const endOfLine = this.#endOfLine();
    const all = hasHeader
      ? [this.#rows.columns.map((name) => writeName(name, delimiter)).join(delimiter), ...lines]
      : lines;
    const gap = bodyStart === text.length && /[^\ufeff\n]$/.test(text) ? endOfLine : "";
    this.#splice(text.length, 0, gap + all.map((line) => line + endOfLine).join(""));
  }

  /** Whether the text ends in a row without a line end. */
  #isOpen(): boolean {
    return this.#table.text.length === this.#table.records.recordEnds.at(-1) && !this.#table.text.endsWith("\n");
  }

  #dropLastLineEnd(): void {
    const { offset, length, text } = this.#edits.pop()!;
    const head = this.#table.text.slice(Math.max(offset - 2, this.#table.dialect.bodyStart), offset);
    const lineEnd = /\r?\n$/.exec(head)?.[0].length ?? 0;
    this.#edits.push({ offset: offset - lineEnd, length: length + lineEnd, text });
  }

  /** The line end of the last record that has one, for new rows; those inside of quotes do not count. */
  #endOfLine(): string {
    const { text, records: { recordEnds, firstFields, fieldEnds } } = this.#table;
    for (let record = recordEnds.length - 1; record >= 0; record--) {
      const lineEnd = text.slice(fieldEnds[firstFields[record + 1]! - 1], recordEnds[record]);
      if (lineEnd !== "") return lineEnd;
    }
    return /\r?\n/.exec(recordEnds.length === 0 ? text : "")?.[0] ?? "\n";
  }
}

/**
 * Makes the first records of the edited text, for a look at how they would be understood.
 *
 * @param edits The edits they come to.
 * @returns The start of the edited text, to the end of a record; more than the sample that is looked at.
 */
export function editedHead({ table, touched }: CsvRows, edits: readonly TextEdit[]): string {
  const removedCount = touched.filter(({ isRemoved }) => isRemoved).length;
  const limit = table.records.recordEnds[SAMPLE_SIZE + removedCount] ?? table.text.length;
  let head = "";
  let position = 0;
  for (const { offset, length, text } of edits) {
    if (offset > limit) break;
    head += table.text.slice(position, offset) + text;
    position = offset + length;
  }
  return position < limit ? head + table.text.slice(position, limit) : head;
}
