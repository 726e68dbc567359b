/**
 * Judges an edit of a CSV table by everything that a reader of the file could notice: each cell, each byte outside the
 * asked place, quotes, line ends.
 *
 * The judge relies on a regular expression and plain string work, not on pawl's own scanner, planner or verifier.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Change } from "../../../src/model/change.ts";
import { type EditedText, editText } from "../../../src/edit/edit_text.ts";
import type { CsvOptions } from "../../../src/format/csv/dialect.ts";
import { csvFormat } from "../../../src/format/csv/format.ts";
import type { Table } from "../../../src/model/value.ts";
import { outlineOf, type OutlineRow } from "./outline.ts";

/** A document under judgment. */
export interface CsvSubject {
  readonly text: string;
  readonly delimiter: string;
  readonly hasHeader: boolean;
  readonly keyIndex: number;
  /** What pawl is told of it. */
  readonly options: CsvOptions;
}

/** A change of a table. */
export type CsvChange =
  | { readonly op: "set"; readonly path: readonly [string, string]; readonly value: string }
  | { readonly op: "set"; readonly path: readonly [string]; readonly value: Readonly<Record<string, string>> }
  | { readonly op: "unset"; readonly path: readonly [string] | readonly [string, string] }
  | { readonly op: "rename"; readonly path: readonly [string]; readonly to: readonly [string] };

/** What the cells say; the header is the first row if there is one. */
type Cells = (string | undefined)[][];

/**
 * Makes changes and judges the result.
 *
 * @param subject The document.
 * @param changes The changes, made as one edit.
 * @returns The edited text.
 * @throws {Error} That names the fault, the changes and both texts.
 */
export function editAndJudge(subject: CsvSubject, ...changes: CsvChange[]): EditedText {
  const edited = editText(csvFormat(subject.options), subject.text, changes.map(asChange), "test.csv");
  const context = `${JSON.stringify(subject)} ${JSON.stringify(changes)} => ${JSON.stringify(edited.text)}`;
  judgeEdits(subject.text, edited, context);
  judgeCells(subject, changes, edited.text, context);
  for (const change of changes) judgeRepetition(subject, changes, change, edited.text, context);
  if (changes.length === 1) judgeText(subject, changes[0]!, edited.text, context);
  return edited;
}

function asChange(change: CsvChange): Change {
  return change.op === "set" ? { ...change, value: { value: change.value as string | Table } } : change;
}

/** The names of a document's columns. */
export function columnsOf(subject: CsvSubject): string[] {
  const first = outlineOf(subject.text, subject.delimiter)[0]?.cells ?? [];
  return first.map(({ value }, index) => (subject.hasHeader && value) || String(index + 1));
}

/** The keys of a document's rows. */
export function keysOf(subject: CsvSubject): string[] {
  const rows = outlineOf(subject.text, subject.delimiter).slice(subject.hasHeader ? 1 : 0);
  return rows.map(({ cells }) => cells[subject.keyIndex]!.value ?? "");
}

/** The edits are in order, within the text, not idle, and lead to the new text. */
function judgeEdits(text: string, { text: edited, edits, changed }: EditedText, context: string): void {
  let result = "";
  let position = 0;
  for (const { offset, length, text: replacement } of edits) {
    ensure(offset >= position && offset + length <= text.length, "the edits overlap or leave the text", context);
    ensure(text.slice(offset, offset + length) !== replacement, "an edit replaces a text by itself", context);
    result += text.slice(position, offset) + replacement;
    position = offset + length;
  }
  ensure(result + text.slice(position) === edited, "the edits do not lead to the new text", context);
  ensure(changed === (edited !== text), "`changed` is wrong", context);
}

/** Each cell, and the order of the rows, is as asked for. */
function judgeCells(subject: CsvSubject, changes: readonly CsvChange[], edited: string, context: string): void {
  const columns = columnsOf(subject);
  const cells: Cells = outlineOf(subject.text, subject.delimiter).map((row) => row.cells.map(({ value }) => value));
  for (const change of changes) changeCells(cells, columns, subject, change);
  const actual = outlineOf(edited, subject.delimiter).map((row) => row.cells.map(({ value }) => value));
  assertEquals(actual, cells, context);
}

function changeCells(cells: Cells, columns: readonly string[], subject: CsvSubject, change: CsvChange): void {
  const { keyIndex } = subject;
  const [key, column] = change.path;
  let index = cells.findIndex((row, number) => number >= (subject.hasHeader ? 1 : 0) && (row[keyIndex] ?? "") === key);
  if (index < 0) {
    index = cells.length;
    cells.push(columns.map((_, number) => number === keyIndex ? key : undefined));
  }
  const row = cells[index]!;
  if (change.op === "rename") row[keyIndex] = change.to[0];
  else if (change.op === "unset" && column === undefined) cells.splice(index, 1);
  else if (change.op === "unset") row[columns.indexOf(column!)] = undefined;
  else if (typeof change.value === "string") row[columns.indexOf(column!)] = change.value;
  else {
    const { value } = change;
    for (const [number, name] of columns.entries()) {
      if (number !== keyIndex) row[number] = Object.hasOwn(value, name) ? value[name] : undefined;
    }
  }
}

/** A set of what is there already changes nothing. */
function judgeRepetition(
  subject: CsvSubject,
  changes: readonly CsvChange[],
  change: CsvChange,
  edited: string,
  context: string,
): void {
  if (change.op !== "set" || changes.length > 1) return;
  const again = editText(csvFormat(subject.options), edited, [asChange(change)], "test.csv");
  ensure(!again.changed && again.edits.length === 0, "a second set changes the text", context);
}

/** The new text is the old one with one piece replaced: the cell, the row, or nothing behind the last row. */
function judgeText(subject: CsvSubject, change: CsvChange, edited: string, context: string): void {
  const rows = outlineOf(subject.text, subject.delimiter);
  const [key, column] = change.path;
  const row = rows.slice(subject.hasHeader ? 1 : 0).find(({ cells }) => (cells[subject.keyIndex]!.value ?? "") === key);
  if (row === undefined) judgeNewRow(subject, rows, edited, context);
  else if (change.op === "rename") judgeCell(subject, rows, row, subject.keyIndex, edited, context);
  else if (column !== undefined) judgeCell(subject, rows, row, columnsOf(subject).indexOf(column), edited, context);
  else if (change.op === "unset") judgeRemovedRow(subject, row, edited, context);
  else {
    const tail = subject.text.length - row.end + row.lineEnd.length;
    ensure(edited.startsWith(subject.text.slice(0, row.start)), "text before the row changed", context);
    ensure(edited.endsWith(subject.text.slice(subject.text.length - tail)), "text behind the row changed", context);
  }
}

function judgeCell(
  subject: CsvSubject,
  rows: readonly OutlineRow[],
  row: OutlineRow,
  column: number,
  edited: string,
  context: string,
): void {
  const { start, end, source: old } = row.cells[column]!;
  const source = edited.slice(start, edited.length - (subject.text.length - end));
  assertEquals(subject.text.slice(0, start) + source + subject.text.slice(end), edited, context);
  const isQuoted = old === "" ? isQuotedColumn(subject, rows, column) : old.startsWith('"');
  judgeQuotes(subject, source, isQuoted, context);
}

function judgeNewRow(subject: CsvSubject, rows: readonly OutlineRow[], edited: string, context: string): void {
  const { text } = subject;
  const last = rows.at(-1)!;
  const lineEnd = rows.findLast((row) => row.lineEnd !== "")?.lineEnd ?? "\n";
  const added = outlineOf(edited, subject.delimiter).at(-1)!;
  const line = edited.slice(added.start, added.end - added.lineEnd.length);
  const piece = last.lineEnd === "" ? lineEnd + line : line + lineEnd;
  assertEquals(edited, text.slice(0, last.end) + piece + text.slice(last.end), context);
  for (const [column, { source }] of added.cells.entries()) {
    if (source !== "") judgeQuotes(subject, source, isQuotedColumn(subject, rows, column), context);
  }
}

function judgeRemovedRow({ text }: CsvSubject, { start, end, lineEnd }: OutlineRow, edited: string, context: string) {
  if (lineEnd !== "") return assertEquals(edited, text.slice(0, start) + text.slice(end), context);
  const isFirst = /^\ufeff?(?:sep=.\r?\n)?$/i.test(text.slice(0, start));
  assertEquals(edited, isFirst ? text.slice(0, start) : text.slice(0, start).replace(/\r?\n$/, ""), context);
}

/** Whether all values of a column have quotes, some without need; if none says so, whether its name has. */
function isQuotedColumn(subject: CsvSubject, rows: readonly OutlineRow[], column: number): boolean {
  const [name, ...values] = rows.map(({ cells }) => cells[column]!);
  if (!subject.hasHeader && name !== undefined) values.unshift(name);
  const sources = values.map(({ source }) => source).filter((source) => source !== "");
  if (sources.some((source) => !source.startsWith('"'))) return false;
  const isTelling = (source: string) => source.startsWith('"') && !isNeeded(subject, source.slice(1, -1));
  return sources.some(isTelling) || (subject.hasHeader && isTelling(name!.source));
}

/** A written cell has quotes exactly if it needs them or its surroundings have them. */
function judgeQuotes(subject: CsvSubject, source: string, isExpected: boolean, context: string): void {
  if (source === "" || isExpected === source.startsWith('"')) return;
  const isAllowed = source.startsWith('"') && isNeeded(subject, source.slice(1, -1));
  ensure(isAllowed, `the quotes of ${source} are wrong`, context);
}

function isNeeded({ delimiter }: CsvSubject, value: string): boolean {
  return value === "" || /["\r\n]|^\ufeff|^sep=.$/i.test(value) || value.includes(delimiter);
}

function ensure(condition: boolean, fault: string, context: string): void {
  if (!condition) throw new Error(`${fault}: ${context}`);
}
