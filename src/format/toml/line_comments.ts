/**
 * The comment that belongs to a pair or a header: the comment lines right above it, without a blank line between, as far
 * as they do not belong to what stands above them.
 *
 * @module
 */
import { isFileComment } from "../file_comment.ts";
import { isPair, type Line } from "./document.ts";
import { nextLine, skipBlanks } from "./scan.ts";

/**
 * Where the comment of a line begins.
 *
 * @param lines The lines above it, and maybe more.
 * @param index The line's place among them; behind the last one for the header of the next section.
 * @returns The index of the first comment line; `index` if there is none.
 */
export function commentStart(lines: readonly Line[], index: number): number {
  let start = index;
  while (lines[start - 1]?.kind === "comment" && !isFileComment(textOf(lines[start - 1]!).trimStart())) start--;
  // Lines that go on, in the same column, with the comment behind what stands above belong to that.
  const column = trailingColumn(lines[start - 1]);
  while (start < index && column >= 0 && columnOf(lines[start]!) === column) start++;
  return start;
}

/** The column of the comment behind a pair or a header, or -1. */
function trailingColumn(line: Line | undefined): number {
  if (line === undefined || line.kind === "comment" || line.kind === "blank") return -1;
  const { source, start, end } = line;
  const content = isPair(line) ? line.valueEnd : headerEnd(source, start);
  const comment = skipBlanks(source, content);
  if (source[comment] !== "#" || comment >= end) return -1;
  return comment - Math.max(start, source.lastIndexOf("\n", comment) + 1);
}

/** Behind the bracket that closes a header. */
function headerEnd(source: string, start: number): number {
  const line = source.slice(start, nextLine(source, start));
  const unquoted = line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (key) => "k".repeat(key.length));
  return start + /^[^#]*\]/.exec(unquoted)![0].length;
}

function columnOf(line: Line): number {
  return skipBlanks(line.source, line.start) - line.start;
}

function textOf({ source, start, end }: Line): string {
  return source.slice(start, end);
}
