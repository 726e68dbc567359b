/**
 * Puts a value into a slot that holds nothing: `key:` becomes `key: value`.
 *
 * @module
 */
import { isTable, type Value } from "../../model/value.ts";
import { clearSlot } from "./clear.ts";
import { blanks, freshNode, inlineNode, type YamlDocument } from "./document.ts";
import { closeGap } from "./gap.ts";
import { blankLineUpTo, canFollowBlockScalar, deeperCommentsFrom, lineEndFrom, ownLineStart } from "./line.ts";
import { firstOf, holderOf, isBlockContainer, isEntry, lastOf, type Slot } from "./node.ts";
import { isBlockValue, printBlock, type PrintStyle } from "./print.ts";
import { type LiteralBlock, printLiteralBlock } from "./quote.ts";
import { styleIn } from "./style.ts";
import { newToken, type Token } from "./token_list.ts";

/** Behind which token new lines go, where that does not follow from the slot. */
interface Place {
  readonly before: Token | undefined;
}

/** Whether a slot is in brackets or braces. */
export function isInFlow(slot: Slot): boolean {
  return slot.container !== undefined && slot.container.style !== "block";
}

/**
 * Puts a value into an empty slot.
 *
 * @param slot A slot that holds nothing.
 * @param spelling How the only scalar in it is to be spelled, if that is given.
 */
export function fillSlot(document: YamlDocument, slot: Slot, value: Value, spelling?: string): void {
  const style = styleIn(slot.container, document.style);
  const place = slot.container === undefined ? findRootPlace(document) : undefined;
  if (isInFlow(slot)) fillFlow(document, slot, value, style, spelling);
  else fillBlock(document, slot, value, style, spelling, place);
}

/**
 * Empties a slot in a block and puts another value into it.
 *
 * @param spelling How the only scalar in it is to be spelled, if that is given.
 */
export function refillSlot(document: YamlDocument, slot: Slot, value: Value, spelling?: string): void {
  const style = styleIn(slot.container, document.style);
  const start = ownLineStart(firstOf(slot.node)!);
  const isRoot = slot.container === undefined && slot.properties.length === 0;
  // New lines go where the old ones were, below the comments and blank lines that stood above those.
  const hasPlace = start !== undefined && (isRoot || isBlockContainer(slot.node));
  const place = hasPlace ? { before: start.previous } : undefined;
  clearSlot(document, slot);
  fillBlock(document, slot, value, style, spelling, place);
  const isInLines = slot.node.kind === "fresh" && slot.node.isBlock || isBlockContainer(slot.node);
  if (place !== undefined && !isInLines) closeGap(document, { ...place, wasFirst: false, wasLast: false });
}

function fillBlock(
  document: YamlDocument,
  slot: Slot,
  value: Value,
  style: PrintStyle,
  spelling: string | undefined,
  place: Place | undefined,
): void {
  if (isBlockValue(value, style)) return fillLines(document, slot, value, style, spelling, place);
  const block = spelling === undefined ? literalFor(document, slot, value, style) : undefined;
  if (block !== undefined) return fillLiteral(document, slot, value as string, block, style);
  const { token, node } = inlineNode(value, style, false, spelling);
  if (place === undefined || slot.container !== undefined) putInline(document, slot, token, style);
  else document.tokens.insertAfter(place.before, token, document.newline());
  slot.node = node;
}

/**
 * The block scalar for a value, if it is a text of several lines and the place allows for one.
 *
 * @param slot Where it is to stand.
 * @param column The column of the lines, if the usual one is not wanted.
 */
export function literalFor(
  document: YamlDocument,
  slot: Slot,
  value: Value,
  style: PrintStyle,
  column = bodyColumn(slot, style),
): LiteralBlock | undefined {
  if (typeof value !== "string" || isInFlow(slot)) return undefined;
  const last = lastOf(slot);
  const next = last === undefined ? undefined : lineEndFrom(last).next;
  // At the end of a file without a final line end, a text that has one needs quotes.
  const isCut = next === undefined && document.tokens.endsOpen() && value.endsWith("\n");
  const isSafe = canFollowBlockScalar(next, slot.container?.indent ?? 0) && !isCut;
  return isSafe ? printLiteralBlock(value, column, document.endOfLine) : undefined;
}

function bodyColumn(slot: Slot, style: PrintStyle): number {
  if (slot.container === undefined) return style.mapStep;
  return slot.container.indent + (isEntry(slot) ? style.mapStep : 1 + style.dashGap);
}

function fillFlow(
  document: YamlDocument,
  slot: Slot,
  value: Value,
  style: PrintStyle,
  spelling: string | undefined,
): void {
  const { token, node } = inlineNode(value, style, true, spelling);
  let holder = holderOf(slot)!;
  if (isEntry(slot) && slot.indicator === undefined) {
    slot.indicator = newToken("indicator", ":");
    document.tokens.insertAfter(holder, slot.indicator);
    holder = slot.indicator;
  }
  if (holder.next?.kind === "space") document.tokens.insertAfter(holder.next, token);
  else document.tokens.insertAfter(holder, ...blanks(1), token);
  slot.node = node;
}

/** Puts a token behind a slot's colon or dash. */
function putInline(document: YamlDocument, slot: Slot, token: Token, style: PrintStyle): void {
  const holder = holderOf(slot)!;
  const space = holder.next;
  const hasRoom = space?.kind === "space" && space.next?.kind !== "comment";
  if (hasRoom) document.tokens.insertAfter(space, token);
  // Behind a dash with a comment stood `{}` or nothing, which are no models for the blanks.
  else {document.tokens.insertAfter(
      holder,
      ...blanks(holder.text === "-" && space?.kind !== "space" ? style.dashGap : 1),
      token,
    );}
}

function fillLiteral(
  document: YamlDocument,
  slot: Slot,
  value: string,
  { header, body }: LiteralBlock,
  style: PrintStyle,
): void {
  const first = newToken("header", header);
  const last = newToken("body", body);
  putInline(document, slot, first, style);
  document.tokens.insertAfter(lineEndFrom(first), last);
  slot.node = { kind: "scalar", first, last, style: "block", value };
}

function fillLines(
  document: YamlDocument,
  slot: Slot,
  value: Value & object,
  style: PrintStyle,
  spelling: string | undefined,
  place: Place | undefined,
): void {
  const { tokens } = document;
  const holder = holderOf(slot);
  const dashEnd = holder?.text === "-" ? compactLineEnd(holder) : undefined;
  const compactEnd = place === undefined || place.before === dashEnd ? dashEnd : undefined;
  const outer = slot.container?.indent ?? 0;
  const before = place === undefined ? compactEnd ?? deeperCommentsFrom(lineEndFrom(holder!), outer) : place.before;
  const next = before === undefined ? tokens.first : before.next;
  const column = linesColumn(slot, value, style);
  const allowsBlockScalars = canFollowBlockScalar(next, outer) && !(next === undefined && tokens.endsOpen());
  const block = printBlock(value as Value[], column, { ...style, allowsBlockScalars }, spelling);
  const lines = newToken("lines", compactEnd === undefined ? block.text : block.text.slice(column));
  if (compactEnd === undefined) tokens.insertAfter(before, lines);
  else tokens.replace(holder!.next!, compactEnd, ...blanks(style.dashGap), lines);
  slot.node = freshNode(lines, value, compactEnd === undefined ? 0 : column, true);
  // What follows must see that it follows a block scalar.
  if (block.endsInBlockScalar) document.expand(slot);
}

function linesColumn({ container, indicator }: Slot, value: Value, style: PrintStyle): number {
  if (container === undefined) return 0;
  if (container.kind === "seq") return container.indent + (indicator?.text.length ?? 0) + style.dashGap;
  return container.indent + (isTable(value) ? style.mapStep : style.seqStep);
}

/** The end of a dash's line, if nothing else stands on it. */
function compactLineEnd(dash: Token): Token | undefined {
  const next = dash.next!.kind === "space" ? dash.next!.next! : dash.next!;
  return next.kind === "newline" ? next : undefined;
}

/** Behind which token the content of an empty document goes: below its comments, with a blank line between. */
function findRootPlace(document: YamlDocument): Place {
  const { tokens } = document;
  let place = tokens.last;
  for (let mark = place; mark; mark = mark.previous) if (mark.text === "...") place = mark.previous;
  for (let line = blankLineUpTo(place); line; line = blankLineUpTo(place)) place = line[0].previous;
  if (place?.previous?.kind !== "comment") return { before: place };
  const blankLine = document.newline();
  tokens.insertAfter(place, blankLine);
  return { before: blankLine };
}
