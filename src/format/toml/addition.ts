/**
 * Puts new pairs, tables and elements into a TOML document.
 *
 * @module
 */
import { PawlError } from "../../model/errors.ts";
import { type KeyPath, printKeyPath } from "../../model/key_path.ts";
import { isTable, kindOf, type Table, type Value } from "../../model/value.ts";
import type { Section, TomlDocument } from "./document.ts";
import { addInline } from "./inline.ts";
import type { TomlLayout } from "./layout.ts";
import type { PairValues } from "./pair_values.ts";
import { printNew, printValue } from "./print.ts";
import { SiblingStyle } from "./sibling_style.ts";
import { type StringStyle, stringStyleOf } from "./strings.ts";
import { type ArrayNode, dottedPrefix, keysOf, type TableNode } from "./node.ts";
import type { TomlTree } from "./tree.ts";

/** Adds to one document. */
export class TomlAddition {
  readonly #document: TomlDocument;
  readonly #tree: TomlTree;
  readonly #layout: TomlLayout;
  readonly #values: PairValues;
  readonly #siblings: SiblingStyle;

  /** */
  constructor(document: TomlDocument, tree: TomlTree, layout: TomlLayout, values: PairValues) {
    this.#document = document;
    this.#tree = tree;
    this.#layout = layout;
    this.#values = values;
    this.#siblings = new SiblingStyle(tree);
  }

  /** Adds a key. */
  add(path: KeyPath, value: Value, spelling: string | undefined): void {
    const { node, rest } = this.#tree.find(path);
    if (node.kind === "pair") {
      const write = (style: StringStyle) => spelling ?? printValue(value, style);
      addInline(this.#values.open(node), rest, write, this.#document.endOfLine);
    } else if (spelling !== undefined) this.#addPair(node as TableNode, rest as readonly string[], spelling);
    else this.#addValue(node as TableNode, rest as readonly string[], value);
  }

  /** Adds a pair, or the headers with which tables are written here. */
  #addValue(table: TableNode, keys: readonly string[], value: Value): void {
    if (!this.#siblings.writesHeaders(table, keys, value)) this.#addPlain(table, keys, value);
    else if (Array.isArray(value)) this.#addArray(table, keys, value as Table[]);
    else if (Object.values(value as Table).every((child) => this.#siblings.isSection(child))) {
      // The headers of the tables in it say all that its own would.
      for (const key of Object.keys(value as Table)) this.#addValue(table, [...keys, key], (value as Table)[key]!);
    } else this.#addPairs(this.#newTable(table, keys), value as Table);
  }

  #addPairs(table: TableNode, value: Table): void {
    for (const key of Object.keys(value)) this.#addValue(table, [key], value[key]!);
  }

  #addPlain(table: TableNode, keys: readonly string[], value: Value): void {
    if (this.#siblings.writesDottedKeys(table, value)) {
      for (const key of Object.keys(value as Table)) this.#addPlain(table, [...keys, key], (value as Table)[key]!);
    } else this.#addPair(table, keys, printNew(value, this.#styleIn(table), this.#document.endOfLine));
  }

  #addArray(table: TableNode, keys: readonly string[], value: readonly Table[]): void {
    const indent = this.#childIndent(table);
    let section = this.#layout.insertSection(table.tail!, indent, true, [...keysOf(table), ...keys]);
    const array = this.#tree.addArray(table, keys);
    value.forEach((element, index) => {
      if (index > 0) section = this.#appendElement(array);
      this.#addPairs(this.#tree.addElement(array, index, section), element);
    });
  }

  /** The quotes of the strings in a table, or in the table above it in the document. */
  #styleIn(table: TableNode): StringStyle {
    const section = table.section ?? table.dotted ?? table.tail ?? this.#document.first;
    return stringStyleOf(this.#layout.valuesNear(section));
  }

  /** Inserts an element. */
  insert(path: KeyPath, value: Value, spelling: string | undefined): void {
    const { node } = this.#tree.find(path.slice(0, -1));
    if (node.kind !== "array") return this.add(path, value, spelling);
    if (!isTable(value)) throw notATable("insert", path, value);
    const index = path.at(-1) as number;
    const next = node.elements[index]?.section;
    const section = next === undefined
      ? this.#appendElement(node)
      : this.#layout.insertSectionBefore(next, true, keysOf(node));
    const element = this.#tree.addElement(node, index, section);
    this.#addPairs(element, value);
  }

  #appendElement(array: ArrayNode): Section {
    const last = array.elements.at(-1)!;
    return this.#layout.insertSection(last.tail!, this.#layout.headerIndent(last.section!), true, keysOf(array));
  }

  #addPair(table: TableNode, keys: readonly string[], value: string): void {
    if (table.section === undefined && table.dotted !== undefined) {
      // A header for a table that dotted keys define would be invalid: the new key is a sibling of those.
      const prefix = dottedPrefix(table);
      this.#tree.addPair(table, this.#layout.insertPair(table.dotted, [...prefix, ...keys], value, prefix));
      return;
    }
    const owner = keys.length > 1 ? this.#newTable(table, keys.slice(0, -1)) : table;
    const section = owner.section ?? this.#giveHeader(owner);
    this.#tree.addPair(owner, this.#layout.insertPair(section, keys.slice(-1), value));
  }

  /** Makes a table with a header behind all that belongs to its parent. */
  #newTable(parent: TableNode, keys: readonly string[]): TableNode {
    const tail = parent.tail!;
    const indent = this.#childIndent(parent);
    const section = this.#layout.insertSection(tail, indent, false, [...keysOf(parent), ...keys]);
    return this.#tree.addTable(parent, keys, section);
  }

  /** Writes the header of a table that is known only through the headers of tables in it. */
  #giveHeader(table: TableNode): Section {
    const first = this.#tree.firstSectionOf(table);
    const section = this.#layout.insertSectionBefore(first, false, keysOf(table));
    this.#tree.addTable(table, [], section);
    return section;
  }

  /** A header is indented like those of its siblings, else like its parent's. */
  #childIndent(parent: TableNode): string {
    for (const child of parent.children.values()) {
      const table = child.kind === "array" ? child.elements[0] : child;
      if (table?.kind === "table" && table.section) return this.#layout.headerIndent(table.section);
    }
    return parent.section === undefined ? "" : this.#layout.headerIndent(parent.section);
  }
}

/** The error that an element of an array of tables would be none. */
export function notATable(verb: string, path: KeyPath, value: Value): PawlError {
  const found = `an element of an array of tables must be a table, and this is a value of type ${kindOf(value)}`;
  return new PawlError("type-mismatch", `Cannot ${verb} "${printKeyPath(path)}": ${found}`, {
    hint: `set the whole array "${printKeyPath(path.slice(0, -1))}" instead`,
  });
}
