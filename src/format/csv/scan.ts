/**
 * Finds where the records and fields of a CSV text begin and end, strictly by RFC 4180.
 *
 * Nothing is read, trimmed or repaired here: offsets come out, in UTF-16 code units, and the first fault if there is one.
 * Line ends are LF or CRLF, also mixed. An empty line is no record. What RFC 4180 leaves open and readers disagree about
 * (a quote inside an unquoted field, text after a closing quote, a lone carriage return) is a fault.
 *
 * @module
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;

/** Where the fields and records of a text are; flat lists, as a large table has millions of fields. */
export interface Records {
  /** Where each field begins, its quotes included. */
  readonly fieldStarts: readonly number[];
  /** Behind each field, its quotes included. */
  readonly fieldEnds: readonly number[];
  /** The index of each record's first field, and behind the last record the number of all fields. */
  readonly firstFields: readonly number[];
  /** Behind the line end of each record. */
  readonly recordEnds: readonly number[];
}

/** Why a text is no CSV. */
export interface Fault {
  readonly offset: number;
  readonly reason: string;
  readonly hint?: string | undefined;
}

/** The records up to the end, the limit or the fault. */
export interface Scan extends Records {
  readonly fault: Fault | undefined;
}

/**
 * Finds the records of a text.
 *
 * @param start Where the first record may begin.
 * @param delimiter The one character between fields.
 * @param limit How many records are wanted at most.
 * @returns All complete records, and the fault that ended the search, if one did.
 */
export function scanRecords(text: string, start: number, delimiter: string, limit = Infinity): Scan {
  const delimiterCode = delimiter.charCodeAt(0);
  const fieldStarts: number[] = [];
  const fieldEnds: number[] = [];
  const firstFields = [0];
  const recordEnds: number[] = [];
  let fault: Fault | undefined;
  let position = start;
  while (position < text.length && recordEnds.length < limit) {
    const lineEnd = lineEndLength(text, position);
    if (lineEnd > 0) {
      position += lineEnd;
      continue;
    }
    let end = fieldEnd(text, position, delimiterCode);
    while (end < text.length && text.charCodeAt(end) === delimiterCode) {
      fieldStarts.push(position);
      fieldEnds.push(end);
      position = end + 1;
      end = fieldEnd(text, position, delimiterCode);
    }
    const length = lineEndLength(text, end);
    if (end > text.length || (end < text.length && length === 0)) {
      fault = faultAt(text, position, end, delimiter);
      break;
    }
    fieldStarts.push(position);
    fieldEnds.push(end);
    firstFields.push(fieldStarts.length);
    position = end + length;
    recordEnds.push(position);
  }
  return { fieldStarts, fieldEnds, firstFields, recordEnds, fault };
}

/** The length of the line end at a place; 0 if there is none. */
function lineEndLength(text: string, position: number): number {
  const code = text.charCodeAt(position);
  if (code === LINE_FEED) return 1;
  return code === CARRIAGE_RETURN && text.charCodeAt(position + 1) === LINE_FEED ? 2 : 0;
}

/** Finds the end of a field; beyond the end of the text if its closing quote is missing. */
function fieldEnd(text: string, position: number, delimiterCode: number): number {
  if (text.charCodeAt(position) === QUOTE) return quotedEnd(text, position);
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === delimiterCode || code === LINE_FEED || code === CARRIAGE_RETURN || code === QUOTE) break;
    position++;
  }
  return position;
}

function quotedEnd(text: string, position: number): number {
  for (let from = position + 1;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return text.length + 1;
    if (text.charCodeAt(quote + 1) !== QUOTE) return quote + 1;
    from = quote + 2;
  }
}

function faultAt(text: string, start: number, end: number, delimiter: string): Fault {
  if (end > text.length) return { offset: start, reason: "a quoted field has no closing quote" };
  const isQuoted = text.charCodeAt(start) === QUOTE;
  const code = text.charCodeAt(end);
  if (code === CARRIAGE_RETURN) {
    return {
      offset: end,
      reason: "a carriage return stands without a line feed outside quotes",
      hint: "convert the line ends to LF or CRLF",
    };
  }
  if (!isQuoted) {
    return {
      offset: end,
      reason: "a quote stands inside an unquoted field",
      hint: "put the whole field in quotes and double each quote in it",
    };
  }
  const found = JSON.stringify(String.fromCodePoint(text.codePointAt(end)!));
  return { offset: end, reason: `found ${found} after a closing quote, wanted ${JSON.stringify(delimiter)}` };
}

/** A place as people count: both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Says in which line and column an offset is; a byte order mark does not count as a column.
 *
 * @param offset An offset in it.
 * @returns The place.
 */
export function placeOf(text: string, offset: number): Place {
  let line = 1;
  let lineStart = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let feed = text.indexOf("\n"); feed >= 0 && feed < offset; feed = text.indexOf("\n", feed + 1)) {
    line++;
    lineStart = feed + 1;
  }
  return { line, column: Math.max(offset - lineStart, 0) + 1 };
}
