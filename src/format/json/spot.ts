/**
 * What belongs to an item in the text: its comma, and the comments behind it on its line.
 *
 * @module
 */
import type { Node } from "jsonc-parser";
import { findComma, isLineBreak, isLineComment, ownLineStart, skipBlanks, skipComment, type Span } from "./scan.ts";

/** Where an item of a container stands. */
export interface Spot extends Span {
  /** The comma behind it, or -1. */
  readonly comma: number;
  /** Where its line starts, if nothing but blanks stands before it; else -1. */
  readonly lineStart: number;
  /** The comments behind it on its line, up to the next item. */
  readonly comments: readonly Span[];
  /** Where its part of the line ends: before the line break, or behind its comma and comments. */
  readonly tailEnd: number;
}

/** Finds what belongs to an item; `node` is its pair or element. */
export function measure(text: string, node: Node): Spot {
  const start = node.offset;
  const end = start + node.length;
  const comma = findComma(text, end);
  const { comments, tailEnd } = readTail(text, end, comma);
  return { start, end, comma, lineStart: ownLineStart(text, start), comments, tailEnd };
}

function readTail(text: string, end: number, comma: number): { comments: Span[]; tailEnd: number } {
  const comments: Span[] = [];
  let position = end;
  let tailEnd = end;
  for (;;) {
    position = skipBlanks(text, position);
    const next = position === comma ? comma + 1 : skipComment(text, position);
    if (next === position) break;
    if (position !== comma) comments.push({ start: position, end: next });
    position = tailEnd = next;
  }
  const code = text.charCodeAt(position);
  if (isLineBreak(code)) return { comments, tailEnd: position };
  if ("]}".includes(text[position]!)) return { comments, tailEnd };
  // Another item follows on the line: comments behind the comma are its own.
  return { comments: comments.filter(({ start }) => start < comma), tailEnd: comma + 1 };
}

/** Whether the rest of an item's line is a comment, so that nothing can be put behind it there. */
export function endsInLineComment(text: string, { comments }: Spot): boolean {
  const last = comments.at(-1);
  return last !== undefined && isLineComment(text, last.start);
}

/** Where an item ends with the comments behind it on its line. */
export function endWithComments({ end, comments }: Spot): number {
  return comments.at(-1)?.end ?? end;
}
