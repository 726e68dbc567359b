/**
 * Questions about lines, put to the list of tokens. While a document is edited, every line has an end.
 *
 * @module
 */
import { lastOf, type Slot } from "./node.ts";
import { headerOf, type Token } from "./token_list.ts";

/** Whether a token is the last of its line. */
export function endsLine(token: Token): boolean {
  return token.text.endsWith("\n");
}

/** The token that ends the line on which a token ends. */
export function lineEndFrom(token: Token): Token {
  let at = token;
  while (!endsLine(at) && at.next !== undefined) at = at.next;
  return at;
}

/** The first token of the line, if a token has nothing but blanks before it there. */
export function ownLineStart(token: Token): Token | undefined {
  let start = token;
  while (start.previous?.kind === "space") start = start.previous;
  return startsLine(start.previous) ? start : undefined;
}

/** Whether a line starts behind a token. */
function startsLine(before: Token | undefined): boolean {
  return before === undefined || endsLine(before) || before.text === "\ufeff";
}

/** The next token that is neither blanks nor the end of a line. */
export function skipBlankLines(token: Token | undefined): Token | undefined {
  let at = token;
  while (at !== undefined && (at.kind === "space" || at.kind === "newline")) at = at.next;
  return at;
}

/** The tokens of the blank line that starts with a token, if it does. */
export function blankLineFrom(token: Token | undefined): [first: Token, last: Token] | undefined {
  let end = token;
  while (end?.kind === "space") end = end.next;
  return token !== undefined && end?.kind === "newline" ? [token, end] : undefined;
}

/** The tokens of the blank line that ends with a token, if it does. */
export function blankLineUpTo(token: Token | undefined): [first: Token, last: Token] | undefined {
  if (token?.kind !== "newline") return undefined;
  const start = ownLineStart(token);
  return start === undefined ? undefined : [start, token];
}

/** The column of a token that has nothing but blanks before it on its line. */
export function columnOf(token: Token): number {
  let column = 0;
  for (let blank = token.previous; blank?.kind === "space"; blank = blank.previous) column += blank.text.length;
  return column;
}

/**
 * The end of the last line that belongs to a slot in a block collection: its last token's, or that of a comment below
 * which is indented deeper than the collection.
 */
export function blockEndOf(slot: Slot): Token {
  return deeperCommentsFrom(lineEndFrom(lastOf(slot)!), slot.container === undefined ? 0 : slot.container.indent);
}

/** The end of the last comment line, below a line, that is indented deeper than a column. */
export function deeperCommentsFrom(lineEnd: Token, column: number): Token {
  let end = lineEnd;
  for (let at = skipBlankLines(lineEnd.next); at?.kind === "comment"; at = skipBlankLines(end.next)) {
    if (columnOf(at) <= column) break;
    end = lineEndFrom(at);
  }
  return end;
}

/** Whether a block scalar can end before a line: lines of blanks, or comments as deep as it, would become its text. */
export function canFollowBlockScalar(lineStart: Token | undefined, column: number): boolean {
  for (let line = blankLineFrom(lineStart); line; line = blankLineFrom(line[1].next)) {
    if (isDeeperBlankLine(line, column)) return false;
  }
  const comment = skipBlankLines(lineStart);
  return comment?.kind !== "comment" || columnOf(comment) <= column;
}

/** Whether the blanks of a blank line go beyond a column, or have tabs among them. */
export function isDeeperBlankLine([, end]: [first: Token, last: Token], column: number): boolean {
  return columnOf(end) > column || (end.previous?.kind === "space" && end.previous.text.includes("\t"));
}

/** The text from one token to another. */
export function textBetween(first: Token, last: Token): string {
  let text = first.text;
  for (let at = first; at !== last;) {
    at = at.next!;
    text += at.text;
  }
  return text;
}

/** Whether a token is the text of a block scalar that keeps the blank lines below it. */
export function keepsBlankLines(token: Token | undefined): boolean {
  return token?.kind === "body" && (headerOf(token)?.text.includes("+") ?? false);
}
