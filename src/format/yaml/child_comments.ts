/**
 * The comment that belongs to a child of a collection: the comment lines right above it, without a blank line between,
 * as far as they do not belong to what stands above them.
 *
 * @module
 */
import { isFileComment } from "../file_comment.ts";
import type { YamlDocument } from "./document.ts";
import { columnOf, ownLineStart } from "./line.ts";
import { type Child, type Container, startOf } from "./node.ts";
import type { Token } from "./token_list.ts";

/**
 * Where the comment of a child begins.
 *
 * @param child A child that has nothing before it on its line.
 * @returns The first token of the topmost of its comment lines; that of its own line if it has no comment.
 */
export function commentsStart({ children, style, indent }: Container, child: Child): Token {
  // Comments that are indented deeper belong to the child above.
  const columnMax = style === "block" && child !== children[0] ? indent : Infinity;
  const starts: Token[] = [];
  let start = ownLineStart(startOf(child))!;
  for (let comment = commentAbove(start); comment !== undefined; comment = commentAbove(start)) {
    if (columnOf(comment) > columnMax || isFileComment(comment.text)) break;
    starts.push(start);
    start = ownLineStart(comment)!;
  }
  return withoutContinued(start, starts);
}

/** Takes out the comment of a child. */
export function discardComments(document: YamlDocument, container: Container, child: Child): void {
  const line = ownLineStart(startOf(child));
  if (line === undefined) return;
  const start = commentsStart(container, child);
  if (start !== line) document.discard(start, line.previous!);
}

/** The comment on the line above a line, if there is nothing else. */
function commentAbove(lineStart: Token): Token | undefined {
  const end = lineStart.previous;
  const comment = end?.kind === "newline" ? end.previous : undefined;
  return comment?.kind === "comment" && ownLineStart(comment) !== undefined ? comment : undefined;
}

/**
 * Leaves out the lines that go on, in the same column, with a comment behind what stands above.
 *
 * @param start The start of the topmost line.
 * @param starts Those of the lines below, from the lowest to the highest.
 */
function withoutContinued(start: Token, starts: Token[]): Token {
  const trailing = start.previous?.kind === "newline" ? start.previous.previous : undefined;
  if (trailing?.kind !== "comment" || ownLineStart(trailing) !== undefined) return start;
  const column = widthBefore(trailing);
  let first = start;
  while (starts.length > 0 && widthBefore(commentFrom(first)) === column) first = starts.pop()!;
  return first;
}

function commentFrom(lineStart: Token): Token {
  return lineStart.kind === "comment" ? lineStart : lineStart.next!;
}

/** How much stands before a token on its line. */
function widthBefore(token: Token): number {
  let width = 0;
  for (let at = token.previous; at !== undefined && !at.text.endsWith("\n"); at = at.previous) width += at.text.length;
  return width;
}
