/**
 * Carries out steps on a TOML document: finds the place of each, and leaves everything else as it is.
 *
 * @module
 */
import type { Step } from "../../model/change.ts";
import { PawlError } from "../../model/errors.ts";
import { type KeyPath, printKeyPath } from "../../model/key_path.ts";
import { isTable, kindOf, type Table, type Value } from "../../model/value.ts";
import type { Edit } from "../format.ts";
import { type Pair, type Section, TomlDocument } from "./document.ts";
import { addInline, renameInline, replaceInline } from "./inline.ts";
import { TomlLayout } from "./layout.ts";
import { dottedPrefix, keysOf, renameKeyPart, renameTable } from "./names.ts";
import { PairValues } from "./pair_values.ts";
import { printLike, printValue } from "./print.ts";
import { TomlRemoval } from "./removal.ts";
import { SiblingStyle } from "./sibling_style.ts";
import { type ArrayNode, type TableNode, TomlTree } from "./tree.ts";

/**
 * Says which characters of a TOML document must change.
 *
 * @param steps The steps, each seeing the result of those before it.
 * @returns The edits, and the source text that was asked to go.
 * @throws {PawlError} With code `type-mismatch` if TOML can't say a value.
 */
export function editToml(text: string, steps: readonly Step[]): Edit {
  const editor = new TomlEditor(text);
  for (const step of steps) editor.apply(step);
  return editor.result();
}

class TomlEditor {
  readonly #document: TomlDocument;
  readonly #tree: TomlTree;
  readonly #layout: TomlLayout;
  readonly #values: PairValues;
  readonly #siblings: SiblingStyle;
  readonly #removal: TomlRemoval;
  readonly #removed: string[] = [];
  readonly #discard = (source: string): void => {
    this.#removed.push(source);
  };

  constructor(text: string) {
    this.#document = new TomlDocument(text);
    this.#tree = new TomlTree(this.#document);
    this.#layout = new TomlLayout(this.#document);
    this.#values = new PairValues(this.#document);
    this.#siblings = new SiblingStyle(this.#document, this.#tree);
    this.#removal = new TomlRemoval(this.#document, this.#tree, this.#layout, this.#values, this.#discard);
  }

  apply(step: Step): void {
    switch (step.op) {
      case "replace":
        return this.#replace(step.path, step.value, step.spelling);
      case "add":
        return this.#add(step.path, step.value, step.spelling);
      case "insert":
        return this.#insert(step.path, step.value, step.spelling);
      case "remove":
        return this.#removal.remove(step.path, step.keepsComment);
      case "rename":
        return this.#rename(step.path, step.key);
    }
  }

  result(): Edit {
    this.#values.closeAll();
    return { ...this.#document.edits(), removed: this.#removed };
  }

  #replace(path: KeyPath, value: Value, spelling: string | undefined): void {
    const { node, rest } = this.#tree.find(path);
    if (node.kind === "pair") {
      this.#rewrite(node, rest, (old) => spelling ?? printLike(value, old, this.#document.endOfLine));
    } else if (node.kind === "table" && node.section !== undefined && isEmptyTable(value)) {
      for (const key of [...this.#tree.childrenOf(node).keys()]) this.#removal.remove([...path, key]);
    } else if (node.parent?.kind === "array") {
      throw notATable("replace", path, value);
    } else {
      // A table with sections has no text of its own that could become a value.
      this.#removal.removeNode(node, true);
      this.#add(path, value, spelling);
    }
  }

  #rewrite(pair: Pair, inside: KeyPath, write: (old: string) => string): void {
    const { endOfLine } = this.#document;
    if (inside.length > 0) return replaceInline(this.#values.open(pair), inside, write, this.#discard, endOfLine);
    const old = this.#values.close(pair);
    this.#discard(old);
    this.#values.write(pair, write(old));
  }

  #add(path: KeyPath, value: Value, spelling: string | undefined): void {
    const { node, rest } = this.#tree.find(path);
    if (node.kind === "pair") {
      addInline(this.#values.open(node), rest, spelling ?? printValue(value), this.#document.endOfLine);
    } else if (spelling !== undefined) this.#addPair(node as TableNode, rest as readonly string[], spelling);
    else this.#addValue(node as TableNode, rest as readonly string[], value);
  }

  /** Adds a pair, or the headers with which tables are written here. */
  #addValue(table: TableNode, keys: readonly string[], value: Value): void {
    const isInNewTable = keys.length > 1 && !Array.isArray(value);
    if (isInNewTable || !this.#siblings.writesHeaders(table, value)) {
      return this.#addPair(table, keys, printValue(value));
    }
    if (!Array.isArray(value)) return this.#addPairs(this.#newTable(table, keys), value as Table);
    const indent = this.#childIndent(table);
    let section = this.#layout.insertSection(table.tail!, indent, true, [...keysOf(table), ...keys]);
    const array = this.#tree.addArray(table, keys);
    value.forEach((element, index) => {
      if (index > 0) section = this.#appendElement(array);
      this.#addPairs(this.#tree.addElement(array, index, section), element as Table);
    });
  }

  #addPairs(table: TableNode, value: Table): void {
    for (const key of Object.keys(value)) this.#addValue(table, [key], value[key]!);
  }

  #insert(path: KeyPath, value: Value, spelling: string | undefined): void {
    const { node } = this.#tree.find(path.slice(0, -1));
    if (node.kind !== "array") return this.#add(path, value, spelling);
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

  #rename(path: KeyPath, key: string): void {
    const { node, rest } = this.#tree.find(path);
    if (node.kind === "pair" && rest.length > 0) {
      return renameInline(this.#values.open(node), rest, key);
    }
    const parent = this.#tree.find(path.slice(0, -1)).node as TableNode;
    if (node.kind !== "pair") renameTable(this.#document, this.#tree, node, key);
    else renameKeyPart(this.#document, node.section, node, node.key, node.key.parts.length - 1, key);
    this.#tree.rename(parent, path.at(-1) as string, key);
  }
}

function isEmptyTable(value: Value): boolean {
  return isTable(value) && Object.keys(value).length === 0;
}

function notATable(verb: string, path: KeyPath, value: Value): PawlError {
  const found = `an element of an array of tables must be a table, and this is a value of type ${kindOf(value)}`;
  return new PawlError("type-mismatch", `Cannot ${verb} "${printKeyPath(path)}": ${found}`, {
    hint: `set the whole array "${printKeyPath(path.slice(0, -1))}" instead`,
  });
}
