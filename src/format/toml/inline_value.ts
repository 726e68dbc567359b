/**
 * An array or inline table as a list of items that can be changed in place, from which its source text comes back byte
 * for byte.
 *
 * Many steps inside one value share one list, so that each costs little more than finding its item; what stands inside
 * an item is read when a step leads there.
 *
 * @module
 */
import type { KeyPath } from "../../model/key_path.ts";
import { keyPartSpan, readDottedKey, skipBlanks, skipTrivia, skipValue } from "./scan.ts";

/** An element of an array, or a pair of an inline table. */
export interface Item {
  /** The parts of a pair's key; none for an element. */
  parts: readonly string[];
  /** How the key is written, and what stands between it and the value. */
  key: string;
  readonly equals: string;
  /** The value's source, or its items once a step has led into it. */
  value: string | InlineValue;
  /** Blanks and comments between the value and its comma. */
  beforeComma: string;
  hasComma: boolean;
  /** Blanks, line ends and comments from there to the next item or the closing bracket. */
  after: string;
}

/** What a path leads to inside a value. */
interface Found {
  readonly container: InlineValue;
  /** The items at the path: one, or all that a dotted prefix covers; none if it is absent. */
  readonly items: readonly Item[];
  /** Whether the one item is exactly what the path names. */
  readonly isExact: boolean;
  /** What is left of the path in the container. */
  readonly rest: KeyPath;
}

/** One level of {@linkcode InlineValue.find}: `rest` is what leads on into the one item, if anything does. */
interface Level {
  readonly items: readonly Item[];
  readonly isExact: boolean;
  readonly rest?: KeyPath;
}

/** The items of an array or an inline table. */
export class InlineValue {
  readonly isTable: boolean;
  readonly items: Item[] = [];
  /** What stands before the first item. */
  #lead: string;
  /** The pairs by the first part of their keys. */
  readonly #pairs = new Map<string, Item[]>();

  /** @param source The source of an array or inline table, from bracket to bracket. */
  constructor(source: string) {
    this.isTable = source[0] === "{";
    let position = skipTrivia(source, 1);
    this.#lead = source.slice(1, position);
    while (position < source.length - 1) {
      const item = readItem(source, position, this.isTable);
      this.items.push(item);
      this.#enter(item);
      position += item.key.length + item.equals.length + item.value.length + item.beforeComma.length +
        (item.hasComma ? 1 : 0) + item.after.length;
    }
  }

  /** @returns The source text as it is now. */
  print(): string {
    const pieces = [this.isTable ? "{" : "[", this.#lead];
    for (const item of this.items) {
      pieces.push(item.key, item.equals, sourceOf(item), item.beforeComma, item.hasComma ? "," : "", item.after);
    }
    pieces.push(this.isTable ? "}" : "]");
    return pieces.join("");
  }

  /** Follows a path as far as it leads. */
  find(path: KeyPath): Found {
    const level = this.isTable ? this.#findPair(path) : this.#findElement(path);
    if (level.rest === undefined) return { container: this, rest: path, items: level.items, isExact: level.isExact };
    const item = level.items[0]!;
    if (typeof item.value === "string") item.value = new InlineValue(item.value);
    return item.value.find(level.rest);
  }

  /** The pairs whose keys begin with a part. */
  pairsAt(part: string): readonly Item[] {
    return this.#pairs.get(part) ?? [];
  }

  /** What stands between an item, or the closing bracket, and what comes before it. */
  gapBefore(index: number): string {
    return index === 0 ? this.#lead : this.items[index - 1]!.after;
  }

  /** Changes what stands before an item or the closing bracket. */
  setGapBefore(index: number, gap: string): void {
    if (index === 0) this.#lead = gap;
    else this.items[index - 1]!.after = gap;
  }

  /** Puts an item into the list. */
  insert(index: number, item: Item): void {
    this.items.splice(index, 0, item);
    this.#enter(item);
  }

  /** Takes an item out of the list. */
  remove(index: number): void {
    const [item] = this.items.splice(index, 1);
    this.#leave(item!);
  }

  /** Gives a part of a pair's key another name. */
  renamePart(item: Item, depth: number, name: string, print: (old: string) => string): void {
    this.#leave(item);
    const { start, end } = keyPartSpan(`${item.key}=`, 0, depth);
    item.key = item.key.slice(0, start) + print(item.key.slice(start, end)) + item.key.slice(end);
    item.parts = item.parts.with(depth, name);
    this.#enter(item);
  }

  #enter(item: Item): void {
    const [first] = item.parts;
    if (first === undefined) return;
    const pairs = this.#pairs.get(first);
    if (pairs === undefined) this.#pairs.set(first, [item]);
    else pairs.push(item);
  }

  #leave(item: Item): void {
    const [first] = item.parts;
    if (first === undefined) return;
    const pairs = this.#pairs.get(first)!;
    pairs.splice(pairs.indexOf(item), 1);
    if (pairs.length === 0) this.#pairs.delete(first);
  }

  #findElement(path: KeyPath): Level {
    const item = this.items[path[0] as number];
    const items = item === undefined ? [] : [item];
    return path.length > 1 ? { items, isExact: false, rest: path.slice(1) } : { items, isExact: true };
  }

  #findPair(path: KeyPath): Level {
    const covered: Item[] = [];
    for (const item of this.pairsAt(path[0] as string)) {
      const { parts } = item;
      if (!parts.every((part, depth) => depth >= path.length || part === path[depth])) continue;
      if (parts.length === path.length) return { items: [item], isExact: true };
      if (parts.length < path.length) return { items: [item], isExact: false, rest: path.slice(parts.length) };
      covered.push(item);
    }
    return { items: covered, isExact: false };
  }
}

/** The source of an item's value. */
export function sourceOf({ value }: Item): string {
  return typeof value === "string" ? value : value.print();
}

function readItem(source: string, start: number, isPair: boolean): Item & { value: string } {
  const key = isPair ? readDottedKey(source, start) : { parts: [], end: start };
  const valueStart = isPair ? skipTrivia(source, skipBlanks(source, key.end) + 1) : start;
  const end = skipValue(source, valueStart);
  const comma = skipTrivia(source, end);
  const hasComma = source[comma] === ",";
  return {
    parts: key.parts,
    key: source.slice(start, key.end),
    equals: source.slice(key.end, valueStart),
    value: source.slice(valueStart, end),
    beforeComma: hasComma ? source.slice(end, comma) : "",
    hasComma,
    after: hasComma ? source.slice(comma + 1, skipTrivia(source, comma + 1)) : source.slice(end, comma),
  };
}
