/**
 * Carries out steps on a CSV table, cell by cell, and refuses what a table can't hold.
 *
 * @module
 */
import type { Step } from "../../model/change.ts";
import { InvalidDocumentError, PawlError } from "../../model/errors.ts";
import { printKeyPath } from "../../model/key_path.ts";
import { isTable, kindOf, type Value } from "../../model/value.ts";
import type { Edit, TextEdit } from "../format.ts";
import { type CsvOptions, detectDialect, type Dialect } from "./dialect.ts";
import { CsvRows, type Row } from "./rows.ts";
import { listNames, readTable } from "./table.ts";
import { editedHead, textEdits } from "./text_edits.ts";

/**
 * Says which characters of a CSV document must change.
 *
 * @param steps The steps, each seeing the result of those before it.
 * @param options What the caller knows of the document.
 * @returns The edits. A table has no comments to lose.
 * @throws {PawlError} With code `type-mismatch` if a step leads to a column that is not there or to the key's own, if a
 * value is no string, or if the document could not be told to be the same table afterwards.
 */
export function editCsv(text: string, steps: readonly Step[], options: CsvOptions): Edit {
  const rows = new CsvRows(readTable(text, options, "the document"), options);
  const editor = new CsvEditor(rows);
  for (const step of steps) editor.apply(step);
  const edits = textEdits(rows);
  checkDialect(rows, edits, options);
  return { edits, removed: [] };
}

class CsvEditor {
  readonly #rows: CsvRows;

  constructor(rows: CsvRows) {
    this.#rows = rows;
  }

  apply(step: Step): void {
    const [key, column, ...rest] = step.path;
    const label = labelOf(step);
    if (typeof key !== "string" || typeof column === "number" || step.op === "insert") {
      throw refusal(label, "a CSV table has no arrays", 'name a row and a column, as in "row.column"');
    }
    if (rest.length > 0) throw refusal(label, "a cell of a CSV table holds a string, not a table");
    if (column === undefined) this.#applyToRow(step, key, label);
    else this.#applyToCell(step, key, column, label);
  }

  #applyToRow(step: Exclude<Step, { op: "insert" }>, key: string, label: string): void {
    if (step.op === "remove") this.#rows.remove(key, this.#find(key));
    else if (step.op === "rename") this.#rows.rename(key, this.#find(key), wellFormed(step.key, label));
    else this.#writeRow(key, step.value, label);
  }

  #writeRow(key: string, value: Value, label: string): void {
    if (!isTable(value)) {
      throw refusal(
        label,
        `a row of a CSV table is a table of columns, not ${withArticle(value)}`,
        `name a column, as in "${printKeyPath([key, this.#columnExample()])}"`,
      );
    }
    const row = this.#rows.find(key);
    if (row !== undefined) {
      for (let index = 0; index < this.#rows.width; index++) {
        if (index !== this.#rows.table.keyIndex) row.cells.set(index, undefined);
      }
    }
    const target = row ?? this.#rows.add(wellFormed(key, label));
    for (const name of Object.keys(value)) {
      const cellLabel = `Cannot set "${printKeyPath([key, name])}"`;
      target.cells.set(this.#columnIndex(name, key, cellLabel), textOf(value[name]!, cellLabel));
    }
  }

  #applyToCell(step: Exclude<Step, { op: "insert" }>, key: string, column: string, label: string): void {
    const index = this.#columnIndex(column, key, label);
    if (step.op === "remove") this.#find(key).cells.set(index, undefined);
    else if (step.op === "rename") {
      const row = this.#find(key);
      const target = this.#columnIndex(step.key, key, label);
      row.cells.set(target, this.#rows.cell(row, index)).set(index, undefined);
    } else {
      const text = textOf(step.value, label);
      const row = this.#rows.find(key) ?? this.#rows.add(wellFormed(key, label));
      row.cells.set(index, text);
    }
  }

  #find(key: string): Row {
    const row = this.#rows.find(key);
    if (row === undefined) throw new Error(`there is no row "${key}"`);
    return row;
  }

  /** Finds a column by its name; in a document without any record it is made. */
  #columnIndex(name: string, key: string, label: string): number {
    const index = this.#rows.columnIndex(name) ?? makeColumn(this.#rows, name, label);
    if (index !== this.#rows.table.keyIndex) return index;
    throw refusal(
      label,
      `${JSON.stringify(name)} is the key column, and its cell is always ${JSON.stringify(key)}`,
      `leave ${JSON.stringify(name)} out, or rename the row to change its key`,
    );
  }

  #columnExample(): string {
    const { columns, table } = this.#rows;
    return columns.find((_, index) => index !== table.keyIndex) ?? "column";
  }
}

/** Makes a column, if the document has no record yet that says what its columns are. */
function makeColumn(rows: CsvRows, name: string, label: string): number {
  if (rows.table.columns.length > 0) throw unknownColumn(rows, name, label);
  if (rows.table.dialect.hasHeader) {
    if (name === "") throw refusal(label, "a column needs a name");
    rows.addColumn(wellFormed(name, label));
  } else if (/^[1-9]\d{0,3}$/.test(name)) {
    while (rows.width < Number(name)) rows.addColumn(String(rows.width + 1));
  } else {
    const reason = `there is no column ${JSON.stringify(name)}, as there is no header`;
    throw refusal(label, reason, 'name columns by number, as in "2"');
  }
  return rows.width - 1;
}

function unknownColumn({ columns, table }: CsvRows, name: string, label: string): PawlError {
  const others = columns.filter((_, index) => index !== table.keyIndex);
  const hint = others.length === 0
    ? "add the column to the header of the document first"
    : `use one of the columns ${listNames(others)}`;
  return refusal(label, `there is no column ${JSON.stringify(name)}`, hint);
}

function labelOf(step: Step): string {
  const verb = step.op === "remove" ? "unset" : step.op === "rename" ? "rename" : "set";
  return `Cannot ${verb} "${printKeyPath(step.path)}"`;
}

function textOf(value: Value, label: string): string {
  if (typeof value === "string") return wellFormed(value, label);
  const hint = value === null ? 'unset the cell, or set it to ""' : "pass --type string to write it as text";
  throw refusal(label, `a cell of a CSV table holds a string, not ${withArticle(value)}`, hint);
}

function wellFormed(text: string, label: string): string {
  if (text.isWellFormed()) return text;
  throw refusal(label, "half a surrogate pair is not text", "pass valid Unicode");
}

function withArticle(value: Value): string {
  const kind = kindOf(value);
  return kind === "null" ? kind : `${/^[aio]/.test(kind) ? "an" : "a"} ${kind}`;
}

function refusal(label: string, reason: string, hint?: string): PawlError {
  return new PawlError("type-mismatch", `${label}: ${reason}`, { hint });
}

/**
 * A change of the first rows may make a document look as if it had another delimiter or a header. The caller's options
 * prevent that; where they do not say it, such a change is refused.
 */
function checkDialect(rows: CsvRows, edits: readonly TextEdit[], options: CsvOptions): void {
  const head = editedHead(rows, edits);
  const before = rows.table.dialect;
  if (/^[\r\n]*$/.test(head.slice(before.bodyStart))) return;
  const after = detect(head, options);
  // A delimiter line that was the whole document has got a line end.
  const start = head.slice(0, before.bodyStart).trimEnd();
  if (after !== undefined && head.slice(0, after.bodyStart).trimEnd() !== start) {
    throw refusal("Cannot edit the table", "its first row would look like a line that names the delimiter");
  }
  if (after?.delimiter !== before.delimiter) {
    throw refusal("Cannot edit the table", "its delimiter could not be told any more", "pass --delimiter CHARACTER");
  }
  if (after.hasHeader !== before.hasHeader) {
    throw refusal("Cannot edit the table", "its first row would look like a header", "pass --no-header");
  }
}

function detect(text: string, options: CsvOptions): Dialect | undefined {
  try {
    return detectDialect(text, options, "the result");
  } catch (error) {
    if (error instanceof InvalidDocumentError) return undefined;
    throw error;
  }
}
