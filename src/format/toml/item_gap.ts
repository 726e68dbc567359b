/**
 * What stands between an item of an array or an inline table and the one before it: the comment lines right above an item
 * belong to it, as far as they do not go on with a comment behind what stands above.
 *
 * @module
 */
import { type InlineValue, sourceOf } from "./inline_value.ts";

/** The three parts of what stands before an item. */
export interface SplitGap {
  /** Up to and with the line end before the item's comment, or all but the blanks before the item. */
  readonly above: string;
  /** The item's comment: whole lines, with their line ends. */
  readonly comment: string;
  /** The blanks before the item on its line. */
  readonly indent: string;
}

/** Splits what stands before an item. */
export function splitGap(container: InlineValue, index: number): SplitGap {
  const gap = container.gapBefore(index);
  const lineStart = gap.lastIndexOf("\n") + 1;
  if (lineStart === 0) return { above: gap, comment: "", indent: "" };
  const lines = gap.slice(0, lineStart).split(/(?<=\n)/);
  // The first of them is the rest of a line on which something else stands.
  let first = lines.length;
  while (first > 1 && /^[ \t]*#/.test(lines[first - 1]!)) first--;
  const trailing = first === 1 ? lines[0]!.indexOf("#") : -1;
  const column = trailing < 0 ? -1 : columnBefore(container, index) + trailing;
  while (first < lines.length && trailing >= 0 && lines[first]!.indexOf("#") === column) first++;
  return { above: lines.slice(0, first).join(""), comment: lines.slice(first).join(""), indent: gap.slice(lineStart) };
}

/** How much of the line stands before what follows the comma of the item before; -1000 on the line of the bracket. */
function columnBefore(container: InlineValue, index: number): number {
  let line = "";
  for (let before = index - 1; before >= 0; before--) {
    const item = container.items[before]!;
    const source = item.key + item.equals + sourceOf(item) + item.beforeComma + (item.hasComma ? "," : "");
    line = container.gapBefore(before) + source + line;
    if (line.includes("\n")) return line.length - 1 - line.lastIndexOf("\n");
  }
  return -1000;
}
