/**
 * Builds the list of tokens and the nodes of a document, from what the library has read.
 *
 * The library's tokens hold every character in order, and its nodes say what they mean; both are walked side by side.
 *
 * @module
 */
import { type CST, isScalar, type Pair, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import {
  type Entry,
  type Item,
  type MapNode,
  newMap,
  newSeq,
  newSlot,
  type Node,
  type ScalarStyle,
  type SeqNode,
  type Slot,
} from "./node.ts";
import { keyOf, scalarValue } from "./parse.ts";
import type { YamlSource } from "./read.ts";
import type { Token, TokenList } from "./token_list.ts";
import { type AliasLink, TokenReader } from "./token_reader.ts";

/** A document that can be edited. */
export interface YamlTree {
  readonly tokens: TokenList;
  readonly root: Slot;
  /** The aliases, in the document's order. */
  readonly links: readonly AliasLink[];
  /** The slots of the anchored values. */
  readonly anchored: ReadonlyMap<Token, Slot>;
}

/**
 * Builds the tree of a document.
 *
 * @param source What the library says of it.
 * @param isNew Whether the text is to be put into another document, whose offsets it knows nothing of.
 * @returns The tree.
 */
export function buildTree(source: YamlSource, isNew = false): YamlTree {
  return new TreeBuilder(source, isNew).build();
}

class TreeBuilder {
  readonly #reader: TokenReader;
  readonly #source: YamlSource;
  readonly #anchored = new Map<Token, Slot>();

  constructor(source: YamlSource, isNew: boolean) {
    this.#source = source;
    this.#reader = new TokenReader(isNew);
  }

  build(): YamlTree {
    const root = newSlot<Slot>({ container: undefined });
    if (this.#source.body !== this.#source.text) this.#reader.add({ type: "byte-order-mark", source: "\ufeff" });
    for (const part of this.#source.tokens) {
      if (part.type === "document") this.#addDocument(part, root);
      else this.#reader.addAll(part, root);
    }
    const { tokens, links } = this.#reader;
    return { tokens, root, links, anchored: this.#anchored };
  }

  #addDocument(document: CST.Document, root: Slot): void {
    this.#addProperties(document.start, root);
    this.#addValue(document.value, this.#source.document.contents as ParsedNode | null, root);
    this.#addTrivia(document.end ?? []);
  }

  #addTrivia(parts: readonly CST.SourceToken[]): void {
    for (const part of parts) this.#reader.add(part);
  }

  /** What stands before a node: its indicator, anchor and tag. */
  #addProperties(parts: readonly CST.SourceToken[], slot: Slot): void {
    for (const part of parts) {
      const token = this.#reader.add(part);
      if (INDICATORS.has(part.type)) slot.indicator = token;
      if (part.type === "anchor") this.#anchored.set(token, slot);
      if (isProperty(part)) slot.properties.push(token);
    }
  }

  #addValue(part: CST.Token | null | undefined, ast: ParsedNode | null, slot: Slot): void {
    slot.tag = ast?.tag;
    if (part && !isNothing(part)) slot.node = this.#addNode(part, ast, slot);
    else if (part) this.#addTrivia(part.end ?? []);
  }

  #addNode(part: CST.Token, ast: ParsedNode | null, slot: Slot): Node {
    switch (part.type) {
      case "alias":
        return { kind: "alias", token: this.#reader.addAll(part, slot) };
      case "block-map":
        return this.#addBlockMap(part, ast as YAMLMap.Parsed, slot);
      case "block-seq":
        return this.#addBlockSeq(part, ast as YAMLSeq.Parsed, slot);
      case "flow-collection":
        return part.start.source === "{"
          ? this.#addFlowMap(part, ast as YAMLMap.Parsed, slot)
          : this.#addFlowSeq(part, ast as YAMLSeq.Parsed, slot);
    }
    return this.#addScalar(part, ast as Scalar.Parsed, slot);
  }

  #addScalar(part: CST.Token, ast: Scalar.Parsed, slot: Slot): Node {
    const first = this.#reader.addAll(part, slot);
    const last = part.type === "block-scalar" ? this.#reader.lastContent() : first;
    return { kind: "scalar", first, last, style: STYLES[part.type]!, value: scalarValue(ast) ?? null };
  }

  #addBlockMap(part: CST.BlockMap, ast: YAMLMap.Parsed, slot: Slot): MapNode {
    const map = newMap(slot, "block", part.indent);
    for (const item of part.items) {
      if (isTrivia(item)) this.#addTrivia(item.start);
      else this.#addEntry(item, ast.items[map.children.length]!, map);
    }
    return map;
  }

  #addBlockSeq(part: CST.BlockSequence, ast: YAMLSeq.Parsed, slot: Slot): SeqNode {
    const seq = newSeq(slot, "block", part.indent);
    for (const { start, value } of part.items) {
      const item = newSlot<Item>({ container: seq });
      this.#addProperties(start, item);
      if (item.indicator === undefined) continue;
      this.#addValue(value, ast.items[seq.children.length] as ParsedNode, item);
      seq.children.push(item);
    }
    return seq;
  }

  #addFlowMap(part: CST.FlowCollection, ast: YAMLMap.Parsed, slot: Slot): MapNode {
    const map = newMap(slot, "flow");
    map.open = this.#reader.add(part.start);
    for (const item of part.items) {
      if (isTrivia(item)) this.#addTrivia(item.start);
      else this.#addEntry(item, ast.items[map.children.length]!, map);
    }
    map.close = this.#addEnd(part.end);
    return map;
  }

  #addFlowSeq(part: CST.FlowCollection, ast: YAMLSeq.Parsed, slot: Slot): SeqNode {
    const seq = newSeq(slot, "flow");
    seq.open = this.#reader.add(part.start);
    for (const item of part.items) {
      if (isTrivia(item)) this.#addTrivia(item.start);
      else seq.children.push(this.#addFlowItem(item, ast.items[seq.children.length] as ParsedNode, seq));
    }
    seq.close = this.#addEnd(part.end);
    return seq;
  }

  #addEnd([close, ...rest]: readonly CST.SourceToken[]): Token {
    const token = this.#reader.add(close!);
    this.#addTrivia(rest);
    return token;
  }

  #addFlowItem(part: CST.CollectionItem, ast: ParsedNode, seq: SeqNode): Item {
    const item = newSlot<Item>({ container: seq });
    if (part.key !== undefined || part.sep !== undefined || part.start.some(isExplicit)) {
      const map = newMap(item, "pair");
      this.#addEntry(part, (ast as YAMLMap.Parsed).items[0]!, map);
      item.node = map;
    } else {
      this.#addProperties(part.start, item);
      this.#addValue(part.value, ast, item);
    }
    return item;
  }

  #addEntry(part: CST.CollectionItem, pair: Pair, map: MapNode): void {
    const key = pair.key as ParsedNode;
    const entry = newSlot<Entry>({
      container: map,
      key: keyOf(key, this.#source),
      obstacle: obstacleOf(part, key),
      hasKeyProperties: part.start.some(isProperty),
    });
    const starts = part.start.map((token) =>
      isProperty(token) || isExplicit(token) ? this.#reader.add(token) : this.#skip(token)
    );
    if (part.key && isNothing(part.key)) this.#addTrivia(part.key.end ?? []);
    else if (part.key) {
      entry.keyFirst = this.#reader.addAll(part.key, entry, true);
      entry.keyLast = this.#reader.lastContent();
    }
    this.#addProperties(part.sep ?? [], entry);
    this.#addValue(part.value, pair.value as ParsedNode | null, entry);
    entry.first = starts.find((token) => token !== undefined) ?? entry.keyFirst ?? entry.indicator!;
    map.children.push(entry);
  }

  #skip(part: CST.SourceToken): undefined {
    this.#reader.add(part);
  }
}

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  "block-scalar": "block",
  "double-quoted-scalar": "double",
  "scalar": "plain",
  "single-quoted-scalar": "single",
};

const INDICATORS: ReadonlySet<string> = new Set(["doc-start", "map-value-ind", "seq-item-ind"]);

function isExplicit(token: CST.SourceToken): boolean {
  return token.type === "explicit-key-ind";
}

function isProperty(token: CST.SourceToken): boolean {
  return token.type === "anchor" || token.type === "tag";
}

/** Whether an item of the library is only what stands behind the last real one. */
function isTrivia({ start, key, sep, value }: CST.CollectionItem): boolean {
  return !key && !sep && !value && !start.some((token) => isExplicit(token) || isProperty(token));
}

/** Whether a part is the scalar that is written as nothing. */
function isNothing(part: CST.Token): part is CST.FlowScalar {
  return part.type === "scalar" && part.source === "";
}

function obstacleOf(part: CST.CollectionItem, key: ParsedNode): Entry["obstacle"] {
  if (part.start.some(isExplicit)) return "explicit";
  if (!isScalar(key)) return "complex";
  if (part.key && "source" in part.key && part.key.source.includes("\n")) return "multiline";
  return key.type === "PLAIN" && key.source === "<<" ? "merge" : undefined;
}
