/**
 * Blank lines between the children of a block collection.
 *
 * @module
 */
import type { YamlDocument } from "./document.ts";
import { blankLineFrom, blankLineUpTo, isDeeperBlankLine, keepsBlankLines, ownLineStart } from "./line.ts";
import { type Child, startOf } from "./node.ts";
import { headerOf, type Token } from "./token_list.ts";

/** How many of the last children are looked at. */
const NEIGHBOURS_MAX = 2;

/** Whether the author sets the children of a collection apart by blank lines. */
export function areSeparated(children: readonly Child[]): boolean {
  const neighbours = children.slice(Math.max(1, children.length - NEIGHBOURS_MAX));
  return neighbours.length > 0 && neighbours.every(hasBlankLineAbove);
}

function hasBlankLineAbove(child: Child): boolean {
  let before = ownLineStart(startOf(child))?.previous;
  while (before?.kind === "newline") {
    if (blankLineUpTo(before) !== undefined) return true;
    const comment = before.previous;
    if (comment?.kind !== "comment") return false;
    before = ownLineStart(comment)?.previous;
  }
  return false;
}

/** Where lines were taken out. */
export interface Gap {
  /** The last token before them. */
  readonly before: Token | undefined;
  readonly wasFirst: boolean;
  readonly wasLast: boolean;
}

/**
 * Drops a blank line where a removal has left two in a row, or one that set apart what is gone.
 *
 * @param gap Where lines were taken out.
 */
export function closeGap(document: YamlDocument, { before, wasFirst, wasLast }: Gap): void {
  const { tokens } = document;
  let content = before;
  for (let line = blankLineUpTo(content); line; line = blankLineUpTo(content)) content = line[0].previous;
  if (content?.kind === "body") dropTextLines(document, content);
  const above = blankLineUpTo(before);
  const below = blankLineFrom(before === undefined ? tokens.first : before.next);
  if (above !== undefined && below !== undefined) {
    const isPlain = above[0] === above[1] && above[0].text === document.endOfLine;
    tokens.remove(...(isPlain ? above : below));
  } else if (below !== undefined && wasFirst && !wasLast) tokens.remove(...below);
  else if (above !== undefined && wasLast) tokens.remove(...above);
}

/** Drops the blank lines that would become a part of the text above them. */
function dropTextLines({ tokens }: YamlDocument, body: Token): void {
  const keepsAll = keepsBlankLines(body);
  const column = /\d/.test(headerOf(body)!.text) ? 0 : /^(?:[ \t]*\r?\n)*( *)/.exec(body.text)![1]!.length;
  let next = body.next;
  for (let line = blankLineFrom(next); line; line = blankLineFrom(next)) {
    next = line[1].next;
    if (keepsAll || isDeeperBlankLine(line, column)) tokens.remove(...line);
  }
}
