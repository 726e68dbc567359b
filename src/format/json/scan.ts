/**
 * Finds where JSON tokens and what stands between them end, without reading them.
 *
 * Lenient on purpose: the text has already been accepted by the strict reader (`parse.ts`), or is about to be judged by
 * it. Positions are UTF-16 code units. Spaces and tabs are called blanks; line breaks are LF, CR and CRLF.
 *
 * @module
 * @see https://www.rfc-editor.org/rfc/rfc8259#section-2
 */

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const ASTERISK = 0x2a;
const COMMA = 0x2c;
const SLASH = 0x2f;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const BYTE_ORDER_MARK = 0xfeff;

/** A piece of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Puts a space in the place of a byte order mark, so that positions stay. */
export function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? ` ${text.slice(1)}` : text;
}

/** Whether a character ends a line. */
export function isLineBreak(code: number): boolean {
  return code === LINE_FEED || code === CARRIAGE_RETURN;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** Skips blanks. */
export function skipBlanks(text: string, position: number): number {
  while (isBlank(text.charCodeAt(position))) position++;
  return position;
}

/** Goes back over blanks: the position behind the last character before them. */
export function skipBlanksBack(text: string, position: number): number {
  while (isBlank(text.charCodeAt(position - 1))) position--;
  return position;
}

/** Skips one line break, if there is one. */
export function skipLineBreak(text: string, position: number): number {
  if (text.charCodeAt(position) === CARRIAGE_RETURN) position++;
  else if (text.charCodeAt(position) !== LINE_FEED) return position;
  else return position + 1;
  return text.charCodeAt(position) === LINE_FEED ? position + 1 : position;
}

/** Where the line of a position starts, if nothing but blanks stands before it on that line; else -1. */
export function ownLineStart(text: string, position: number): number {
  const lineStart = skipBlanksBack(text, position);
  return lineStart === 0 || isLineBreak(text.charCodeAt(lineStart - 1)) ? lineStart : -1;
}

/** The blanks that the line of a position begins with. */
export function lineIndent(text: string, position: number): string {
  while (position > 0 && !isLineBreak(text.charCodeAt(position - 1))) position--;
  if (position === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK) position = 1;
  return text.slice(position, skipBlanks(text, position));
}

/** Skips a string; `position` is its first quote. An unfinished one ends with the text. */
export function skipString(text: string, position: number): number {
  for (position++; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === BACKSLASH) position++;
    else if (code === QUOTE) return position + 1;
  }
  return text.length;
}

/** Skips a comment, without the line break behind it; if there is none, or it has no end, the position stays. */
export function skipComment(text: string, position: number): number {
  if (text.charCodeAt(position) !== SLASH) return position;
  const second = text.charCodeAt(position + 1);
  if (second === ASTERISK) {
    const end = text.indexOf("*/", position + 2);
    return end < 0 ? position : end + 2;
  }
  if (second !== SLASH) return position;
  let end = position + 2;
  while (end < text.length && !isLineBreak(text.charCodeAt(end))) end++;
  return end;
}

/** Whether the comment at a position goes to the end of its line. */
export function isLineComment(text: string, position: number): boolean {
  return text.charCodeAt(position + 1) === SLASH;
}

/** Finds the comments from a position up to the next token. */
export function commentsFrom(text: string, position: number): Span[] {
  const comments: Span[] = [];
  for (;;) {
    const code = text.charCodeAt(position);
    if (isBlank(code) || isLineBreak(code)) position++;
    else {
      const end = skipComment(text, position);
      if (end === position) return comments;
      comments.push({ start: position, end });
      position = end;
    }
  }
}

/** The position of the comma behind blanks, line breaks and comments, or -1. */
export function findComma(text: string, position: number): number {
  for (;;) {
    const code = text.charCodeAt(position);
    if (code === COMMA) return position;
    if (isBlank(code) || isLineBreak(code)) position++;
    else {
      const end = skipComment(text, position);
      if (end === position) return -1;
      position = end;
    }
  }
}

/**
 * Lists the comments of a text.
 *
 * @param text A valid document, or a piece of one cut at the borders of its tokens.
 * @returns Each comment with its marks, without the line break, in order.
 */
export function listComments(text: string): string[] {
  const comments: string[] = [];
  for (let position = 0; position < text.length;) {
    const code = text.charCodeAt(position);
    if (code === QUOTE) position = skipString(text, position);
    else if (code === SLASH) {
      const end = skipComment(text, position);
      if (end > position) comments.push(text.slice(position, end).trimEnd());
      position = Math.max(end, position + 1);
    } else position++;
  }
  return comments;
}

/**
 * Makes strict JSON of JSONC: comments and the comma behind the last item become spaces, so that positions stay.
 *
 * @param text A text, valid or not; whatever JSONC does not allow stays as it is, for the strict reader to find.
 * @returns A text of the same length.
 */
export function blankOut(text: string): string {
  const spans: Span[] = [];
  /** The last character of a token, and the comma behind it if that is what came last. */
  let last = 0;
  let comma = -1;
  for (let position = 0; position < text.length;) {
    const code = text.charCodeAt(position);
    const end = skipComment(text, position);
    if (end > position) {
      spans.push({ start: position, end });
      position = end;
    } else if (isBlank(code) || isLineBreak(code)) position++;
    else {
      if (comma >= 0 && (code === CLOSE_BRACKET || code === CLOSE_BRACE)) spans.push({ start: comma, end: comma + 1 });
      comma = code === COMMA && endsItem(last) ? position : -1;
      last = code;
      position = code === QUOTE ? skipString(text, position) : position + 1;
    }
  }
  return blankSpans(text, spans);
}

function blankSpans(text: string, spans: Span[]): string {
  let result = "";
  let position = 0;
  // A trailing comma is noted only at its bracket, behind the comments that stand between the two.
  for (const { start, end } of spans.sort((a, b) => a.start - b.start)) {
    result += text.slice(position, start) + " ".repeat(end - start);
    position = end;
  }
  return result + text.slice(position);
}

/** Whether a comma may follow a character: not at the start of a list, nor behind a comma or a colon. */
function endsItem(code: number): boolean {
  return code !== 0 && code !== COMMA && code !== COLON && code !== OPEN_BRACKET && code !== OPEN_BRACE;
}
