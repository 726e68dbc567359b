/**
 * Edits inside one value: the elements of arrays and the pairs of inline tables, by comma surgery.
 *
 * Each function takes a value's source text and returns it changed; what is not part of the change stays byte for byte,
 * comments included. Layout follows what stands there: elements on lines of their own get lines of their own, and a
 * trailing comma is kept up where there is one.
 *
 * @module
 */
import { type KeyPath, printKey } from "../../key_path.ts";
import { type DottedKey, keyPartSpan, nextLine, readDottedKey, skipBlanks, skipTrivia, skipValue } from "./scan.ts";

/** An element of an array, or a pair of an inline table. */
interface Item {
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
  /** Where its comma stands, or -1. */
  readonly comma: number;
  readonly key: DottedKey | undefined;
}

interface Container {
  readonly isTable: boolean;
  readonly open: number;
  /** The closing bracket or brace. */
  readonly close: number;
  readonly items: readonly Item[];
}

/** What a path leads to inside a value. */
interface Found {
  readonly container: Container;
  /** The items at the path: one, or all that a dotted prefix covers; none if it is absent. */
  readonly items: readonly Item[];
  /** Whether the one item is exactly what the path names. */
  readonly isExact: boolean;
  /** What is left of the path in the container. */
  readonly rest: KeyPath;
}

/** Notes source text that is about to go. */
export type Discard = (source: string) => void;

/** Writes a value; `old` is the source of the one that it replaces, if there is one. */
export type Write = (old: string) => string;

/** Replaces the value at a path. */
export function replaceInline(
  text: string,
  path: KeyPath,
  write: Write,
  discard: Discard,
  endOfLine: string,
): string {
  const found = find(text, path);
  const [item] = found.items;
  if (item === undefined || !found.isExact) {
    // A table that exists only as dotted keys has no text of its own: it goes and comes back as one pair.
    return addInline(removeInline(text, path, discard), path, write(""), endOfLine);
  }
  const old = text.slice(item.valueStart, item.end);
  discard(old);
  return text.slice(0, item.valueStart) + write(old) + text.slice(item.end);
}

/** Adds a pair to an inline table, or inserts an element before the one that the path names. */
export function addInline(text: string, path: KeyPath, value: string, endOfLine: string): string {
  const { container, rest } = find(text, path);
  if (!container.isTable) return insertItem(text, container, rest[0] as number, value, endOfLine);
  const last = container.items.at(-1);
  const item = newPair(text, container, rest as readonly string[], value);
  return last === undefined
    ? fillEmpty(text, container, item, endOfLine)
    : appendItem(text, container, last, item, endOfLine);
}

/** Removes the pair or element at a path, and what makes it a list item: its comma, its line. */
export function removeInline(text: string, path: KeyPath, discard: Discard): string {
  for (;;) {
    const { container, items } = find(text, path);
    const [item] = items;
    if (item === undefined) return text;
    text = removeItem(text, container, item, discard);
    if (items.length === 1) return text;
  }
}

/** Renames the last part of a pair's key, or that part in all dotted keys of a table. */
export function renameInline(text: string, path: KeyPath, key: string): string {
  const { items, rest } = find(text, path);
  for (const item of items.toReversed()) {
    const span = keyPartSpan(text, item.start, rest.length - 1);
    text = splice(text, span.start, span.end, key);
  }
  return text;
}

function find(text: string, path: KeyPath): Found {
  let container = readContainer(text, 0);
  let rest = path;
  for (;;) {
    const found = container.isTable ? findPair(container, rest) : findElement(container, rest);
    if (found.rest === undefined) return { container, rest, items: found.items, isExact: found.isExact };
    rest = found.rest;
    container = readContainer(text, found.items[0]!.valueStart);
  }
}

/** One level of {@linkcode find}: `rest` is what leads on into the one item, if anything does. */
interface Level {
  readonly items: readonly Item[];
  readonly isExact: boolean;
  readonly rest?: KeyPath;
}

function findElement(container: Container, path: KeyPath): Level {
  const item = container.items[path[0] as number];
  const items = item === undefined ? [] : [item];
  return path.length > 1 ? { items, isExact: false, rest: path.slice(1) } : { items, isExact: true };
}

function findPair(container: Container, path: KeyPath): Level {
  const covered: Item[] = [];
  for (const item of container.items) {
    const parts = item.key!.parts;
    if (!parts.every((part, depth) => depth >= path.length || part === path[depth])) continue;
    if (parts.length === path.length) return { items: [item], isExact: true };
    if (parts.length < path.length) return { items: [item], isExact: false, rest: path.slice(parts.length) };
    covered.push(item);
  }
  return { items: covered, isExact: false };
}

function readContainer(text: string, open: number): Container {
  const isTable = text[open] === "{";
  const items: Item[] = [];
  let position = skipTrivia(text, open + 1);
  while (text[position] !== "]" && text[position] !== "}") {
    const start = position;
    const key = isTable ? readDottedKey(text, start) : undefined;
    const valueStart = key === undefined ? start : skipTrivia(text, skipBlanks(text, key.end) + 1);
    const end = skipValue(text, valueStart);
    position = skipTrivia(text, end);
    const comma = text[position] === "," ? position : -1;
    if (comma >= 0) position = skipTrivia(text, comma + 1);
    items.push({ start, valueStart, end, comma, key });
  }
  return { isTable, open, close: position, items };
}

/** Writes a pair like the table's last one; deeper paths become tables in tables, or dotted where siblings are. */
function newPair(text: string, container: Container, path: readonly string[], value: string): string {
  const last = container.items.at(-1);
  const equals = last === undefined ? " = " : text.slice(last.key!.end, last.valueStart);
  const spacing = /^[ \t]*=[ \t]*$/.test(equals) ? equals : " = ";
  const hasDottedSibling = container.items.some(({ key }) => key!.parts.length > 1 && key!.parts[0] === path[0]);
  if (path.length === 1 || hasDottedSibling) return path.map(printKey).join(".") + spacing + value;
  const inner = path.slice(1).reduceRight((nested, key) => `{ ${printKey(key)}${spacing}${nested} }`, value);
  return printKey(path[0]!) + spacing + inner;
}

function insertItem(text: string, container: Container, index: number, item: string, endOfLine: string): string {
  const next = container.items[index];
  const last = container.items.at(-1);
  if (last === undefined) return fillEmpty(text, container, item, endOfLine);
  if (next === undefined) return appendItem(text, container, last, item, endOfLine);
  const lineStart = ownLineStart(text, next.start);
  if (lineStart < 0) return splice(text, next.start, next.start, `${item}, `);
  return splice(text, lineStart, lineStart, `${text.slice(lineStart, next.start)}${item},${endOfLine}`);
}

function fillEmpty(text: string, { open, close, isTable }: Container, item: string, endOfLine: string): string {
  const inner = text.slice(open + 1, close);
  const closingLine = ownLineStart(text, close);
  if (closingLine < 0 || closingLine <= open) {
    return splice(text, open + 1, open + 1, inner.match(/^[ \t]*/)![0] + item);
  }
  // Only comments stand between the brackets, which are on lines of their own.
  const indent = /\n([ \t]+)#/.exec(inner)?.[1] ?? `${text.slice(closingLine, close)}  `;
  return splice(text, closingLine, closingLine, `${indent}${item}${isTable ? "" : ","}${endOfLine}`);
}

function appendItem(text: string, container: Container, last: Item, item: string, endOfLine: string): string {
  const lineStart = ownLineStart(text, last.start);
  const lineEnd = nextLine(text, Math.max(last.end, last.comma));
  if (lineStart < 0 || lineEnd > container.close) {
    const separator = separatorLike(text, container);
    if (last.comma < 0) return splice(text, last.end, last.end, separator + item);
    return splice(text, last.comma + 1, last.comma + 1, `${separator.slice(1)}${item},`);
  }
  const comma = last.comma < 0 ? "" : ",";
  const line = `${text.slice(lineStart, last.start)}${item}${comma}${endOfLine}`;
  const extended = splice(text, lineEnd, lineEnd, line);
  return last.comma < 0 ? splice(extended, last.end, last.end, ",") : extended;
}

/** A comma with the blanks that the list has behind its first one. */
function separatorLike(text: string, { items }: Container): string {
  const [first, second] = items;
  if (first === undefined || second === undefined) return ", ";
  const separator = text.slice(first.end, second.start);
  return /^,[ \t]*$/.test(separator) ? separator : ", ";
}

function removeItem(text: string, { items }: Container, item: Item, discard: Discard): string {
  const index = items.indexOf(item);
  const previous = items[index - 1];
  const start = ownLineStart(text, item.start);
  const end = ownLineEnd(text, item);
  if (start >= 0 && end >= 0) {
    discard(text.slice(start, end));
    const without = splice(text, start, end, "");
    const leavesComma = item.comma < 0 && previous !== undefined;
    return leavesComma ? splice(without, previous.comma, previous.comma + 1, "") : without;
  }
  discard(text.slice(item.start, item.end));
  const isOneLine = previous !== undefined && /^[ \t]*$/.test(text.slice(previous.comma + 1, item.start));
  if (item.comma >= 0) {
    const isLast = index === items.length - 1;
    if (isLast && isOneLine && skipBlanks(text, item.end) === item.comma) {
      return splice(text, previous.comma + 1, item.comma + 1, "");
    }
    return removeWithComma(text, item);
  }
  if (previous === undefined) return splice(text, item.start, skipBlanks(text, item.end), "");
  if (isOneLine && previous.comma === previous.end) return splice(text, previous.end, item.end, "");
  return splice(splice(text, item.start, item.end, ""), previous.comma, previous.comma + 1, "");
}

/** Comments between the item and its comma stay, hence two cuts. */
function removeWithComma(text: string, item: Item): string {
  const isOneLine = skipBlanks(text, item.end) === item.comma;
  const behind = skipBlanks(text, item.comma + 1);
  const endsLine = text[behind] === "\n" || text[behind] === "\r";
  // At the end of a line the blanks before the item go, else those behind its comma.
  if (isOneLine && endsLine) return splice(text, text.slice(0, item.start).trimEnd().length, item.comma + 1, "");
  if (isOneLine) return splice(text, item.start, behind, "");
  return splice(splice(text, item.comma, item.comma + 1, ""), item.start, item.end, "");
}

/** Where the line of a position starts, if nothing but blanks stands before it on that line; else -1. */
function ownLineStart(text: string, position: number): number {
  const lineStart = text.lastIndexOf("\n", position - 1) + 1;
  return lineStart > 0 && skipBlanks(text, lineStart) === position ? lineStart : -1;
}

/** Where the next line starts, if only the item's comma and a comment stand behind it on its line; else -1. */
function ownLineEnd(text: string, item: Item): number {
  let position = skipBlanks(text, item.end);
  if (item.comma >= 0) {
    if (position !== item.comma) return -1;
    position = skipBlanks(text, item.comma + 1);
  }
  const isEnd = text[position] === "#" || text[position] === "\n" || text.startsWith("\r\n", position);
  return isEnd ? nextLine(text, position) : -1;
}

function splice(text: string, start: number, end: number, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}
