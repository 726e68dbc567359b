/**
 * Finds out how a CSV document is written: where its records begin, what stands between fields, whether the first record
 * is a header. What the caller says goes before what can be seen.
 *
 * The same text always gives the same answer, and nearly always from its first record alone, so that adding and removing
 * rows does not change what a document means. (`edit.ts` checks that it does not.)
 *
 * @module
 */
import { InvalidDocumentError } from "../../model/errors.ts";
import { CANDIDATE_DELIMITERS, readCell } from "./cell.ts";
import { type Scan, scanRecords } from "./scan.ts";

/** What the caller knows of a document; the rest is detected. */
export interface CsvOptions {
  /** The one character between fields; by default the one of `,`, tab, `;` and `|` that the first lines show. */
  readonly delimiter?: string | undefined;
  /** The name of the column that holds each row's key; by default the first one. */
  readonly keyColumn?: string | undefined;
  /** Whether the first record holds the names of the columns; by default unless its first cell is clearly data. */
  readonly header?: boolean | undefined;
}

/** How a document is written. */
export interface Dialect {
  /** Where the first record may begin: behind a byte order mark and a `sep=;` line. */
  readonly bodyStart: number;
  readonly delimiter: string;
  readonly hasHeader: boolean;
}

/** How many records are looked at where the first one fits several delimiters. */
export const SAMPLE_SIZE = 100;

/** The first line by which spreadsheet programs name the delimiter; it is no record. */
const DELIMITER_LINE = /^sep=([^"\r\n])(?:\r?\n|$)/i;

/**
 * Detects how a document is written.
 *
 * @param text The document, valid or not.
 * @param options What the caller says.
 * @param document The document's name, as messages show it.
 * @returns What the caller says, completed.
 * @throws {InvalidDocumentError} If several delimiters fit equally well.
 */
export function detectDialect(text: string, options: CsvOptions, document: string): Dialect {
  const textStart = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const delimiterLine = DELIMITER_LINE.exec(text.slice(textStart, textStart + 8));
  const bodyStart = textStart + (delimiterLine?.[0].length ?? 0);
  const delimiter = options.delimiter ?? delimiterLine?.[1] ?? detectDelimiter(text, bodyStart, document);
  return { bodyStart, delimiter, hasHeader: options.header ?? detectHeader(text, bodyStart, delimiter, options) };
}

/** How well a delimiter fits the first lines. */
interface Candidate {
  readonly delimiter: string;
  /** How many fields it gives the first record. */
  readonly width: number;
}

function detectDelimiter(text: string, start: number, document: string): string {
  const inFirst = CANDIDATE_DELIMITERS
    .map((delimiter) => ({ delimiter, width: widthOf(scanRecords(text, start, delimiter, 1)) }))
    .filter(({ width }) => width > 1);
  if (inFirst.length === 0) return ",";
  const inAll = inFirst.length === 1 ? inFirst : inFirst.filter((candidate) => fits(text, start, candidate));
  // Where none fits, the document is invalid; the likeliest delimiter gives the most helpful message.
  const [best, second] = (inAll.length === 0 ? inFirst : inAll).sort((a, b) => b.width - a.width);
  if (inAll.length > 0 && second?.width === best!.width) {
    const both = `${JSON.stringify(best!.delimiter)} and ${JSON.stringify(second.delimiter)}`;
    throw new InvalidDocumentError(document, `the delimiter is not clear, as ${both} fit equally well`, 1, 1, {
      hint: "pass --delimiter CHARACTER",
    });
  }
  return best!.delimiter;
}

function widthOf({ fault, firstFields }: Scan): number {
  return fault === undefined ? firstFields.at(-1)! : 0;
}

function fits(text: string, start: number, { delimiter, width }: Candidate): boolean {
  const { fault, firstFields } = scanRecords(text, start, delimiter, SAMPLE_SIZE);
  return fault === undefined && firstFields.every((first, record) => first === record * width);
}

/** A number, a date, an e-mail address or a UUID: a key of a row, hardly the name of a key. */
const DATA = new RegExp(
  [
    /[+-]?\d+(?:[.,]\d+)*/,
    /\d{4}-\d\d-\d\d(?:[T ].*)?/,
    /[^@\s]+@[^@\s]+\.[^@\s]+/,
    /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/,
  ].map(({ source }) => `^${source}$`).join("|"),
  "i",
);

/**
 * Only the key cell counts: numbers and dates are usual names of other columns. Taking a header for a row, or the other
 * way round, never damages a document, but may make a column go by another name.
 */
function detectHeader(text: string, start: number, delimiter: string, { keyColumn }: CsvOptions): boolean {
  const { fieldStarts, fieldEnds } = scanRecords(text, start, delimiter, 1);
  const cells = fieldStarts.map((fieldStart, index) => readCell(text.slice(fieldStart, fieldEnds[index])));
  if (keyColumn !== undefined && cells.includes(keyColumn)) return true;
  const keyIndex = /^[1-9]\d*$/.test(keyColumn ?? "") ? Number(keyColumn) - 1 : 0;
  // Matrices are often written with their column numbers, from 0, as a header.
  const isCount = cells.length > 2 && cells.every((cell, index) => cell === String(index));
  return isCount || !DATA.test(cells[keyIndex] ?? "");
}
