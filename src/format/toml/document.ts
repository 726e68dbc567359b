/**
 * A TOML document as sections of lines, from which the text comes back byte for byte.
 *
 * A section is what stands from one header line to the next; the first one has no header. Lines are looked at only in
 * sections that an edit touches, so that a change of one key in a large file costs little more than finding its header.
 *
 * @module
 */
import type { Edit } from "../format.ts";
import { type DottedKey, nextLine, readDottedKey, skipBlanks, skipDottedKey, skipString, skipValue } from "./scan.ts";
import { EditCollector } from "./edit_collector.ts";

/** A line, or the lines of a value that goes over several. */
export interface Line {
  readonly kind: "blank" | "comment" | "header" | "pair";
  /** The text that the offsets count in: the document's, or the line's own if it is new or was rewritten. */
  source: string;
  start: number;
  /** Behind the line's end. */
  end: number;
  /** Whether it is a piece of the document as it was; texts can't tell, as a new line may read like the whole document. */
  isUntouched?: boolean;
  /** Where a rewritten line stood in the document. */
  origin?: { readonly start: number; readonly end: number };
}

/** A line of the form `key = value`. */
export interface Pair extends Line {
  readonly kind: "pair";
  readonly section: Section;
  key: DottedKey;
  valueStart: number;
  valueEnd: number;
}

/** A header of a table or of an element of an array of tables. */
export interface Header {
  readonly isArray: boolean;
  readonly key: DottedKey;
}

/** A header's line and all lines up to the next one. */
export interface Section {
  header: Header | undefined;
  readonly start: number;
  readonly end: number;
  /** The lines, once they have been asked for. */
  lines: Line[] | undefined;
  previous: Section | undefined;
  next: Section | undefined;
}

/** The document's sections, to be changed in place. */
export class TomlDocument {
  readonly text: string;
  /** The first line end in the document, which new lines get. */
  readonly endOfLine: string;
  readonly first: Section;

  /** @param text A valid document. */
  constructor(text: string) {
    this.text = text;
    const lineFeed = text.indexOf("\n");
    this.endOfLine = lineFeed > 0 && text[lineFeed - 1] === "\r" ? "\r\n" : "\n";
    this.first = splitSections(text);
  }

  /** The lines of a section; the array may be changed. */
  linesOf(section: Section): Line[] {
    return section.lines ??= splitLines(this.text, section);
  }

  /** The text of a line, with its line end. */
  textOf(line: Line): string {
    return line.source.slice(line.start, line.end);
  }

  /** Replaces a piece of a line; offsets into the line are new afterwards. */
  rewrite(section: Section, line: Line, start: number, end: number, text: string): void {
    const origin = line.origin ?? (line.isUntouched ? { start: line.start, end: line.end } : undefined);
    const source = line.source.slice(line.start, start) + text + line.source.slice(end, line.end);
    Object.assign(line, readLine(source, 0, section), { isUntouched: false }, origin && { origin });
    if (line.kind === "header") section.header = readHeader(source, skipBlanks(source, 0));
  }

  /** Makes a line of a text that ends with the document's line end. */
  newLine(kind: Line["kind"], text: string): Line {
    const source = text + this.endOfLine;
    return { kind, source, start: 0, end: source.length };
  }

  /** Makes a pair line of its parts. */
  newPair(
    section: Section,
    indent: string,
    key: string,
    equals: string,
    value: string,
    endOfLine = this.endOfLine,
  ): Pair {
    return readPair(`${indent}${key}${equals}${value}${endOfLine}`, 0, indent.length, section);
  }

  /** Puts a new section behind another one; its first line is its header. */
  insertSection(after: Section, lines: Line[]): Section {
    const { source } = lines[0]!;
    const header = readHeader(source, skipBlanks(source, 0));
    const section: Section = { header, start: -1, end: -1, lines, previous: after, next: after.next };
    if (after.next) after.next.previous = section;
    after.next = section;
    return section;
  }

  /** Takes a section out; its lines are the caller's business. */
  removeSection(section: Section): void {
    if (section.previous) section.previous.next = section.next;
    if (section.next) section.next.previous = section.previous;
  }

  /** The edits that lead from the text to the sections as they are now. */
  edits(): Omit<Edit, "removed"> {
    const collector = new EditCollector(this.text, this.first.start, this.endOfLine);
    for (let section: Section | undefined = this.first; section; section = section.next) {
      if (section.lines === undefined) collector.keep(section.start, section.end);
      else for (const line of section.lines) this.#collect(line, collector);
    }
    return collector.finish();
  }

  #collect(line: Line, collector: EditCollector): void {
    if (line.isUntouched) collector.keep(line.start, line.end);
    else if (line.origin === undefined) collector.write(line.source);
    else collector.replace(line.origin.start, line.origin.end, line.source);
  }
}

/** Whether a line is a pair. */
export function isPair(line: Line | undefined): line is Pair {
  return line?.kind === "pair";
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const HASH = 0x23;
const APOSTROPHE = 0x27;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;
const BYTE_ORDER_MARK = 0xfeff;

function splitSections(text: string): Section {
  const start = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  const first: Section = newSection(undefined, start, undefined);
  let current = first;
  let position = start;
  while (position < text.length) {
    const token = skipBlanks(text, position);
    const code = text.charCodeAt(token);
    if (code === OPEN_BRACKET) {
      const header = readHeader(text, token);
      const section = newSection(header, position, current);
      closeSection(current, position, section);
      current = section;
      position = nextLine(text, header.key.end);
    } else if (code === HASH || code === LINE_FEED || code === CARRIAGE_RETURN) position = nextLine(text, token);
    else position = skipPairLine(text, token);
  }
  closeSection(current, text.length, undefined);
  return first;
}

function newSection(header: Header | undefined, start: number, previous: Section | undefined): Section {
  return { header, start, end: start, lines: undefined, previous, next: undefined };
}

function closeSection(section: Section, end: number, next: Section | undefined): void {
  (section as { end: number }).end = end;
  section.next = next;
}

function readHeader(text: string, position: number): Header {
  const isArray = text.charCodeAt(position + 1) === OPEN_BRACKET;
  return { isArray, key: readDottedKey(text, skipBlanks(text, position + (isArray ? 2 : 1))) };
}

/** Finds the line after a pair, without reading more of it than can hide a line end. */
function skipPairLine(text: string, position: number): number {
  const value = skipBlanks(text, skipDottedKey(text, position) + 1);
  const code = text.charCodeAt(value);
  if (code === QUOTE || code === APOSTROPHE) return nextLine(text, skipString(text, value));
  if (code === OPEN_BRACKET || code === OPEN_BRACE) return nextLine(text, skipValue(text, value));
  return nextLine(text, value);
}

function splitLines(text: string, section: Section): Line[] {
  const lines: Line[] = [];
  let start = section.start;
  while (start < section.end) {
    const line = readLine(text, start, section);
    line.isUntouched = true;
    lines.push(line);
    start = line.end;
  }
  return lines;
}

function readLine(text: string, start: number, section: Section): Line {
  const token = skipBlanks(text, start);
  const code = text.charCodeAt(token);
  const end = nextLine(text, token);
  if (code === HASH) return { kind: "comment", source: text, start, end };
  if (code === LINE_FEED || code === CARRIAGE_RETURN || token >= text.length) {
    return { kind: "blank", source: text, start, end };
  }
  // A pair can't begin with a bracket, so this is the section's own header.
  if (code === OPEN_BRACKET) return { kind: "header", source: text, start, end };
  return readPair(text, start, token, section);
}

function readPair(text: string, start: number, token: number, section: Section): Pair {
  const key = readDottedKey(text, token);
  const valueStart = skipBlanks(text, skipBlanks(text, key.end) + 1);
  const valueEnd = skipValue(text, valueStart);
  return { kind: "pair", source: text, section, start, end: nextLine(text, valueEnd), key, valueStart, valueEnd };
}
