/**
 * The comment that belongs to an item: the comment lines right above it, without a blank line between, as far as they do
 * not belong to what stands above them.
 *
 * @module
 */
import { isFileComment } from "../file_comment.ts";
import type { List, Old } from "./list.ts";
import { commentsFrom, ownLineStart, skipBlanksBack, type Span } from "./scan.ts";

/**
 * Finds the comment of an item.
 *
 * @param index The item's place in the text.
 * @returns From the start of the first comment line to that of the item's own line, or `undefined` if it has none.
 */
export function ownComments({ text, open, olds }: List, index: number): Span | undefined {
  const { spot } = olds[index]!;
  const before = olds[index - 1];
  // The comma of the item before may lead the line.
  const isLed = before !== undefined && before.spot.comma === skipBlanksBack(text, spot.start) - 1;
  const end = isLed ? ownLineStart(text, before.spot.comma) : spot.lineStart;
  if (end < 0) return undefined;
  const start = before === undefined ? open : Math.max(before.spot.tailEnd, isLed ? 0 : before.spot.comma + 1);
  const lines = linesAbove(text, commentsFrom(text, start), end);
  const trailing = trailingComment(text, open, before);
  const column = trailing === undefined ? -1 : columnOf(text, trailing.start);
  const first = lines.find(({ start }) => columnOf(text, start) !== column);
  return first === undefined ? undefined : { start: ownLineStart(text, first.start), end };
}

/** Those comments that have lines of their own, one below the other, down to a line. */
function linesAbove(text: string, comments: readonly Span[], lineStart: number): Span[] {
  const lines: Span[] = [];
  let next = lineStart;
  for (const comment of comments.filter(({ end }) => end < lineStart).reverse()) {
    const start = ownLineStart(text, comment.start);
    const isAdjacent = /^[ \t]*(?:\r\n|\n|\r)$/.test(text.slice(comment.end, next));
    if (start < 0 || !isAdjacent || isFileComment(text.slice(comment.start, comment.end))) break;
    lines.unshift(comment);
    next = start;
  }
  return lines;
}

/** The comment behind what stands above an item: the item before, or the bracket. */
function trailingComment(text: string, open: number, before: Old | undefined): Span | undefined {
  if (before !== undefined) return before.spot.comments.at(-1);
  const [first] = commentsFrom(text, open);
  return first !== undefined && !/[\r\n]/.test(text.slice(open, first.start)) ? first : undefined;
}

function columnOf(text: string, position: number): number {
  return position - 1 - Math.max(text.lastIndexOf("\n", position - 1), text.lastIndexOf("\r", position - 1));
}
