/**
 * Edits inside one value: the elements of arrays and the pairs of inline tables, by comma surgery.
 *
 * What is not part of a change stays byte for byte, comments included. Layout follows what stands there: elements on
 * lines of their own get lines of their own, and a trailing comma is kept up where there is one.
 *
 * @module
 */
import type { KeyPath } from "../../model/key_path.ts";
import { type InlineValue, type Item, sourceOf } from "./inline_value.ts";
import { insertLed, isCommaFirst, removeLed } from "./comma_first.ts";
import { printKeyLike, printNewKey } from "./keys.ts";
import { splitGap } from "./item_gap.ts";
import { keyPartSpan, nextLine, skipBlanks } from "./scan.ts";
import { type StringStyle, stringStyleOf } from "./strings.ts";

/** Notes source text that is about to go. */
export type Discard = (source: string) => void;

/** Writes a value; `old` is the source of the one that it replaces, if there is one. */
export type Write = (old: string) => string;

/** How many of the last items are models for a new one. */
const NEIGHBOURS_MAX = 8;

/** Replaces the value at a path. */
export function replaceInline(
  root: InlineValue,
  path: KeyPath,
  write: Write,
  discard: Discard,
  endOfLine: string,
): void {
  const found = root.find(path);
  const [item] = found.items;
  if (item === undefined || !found.isExact) {
    // A table that exists only as dotted keys has no text of its own: it goes and comes back as one pair.
    removeInline(root, path, discard, true);
    return addInline(root, path, () => write(""), endOfLine);
  }
  const old = sourceOf(item);
  discard(old);
  item.value = write(old);
}

/** Adds a pair to an inline table, or inserts an element before the one that the path names. */
export function addInline(
  root: InlineValue,
  path: KeyPath,
  write: (style: StringStyle) => string,
  endOfLine: string,
): void {
  const { container, rest } = root.find(path);
  const value = write(stringStyleOf(container.items.slice(-NEIGHBOURS_MAX).map(sourceOf)));
  const item = container.isTable ? newPair(container, rest as readonly string[], value) : newElement(value);
  const count = container.items.length;
  const index = container.isTable ? count : Math.min(rest[0] as number, count);
  if (count === 0) fillEmpty(container, item, endOfLine);
  else if (isCommaFirst(container)) insertLed(container, index, item, endOfLine);
  else if (index === count) appendItem(container, item, endOfLine);
  else insertItem(container, index, item, endOfLine);
}

/** Removes the pair or element at a path, and what makes it a list item: its comma, its line. */
export function removeInline(root: InlineValue, path: KeyPath, discard: Discard, keepsComment = false): void {
  const { container, items, rest } = root.find(path);
  for (const item of [...items]) {
    const index = container.isTable ? container.items.indexOf(item) : rest[0] as number;
    if (isCommaFirst(container)) {
      discard(item.key + item.equals + sourceOf(item));
      discard(removeLed(container, index, keepsComment));
      continue;
    }
    if (!keepsComment) discardComment(container, index, discard);
    removeItem(container, index, discard);
  }
}

/** Renames the last part of a pair's key, or that part in all dotted keys of a table. */
export function renameInline(root: InlineValue, path: KeyPath, key: string): void {
  const { container, items, rest } = root.find(path);
  for (const item of [...items]) container.renamePart(item, rest.length - 1, key, (old) => printKeyLike(key, old));
}

/** Writes a pair like the table's last one; deeper paths become tables in tables, or dotted where siblings are. */
function newPair(container: InlineValue, path: readonly string[], value: string): Item {
  const last = container.items.at(-1);
  const equals = last !== undefined && /^[ \t]*=[ \t]*$/.test(last.equals) ? last.equals : " = ";
  const hasDottedSibling = container.pairsAt(path[0]!).some(({ parts }) => parts.length > 1);
  const siblings = container.items.slice(-NEIGHBOURS_MAX).map(lastKeySource);
  const print = (key: string) => printNewKey(key, siblings);
  const parts = hasDottedSibling ? path : path.slice(0, 1);
  const inner = path.slice(parts.length).reduceRight((nested, key) => `{ ${print(key)}${equals}${nested} }`, value);
  return { ...newElement(inner), parts, key: parts.map(print).join("."), equals };
}

/** How the last part of a pair's key is written. */
function lastKeySource({ parts, key }: Item): string {
  const { start, end } = keyPartSpan(`${key}=`, 0, parts.length - 1);
  return key.slice(start, end);
}

function newElement(value: string): Item {
  return { parts: [], key: "", equals: "", value, beforeComma: "", hasComma: false, after: "" };
}

function insertItem(container: InlineValue, index: number, item: Item, endOfLine: string): void {
  const { above, comment, indent } = splitGap(container, index);
  container.setGapBefore(index, above + indent);
  item.hasComma = true;
  item.after = above.includes("\n") ? endOfLine + comment + indent : " ";
  container.insert(index, item);
}

function fillEmpty(container: InlineValue, item: Item, endOfLine: string): void {
  const inner = container.gapBefore(0);
  const lineStart = inner.lastIndexOf("\n") + 1;
  if (container.isTable && inner === "") {
    container.setGapBefore(0, " ");
    item.after = " ";
  } else if (lineStart === 0) item.after = inner;
  else {
    // Only comments stand between the brackets, which are on lines of their own.
    const closingIndent = inner.slice(lineStart);
    const indent = /\n([ \t]+)#/.exec(inner)?.[1] ?? `${closingIndent}  `;
    container.setGapBefore(0, inner.slice(0, lineStart) + indent);
    item.hasComma = !container.isTable;
    item.after = endOfLine + closingIndent;
  }
  container.insert(0, item);
}

function appendItem(container: InlineValue, item: Item, endOfLine: string): void {
  const count = container.items.length;
  const last = container.items[count - 1]!;
  const gap = container.gapBefore(count - 1);
  const lineFeed = last.after.indexOf("\n");
  item.hasComma = last.hasComma;
  if (gap.includes("\n") && lineFeed >= 0) {
    item.after = endOfLine + last.after.slice(lineFeed + 1);
    last.after = last.after.slice(0, lineFeed + 1) + lastLine(gap);
  } else {
    item.after = last.after;
    last.after = isHanging(container) ? endOfLine + lastLine(gap) : separatorLike(container);
  }
  last.hasComma = true;
  container.insert(count, item);
}

/** Whether the last items have lines of their own, though the closing bracket stands behind the last one. */
function isHanging(container: InlineValue): boolean {
  const count = container.items.length;
  return [count - 1, count - 2].every((index) => index < 1 || container.gapBefore(index).includes("\n")) && count > 1;
}

/** The blanks that the list has behind its first comma. */
function separatorLike({ items }: InlineValue): string {
  const [first, second] = items;
  if (first === undefined || second === undefined) return " ";
  return first.beforeComma === "" && isBlank(first.after) ? first.after : " ";
}

/** Takes out the comment that belongs to an item. */
function discardComment(container: InlineValue, index: number, discard: Discard): void {
  const { above, comment, indent } = splitGap(container, index);
  if (comment === "") return;
  discard(comment);
  container.setGapBefore(index, above + indent);
}

function removeItem(container: InlineValue, index: number, discard: Discard): void {
  const item = container.items[index]!;
  const gap = container.gapBefore(index);
  const previous = container.items[index - 1];
  const isLineOfItsOwn = gap.includes("\n") && isBlank(item.beforeComma) && endsLine(item.after);
  const source = item.key + item.equals + sourceOf(item);
  discard(isLineOfItsOwn ? source + item.beforeComma + item.after.slice(0, nextLine(item.after, 0)) : source);
  const isLast = index === container.items.length - 1;
  container.remove(index);
  // Braces that were empty have got a blank on either side.
  if (container.isTable && container.items.length === 0 && gap === " " && item.after === " ") {
    container.setGapBefore(0, "");
  } else if (isLineOfItsOwn) {
    container.setGapBefore(index, joinGaps(withoutLastLine(gap), item.after.slice(nextLine(item.after, 0))));
    if (!item.hasComma && previous !== undefined) dropComma(previous);
  } else if (item.hasComma) {
    const isLastOnLine = isLast && previous !== undefined && gap.trim() === "" && isBlank(item.beforeComma);
    container.setGapBefore(index, isLastOnLine ? item.after : gapWithoutItem(gap, item));
  } else if (previous === undefined) {
    container.setGapBefore(index, gap + item.after.slice(skipBlanks(item.after, 0)));
  } else {
    const isOneLine = gap.trim() === "" && previous.beforeComma === "";
    container.setGapBefore(index, isOneLine ? item.after : gap + item.after);
    dropComma(previous);
  }
}

/** Joins what stands on both sides of lines that are gone: of blank lines on both sides, one goes. */
function joinGaps(above: string, below: string): string {
  return /\n[ \t]*\r?\n$/.test(above) ? above + below.replace(/^[ \t]*\r?\n/, "") : above + below;
}

/** What stays when an item goes with the comma behind it; comments between the two do. */
function gapWithoutItem(gap: string, { beforeComma, after }: Item): string {
  if (!isBlank(beforeComma)) return gap + beforeComma + after;
  const behind = skipBlanks(after, 0);
  // At the end of a line the blanks before the item go, else those behind its comma.
  return after[behind] === "\n" || after[behind] === "\r" ? gap.trimEnd() + after : gap + after.slice(behind);
}

function dropComma(item: Item): void {
  item.hasComma = false;
  item.after = item.beforeComma + item.after;
  item.beforeComma = "";
}

function isBlank(gap: string): boolean {
  return skipBlanks(gap, 0) === gap.length;
}

/** Whether only blanks and a comment stand before the line's end. */
function endsLine(gap: string): boolean {
  const position = skipBlanks(gap, 0);
  return gap[position] === "#" || gap[position] === "\n" || gap.startsWith("\r\n", position);
}

function lastLine(gap: string): string {
  return gap.slice(gap.lastIndexOf("\n") + 1);
}

function withoutLastLine(gap: string): string {
  return gap.slice(0, gap.lastIndexOf("\n") + 1);
}
