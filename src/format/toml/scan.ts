/**
 * Finds where TOML tokens end, without reading them.
 *
 * Lenient on purpose: the text has already been accepted by the strict reader (`parse.ts`), so that each function only
 * has to find the end of something known to be well-formed. Positions are UTF-16 code units.
 *
 * @module
 * @see https://toml.io/en/v1.1.0
 */

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const HASH = 0x23;
const APOSTROPHE = 0x27;
const COMMA = 0x2c;
const DOT = 0x2e;
const EQUALS = 0x3d;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** A dotted key: its parts, unquoted, and where it stands. */
export interface DottedKey {
  readonly parts: readonly string[];
  readonly start: number;
  /** Behind the last part, before any blanks. */
  readonly end: number;
}

/** Skips spaces and tabs. */
export function skipBlanks(text: string, position: number): number {
  let code = text.charCodeAt(position);
  while (code === SPACE || code === TAB) code = text.charCodeAt(++position);
  return position;
}

/** Finds the start of the next line, or the end of the text. */
export function nextLine(text: string, position: number): number {
  const lineFeed = text.indexOf("\n", position);
  return lineFeed < 0 ? text.length : lineFeed + 1;
}

/** Skips blanks, line ends and comments, as they may stand inside arrays and inline tables. */
export function skipTrivia(text: string, position: number): number {
  for (;;) {
    const code = text.charCodeAt(position);
    if (code === SPACE || code === TAB || code === LINE_FEED || code === CARRIAGE_RETURN) position++;
    else if (code === HASH) position = nextLine(text, position);
    else return position;
  }
}

/** Skips a string of any of the four kinds; `position` is its first quote. */
export function skipString(text: string, position: number): number {
  const quote = text.charCodeAt(position);
  if (text.charCodeAt(position + 1) === quote && text.charCodeAt(position + 2) === quote) {
    return skipMultilineString(text, position + 3, quote);
  }
  if (quote === APOSTROPHE) return text.indexOf("'", position + 1) + 1;
  for (position++;; position++) {
    const code = text.charCodeAt(position);
    if (code === BACKSLASH) position++;
    else if (code === QUOTE) return position + 1;
  }
}

function skipMultilineString(text: string, position: number, quote: number): number {
  for (;; position++) {
    const code = text.charCodeAt(position);
    if (code === BACKSLASH && quote === QUOTE) position++;
    else if (
      code === quote && text.charCodeAt(position + 1) === quote && text.charCodeAt(position + 2) === quote
    ) {
      position += 3;
      // Up to two more quotes belong to the string and stand before the closing ones.
      if (text.charCodeAt(position) === quote) position++;
      if (text.charCodeAt(position) === quote) position++;
      return position;
    }
  }
}

/** Skips a value of any kind; `position` is its first character. */
export function skipValue(text: string, position: number): number {
  const code = text.charCodeAt(position);
  if (code === QUOTE || code === APOSTROPHE) return skipString(text, position);
  if (code === OPEN_BRACKET || code === OPEN_BRACE) return skipContainer(text, position);
  let end = position;
  for (; position < text.length; position++) {
    const next = text.charCodeAt(position);
    if (
      next === LINE_FEED || next === CARRIAGE_RETURN || next === HASH || next === COMMA ||
      next === CLOSE_BRACKET || next === CLOSE_BRACE
    ) break;
    if (next !== SPACE && next !== TAB) end = position + 1;
  }
  return end;
}

function skipContainer(text: string, position: number): number {
  let depth = 0;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === QUOTE || code === APOSTROPHE) position = skipString(text, position);
    else if (code === HASH) position = nextLine(text, position);
    else {
      position++;
      if (code === OPEN_BRACKET || code === OPEN_BRACE) depth++;
      else if ((code === CLOSE_BRACKET || code === CLOSE_BRACE) && --depth === 0) return position;
    }
  }
  return position;
}

/** Skips a dotted key up to its `=` or `]`; cheaper than {@linkcode readDottedKey}. */
export function skipDottedKey(text: string, position: number): number {
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === QUOTE || code === APOSTROPHE) position = skipString(text, position);
    else if (code === EQUALS || code === CLOSE_BRACKET) return position;
    else position++;
  }
  return position;
}

/** Reads a dotted key; `position` is its first character. */
export function readDottedKey(text: string, position: number): DottedKey {
  const parts: string[] = [];
  const start = position;
  for (;;) {
    const end = skipKeyPart(text, position);
    parts.push(unquoteKey(text.slice(position, end)));
    const dot = skipBlanks(text, end);
    if (text.charCodeAt(dot) !== DOT) return { parts, start, end };
    position = skipBlanks(text, dot + 1);
  }
}

/** Where a part of a dotted key stands; `position` is the key's first character. */
export function keyPartSpan(text: string, position: number, depth: number): { start: number; end: number } {
  let start = position;
  for (let passed = 0; passed < depth; passed++) {
    const dot = skipBlanks(text, skipKeyPart(text, start));
    start = skipBlanks(text, dot + 1);
  }
  return { start, end: skipKeyPart(text, start) };
}

function skipKeyPart(text: string, position: number): number {
  const first = text.charCodeAt(position);
  if (first === QUOTE || first === APOSTROPHE) return skipString(text, position);
  for (;; position++) {
    const code = text.charCodeAt(position);
    const isEnd = code === DOT || code === EQUALS || code === CLOSE_BRACKET || code === SPACE || code === TAB;
    if (isEnd || position >= text.length) return position;
  }
}

const ESCAPE = /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", e: "\x1b" };

function unquoteKey(source: string): string {
  const first = source.charCodeAt(0);
  if (first !== QUOTE && first !== APOSTROPHE) return source;
  const inner = source.slice(1, -1);
  if (first === APOSTROPHE || !inner.includes("\\")) return inner;
  return inner.replace(ESCAPE, (_, two, four, eight, simple) => {
    if (simple !== undefined) return SIMPLE_ESCAPES[simple] ?? simple;
    return String.fromCodePoint(parseInt(two ?? four ?? eight, 16));
  });
}

/**
 * Lists the comments of a text, with their `#`, without the line end.
 *
 * @param text A valid document, or a piece of one cut at the borders of its tokens.
 * @returns The comments in order.
 */
export function listComments(text: string): string[] {
  const comments: string[] = [];
  let position = 0;
  // A quote outside a comment always opens a string, so that looking for quotes and hashes alone is enough.
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === QUOTE || code === APOSTROPHE) position = skipString(text, position);
    else if (code === HASH) {
      const end = nextLine(text, position);
      comments.push(text.slice(position, end).trimEnd());
      position = end;
    } else position++;
  }
  return comments;
}
