/**
 * Brings a part of a document to a new value and leaves alone what has it already.
 *
 * An array that is set as a whole keeps the elements, and the comments on them, that it has in common with the new one.
 *
 * @module
 */
import { equalValues, isTable, type Table, type Value } from "../../model/value.ts";
import { findCommon } from "./common.ts";
import {
  addPair,
  type Container,
  insertElements,
  type Item,
  itemsOf,
  openContainer,
  removeChild,
  setContent,
  valueOf,
} from "./tree.ts";

/**
 * Gives an item a new value.
 *
 * @param spelling How a scalar is to be written, if it matters.
 */
export function assign(item: Item, value: Value, spelling: string | undefined, text: string): void {
  const container = openContainer(item);
  if (container?.kind === "array" && Array.isArray(value)) assignArray(container, value, text);
  else if (container?.kind === "object" && isTable(value)) assignTable(container, value, text);
  else if (container !== undefined || !equalValues(valueOf(item, text), value)) setContent(item, value, spelling);
}

function assignTable(container: Container, table: Table, text: string): void {
  for (const key of [...container.byKey.keys()]) if (!Object.hasOwn(table, key)) removeChild(container, key);
  for (const key of Object.keys(table)) {
    const pair = container.byKey.get(key);
    if (pair === undefined) addPair(container, key, table[key]!);
    else assign(pair, table[key]!, undefined, text);
  }
}

/** Elements of both arrays stay; those between take their new values in place, as far as there are any. */
function assignArray(container: Container, values: readonly Value[], text: string): void {
  const items = [...itemsOf(container)];
  const kept = findCommon(items.map((item) => valueOf(item, text)), values);
  let oldEnd = items.length;
  let newEnd = values.length;
  // From the end, so that the indices before stay what they are.
  for (const [oldIndex, newIndex] of [...kept.reverse(), [-1, -1] as const]) {
    const oldStart = oldIndex + 1;
    const newStart = newIndex + 1;
    const paired = Math.min(oldEnd - oldStart, newEnd - newStart);
    for (let index = 0; index < paired; index++) {
      assign(items[oldStart + index]!, values[newStart + index]!, undefined, text);
    }
    for (let index = oldEnd - 1; index >= oldStart + paired; index--) removeChild(container, index);
    const fresh = values.slice(newStart + paired, newEnd);
    if (fresh.length > 0) insertElements(container, oldStart + paired, fresh);
    oldEnd = oldIndex;
    newEnd = newIndex;
  }
}
