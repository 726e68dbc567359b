/**
 * Where the cells of a CSV text are, found with a regular expression instead of pawl's own scanner.
 *
 * @module
 */

/** A cell in the text. */
export interface OutlineCell {
  readonly start: number;
  readonly end: number;
  /** What stands there, with its quotes. */
  readonly source: string;
  /** What it says; `undefined` if nothing stands there. */
  readonly value: string | undefined;
}

/** A record in the text. */
export interface OutlineRow {
  readonly start: number;
  /** Behind its line end. */
  readonly end: number;
  readonly lineEnd: string;
  readonly cells: readonly OutlineCell[];
}

/**
 * Finds all records, the header included.
 *
 * @param text A valid text; a byte order mark and a `sep=;` line are skipped.
 * @param delimiter The delimiter.
 * @returns The records in order.
 */
export function outlineOf(text: string, delimiter: string): OutlineRow[] {
  const rows: OutlineRow[] = [];
  let position = /^\ufeff?(?:sep=[^"\r\n](?:\r?\n|$))?/i.exec(text)![0].length;
  while (position < text.length) {
    const blank = matchAt(/\r?\n/y, text, position);
    if (blank !== undefined) position += blank.length;
    else {
      const row = readRow(text, position, delimiter);
      rows.push(row);
      position = row.end;
    }
  }
  return rows;
}

function readRow(text: string, start: number, delimiter: string): OutlineRow {
  const escaped = `\\u${delimiter.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const cell = new RegExp(`"(?:[^"]|"")*"|[^"\\r\\n${escaped}]*`, "y");
  const cells: OutlineCell[] = [];
  for (let position = start;;) {
    const source = matchAt(cell, text, position)!;
    const end = position + source.length;
    cells.push({ start: position, end, source, value: source === "" ? undefined : unquote(source) });
    if (text[end] !== delimiter) {
      const lineEnd = matchAt(/\r?\n|$/y, text, end);
      if (lineEnd === undefined) throw new Error(`no CSV at ${end} of ${JSON.stringify(text)}`);
      return { start, end: end + lineEnd.length, lineEnd, cells };
    }
    position = end + 1;
  }
}

function matchAt(pattern: RegExp, text: string, position: number): string | undefined {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0];
}

function unquote(source: string): string {
  return source.startsWith('"') ? source.slice(1, -1).replace(/""/g, '"') : source;
}
