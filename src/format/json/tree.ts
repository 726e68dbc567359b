/**
 * A JSON document as something that steps can change: containers and their items, opened only where they are read.
 *
 * What stands in the text keeps its node of the locating parser, also when it goes, so that the edits can be told from
 * the difference in the end. Nothing here knows how anything is laid out.
 *
 * @module
 */
import type { Node } from "jsonc-parser";
import { isTable, type Table, type Value } from "../../model/value.ts";

const CHUNK = 1000;

/** An object or an array. */
export interface Container {
  readonly kind: "object" | "array";
  /** Where it stands in the text; `undefined` if it is new. */
  readonly node: Node | undefined;
  /** The item whose value it is. */
  readonly holder: Item;
  /** The items in the text. */
  readonly original: readonly Item[];
  /** The items as they are now; those of an object may include removed ones. */
  readonly items: Item[];
  /** The last pair of each key; only for objects. */
  readonly byKey: Map<string, Item>;
  /** Whether items came or went. */
  isRearranged: boolean;
  /** Whether anything in it changed, at any depth. */
  hasChanges: boolean;
}

/** A new value that is neither an object nor an array, or an empty one of these. */
export interface Scalar {
  readonly kind: "scalar";
  readonly value: Value;
  readonly spelling: string | undefined;
}

/** A pair of an object, an element of an array, or the document's root. */
export interface Item {
  /** The container that it is in; `undefined` for the root. */
  readonly parent: Container | undefined;
  /** Where it stands in the text: the pair or the element; `undefined` if it is new. */
  readonly node: Node | undefined;
  /** Where its value stands in the text. */
  readonly valueNode: Node | undefined;
  /** Its key in an object. */
  key: string | undefined;
  /** An earlier pair with the same key, which readers do not see. */
  earlier: Item | undefined;
  /** The value, if it was looked into or is new; else it is as the text has it. */
  content: Container | Scalar | undefined;
  isRenamed: boolean;
  isRemoved: boolean;
  /** Whether the comment that belongs to it stays when it is removed. */
  keepsComment: boolean;
}

/** Makes an item of what stands in the text, or an item to be filled. */
export function newItem(parent: Container | undefined, key: string | undefined, node?: Node): Item {
  const valueNode = node?.type === "property" ? node.children![1] : node;
  return {
    parent,
    node,
    valueNode,
    key,
    earlier: undefined,
    content: undefined,
    isRenamed: false,
    isRemoved: false,
    keepsComment: false,
  };
}

/** The container that is an item's value, or `undefined` if that is a scalar. */
export function openContainer(item: Item): Container | undefined {
  if (item.content !== undefined) return item.content.kind === "scalar" ? undefined : item.content;
  const node = item.valueNode;
  if (node === undefined || (node.type !== "object" && node.type !== "array")) return undefined;
  const original: Item[] = [];
  const container = newContainer(node.type, item, node, original);
  for (const child of node.children!) {
    const key = child.type === "property" ? child.children![0]!.value as string : undefined;
    const opened = newItem(container, key, child);
    original.push(opened);
    addItem(container, opened);
  }
  return item.content = container;
}

function newContainer(kind: "object" | "array", holder: Item, node?: Node, original: Item[] = []): Container {
  return {
    kind,
    node,
    holder,
    original,
    items: [],
    byKey: new Map(),
    isRearranged: false,
    hasChanges: false,
  };
}

/** Puts an item behind the others. */
function addItem(container: Container, item: Item): void {
  container.items.push(item);
  if (item.key === undefined) return;
  item.earlier = container.byKey.get(item.key);
  container.byKey.set(item.key, item);
}

/** The items of a container that are still there. */
export function itemsOf(container: Container): Item[] {
  return container.kind === "array" ? container.items : container.items.filter((item) => !item.isRemoved);
}

/** The child of a container, or `undefined`. */
export function childOf(container: Container, part: string | number): Item | undefined {
  return typeof part === "number" ? container.items[part] : container.byKey.get(part);
}

/** Adds a pair to an object, behind the others. */
export function addPair(container: Container, key: string, value: Value, spelling?: string): Item {
  const item = newItem(container, key);
  fill(item, value, spelling);
  addItem(container, item);
  rearrange(container);
  return item;
}

/** Puts elements into an array, before the one at an index. */
export function insertElements(container: Container, index: number, values: readonly Value[], spelling?: string): void {
  const made = values.map((value) => {
    const item = newItem(container, undefined);
    fill(item, value, spelling);
    return item;
  });
  // Arguments lie on the stack, which a long array would overflow.
  for (let start = 0; start < made.length; start += CHUNK) {
    container.items.splice(index + start, 0, ...made.slice(start, start + CHUNK));
  }
  rearrange(container);
}

/** Takes a pair out of an object, with earlier ones of the same key that would come to light, or an element out. */
export function removeChild(container: Container, part: string | number, keepsComment = false): void {
  const item = childOf(container, part)!;
  if (typeof part === "number") container.items.splice(part, 1);
  else container.byKey.delete(part);
  for (let gone: Item | undefined = item; gone; gone = gone.earlier) {
    gone.isRemoved = true;
    gone.keepsComment = keepsComment;
  }
  rearrange(container);
}

/** Gives a pair another key, and so to earlier ones of the same key. */
export function renamePair(container: Container, from: string, to: string): void {
  const item = container.byKey.get(from)!;
  container.byKey.delete(from);
  container.byKey.set(to, item);
  for (let pair: Item | undefined = item; pair; pair = pair.earlier) {
    pair.key = to;
    pair.isRenamed = true;
  }
  noteChange(container);
}

/** Gives an item a new value. */
export function setContent(item: Item, value: Value, spelling?: string): void {
  fill(item, value, spelling);
  if (item.parent !== undefined) noteChange(item.parent);
}

function fill(item: Item, value: Value, spelling: string | undefined): void {
  if (Array.isArray(value)) {
    const container = item.content = newContainer("array", item);
    insertElements(container, 0, value);
  } else if (isTable(value)) {
    const container = item.content = newContainer("object", item);
    for (const key of Object.keys(value)) addPair(container, key, value[key]!);
  } else item.content = { kind: "scalar", value, spelling };
}

function rearrange(container: Container): void {
  container.isRearranged = true;
  noteChange(container);
}

function noteChange(container: Container): void {
  for (let node: Container | undefined = container; node && !node.hasChanges; node = node.holder.parent) {
    node.hasChanges = true;
  }
}

/** An item's value as it is now. */
export function valueOf(item: Item, text: string): Value {
  const { content } = item;
  if (content === undefined) return nodeValue(item.valueNode!, text);
  if (content.kind === "scalar") return content.value;
  if (content.kind === "array") return content.items.map((element) => valueOf(element, text));
  const table: Table = Object.create(null);
  for (const [key, pair] of content.byKey) table[key] = valueOf(pair, text);
  return table;
}

function nodeValue(node: Node, text: string): Value {
  if (node.type === "array") return node.children!.map((child) => nodeValue(child, text));
  if (node.type === "number") return numberValue(text.slice(node.offset, node.offset + node.length));
  if (node.type !== "object") return node.value as string | boolean | null;
  const table: Table = Object.create(null);
  for (const { children } of node.children!) table[children![0]!.value as string] = nodeValue(children![1]!, text);
  return table;
}

/** The value of a number as the strict reader gives it: integers exact, `-0` a float. */
function numberValue(source: string): bigint | number {
  return /^-?\d+$/.test(source) && source !== "-0" ? BigInt(source) : Number(source);
}
