/**
 * Exchanges the value in a slot, in the place and the quotes of the old one where that is possible.
 *
 * @module
 */
import type { Value } from "../../model/value.ts";
import { nodeOf, type YamlDocument } from "./document.ts";
import { fillSlot, isInFlow, literalFor, refillSlot } from "./fill.ts";
import { lineEndFrom, ownLineStart, textBetween } from "./line.ts";
import { firstOf, isBlockContainer, isEntry, lastOf, type ScalarNode, type Slot } from "./node.ts";
import { isBlockValue, printInline, type PrintStyle } from "./print.ts";
import { printString, type Quote } from "./quote.ts";
import { isPlainScalar } from "./plain.ts";
import { styleIn } from "./style.ts";
import { isHarmlessTag, keepsTag } from "./tags.ts";
import { newToken, type Token } from "./token_list.ts";

/**
 * Gives a slot another value.
 *
 * @param spelling How it is to be spelled, if it is a scalar and that is given.
 * @param bringsTag Whether the spelling has a tag of its own.
 */
export function replaceValue(
  document: YamlDocument,
  slot: Slot,
  value: Value,
  spelling?: string,
  bringsTag = false,
): void {
  document.expand(slot);
  slot.isReplaced = true;
  if (bringsTag || !keepsTag(slot, value)) dropTag(document, slot);
  const style = styleIn(slot.container, document.style);
  if (slot.node.kind === "empty") fillSlot(document, slot, value, spelling);
  else if (!isInFlow(slot) && (isBlockContainer(slot.node) || isBlockValue(value, style))) {
    refillSlot(document, slot, value, spelling);
  } else replaceInPlace(document, slot, value, style, spelling);
}

/** A tag that says of another type what the old value was. */
function dropTag(document: YamlDocument, slot: Slot): void {
  const index = slot.properties.findIndex(({ kind }) => kind === "tag");
  if (index < 0) return;
  const tag = slot.properties.splice(index, 1)[0]!;
  const { previous, next } = tag;
  const start = ownLineStart(tag);
  if (start !== undefined && next?.kind === "newline") document.tokens.remove(start, next);
  else if (next?.kind === "space") document.tokens.remove(tag, next);
  else document.tokens.remove(previous?.kind === "space" ? previous : tag, tag);
  slot.tag = undefined;
}

function replaceInPlace(
  document: YamlDocument,
  slot: Slot,
  value: Value,
  style: PrintStyle,
  spelling: string | undefined,
): void {
  const { tokens } = document;
  const { node } = slot;
  const first = firstOf(node)!;
  const last = lastOf(slot)!;
  const old = node.kind === "scalar" ? node : undefined;
  document.removed.push(textBetween(first, last));
  const body = last.kind === "body" ? last : undefined;
  const block = spelling === undefined && old?.style !== "double"
    ? literalOver(document, slot, value, style, body)
    : undefined;
  if (body !== undefined) tokens.remove(body);
  const text = block?.header ?? printTagged(slot, value, spelling) ??
    printOver(value, old, style, isInFlow(slot), spelling);
  const token = newToken(block === undefined ? "scalar" : "header", text);
  tokens.replace(first, body === undefined ? last : first, token);
  if (block === undefined) slot.node = nodeOf(value, token);
  else {
    const lines = newToken("body", block.body);
    tokens.insertAfter(lineEndFrom(token), lines);
    slot.node = { kind: "scalar", first: token, last: lines, style: "block", value };
  }
}

/** A block scalar for the value; over another one, its lines stand in the same column. */
function literalOver(
  document: YamlDocument,
  slot: Slot,
  value: Value,
  style: PrintStyle,
  body: Token | undefined,
): ReturnType<typeof literalFor> {
  const column = /^(?:[ \t]*\r?\n)*( +)/.exec(body?.text ?? "")?.[1]?.length;
  const outer = slot.container === undefined ? -1 : slot.container.indent;
  return literalFor(document, slot, value, style, column !== undefined && column > outer ? column : undefined);
}

/** A plain string behind a tag stays one, as the tag says what it is, even of digits. */
function printTagged(slot: Slot, value: Value, spelling: string | undefined): string | undefined {
  const isPlain = slot.tag !== undefined && slot.node.kind === "scalar" && slot.node.style === "plain";
  if (!isPlain || spelling !== undefined || typeof value !== "string" || isHarmlessTag(slot.tag)) return undefined;
  return isPlainScalar(value, isInFlow(slot)) && !value.includes("{{") ? value : undefined;
}

/** A scalar in the quotes of the old one if it had any. */
function printOver(
  value: Value,
  old: ScalarNode | undefined,
  style: PrintStyle,
  isInFlow: boolean,
  spelling: string | undefined,
): string {
  if (spelling !== undefined || typeof value !== "string") return printInline(value, style, isInFlow, spelling);
  const wasString = typeof old?.value === "string";
  const forced: Quote | undefined = old?.style === "single" || old?.style === "double" ? old.style : undefined;
  const isPlain = wasString && old.style === "plain";
  return printString(
    value,
    { isInFlow, forced: wasString ? forced : style.stringQuote, preferred: style.quote },
    isPlain ? old.first.text : undefined,
  );
}

/**
 * Gives a key another name, in its quotes if it has any.
 *
 * @param print Writes the new key in a style.
 */
export function replaceKey(document: YamlDocument, slot: Slot, print: (style: PrintStyle) => string): void {
  if (!isEntry(slot)) throw new Error("only a key of a map has a name");
  const old = slot.keyFirst;
  const mark = old?.text[0];
  const keyQuote: Quote | undefined = mark === '"' ? "double" : mark === "'" ? "single" : undefined;
  const token = newToken("scalar", print({ ...document.style, keyQuote }));
  if (old === undefined) document.tokens.insertBefore(slot.indicator!, token);
  else document.tokens.replace(old, old, token);
  if (slot.first === (old ?? slot.indicator)) slot.first = token;
  slot.keyFirst = token;
  slot.keyLast = token;
}
