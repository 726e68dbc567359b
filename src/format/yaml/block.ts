/**
 * Children of block collections: new ones get lines of their own, removed ones take their lines with them.
 *
 * @module
 */
import type { Value } from "../../model/value.ts";
import { blanks, type YamlDocument } from "./document.ts";
import { commentsStart } from "./child_comments.ts";
import { noteKey } from "./equal_keys.ts";
import { fillSlot, refillSlot } from "./fill.ts";
import { areSeparated, closeGap } from "./gap.ts";
import { blockEndOf, keepsBlankLines, ownLineStart } from "./line.ts";
import {
  type Child,
  type Container,
  type Entry,
  firstOf,
  type Item,
  type MapNode,
  newSlot,
  type SeqNode,
  startOf,
} from "./node.ts";
import { coreKind, plainKind } from "./plain.ts";
import { printKey } from "./print.ts";
import { styleIn } from "./style.ts";
import { newToken, type Token } from "./token_list.ts";

/** How many of the last keys are models for a new one. */
const NEIGHBOURS_MAX = 8;

/** Adds a key behind the last one of a block map. */
export function addBlockEntry(
  document: YamlDocument,
  map: MapNode,
  key: string,
  value: Value,
  spelling: string | undefined,
): void {
  const last = map.children.at(-1)!;
  const place = blockEndOf(last);
  const style = styleIn(map, document.style);
  const keyToken = newToken("scalar", printKey(key, style, false, hasSuchKeys(map, key)));
  const [before, after] = gapsLike(map, keyToken.text);
  const colon = newToken("indicator", ":");
  const entry = newEntry(map, key, keyToken, colon);
  document.tokens.insertAfter(
    place,
    ...(areSeparated(map.children) && !keepsBlankLines(place) ? [document.newline()] : []),
    ...blanks(map.indent),
    keyToken,
    ...blanks(before),
    colon,
    document.newline(),
  );
  appendEntry(map, entry);
  fillSlot(document, entry, value, spelling);
  if (colon.next?.kind === "space" && after > 1) document.tokens.replace(colon.next, colon.next, ...blanks(after));
}

/** Makes an entry whose tokens are new. */
export function newEntry(map: MapNode, key: string, keyToken: Token, colon: Token): Entry {
  return newSlot<Entry>({
    container: map,
    key,
    first: keyToken,
    keyFirst: keyToken,
    keyLast: keyToken,
    indicator: colon,
    obstacle: undefined,
    hasKeyProperties: false,
  });
}

/** Enters a new entry as the last one of its map. */
export function appendEntry(map: MapNode, entry: Entry): void {
  map.children.push(entry);
  map.index?.set(entry.key, entry);
  noteKey(map, entry);
}

/** Whether other keys of a map are plain and look like the same kind of thing that is no string. */
export function hasSuchKeys(map: MapNode, key: string): boolean {
  const kind = plainKind(key);
  return kind !== "string" &&
    map.children.slice(-NEIGHBOURS_MAX).some(({ key: other, keyFirst }) =>
      keyFirst?.text === other && plainKind(other) === kind && (coreKind(other) === coreKind(key))
    );
}

/** The blanks before and behind the colon of a new key, so that what stands in one column stays so. */
function gapsLike(map: MapNode, key: string): [before: number, after: number] {
  const [first, last] = map.children.slice(-2).map(gapsOf);
  if (last === undefined) return [first?.before === 1 ? 1 : 0, 1];
  if (first === undefined) return [0, 1];
  const hasColumn = first.key !== last.key || last.before > 1 || last.after > 1;
  const colon = first.key + first.before === last.key + last.before ? last.key + last.before : undefined;
  const value = first.width === last.width ? last.width : undefined;
  let before = first.before > 0 && last.before > 0 ? 1 : 0;
  if (before === 1 && hasColumn && colon !== undefined) before = Math.max(colon - key.length, 1);
  if (!hasColumn || value === undefined) return [before, 1];
  return [before, Math.max(value - key.length - before - 1, 1)];
}

interface Gaps {
  /** How long the key is. */
  readonly key: number;
  readonly before: number;
  readonly after: number;
  /** From the start of the key to the start of the value. */
  readonly width: number;
}

function gapsOf({ keyLast, indicator, node }: Entry): Gaps | undefined {
  const first = firstOf(node);
  if (keyLast === undefined || indicator === undefined || first === undefined) return undefined;
  const before = keyLast.next === indicator ? 0 : keyLast.next!.text.length;
  const space = indicator.next!;
  if (space.kind !== "space" || space.next !== first || (before > 0 && keyLast.next!.next !== indicator)) {
    return undefined;
  }
  return {
    key: keyLast.text.length,
    before,
    after: space.text.length,
    width: keyLast.text.length + before + 1 + space.text.length,
  };
}

/** Inserts an element before the one at an index of a block sequence, or behind the last. */
export function insertBlockItem(
  document: YamlDocument,
  seq: SeqNode,
  index: number,
  value: Value,
  spelling: string | undefined,
): void {
  const { tokens } = document;
  const dash = newToken("indicator", "-");
  const item = newSlot<Item>({ container: seq, indicator: dash });
  const separator = areSeparated(seq.children) ? [document.newline()] : [];
  const line = [...blanks(seq.indent), dash, document.newline()];
  if (index > 0) {
    const place = blockEndOf(seq.children[index - 1]!);
    tokens.insertAfter(place, ...(keepsBlankLines(place) ? [] : separator), ...line);
  } else {
    const first = startOf(seq.children[0]!);
    const start = ownLineStart(first);
    if (start !== undefined) tokens.insertBefore(commentsStart(seq, seq.children[0]!), ...line, ...separator);
    else tokens.insertBefore(first, dash, document.newline(), ...blanks(seq.indent));
  }
  seq.children.splice(index, 0, item);
  fillSlot(document, item, value, spelling);
}

/** Removes a child of a block collection; one that loses its last child is written as empty. */
export function removeBlockChild(document: YamlDocument, container: Container, child: Child): void {
  const children = container.children as Child[];
  if (children.length === 1) return collapse(document, container);
  const index = children.indexOf(child);
  const start = ownLineStart(startOf(child));
  const before = (start ?? startOf(child)).previous;
  document.discard(start ?? startOf(child), blockEndOf(child));
  children.splice(index, 1);
  if (container.kind === "map") container.index?.delete((child as Entry).key);
  if (start === undefined) moveUp(document, before);
  else closeGap(document, { before, wasFirst: index === 0, wasLast: index === children.length });
}

/** Lets what comes next, a comment or the next child, stand behind the dash of a child that is gone. */
function moveUp(document: YamlDocument, before: Token | undefined): void {
  for (let next = before?.next; next?.kind === "space" || next?.kind === "newline"; next = before!.next) {
    document.tokens.remove(next);
  }
}

/** Takes all lines out of a block collection and writes it as empty. */
function collapse(document: YamlDocument, { kind, slot }: Container): void {
  refillSlot(document, slot, kind === "map" ? Object.create(null) : []);
}
