/**
 * What the sections of a document mean: tables, arrays of tables and pairs by their paths.
 *
 * The tree is built from the headers; the pairs of a table are added when it is walked through.
 *
 * @module
 */
import type { KeyPath } from "../../model/key_path.ts";
import { type Header, isPair, type Pair, type Section, type TomlDocument } from "./document.ts";
import { type ArrayNode, dottedPrefix, newTable, type Node, type TableNode } from "./node.ts";

/** Where a path leads. */
export interface Found {
  /** The last node on the way. */
  readonly node: Node;
  /** What is left of the path: inside the pair's value, or missing in the table. */
  readonly rest: KeyPath;
}

/** The tables of a document. */
export class TomlTree {
  readonly root: TableNode;
  readonly #document: TomlDocument;
  /** The table that the header of a section opens. */
  readonly #owners = new WeakMap<Section, TableNode>();

  /** @param document The document. */
  constructor(document: TomlDocument) {
    this.#document = document;
    this.root = newTable(undefined, "");
    this.#own(this.root, document.first);
    for (let section = document.first.next; section; section = section.next) {
      this.#own(this.#openHeader(section.header!), section);
    }
  }

  /** Follows a path as far as it leads; the last part is left over only if it is missing or inside a pair's value. */
  find(path: KeyPath): Found {
    let node: Node = this.root;
    for (let depth = 0; depth < path.length; depth++) {
      const part = path[depth]!;
      if (node.kind === "pair") return { node, rest: path.slice(depth) };
      const child: Node | undefined = node.kind === "array"
        ? node.elements[part as number]
        : this.childrenOf(node).get(part as string);
      if (child === undefined) return { node, rest: path.slice(depth) };
      node = child;
    }
    return { node, rest: [] };
  }

  /** The children of a table, with the pairs under its header. */
  childrenOf(table: TableNode): Map<string, Node> {
    if (!table.isRead && table.section !== undefined) {
      table.isRead = true;
      for (const line of this.#document.linesOf(table.section)) if (isPair(line)) this.addPair(table, line);
    }
    return table.children;
  }

  /** Enters a pair whose key counts from a table. */
  addPair(table: TableNode, pair: Pair): void {
    const parts = pair.key.parts;
    const ownDepth = table.dotted === pair.section ? dottedPrefix(table).length : 0;
    for (const part of parts.slice(ownDepth, -1)) {
      table = this.#childTable(table, part);
      table.dotted ??= pair.section;
    }
    table.children.set(parts.at(-1)!, pair);
  }

  /** Makes a table for a section that has been put into the document, and the tables on the way to it. */
  addTable(parent: TableNode, keys: readonly string[], section: Section): TableNode {
    const table = keys.reduce((node, key) => this.#childTable(node, key), parent);
    this.#own(table, section);
    return table;
  }

  /** Makes an array of tables, which has no element yet, and the tables on the way to it. */
  addArray(parent: TableNode, keys: readonly string[]): ArrayNode {
    const table = keys.slice(0, -1).reduce((node, key) => this.#childTable(node, key), parent);
    const array: ArrayNode = { kind: "array", parent: table, key: keys.at(-1)!, elements: [] };
    table.children.set(array.key, array);
    return array;
  }

  /** Makes an element of an array of tables for a section that has been put into the document. */
  addElement(array: ArrayNode, index: number, section: Section): TableNode {
    const element = newTable(array, "");
    array.elements.splice(index, 0, element);
    this.#own(element, section);
    return element;
  }

  /** Takes a table or an array of tables out, and every parent that existed only through it. */
  detach(node: TableNode | ArrayNode): void {
    const { parent } = node;
    if (parent?.kind === "table") this.detachKey(parent, node.key);
    else if (parent?.kind === "array") {
      parent.elements.splice(parent.elements.indexOf(node as TableNode), 1);
      if (parent.elements.length === 0) this.detach(parent);
    }
  }

  /** Takes a child out of a table, and the table too if it existed only through it. */
  detachKey(table: TableNode, key: string): void {
    table.children.delete(key);
    if (table.section === undefined && table.children.size === 0) this.detach(table);
  }

  /** Gives a child of a table another key; the text keeps its order, the children have none. */
  rename(table: TableNode, from: string, to: string): void {
    const child = table.children.get(from)!;
    if (child.kind !== "pair") child.key = to;
    table.children.delete(from);
    table.children.set(to, child);
  }

  /** All sections of a table or an array of tables, in no order. */
  sectionsOf(node: TableNode | ArrayNode): Section[] {
    const sections: Section[] = [];
    visit(node, (inner) => {
      if (inner.kind === "table" && inner.section !== undefined) sections.push(inner.section);
    });
    return sections;
  }

  /** The first section, in the document's order, of a table that has some. */
  firstSectionOf(table: TableNode): Section {
    const own = new Set(this.sectionsOf(table));
    let section = this.#document.first;
    while (!own.has(section)) section = section.next!;
    return section;
  }

  /** All pairs of a table and the tables in it, as far as they have been read. */
  pairsOf(node: TableNode | ArrayNode): Pair[] {
    const pairs: Pair[] = [];
    visit(node, (inner) => {
      if (inner.kind === "pair") pairs.push(inner);
    });
    return pairs;
  }

  /** Moves the tails of the tables that end with a section which is about to leave the document. */
  retreatFrom(section: Section): void {
    let table: TableNode | ArrayNode | undefined = this.#owners.get(section);
    this.#owners.delete(section);
    for (; table; table = table.parent) {
      if (table.kind === "table" && table.tail === section) table.tail = this.#lastBefore(section, table);
    }
  }

  #lastBefore(section: Section, table: TableNode): Section | undefined {
    for (let before = section.previous; before; before = before.previous) {
      let node: TableNode | ArrayNode | undefined = this.#owners.get(before);
      for (; node; node = node.parent) if (node === table) return before;
    }
    return undefined;
  }

  /**
   * Makes a section a table's own. While the tree is built, sections come in the document's order; one that is put in
   * later stands behind the tail of the tables that it extends, and before the tails of all others.
   */
  #own(table: TableNode, section: Section): void {
    const isNew = section.start < 0;
    table.section = section;
    table.isRead = isNew;
    this.#owners.set(section, table);
    for (let node: TableNode | ArrayNode | undefined = table; node; node = node.parent) {
      if (node.kind === "array") continue;
      if (!isNew || node.tail === undefined || node.tail === section.previous) node.tail = section;
    }
  }

  #openHeader({ key: { parts }, isArray }: Header): TableNode {
    let table = this.root;
    for (let depth = 0; depth < parts.length - 1; depth++) table = this.#childTable(table, parts[depth]!);
    const last = parts.at(-1)!;
    if (!isArray) return this.#childTable(table, last);
    let array = table.children.get(last);
    if (array?.kind !== "array") {
      table.children.set(last, array = { kind: "array", parent: table, key: last, elements: [] });
    }
    const element = newTable(array, "");
    array.elements.push(element);
    return element;
  }

  /** The table that a header's key part leads to: for an array of tables, its last element. */
  #childTable(table: TableNode, key: string): TableNode {
    const child = table.children.get(key);
    if (child?.kind === "table") return child;
    if (child?.kind === "array") return child.elements.at(-1)!;
    const made = newTable(table, key);
    table.children.set(key, made);
    return made;
  }
}

/** Visits a node and all below it. */
function visit(node: Node, action: (node: Node) => void): void {
  action(node);
  if (node.kind === "pair") return;
  for (const child of node.kind === "array" ? node.elements : node.children.values()) visit(child, action);
}
