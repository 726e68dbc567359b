/**
 * Puts new items into a container of the text, where and as its author would have written them: behind the line of the
 * item before, with its indentation, so that comments above the next item stay with that.
 *
 * @module
 */
import { colonFor } from "./alignment.ts";
import { lineOfItsOwn, type Place, printItem, printItems } from "./layout.ts";
import { type List, needsComma, type Old } from "./list.ts";
import {
  commentsFrom,
  isLineBreak,
  lineIndent,
  ownLineStart,
  skipBlanks,
  skipBlanksBack,
  skipComment,
} from "./scan.ts";
import type { Splices } from "./splices.ts";
import { endsInLineComment, endWithComments } from "./spot.ts";
import { endOf } from "./style.ts";
import type { Item } from "./tree.ts";

/** New items that stand next to each other, and the old ones around them. */
interface Run {
  readonly items: readonly Item[];
  readonly before: Old | undefined;
  readonly behind: Old | undefined;
}

/**
 * Puts in the new items.
 *
 * @param splices Takes the insertions.
 */
export function insertItems(list: List, splices: Splices): void {
  if (list.olds.length === 0) {
    if (list.items.length > 0) fillEmpty(list, splices);
    return;
  }
  for (const run of findRuns(list)) insertRun(list, run, splices);
}

function findRuns({ items, olds }: List): Run[] {
  const runs: Run[] = [];
  let next = 0;
  let before: Old | undefined;
  let fresh: Item[] = [];
  for (const item of [...items, undefined]) {
    if (item !== undefined && item.node === undefined) {
      fresh.push(item);
      continue;
    }
    while (next < olds.length && olds[next]!.item !== item) next++;
    const behind = item === undefined ? undefined : olds[next];
    if (fresh.length > 0) runs.push({ items: fresh, before, behind });
    fresh = [];
    before = behind;
  }
  return runs;
}

function insertRun(list: List, run: Run, splices: Splices): void {
  const { text, olds, lead } = list;
  const { before, behind } = run;
  const anchor = (behind ?? before ?? olds[0]!).spot;
  const isForced = before !== undefined && endsInLineComment(text, before.spot);
  const isBroken = anchor.lineStart >= 0 || isForced || lead !== undefined;
  if (!isBroken) {
    const indent = () => lineIndent(text, anchor.start);
    return insertInline(
      list,
      run,
      printRun(list, run.items, { indent, isOnOwnLine: false, parent: list.node }),
      splices,
    );
  }
  const indent = anchor.lineStart < 0 ? brokenIndent(list) : text.slice(anchor.lineStart, anchor.start);
  const texts = printRun(list, run.items, lineOfItsOwn(indent, list.node));
  if (lead !== undefined) insertLed(list, run, texts, splices);
  else insertLines(list, run, texts.map((line) => list.style.endOfLine + indent + line), splices);
}

/** The indentation of a line in a list that has its items elsewhere than at the beginning of lines. */
function brokenIndent({ text, style, olds, node }: List): string {
  const broken = olds.find(({ spot }) => spot.lineStart >= 0)?.spot;
  return broken === undefined ? lineIndent(text, node.offset) + style.unit : text.slice(broken.lineStart, broken.start);
}

function printRun(list: List, items: readonly Item[], place: Place): string[] {
  const colon = list.container.kind === "object" ? colonFor(list) : undefined;
  return items.map((item) => printItem(item, list.style, place, colon));
}

function insertLines(list: List, { items, before }: Run, lines: readonly string[], splices: Splices): void {
  const withCommas = lines.map((line, index) => needsComma(list, items[index]!) ? `${line},` : line).join("");
  if (before === undefined) return splices.insert(behindComments(list.text, list.open), withCommas);
  const { end, tailEnd } = before.spot;
  if (before.comma < 0) splices.insert(end, ",");
  splices.insert(before.comma < tailEnd ? tailEnd : behindComments(list.text, before.comma + 1), withCommas);
}

/** Behind the comments on the line of a bracket or a comma, if nothing else stands there. */
function behindComments(text: string, start: number): number {
  let position = skipBlanks(text, start);
  for (let end; (end = skipComment(text, position)) > position;) position = skipBlanks(text, end);
  return isLineBreak(text.charCodeAt(position)) ? position : start;
}

function insertInline(list: List, run: Run, texts: readonly string[], splices: Splices): void {
  const { text, open, olds, items, hasTrailingComma } = list;
  const { before, behind } = run;
  const separator = separatorOf(list);
  const joined = texts.join(`,${separator}`);
  const isLast = behind === undefined && !hasTrailingComma;
  if (before !== undefined) {
    if (before.comma < 0) splices.insert(endWithComments(before.spot), `,${separator}${joined}`);
    else {splices.insert(
        Math.max(before.comma + 1, endWithComments(before.spot)),
        separator + joined + (isLast ? "" : ","),
      );}
  } else if (behind === undefined) {
    splices.insert(olds[0]!.spot.start, joined + (needsComma(list, items.at(-1)!) ? "," : ""));
  } else {
    const { start } = behind.spot;
    const isFree = [open, ...olds.map(({ spot }) => spot.comma + 1)].includes(skipBlanksBack(text, start));
    if (isFree) splices.insert(start, `${joined},${separator}`);
    else splices.insert(open, `${text.slice(open, skipBlanks(text, open))}${joined},`);
  }
}

/** The blanks behind a comma: as between the first two items, if they stand on one line. */
function separatorOf({ text, style, olds }: List): string {
  const [first, second] = olds;
  const between = second === undefined ? "" : text.slice(endOf(first!.item.node!), second.spot.start);
  return /^,([ \t]*)$/.exec(between)?.[1] ?? style.separator;
}

/** Where commas lead the lines. */
function insertLed(list: List, { before, behind }: Run, texts: readonly string[], splices: Splices): void {
  const { text, style, olds, lead } = list;
  const joined = texts.join(style.endOfLine + lead);
  if (before !== undefined) splices.insert(before.spot.tailEnd, style.endOfLine + lead + joined);
  else if (behind === undefined) {
    const { start } = olds[0]!.spot;
    const lineStart = ownLineStart(text, start);
    const line = lineStart < 0 ? joined : style.endOfLine + text.slice(lineStart, start) + joined;
    splices.insert(lineStart < 0 ? start : behindComments(text, list.open), line);
  } else if (behind.comma < 0) splices.insert(behind.spot.start, joined + style.endOfLine + lead);
  else splices.insert(behind.comma, joined);
}

/** Fills a container that had no items; what it had between its brackets stays. */
function fillEmpty(list: List, splices: Splices): void {
  const { text, style, container, node, open, close, items } = list;
  const { holder } = container;
  const indent = () => lineIndent(text, node.offset);
  if (open === close) {
    const isOnOwnLine = holder.parent === undefined || ownLineStart(text, holder.node!.offset) >= 0;
    const place = { indent, isOnOwnLine, parent: holder.parent?.node };
    return splices.insert(open, printItems(container, items, style, place, node));
  }
  const comments = commentsFrom(text, open);
  const comment = comments.at(-1);
  const gaps = [...comments, undefined].map((next, index) =>
    text.slice(comments[index - 1]?.end ?? open, next?.start ?? close)
  );
  if (gaps.some((gap) => /[\r\n]/.test(gap))) return fillLines(list, splices);
  const texts = items.map((item) => printItem(item, style, { indent, isOnOwnLine: false, parent: node }));
  const pad = comment === undefined ? text.slice(open, close) : " ";
  splices.insert(comment?.end ?? open, pad + texts.join(`,${style.separator}`));
}

/** Below the last comment, with its indentation. */
function fillLines({ text, style, node, open, items }: List, splices: Splices): void {
  const comment = commentsFrom(text, open).at(-1) ?? { start: node.offset, end: open };
  const lineStart = comment.end === open ? -1 : ownLineStart(text, comment.start);
  const indent = lineStart < 0 ? lineIndent(text, node.offset) + style.unit : text.slice(lineStart, comment.start);
  const lines = items.map((item) => style.endOfLine + indent + printItem(item, style, lineOfItsOwn(indent, node)));
  const behind = skipBlanks(text, comment.end);
  const at = comment.end > open && isLineBreak(text.charCodeAt(behind)) ? behind : comment.end;
  splices.insert(at, lines.join(",") + (style.hasTrailingCommas ? "," : ""));
}
