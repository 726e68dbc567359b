/**
 * Which comment goes with a key or an element, said a second time and on lines alone: those lines right above it that
 * hold comments and nothing else, as far as they do not go on with a comment behind the line above them.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { editText } from "../../src/edit/edit_text.ts";
import type { Format } from "../../src/format/format.ts";
import { type KeyPath, printKeyPath } from "../../src/model/key_path.ts";

/** Where a comment stands. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Checks that a removal does what it does to the document without the comment that belongs to what goes.
 *
 * @param start Where what goes begins in the text.
 * @param comments All comments of the text, in order.
 */
export function judgeCommentRule(
  format: Format,
  text: string,
  path: KeyPath,
  start: number,
  comments: readonly Span[],
): void {
  const edit = (document: string, keepComment: boolean) =>
    editText(format, document, [{ op: "unset", path, keepComment }], "test").text;
  const line = lineStartOf(text, start);
  const expected = edit(text.slice(0, commentStart(text, start, comments)) + text.slice(line), true);
  assertEquals(edit(text, false), expected, `unset ${printKeyPath(path)} in ${JSON.stringify(text)}`);
}

/** Where the comment lines begin that belong to what begins at a position; its own line if there are none. */
export function commentStart(text: string, start: number, comments: readonly Span[]): number {
  const end = lineStartOf(text, start);
  // In JSON a comma may lead the line, and in YAML there is the dash.
  if (!/^[ \t]*,?[ \t]*$/.test(text.slice(end, start))) return end;
  let first = end;
  const above: Span[] = [];
  for (const comment of comments.toReversed()) {
    const isAdjacent = /^[ \t]*(?:\r\n|\n|\r)$/.test(text.slice(comment.end, first));
    const line = lineStartOf(text, comment.start);
    const isAlone = text.slice(line, comment.start).trim() === "";
    if (comment.end > first) continue;
    if (!isAdjacent || !isAlone) break;
    above.unshift(comment);
    first = line;
  }
  const trailing = comments.findLast(({ end }) => end <= first && first > 0 && text.slice(end, first).trim() === "");
  const isTrailing = trailing !== undefined && /^[ \t]*(?:\r\n|\n|\r)$/.test(text.slice(trailing.end, first)) &&
    text.slice(lineStartOf(text, trailing.start), trailing.start).trim() !== "";
  while (isTrailing && above.length > 0 && columnOf(text, above[0]!.start) === columnOf(text, trailing.start)) {
    above.shift();
    first = above.length > 0 ? lineStartOf(text, above[0]!.start) : end;
  }
  return first;
}

function columnOf(text: string, position: number): number {
  return position - lineStartOf(text, position);
}

function lineStartOf(text: string, position: number): number {
  const start = Math.max(text.lastIndexOf("\n", position - 1), text.lastIndexOf("\r", position - 1)) + 1;
  return start === 0 && text.startsWith("\ufeff") ? 1 : start;
}
