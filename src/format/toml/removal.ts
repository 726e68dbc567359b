/**
 * Takes pairs, tables and elements out of a TOML document, with the comments that belong to them.
 *
 * @module
 */
import type { KeyPath } from "../../model/key_path.ts";
import { isPair, type Line, type Pair, type Section, type TomlDocument } from "./document.ts";
import { type Discard, removeInline } from "./inline.ts";
import type { TomlLayout } from "./layout.ts";
import { commentStart } from "./line_comments.ts";
import type { PairValues } from "./pair_values.ts";
import type { Node, TableNode } from "./node.ts";
import type { TomlTree } from "./tree.ts";

/** Removes from one document. */
export class TomlRemoval {
  readonly #document: TomlDocument;
  readonly #tree: TomlTree;
  readonly #layout: TomlLayout;
  readonly #values: PairValues;
  readonly #discard: Discard;

  /** @param discard Is told the source of all that goes. */
  constructor(document: TomlDocument, tree: TomlTree, layout: TomlLayout, values: PairValues, discard: Discard) {
    this.#document = document;
    this.#tree = tree;
    this.#layout = layout;
    this.#values = values;
    this.#discard = discard;
  }

  /**
   * Removes what stands at a path.
   *
   * @param keepsComment Whether the comment that belongs to it stays.
   */
  remove(path: KeyPath, keepsComment = false): void {
    const { node, rest } = this.#tree.find(path);
    if (node.kind !== "pair") {
      // Nothing may be left to remove: a table that was known only through its keys has vanished with the last one.
      if (rest.length === 0) this.removeNode(node, keepsComment);
    } else if (rest.length > 0) {
      removeInline(this.#values.open(node), rest, this.#discard, keepsComment);
    } else {
      this.#removePair(node, keepsComment);
      const parent = this.#tree.find(path.slice(0, -1)).node as TableNode;
      this.#tree.detachKey(parent, path.at(-1) as string);
    }
  }

  #removePair(pair: Pair, keepsComment: boolean): void {
    const lines = this.#document.linesOf(pair.section);
    const index = lines.indexOf(pair);
    const start = keepsComment ? index : commentStart(lines, index);
    for (const line of lines.splice(start, index + 1 - start)) this.#discardLine(line);
    this.#layout.closeGap(pair.section, start);
  }

  /** Removes a table or an array of tables. */
  removeNode(node: Exclude<Node, Pair>, keepsComment: boolean): void {
    const sections = new Set(this.#tree.sectionsOf(node));
    for (const pair of this.#tree.pairsOf(node)) if (!sections.has(pair.section)) this.#removePair(pair, keepsComment);
    for (const section of sections) this.#removeSection(section, keepsComment);
    this.#tree.detach(node);
  }

  /** Takes out a header and all down to the last pair; what stands below stays, as it may belong to what follows. */
  #removeSection(section: Section, keepsComment: boolean): void {
    const previous = section.previous!;
    const lines = this.#document.linesOf(section);
    const end = lines.findLastIndex(({ kind }) => kind === "header" || kind === "pair") + 1;
    for (const line of lines.slice(0, end)) this.#discardLine(line);
    const target = this.#document.linesOf(previous);
    const index = keepsComment ? target.length : commentStart(target, target.length);
    for (const line of target.splice(index)) this.#discardLine(line);
    for (const line of lines.slice(end)) target.push(line);
    this.#tree.retreatFrom(section);
    this.#document.removeSection(section);
    this.#layout.closeGap(previous, index);
  }

  #discardLine(line: Line): void {
    if (isPair(line)) this.#values.close(line);
    this.#discard(this.#document.textOf(line));
  }
}
