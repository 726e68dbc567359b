/**
 * Children of collections in brackets and braces, by comma surgery: children on lines of their own get and leave whole
 * lines, others only what stands between two commas; comments stay.
 *
 * @module
 */
import type { Value } from "../../model/value.ts";
import { appendEntry, hasSuchKeys, newEntry } from "./block.ts";
import { commentsStart } from "./child_comments.ts";
import { blanks, inlineNode, nodeOf, type YamlDocument } from "./document.ts";
import { columnOf, endsLine, lineEndFrom, ownLineStart } from "./line.ts";
import {
  type Child,
  type Container,
  type Entry,
  type Item,
  lastOf,
  type MapNode,
  newSlot,
  type SeqNode,
  startOf,
} from "./node.ts";
import { printKey, type PrintStyle } from "./print.ts";
import { styleIn } from "./style.ts";
import { newToken, type Token } from "./token_list.ts";

/** Adds a key behind the last one in braces. */
export function addFlowEntry(
  document: YamlDocument,
  map: MapNode,
  key: string,
  value: Value,
  spelling: string | undefined,
): void {
  if (map.style === "pair") addBraces(document, map);
  const style = styleIn(map, document.style);
  const keyToken = newToken("scalar", printKey(key, style, true, hasSuchKeys(map, key)));
  const colon = newToken("indicator", ":");
  const { token, node } = inlineNode(value, style, true, spelling);
  const entry = newEntry(map, key, keyToken, colon);
  entry.node = node;
  place(document, map, map.children.length, [keyToken, colon, ...blanks(colonGap(map, keyToken)), token], style);
  appendEntry(map, entry);
}

/** Inserts an element before the one at an index in brackets, or behind the last. */
export function insertFlowItem(
  document: YamlDocument,
  seq: SeqNode,
  index: number,
  value: Value,
  spelling: string | undefined,
): void {
  const style = styleIn(seq, document.style);
  const { token, node } = inlineNode(value, style, true, spelling);
  place(document, seq, index, [token], style);
  seq.children.splice(index, 0, newSlot<Item>({ container: seq, node }));
}

/** The one `key: value` in brackets becomes a map in braces, which can hold more. */
function addBraces(document: YamlDocument, map: MapNode): void {
  const [entry] = map.children;
  map.open = newToken("indicator", "{");
  map.close = newToken("indicator", "}");
  document.tokens.insertBefore(startOf(entry!), map.open);
  document.tokens.insertAfter(endOf(entry!), map.close);
  map.style = "flow";
}

/** JSON's `"a":1` is valid only behind quotes. */
function colonGap(map: MapNode, key: Token): number {
  const isQuoted = /^["']/.test(key.text);
  const last = map.children.at(-1);
  const isTight = last?.indicator !== undefined && last.node.kind !== "empty" && last.indicator.next?.kind !== "space";
  return isQuoted && isTight ? 0 : 1;
}

/** The last token of a child, with the blanks behind the colon of one that holds nothing. */
function endOf(child: Child): Token {
  const last = lastOf(child)!;
  return child.node.kind === "empty" && last.next?.kind === "space" ? last.next : last;
}

/** Puts the tokens of a new child before the child at an index, or behind the last. */
function place(
  document: YamlDocument,
  container: Container,
  index: number,
  parts: readonly Token[],
  style: PrintStyle,
): void {
  const { tokens } = document;
  const { children } = container;
  const next = children[index];
  if (children.length === 0) return fillEmpty(document, container, parts, style);
  if (next === undefined) return append(document, container, children.at(-1)!, parts);
  const start = ownLineStart(startOf(next));
  const comma = newToken("indicator", ",");
  if (start === undefined) tokens.insertBefore(startOf(next), ...parts, comma, ...blanks(commaGap(container)));
  else {
    const line = [...blanks(columnOf(startOf(next))), ...parts, comma, document.newline()];
    tokens.insertBefore(commentsStart(container, next), ...line);
  }
}

function fillEmpty(
  document: YamlDocument,
  { kind, open, close }: Container,
  parts: readonly Token[],
  style: PrintStyle,
): void {
  const { tokens } = document;
  const padding = kind === "map" ? blanks(style.bracePadding.length) : [];
  const closingLine = ownLineStart(close!);
  if (open!.next === close) {
    tokens.insertAfter(open!, ...padding, ...parts, ...padding.map(() => newToken("space", " ")));
  } else if (closingLine === undefined) tokens.insertBefore(close!, ...parts);
  else {
    const comment = firstComment(open!, close!);
    const isOwnLine = comment !== undefined && ownLineStart(comment) !== undefined;
    const column = isOwnLine ? columnOf(comment) : columnOf(close!) + style.mapStep;
    tokens.insertBefore(closingLine, ...blanks(column), ...parts, document.newline());
  }
}

function append(document: YamlDocument, container: Container, last: Child, parts: readonly Token[]): void {
  const { tokens } = document;
  const comma = commaAfter(last);
  const line = ownLine(last, comma);
  if (line === undefined) {
    tokens.insertAfter(endOf(last), newToken("indicator", ","), ...blanks(commaGap(container)), ...parts);
    return;
  }
  const trailing = comma === undefined ? [] : [newToken("indicator", ",")];
  tokens.insertAfter(line.end, ...blanks(columnOf(startOf(last))), ...parts, ...trailing, document.newline());
  if (comma === undefined) tokens.insertAfter(lastOf(last)!, newToken("indicator", ","));
}

/** The blanks behind the commas of a collection. */
function commaGap({ children }: Container): number {
  const [first, second] = children;
  if (first === undefined || second === undefined) return 1;
  const gap = commaAfter(first)?.next;
  return gap === startOf(second) ? 0 : gap?.kind === "space" ? gap.text.length : 1;
}

/** The comma behind a child. */
function commaAfter(child: Child): Token | undefined {
  let at = lastOf(child)!.next;
  while (at !== undefined && isTrivia(at)) at = at.next;
  return at?.text === "," ? at : undefined;
}

/** The tokens of the lines of a child that shares them with nothing but its comma and a comment. */
function ownLine(child: Child, comma: Token | undefined): { start: Token; end: Token } | undefined {
  const start = ownLineStart(startOf(child));
  let at = (comma ?? endOf(child)).next;
  while (at?.kind === "space" || at?.kind === "comment") at = at.next;
  return start !== undefined && at !== undefined && endsLine(at) ? { start, end: lineEndFrom(at) } : undefined;
}

function isTrivia({ kind }: Token): boolean {
  return kind === "space" || kind === "newline" || kind === "comment";
}

/** The first comment between two tokens. */
function firstComment(from: Token, to: Token): Token | undefined {
  for (let at = from.next; at !== undefined && at !== to; at = at.next) if (at.kind === "comment") return at;
  return undefined;
}

/** Removes a child in brackets or braces. */
export function removeFlowChild(document: YamlDocument, container: Container, child: Child): void {
  if (container.style === "pair") return emptyPair(document, container as MapNode);
  const children = container.children as Child[];
  const index = children.indexOf(child);
  cut(document, container, child, index);
  children.splice(index, 1);
  if (container.kind === "map") container.index?.delete((child as Entry).key);
  if (children.length === 0) closeEmpty(document, container);
}

function cut(document: YamlDocument, { open, close, children }: Container, child: Child, index: number): void {
  const previous = children[index - 1];
  const next = children[index + 1];
  const hasRest = children.length > 1 || firstComment(open!, close!) !== undefined;
  const { tokens } = document;
  const comma = commaAfter(child);
  const line = ownLine(child, comma);
  const last = endOf(child);
  if (line !== undefined) {
    const orphan = comma === undefined && previous !== undefined ? commaAfter(previous) : undefined;
    document.discard(line.start, line.end);
    if (orphan !== undefined) tokens.remove(orphan);
  } else if (next !== undefined && canJoin(child, next) && !startsLine(next)) {
    document.discard(startOf(child), startOf(next).previous!);
  } else if (previous !== undefined && canJoin(previous, child) && (next === undefined || !startsLine(child))) {
    document.discard(lastOf(previous)!.next!, lastOf(child)!);
  } else {
    const orphan = comma ?? (previous === undefined ? undefined : commaAfter(previous));
    const before = startOf(child).previous!;
    document.discard(startOf(child), last);
    if (hasRest) tidyBlanks(document, before);
    const beforeComma = orphan?.previous;
    if (orphan !== undefined) tokens.remove(orphan);
    if (beforeComma !== undefined && hasRest) tidyBlanks(document, beforeComma);
  }
}

/** Of blanks on both sides of what is gone only the first stay, and none before the end of a line. */
function tidyBlanks({ tokens }: YamlDocument, before: Token): void {
  if (before.kind !== "space") return;
  if (before.next?.kind === "space") tokens.remove(before.next);
  else if (before.next?.kind === "newline") tokens.remove(before);
}

function startsLine(child: Child): boolean {
  return ownLineStart(startOf(child)) !== undefined;
}

/** Whether what stands between two neighbours can go with one of them: no comment is there. */
function canJoin(child: Child, next: Child): boolean {
  return firstComment(lastOf(child)!, startOf(next)) === undefined;
}

/** `{ }` and brackets around nothing but line ends become `{}`. */
function closeEmpty(document: YamlDocument, { open, close }: Container): void {
  if (firstComment(open!, close!) !== undefined) return;
  const inner = [];
  for (let at = open!.next!; at !== close; at = at.next!) inner.push(at);
  // A single blank stood there before anything was put beside it.
  if (inner.length === 1 && inner[0]!.kind === "space") return;
  if (inner.length > 0) document.tokens.remove(inner[0]!, inner.at(-1)!);
}

function emptyPair(document: YamlDocument, map: MapNode): void {
  const [entry] = map.children;
  const before = startOf(entry!).previous!;
  document.discard(startOf(entry!), lastOf(entry!)!);
  const token = newToken("scalar", "{}");
  document.tokens.insertAfter(before, token);
  map.slot.node = nodeOf(Object.create(null), token);
}
