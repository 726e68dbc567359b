/**
 * Adds children to collections of every style and removes them.
 *
 * @module
 */
import type { Table, Value } from "../../model/value.ts";
import { addBlockEntry, insertBlockItem, removeBlockChild } from "./block.ts";
import type { YamlDocument } from "./document.ts";
import { isInFlow, refillSlot } from "./fill.ts";
import { addFlowEntry, insertFlowItem, removeFlowChild } from "./flow.ts";
import { discardComments } from "./child_comments.ts";
import { ownLineStart } from "./line.ts";
import { type Child, type Container, holderOf, type MapNode, type SeqNode } from "./node.ts";
import { isBlockValue } from "./print.ts";
import { styleIn } from "./style.ts";

/**
 * Adds a key to a map.
 *
 * @param key The key, which it does not have.
 * @param spelling How the only scalar in it is to be spelled, if that is given.
 */
export function addEntry(
  document: YamlDocument,
  map: MapNode,
  key: string,
  value: Value,
  spelling: string | undefined,
): void {
  if (map.style === "block") addBlockEntry(document, map, key, value, spelling);
  else if (isPlaceholder(map)) {
    const table: Table = Object.create(null);
    table[key] = value;
    refillSlot(document, map.slot, table, spelling);
  } else addFlowEntry(document, map, key, value, spelling);
}

/**
 * Inserts an element into a sequence.
 *
 * @param index Before which element, or its length.
 * @param spelling How the only scalar in it is to be spelled, if that is given.
 */
export function insertItem(
  document: YamlDocument,
  seq: SeqNode,
  index: number,
  value: Value,
  spelling: string | undefined,
): void {
  if (seq.style === "block") insertBlockItem(document, seq, index, value, spelling);
  else if (isPlaceholder(seq) && isBlockValue([value], styleIn(seq.slot.container, document.style))) {
    refillSlot(document, seq.slot, [value], spelling);
  } else insertFlowItem(document, seq, index, value, spelling);
}

/** Whether a collection is `{}` or `[]` where an author would write lines once there is something to write. */
function isPlaceholder({ slot, style, open, close }: Container): boolean {
  if (style === "pair" || open!.next !== close || isInFlow(slot)) return false;
  const holder = holderOf(slot);
  if (slot.container === undefined) return ownLineStart(open!) === open;
  return holder!.next!.text === " " && holder!.next!.next === open;
}

/** Removes a child, with the comments that belong to it unless they are to be kept. */
export function removeChild(document: YamlDocument, container: Container, child: Child, keepsComment = false): void {
  if (!keepsComment) discardComments(document, container, child);
  if (container.style === "block") removeBlockChild(document, container, child);
  else removeFlowChild(document, container, child);
}
