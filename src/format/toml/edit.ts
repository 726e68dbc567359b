/**
 * Carries out steps on a TOML document: finds the place of each, and leaves everything else as it is.
 *
 * @module
 */
import type { Step } from "../../model/change.ts";
import type { KeyPath } from "../../model/key_path.ts";
import { isTable, type Value } from "../../model/value.ts";
import type { Edit } from "../format.ts";
import { notATable, TomlAddition } from "./addition.ts";
import { type Pair, TomlDocument } from "./document.ts";
import { renameInline, replaceInline } from "./inline.ts";
import { TomlLayout } from "./layout.ts";
import { renameKeyPart, renameTable } from "./renaming.ts";
import { PairValues } from "./pair_values.ts";
import { printLike } from "./print.ts";
import { TomlRemoval } from "./removal.ts";
import { isTooLong } from "./sibling_style.ts";
import type { TableNode } from "./node.ts";
import { TomlTree } from "./tree.ts";

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
  readonly #values: PairValues;
  readonly #addition: TomlAddition;
  readonly #removal: TomlRemoval;
  readonly #removed: string[] = [];
  readonly #discard = (source: string): void => {
    this.#removed.push(source);
  };

  constructor(text: string) {
    this.#document = new TomlDocument(text);
    this.#tree = new TomlTree(this.#document);
    this.#values = new PairValues(this.#document);
    const layout = new TomlLayout(this.#document);
    this.#addition = new TomlAddition(this.#document, this.#tree, layout, this.#values);
    this.#removal = new TomlRemoval(this.#document, this.#tree, layout, this.#values, this.#discard);
  }

  apply(step: Step): void {
    switch (step.op) {
      case "replace":
        return this.#replace(step.path, step.value, step.spelling);
      case "add":
        return this.#addition.add(step.path, step.value, step.spelling);
      case "insert":
        return this.#addition.insert(step.path, step.value, step.spelling);
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
    if (node.kind === "pair" && rest.length === 0 && isTable(value) && isTooLong(value)) {
      this.#removal.remove(path, true);
      this.#addition.add(path, value, spelling);
    } else if (node.kind === "pair") {
      const isPair = rest.length === 0;
      this.#rewrite(node, rest, (old) => spelling ?? printLike(value, old, this.#document.endOfLine, isPair));
    } else if (node.kind === "table" && node.section !== undefined && isEmptyTable(value)) {
      for (const key of [...this.#tree.childrenOf(node).keys()]) this.#removal.remove([...path, key]);
    } else if (node.parent?.kind === "array") {
      throw notATable("replace", path, value);
    } else {
      // A table with sections has no text of its own that could become a value.
      this.#removal.removeNode(node, true);
      this.#addition.add(path, value, spelling);
    }
  }

  #rewrite(pair: Pair, inside: KeyPath, write: (old: string) => string): void {
    const { endOfLine } = this.#document;
    if (inside.length > 0) return replaceInline(this.#values.open(pair), inside, write, this.#discard, endOfLine);
    const old = this.#values.close(pair);
    this.#discard(old);
    this.#values.write(pair, write(old));
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
