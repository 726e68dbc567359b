/**
 * Arrays and inline tables whose author puts the commas at the beginning of lines: there a comma, and the comment above
 * it, belong to the item behind it.
 *
 * @module
 */
import type { InlineValue, Item } from "./inline_value.ts";
import { nextLine } from "./scan.ts";

/** Whether all commas of a list stand at the beginning of lines, right before the items. */
export function isCommaFirst({ items }: InlineValue): boolean {
  const last = items.length - 1;
  return last > 0 &&
    items.every(({ hasComma, beforeComma, after }, index) =>
      index === last ? !hasComma : /\n[ \t]*$/.test(beforeComma) && !/[#\n]/.test(after)
    );
}

/** Puts an item into such a list. */
export function insertLed(list: InlineValue, index: number, item: Item, endOfLine: string): void {
  const { items } = list;
  const model = items[0]!;
  const indent = lastLine(model.beforeComma);
  const previous = items[index - 1];
  if (previous === undefined) {
    const lead = list.gapBefore(0);
    const { above, comment, rest } = split(lead);
    list.setGapBefore(0, above + rest);
    Object.assign(item, { beforeComma: endOfLine + comment + indent, hasComma: true, after: model.after });
  } else if (index === items.length) {
    const end = nextLine(previous.after, 0);
    const isOnLine = !previous.after.slice(0, end).endsWith("\n");
    item.after = isOnLine ? previous.after : endOfLine + previous.after.slice(end);
    const before = (isOnLine ? endOfLine : previous.after.slice(0, end)) + indent;
    Object.assign(previous, { beforeComma: before, hasComma: true, after: model.after });
  } else {
    const { above, comment, rest } = split(previous.beforeComma);
    Object.assign(item, { beforeComma: endOfLine + comment + rest, hasComma: true, after: previous.after });
    previous.beforeComma = above + indent;
  }
  list.insert(index, item);
}

/**
 * Takes an item out of such a list.
 *
 * @param keepsComment Whether the comment above it stays.
 * @returns The comments that go with it.
 */
export function removeLed(list: InlineValue, index: number, keepsComment: boolean): string {
  const item = list.items[index]!;
  const previous = list.items[index - 1];
  const { above, comment, rest } = split(previous === undefined ? list.gapBefore(0) : previous.beforeComma);
  const kept = above + (keepsComment ? comment : "");
  const behind = item.hasComma ? item.beforeComma : item.after;
  const end = nextLine(behind, 0);
  list.remove(index);
  if (previous === undefined) list.setGapBefore(0, kept + withoutLastLine(behind.slice(end)) + rest);
  else if (item.hasComma) previous.beforeComma = kept + behind.slice(end);
  else Object.assign(previous, { beforeComma: "", hasComma: false, after: endBehind(kept, behind) });
  return behind.slice(0, end) + (keepsComment ? "" : comment);
}

/** What stands between the new last item and the bracket, which moves up if it stood on the line that is gone. */
function endBehind(kept: string, behind: string): string {
  if (behind.includes("\n")) return kept + behind.slice(nextLine(behind, 0));
  return (kept.includes("#") ? kept : kept.replace(/\r?\n$/, "")) + behind;
}

/** Splits what stands before an item, or before its comma, at the comment that belongs to it. */
function split(gap: string): { above: string; comment: string; rest: string } {
  const rest = lastLine(gap);
  const lines = gap.slice(0, gap.length - rest.length).split(/(?<=\n)/);
  let first = lines.length;
  while (first > 1 && /^[ \t]*#/.test(lines[first - 1]!)) first--;
  return { above: lines.slice(0, first).join(""), comment: lines.slice(first).join(""), rest };
}

function lastLine(gap: string): string {
  return gap.slice(gap.lastIndexOf("\n") + 1);
}

function withoutLastLine(gap: string): string {
  return gap.slice(0, gap.lastIndexOf("\n") + 1);
}
