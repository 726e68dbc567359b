/**
 * Takes items out of a container of the text: each with its comma, the comments on its line and the comment above it that
 * belongs to it, and with the line if nothing else stands there.
 *
 * @module
 */
import { ownComments } from "./item_comments.ts";
import { listClassOf } from "./layout.ts";
import { type List, needsComma } from "./list.ts";
import {
  isLineBreak,
  isLineComment,
  lineIndent,
  ownLineStart,
  skipBlanks,
  skipBlanksBack,
  skipLineBreak,
  type Span,
} from "./scan.ts";
import type { Splices } from "./splices.ts";
import type { Spot } from "./spot.ts";

/** How many characters around a cut are looked at for a blank line. */
const BLANKS_MAX = 1000;

interface Cut extends Span {
  /** Whether it is nothing but a comma, from which its surroundings take no harm. */
  readonly isComma: boolean;
}

/**
 * Cuts out the items that are to go, and commas that have become needless.
 *
 * @param splices Takes the cuts.
 * @param removed Takes the source of what was asked to go.
 */
export function cutItems(list: List, splices: Splices, removed: string[]): void {
  const cuts = mergeCuts(list.text, findCuts(list, removed));
  const isRefilled = list.items.length > 0 && list.olds.every(({ item }) => item.isRemoved);
  const solid = new Set([list.open, ...list.olds.flatMap(({ spot }) => solidEnds(list.text, spot))]);
  let last = list.open;
  const tidied = cuts.map((cut) => {
    if (cut.isComma) return tidyComma(list.text, cut, solid);
    const span = joinBlankLines(list, tidy(list, cut, solid, isRefilled), last);
    last = span.end;
    return span;
  });
  for (const { start, end } of tidied) splices.cut(start, end);
  alignFirst(list, splices);
  if (list.items.length === 0 && looksFilled(list, tidied)) splices.cut(list.open, list.close);
}

/** Where something ends that may have anything behind it: no line comment. */
function solidEnds(text: string, { end, comma, comments }: Spot): number[] {
  const blocks = comments.filter(({ start }) => !isLineComment(text, start));
  return [end, comma + 1, ...blocks.map((comment) => comment.end)];
}

function findCuts(list: List, removed: string[]): Cut[] {
  const { text, olds } = list;
  const cuts: Cut[] = [];
  for (const [index, { item, spot, comma }] of olds.entries()) {
    if (item.isRemoved) {
      const above = item.keepsComment ? undefined : ownComments(list, index);
      for (const { start, end } of [...(above === undefined ? [] : [above]), spot, ...spot.comments]) {
        cuts.push({ start, end, isComma: false });
        removed.push(text.slice(start, end));
      }
    }
    if (comma < 0 || (!item.isRemoved && needsComma(list, item))) continue;
    cuts.push({ start: comma, end: comma + 1, isComma: true });
  }
  return cuts.sort((a, b) => a.start - b.start);
}

/** Joins cuts that have nothing but blanks between them. */
function mergeCuts(text: string, cuts: readonly Cut[]): Cut[] {
  const merged: Cut[] = [];
  for (const cut of cuts) {
    const last = merged.at(-1);
    if (last !== undefined && skipBlanks(text, last.end) >= cut.start) {
      merged[merged.length - 1] = { start: last.start, end: cut.end, isComma: last.isComma && cut.isComma };
    } else merged.push(cut);
  }
  return merged;
}

/** Extends a cut over the white space that only the item needed. */
function tidy(list: List, { start, end }: Span, solid: ReadonlySet<number>, isRefilled: boolean): Span {
  const { text } = list;
  const next = skipBlanks(text, end);
  const endsLine = isLineBreak(text.charCodeAt(next));
  const lineStart = ownLineStart(text, start);
  if (lineStart >= 0 && endsLine) return { start: lineStart, end: skipLineBreak(text, next) };
  const isLedFirst = list.lead !== undefined && start === list.olds[0]!.spot.start;
  if (isRefilled || isLedFirst) return { start, end };
  if (lineStart >= 0 && next === list.close) {
    // The bracket follows on the line: it moves up, unless a comment would swallow it.
    const before = text.slice(0, lineStart).trimEnd().length;
    return { start: solid.has(before) ? before : start, end };
  }
  // Behind a comma the blanks before an item are its own, as they came with it; elsewhere those behind it.
  const before = skipBlanksBack(text, start);
  if (endsLine || next === list.close || text[before - 1] === ",") return { start: before, end };
  return { start, end: next };
}

/**
 * Extends a cut of whole lines by a blank line: where one stands on both sides, and above the last item.
 *
 * @param last Where the cut before ends.
 */
function joinBlankLines({ text, items, close }: List, cut: Span, last: number): Span {
  const { start, end } = cut;
  const above = /(?:\n|\r(?!\n))([ \t]*(?:\r\n|\n|\r))$/.exec(text.slice(Math.max(last, start - BLANKS_MAX), start))
    ?.[1];
  if (above === undefined || items.length === 0) return cut;
  const below = /^[ \t]*(?:\r\n|\n|\r)/.exec(text.slice(end, end + BLANKS_MAX))?.[0];
  if (below !== undefined && end + below.length <= close) return { start, end: end + below.length };
  return text.slice(end, close).trim() === "" ? { start: start - above.length, end } : cut;
}

/** Where commas lead the lines, an item that becomes the first one takes the place of the old first one. */
function alignFirst({ text, lead, items, olds }: List, splices: Splices): void {
  const { lineStart, start } = olds[0]!.spot;
  const index = olds.findIndex(({ item }) => item === items[0]);
  if (lead === undefined || index <= 0) return;
  const { comma, spot } = olds[index]!;
  if (lineStart >= 0) {
    splices.cut(ownLineStart(text, comma), spot.start);
    splices.insert(spot.start, text.slice(lineStart, start));
  } else if (
    olds.slice(0, index).every(({ spot: { end } }, before) => isBare(text, end, olds[before + 1]!.spot.start))
  ) {
    splices.cut(start, spot.start);
  }
}

/** Whether nothing but white space and a comma stands between two positions. */
function isBare(text: string, start: number, end: number): boolean {
  return /^[ \t\r\n]*,[ \t]*$/.test(text.slice(start, end));
}

/** A comma alone goes with the blanks before it, or with its line if that has nothing else. */
function tidyComma(text: string, { start, end }: Span, solid: ReadonlySet<number>): Span {
  const next = skipBlanks(text, end);
  const lineStart = ownLineStart(text, start);
  if (lineStart >= 0 && isLineBreak(text.charCodeAt(next))) return { start: lineStart, end: skipLineBreak(text, next) };
  const before = skipBlanksBack(text, start);
  return { start: solid.has(before) ? before : start, end };
}

/**
 * Whether what is left of an emptied container looks as if brackets alone had been filled here. Brackets on two lines, or
 * with a blank between them, look the same once they are filled, and come back as brackets alone: the usual case wins.
 */
function looksFilled(list: List, cuts: readonly Span[]): boolean {
  const { text, style, container, node, open, close } = list;
  let rest = "";
  let position = open;
  for (const { start, end } of cuts) {
    rest += text.slice(position, Math.max(start, position));
    position = Math.max(position, end);
  }
  rest += text.slice(position, close);
  if (!/^[ \t\r\n]*$/.test(rest)) return false;
  const { holder } = container;
  const isOnOwnLine = holder.parent === undefined || ownLineStart(text, holder.node!.offset) >= 0;
  const listClass = listClassOf(container, container.original);
  const filled = style.listStyle(listClass, isOnOwnLine, holder.parent?.node, node);
  if (!filled.isBroken) return rest === filled.pad;
  return rest.replace(/\r\n|\n|\r/, "") === lineIndent(text, node.offset);
}
