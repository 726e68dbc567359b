/**
 * The nodes of a document and the places they stand in. A node knows its tokens, not its offsets: its text may change.
 *
 * @module
 */
import type { KeyPath } from "../../model/key_path.ts";
import type { Value } from "../../model/value.ts";
import type { Token } from "./token_list.ts";

/** How a scalar is written. */
export type ScalarStyle = "plain" | "single" | "double" | "block";

/** A scalar; a block scalar goes from its header to its body. */
export interface ScalarNode {
  readonly kind: "scalar";
  readonly first: Token;
  readonly last: Token;
  readonly style: ScalarStyle;
  readonly value: Value;
}

/** An alias. */
export interface AliasNode {
  readonly kind: "alias";
  readonly token: Token;
}

/** The null that is written as nothing. */
export interface EmptyNode {
  readonly kind: "empty";
}

/** A new collection whose text nobody has had to look into yet. */
export interface FreshNode {
  readonly kind: "fresh";
  readonly token: Token;
  readonly value: Value;
  /** The column that its text begins at, if it is not the first of a line. */
  readonly column: number;
  readonly isBlock: boolean;
}

/** A map in braces, in lines, or as one `key: value` in brackets. */
export interface MapNode {
  readonly kind: "map";
  slot: Slot;
  style: "flow" | "block" | "pair";
  /** The column of the keys of a block map. */
  readonly indent: number;
  readonly children: Entry[];
  /** The children by key, once they have been asked for. */
  index: Map<string, Entry> | undefined;
  /** The children whose keys are no strings, by what these stand for, once they have been asked for. */
  identities: Map<string, Entry> | undefined;
  open: Token | undefined;
  close: Token | undefined;
}

/** A sequence in brackets or in lines. */
export interface SeqNode {
  readonly kind: "seq";
  slot: Slot;
  readonly style: "flow" | "block";
  /** The column of the dashes of a block sequence. */
  readonly indent: number;
  readonly children: Item[];
  open: Token | undefined;
  close: Token | undefined;
}

/** A node with children. */
export type Container = MapNode | SeqNode;

/** A node. */
export type Node = ScalarNode | AliasNode | EmptyNode | FreshNode | Container;

/** A place where a node stands: the document itself, a value of a map, an element of a sequence. */
export interface Slot {
  readonly container: Container | undefined;
  /** What comes before the node: `---`, `:` or `-`. */
  indicator: Token | undefined;
  /** The node's anchor and tag, in order. */
  readonly properties: Token[];
  /** The full name of the node's tag. */
  tag: string | undefined;
  node: Node;
  /** Whether the node was exchanged for another one, so that aliases mean another value than before. */
  isReplaced: boolean;
}

/** A key with its value. */
export interface Entry extends Slot {
  readonly container: MapNode;
  key: string;
  /** Where the entry begins: its `?`, its key's anchor or tag, its key, or its colon. */
  first: Token;
  keyFirst: Token | undefined;
  keyLast: Token | undefined;
  /** Why the entry can't be edited, if it can't. */
  readonly obstacle: "explicit" | "complex" | "merge" | "multiline" | undefined;
  /** Whether the key has an anchor or a tag. */
  readonly hasKeyProperties: boolean;
}

/** An element of a sequence. */
export interface Item extends Slot {
  readonly container: SeqNode;
}

/** A child of a container. */
export type Child = Entry | Item;

/** Makes a slot that holds nothing yet. */
export function newSlot<Kind extends Slot>(fields: Partial<Kind> & Pick<Kind, "container">): Kind {
  const empty = { indicator: undefined, properties: [], tag: undefined, node: { kind: "empty" }, isReplaced: false };
  return Object.assign<object, object>(empty, fields) as Kind;
}

/** Makes a map without children. */
export function newMap(slot: Slot, style: MapNode["style"], indent = 0): MapNode {
  const indexes = { index: undefined, identities: undefined };
  return { kind: "map", slot, style, indent, children: [], ...indexes, open: undefined, close: undefined };
}

/** Makes a sequence without children. */
export function newSeq(slot: Slot, style: SeqNode["style"], indent = 0): SeqNode {
  return { kind: "seq", slot, style, indent, children: [], open: undefined, close: undefined };
}

/** Whether a node is a map or a sequence. */
export function isContainer(node: Node): node is Container {
  return node.kind === "map" || node.kind === "seq";
}

/** Whether a node is a map or a sequence in lines. */
export function isBlockContainer(node: Node): node is Container {
  return isContainer(node) && node.style === "block";
}

/** Whether a slot holds a child of a map. */
export function isEntry(slot: Slot): slot is Entry {
  return slot.container?.kind === "map";
}

/** The children of a map by key. */
export function indexOf(map: MapNode): Map<string, Entry> {
  return map.index ??= new Map(map.children.map((entry) => [entry.key, entry]));
}

/** The last token before a slot's node: its anchor or tag, its colon or dash, or its key. */
export function holderOf(slot: Slot): Token | undefined {
  return slot.properties.at(-1) ?? slot.indicator ?? (isEntry(slot) ? slot.keyLast ?? slot.first : undefined);
}

/** The first token of a node. */
export function firstOf(node: Node): Token | undefined {
  switch (node.kind) {
    case "scalar":
      return node.first;
    case "alias":
    case "fresh":
      return node.token;
    case "empty":
      return undefined;
  }
  return node.open ?? startOf(node.children[0]!);
}

/** The first token of a child: that of its key, its dash, its anchor or tag, or its node. */
export function startOf(child: Child): Token {
  if (isEntry(child)) return child.first;
  return child.indicator ?? child.properties[0] ?? firstOf(child.node)!;
}

/** The last token of a slot, with its node. */
export function lastOf(slot: Slot): Token | undefined {
  for (;;) {
    const { node } = slot;
    if (!isContainer(node)) {
      if (node.kind === "empty") return holderOf(slot);
      return node.kind === "scalar" ? node.last : node.token;
    }
    if (node.close !== undefined) return node.close;
    slot = node.children.at(-1)!;
  }
}

/** The path to a slot. */
export function pathOf(slot: Slot): KeyPath {
  const path: (string | number)[] = [];
  for (let at = slot; at.container !== undefined; at = at.container.slot) {
    path.unshift(isEntry(at) ? at.key : at.container.children.indexOf(at as never));
  }
  return path;
}
