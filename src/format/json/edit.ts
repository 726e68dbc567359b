/**
 * Carries out steps on a JSON or JSONC document: changes a tree of it, then splices the text where the two differ.
 *
 * @module
 */
import { type Node, type ParseError, parseTree } from "jsonc-parser";
import type { Step } from "../../model/change.ts";
import { PawlError } from "../../model/errors.ts";
import { type KeyPath, printKeyPath } from "../../model/key_path.ts";
import { isDeeper, type Table, type Value } from "../../model/value.ts";
import type { Edit } from "../format.ts";
import { assign } from "./assign.ts";
import { MAX_DEPTH } from "../limits.ts";
import { insertItems } from "./insertion.ts";
import { lineOfItsOwn, printContent } from "./layout.ts";
import { readList } from "./list.ts";
import { cutItems } from "./removal.ts";
import { commentsFrom, lineIndent, ownLineStart, withoutMark } from "./scan.ts";
import { Splices } from "./splices.ts";
import { DocumentStyle, endOf } from "./style.ts";
import {
  addPair,
  childOf,
  type Container,
  insertElements,
  type Item,
  newItem,
  openContainer,
  removeChild,
  renamePair,
  setContent,
} from "./tree.ts";

/**
 * Says which characters of a strict JSON document must change.
 *
 * @param steps The steps, each seeing the result of those before it.
 * @returns The edits, and the source text that was asked to go.
 * @throws {PawlError} With code `type-mismatch` if JSON can't say a value.
 */
export function editJson(text: string, steps: readonly Step[]): Edit {
  return new JsonEditor(text, true).run(steps);
}

/**
 * Says which characters of a JSONC document must change.
 *
 * @param steps The steps, each seeing the result of those before it.
 * @returns The edits, and the source text that was asked to go.
 * @throws {PawlError} With code `type-mismatch` if JSON can't say a value.
 */
export function editJsonc(text: string, steps: readonly Step[]): Edit {
  return new JsonEditor(text, false).run(steps);
}

class JsonEditor {
  readonly #text: string;
  readonly #root: Item;
  readonly #style: DocumentStyle;
  readonly #splices = new Splices();
  readonly #removed: string[] = [];

  constructor(text: string, isStrict: boolean) {
    const root = locate(text, isStrict);
    this.#text = text;
    this.#root = newItem(undefined, undefined, root);
    this.#style = new DocumentStyle(text, root);
    if (root === undefined) setContent(this.#root, Object.create(null));
  }

  run(steps: readonly Step[]): Edit {
    for (const step of steps) this.#apply(step);
    if (this.#root.node === undefined) this.#writeFirst();
    else this.#spliceItem(this.#root);
    return { edits: this.#splices.edits(this.#text), removed: this.#removed };
  }

  #apply(step: Step): void {
    const { path } = step;
    if ("value" in step) checkDepth(path, step.value);
    if (step.op === "replace") assign(this.#find(path), step.value, step.spelling, this.#text);
    else if (step.op === "add") this.#add(path, step.value, step.spelling);
    else {
      const parent = openContainer(this.#find(path.slice(0, -1)))!;
      const part = path.at(-1)!;
      if (step.op === "insert") insertElements(parent, part as number, [step.value], step.spelling);
      else if (step.op === "remove") removeChild(parent, part, step.keepsComment);
      else renamePair(parent, part as string, step.key);
    }
  }

  #find(path: KeyPath): Item {
    return path.reduce<Item>((item, part) => childOf(openContainer(item)!, part)!, this.#root);
  }

  #add(path: KeyPath, value: Value, spelling: string | undefined): void {
    let container = openContainer(this.#root)!;
    for (const part of path.slice(0, -1)) {
      const item = childOf(container, part) ?? addPair(container, part as string, Object.create(null) as Table);
      if (openContainer(item) === undefined) setContent(item, Object.create(null));
      container = openContainer(item)!;
    }
    addPair(container, path.at(-1) as string, value, spelling);
  }

  /** Writes the value of a document that had none, below its comments. */
  #writeFirst(): void {
    const text = this.#text;
    const { endOfLine } = this.#style;
    const start = text.length - withoutMark(text).trimStart().length;
    const printed = printContent(this.#root, this.#style, lineOfItsOwn("", undefined));
    if (start === text.length) {
      this.#splices.cut(text.startsWith("\ufeff") ? 1 : 0, start);
      this.#splices.insert(start, printed + endOfLine);
    } else if (/[\r\n]$/.test(text)) this.#splices.insert(text.length, printed + endOfLine);
    else this.#splices.insert(text.length, endOfLine + printed);
  }

  #spliceItem(item: Item): void {
    const { node, valueNode, content } = item;
    if (item.isRenamed) {
      const { offset, length } = node!.children![0]!;
      this.#replace(offset, offset + length, this.#style.quote(item.key!));
    }
    if (content === undefined) return;
    if (content.kind !== "scalar" && content.node !== undefined) return this.#spliceContainer(content);
    const start = valueNode!.offset;
    const end = endOf(valueNode!);
    this.#removed.push(this.#text.slice(start, end));
    const isOnOwnLine = item.parent === undefined || ownLineStart(this.#text, node!.offset) >= 0;
    const indent = () => lineIndent(this.#text, node!.offset);
    this.#replace(start, end, printContent(item, this.#style, { indent, isOnOwnLine, parent: item.parent?.node }));
  }

  #spliceContainer(container: Container): void {
    if (!container.hasChanges) return;
    if (container.isRearranged) {
      const list = readList(this.#text, this.#style, container);
      insertItems(list, this.#splices);
      if (list.olds.length > 0) cutItems(list, this.#splices, this.#removed);
    }
    for (const item of container.original) if (!item.isRemoved) this.#spliceItem(item);
  }

  #replace(start: number, end: number, text: string): void {
    this.#splices.cut(start, end);
    this.#splices.insert(start, text);
  }
}

/** Finds where everything stands; a text that the strict reader has accepted has something to find. */
function locate(text: string, isStrict: boolean): Node | undefined {
  const source = withoutMark(text);
  if (commentsEnd(source) === source.length) return undefined;
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { disallowComments: isStrict, allowTrailingComma: !isStrict });
  if (errors.length > 0 || root === undefined) throw new Error("the strict reader accepts what can not be located");
  return root;
}

function commentsEnd(text: string): number {
  const end = commentsFrom(text, 0).at(-1)?.end ?? 0;
  return end + /^[ \t\r\n]*/.exec(text.slice(end))![0].length;
}

function checkDepth(path: KeyPath, value: Value): void {
  if (path.length <= MAX_DEPTH && !isDeeper(value, MAX_DEPTH - path.length)) return;
  throw new PawlError(
    "type-mismatch",
    `Cannot set "${printKeyPath(path)}": values may be nested ${MAX_DEPTH} levels deep`,
  );
}
