/**
 * The spelling of one cell: from its source to its text and back.
 *
 * Between two delimiters, nothing at all is no value, and `""` is the empty text. PostgreSQL's COPY draws the same line;
 * readers that know only one kind of emptiness see an empty text in both.
 *
 * @module
 * @see https://www.postgresql.org/docs/current/sql-copy.html
 */

/** The delimiters that are looked for in a document. */
export const CANDIDATE_DELIMITERS: readonly string[] = [",", "\t", ";", "|"];

/**
 * Reads a cell.
 *
 * @param source What stands in the document, with quotes if it has any.
 * @returns Its text.
 */
export function readCell(source: string): string {
  if (!isQuoted(source)) return source;
  const inner = source.slice(1, -1);
  return inner.includes('"') ? inner.replaceAll('""', '"') : inner;
}

/** Whether a cell's source has quotes. */
export function isQuoted(source: string): boolean {
  return source.startsWith('"');
}

/**
 * Writes a cell.
 *
 * @param value Its text, or `undefined` for no value.
 * @param alwaysQuoted Whether it gets quotes that it does not need.
 * @returns What is to stand in the document.
 */
export function writeCell(value: string | undefined, delimiter: string, alwaysQuoted: boolean): string {
  if (value === undefined) return "";
  return alwaysQuoted || needsQuotes(value, delimiter) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** A first cell must not be taken for a byte order mark or for the `sep=;` line of a spreadsheet program. */
const LOOKS_LIKE_PREAMBLE = /^(?:\ufeff|sep=.$)/i;

/**
 * Whether a text can stand in a document only with quotes.
 *
 * @returns True also for the empty text, which without quotes would be no value.
 */
export function needsQuotes(value: string, delimiter: string): boolean {
  return value === "" || value.includes(delimiter) || /["\r\n]/.test(value) || LOOKS_LIKE_PREAMBLE.test(value);
}

/**
 * Writes a name into a new header: with quotes around anything that could be taken for a delimiter.
 *
 * @param name The name, which is not empty.
 * @returns What is to stand in the document.
 */
export function writeName(name: string, delimiter: string): string {
  return writeCell(name, delimiter, CANDIDATE_DELIMITERS.some((candidate) => name.includes(candidate)));
}
