/**
 * Where new lines go and what they look like: as a person who keeps this file would have written them.
 *
 * @module
 */
import { printKey } from "../../model/key_path.ts";
import { printNewKey } from "./keys.ts";
import { keyPartSpan } from "./scan.ts";
import { isPair, type Line, type Pair, type Section, type TomlDocument } from "./document.ts";

/** How many of the last pairs are models for a new one, and in how many sections they are looked for. */
const NEIGHBOURS_MAX = 8;
const SECTIONS_MAX = 3;

/** Finds places and styles in one document. */
export class TomlLayout {
  readonly #document: TomlDocument;

  /** @param document The document. */
  constructor(document: TomlDocument) {
    this.#document = document;
  }

  /** Puts a pair behind the last pair of a section, or behind the last one whose key begins with a prefix. */
  insertPair(section: Section, key: readonly string[], value: string, prefix: readonly string[] = []): Pair {
    const lines = this.#document.linesOf(section);
    const index = lines.findLastIndex((line) => isPair(line) && startsWith(line.key.parts, prefix));
    const siblings = lastPairs(lines).map(lastKeySource);
    const keyText = key.map((part) => printNewKey(part, siblings)).join(".");
    if (index >= 0) return this.#insertLike(lines, index, section, keyText, value);
    const pair = this.#document.newPair(section, this.#indentIn(section), keyText, this.#equalsNear(section), value);
    if (section.header !== undefined) lines.splice(1, 0, pair);
    else this.#insertFirst(section, lines, pair);
    return pair;
  }

  /** The lines of a new section: header, pairs, and a blank line before it where the document has them. */
  insertSection(after: Section, indent: string, isArray: boolean, key: readonly string[]): Section {
    const lines = this.#document.linesOf(after);
    const index = this.#contentEnd(after);
    const rest = lines.splice(index);
    const isFirst = index === 0 && after.previous === undefined;
    if (!isFirst && this.#separatesSections(after, key.length, rest)) lines.push(this.#document.newLine("blank", ""));
    return this.#placeSection(after, indent, isArray, key, rest);
  }

  /** Like {@linkcode insertSection}, but before a section and the comments that stand on top of its header. */
  insertSectionBefore(next: Section, isArray: boolean, key: readonly string[]): Section {
    const previous = next.previous!;
    const lines = this.#document.linesOf(previous);
    const index = commentBlockStart(lines);
    const isSeparated = index === 0 || lines[index - 1]!.kind === "blank";
    const rest = lines.splice(index);
    if (isSeparated) rest.unshift(this.#document.newLine("blank", ""));
    return this.#placeSection(previous, this.headerIndent(next), isArray, key, rest);
  }

  /** The blanks before a section's header. */
  headerIndent(section: Section): string {
    if (section.header === undefined) return "";
    return /^[ \t]*/.exec(this.#document.textOf(this.#document.linesOf(section)[0]!))![0];
  }

  /**
   * Joins the blank lines on both sides of a removal: as many stay as stood on the longer side, none at an end of the
   * document that had none.
   *
   * @param section The section in which lines were removed.
   * @param index Where they stood.
   */
  closeGap(section: Section, index: number): void {
    const lines = this.#document.linesOf(section);
    let start = index;
    while (lines[start - 1]?.kind === "blank") start--;
    let end = index;
    while (lines[end]?.kind === "blank") end++;
    const isFirst = start === 0 && section.previous === undefined;
    const isLast = end === lines.length && section.next === undefined;
    // A file of blank lines is left as it is: they are all that there is of it.
    if (isFirst && isLast) return;
    const before = index - start;
    const after = end - index;
    if (isFirst && before === 0) lines.splice(index, after);
    else if (isLast && after === 0) lines.splice(start, before);
    else if (before < after || before === after && before > 0 && this.#isPlainBlank(lines[index - 1]!)) {
      lines.splice(start, before);
    } else lines.splice(index, after);
  }

  /** The sources of the last values in a section, or in one before it that has some. */
  valuesNear(section: Section): string[] {
    let near: Section | undefined = section;
    for (let count = 0; near !== undefined && count < SECTIONS_MAX; near = near.previous, count++) {
      const values = lastPairs(this.#document.linesOf(near)).map(({ source, valueStart, valueEnd }) =>
        source.slice(valueStart, valueEnd)
      );
      if (values.some((value) => /^\[?\s*["']/.test(value))) return values;
    }
    return [];
  }

  #isPlainBlank(line: Line): boolean {
    return this.#document.textOf(line) === this.#document.endOfLine;
  }

  #insertLike(lines: Line[], index: number, section: Section, key: string, value: string): Pair {
    const model = lines[index] as Pair;
    const indent = model.source.slice(model.start, model.key.start);
    const endOfLine = /\r?\n$/.exec(this.#document.textOf(model))?.[0] ?? this.#document.endOfLine;
    const pair = this.#document.newPair(section, indent, key, equalsLike(lines, index, key), value, endOfLine);
    lines.splice(index + 1, 0, pair);
    return pair;
  }

  /** The document's first pair before any header: below the file's own comment, above the first header's. */
  #insertFirst(section: Section, lines: Line[], pair: Pair): void {
    const blank = this.#document.newLine("blank", "");
    if (section.next !== undefined) {
      lines.splice(commentBlockStart(lines), 0, pair, blank);
      return;
    }
    const index = lines.findLastIndex((line) => line.kind !== "blank") + 1;
    lines.splice(index, 0, ...(index === 0 ? [pair] : [blank, pair]));
  }

  #placeSection(
    after: Section,
    indent: string,
    isArray: boolean,
    key: readonly string[],
    rest: Line[],
  ): Section {
    const name = key.map(printKey).join(".");
    const header = this.#document.newLine("header", indent + (isArray ? `[[${name}]]` : `[${name}]`));
    return this.#document.insertSection(after, [header, ...rest]);
  }

  /**
   * Behind the last line that belongs to a section: its last pair with the comments directly below. What stands further
   * down or on top of the next header introduces that one; at the end of the document nothing does.
   */
  #contentEnd(section: Section): number {
    const lines = this.#document.linesOf(section);
    const limit = section.next === undefined ? lines.length : commentBlockStart(lines);
    let end = lines.findLastIndex(({ kind }) => kind === "pair" || kind === "header") + 1;
    if (section.next === undefined || end === 0) end = limit;
    else while (end < limit && lines[end]!.kind === "comment") end++;
    while (lines[end - 1]?.kind === "blank") end--;
    return end;
  }

  /** Whether headers of such a depth have a blank line before them here. */
  #separatesSections(section: Section, depth: number, rest: readonly Line[]): boolean {
    if (section.next !== undefined) return rest[0]?.kind === "blank";
    let model: Section | undefined = section;
    while (model?.header !== undefined && model.header.key.parts.length > depth) model = model.previous;
    const previous = model?.previous;
    if (previous === undefined) return true;
    const lines = this.#document.linesOf(previous);
    const before = lines[commentBlockStart(lines) - 1];
    return before === undefined || before.kind === "blank";
  }

  /** The indent of the first pair in a section: as deep below the header as elsewhere in the document. */
  #indentIn(section: Section): string {
    const own = this.headerIndent(section);
    const model = this.#nearestPair(section, ({ header }) => header !== undefined);
    if (section.header === undefined || model === undefined) return own;
    const outer = this.headerIndent(model.section);
    const indent = model.source.slice(model.start, model.key.start);
    return indent.startsWith(outer) ? own + indent.slice(outer.length) : own;
  }

  #equalsNear(section: Section): string {
    const model = this.#nearestPair(section, () => true);
    return model === undefined ? " = " : plainEquals(model);
  }

  #nearestPair(section: Section, isModel: (section: Section) => boolean): Pair | undefined {
    for (const direction of ["previous", "next"] as const) {
      for (let other = section[direction]; other; other = other[direction]) {
        const pair = isModel(other) ? this.#document.linesOf(other).findLast(isPair) : undefined;
        if (pair !== undefined) return pair;
      }
    }
    return undefined;
  }
}

/** The last pairs, without a look at all lines of a long section. */
function lastPairs(lines: readonly Line[]): Pair[] {
  const pairs: Pair[] = [];
  for (let index = lines.length - 1; index >= 0 && pairs.length < NEIGHBOURS_MAX; index--) {
    const line = lines[index];
    if (isPair(line)) pairs.unshift(line);
  }
  return pairs;
}

/** How the last part of a pair's key is written. */
function lastKeySource({ source, key }: Pair): string {
  const { start, end } = keyPartSpan(source, key.start, key.parts.length - 1);
  return source.slice(start, end);
}

function startsWith(parts: readonly string[], prefix: readonly string[]): boolean {
  return prefix.every((part, depth) => part === parts[depth]);
}

/** Where the comment lines begin that stand directly on top of the next header. */
function commentBlockStart(lines: readonly Line[]): number {
  let start = lines.length;
  while (lines[start - 1]?.kind === "comment") start--;
  return start;
}

/** What stands around `=` in a pair, without blanks that serve to align it. */
function plainEquals(pair: Pair): string {
  const text = pair.source.slice(pair.key.end, pair.valueStart);
  return text.replace(/^[ \t]+/, " ").replace(/[ \t]+$/, " ");
}

/** What stands around `=` in the pair before, with `=` in the same column if the pairs there are aligned. */
function equalsLike(lines: readonly Line[], index: number, key: string): string {
  const model = lines[index] as Pair;
  const neighbour = lines[index - 1];
  const text = model.source.slice(model.key.end, model.valueStart);
  const isAligned = isPair(neighbour) && text.startsWith(" ") && equalsColumn(neighbour) === equalsColumn(model) &&
    keyWidth(neighbour) !== keyWidth(model);
  if (!isAligned) return plainEquals(model);
  const padding = equalsColumn(model) - (model.key.start - model.start) - key.length;
  return " ".repeat(Math.max(padding, 1)) + text.trimStart();
}

function keyWidth({ key }: Pair): number {
  return key.end - key.start;
}

function equalsColumn(pair: Pair): number {
  return pair.source.indexOf("=", pair.key.end) - pair.start;
}
