/**
 * A second, plain reader of JSON and JSONC for the tests: the value, and where every item and comment stands.
 *
 * It shares no code with pawl or with the libraries that pawl uses, and expects valid documents.
 *
 * @module
 */
import { type KeyPath, printKeyPath } from "../../../src/model/key_path.ts";
import type { Table, Value } from "../../../src/model/value.ts";

/** A piece of the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A pair of an object or an element of an array. */
export interface OutlinedItem extends Span {
  readonly path: KeyPath;
  readonly key: Span | undefined;
  readonly value: Span;
}

/** What a document holds and where. */
export interface Outline {
  readonly text: string;
  readonly root: Value;
  /** All items, also pairs that a later one with the same key hides, in the document's order of their ends. */
  readonly items: readonly OutlinedItem[];
  /** The items that count, by their printed paths. */
  readonly byPath: ReadonlyMap<string, OutlinedItem>;
  readonly comments: readonly Span[];
  readonly hasTrailingComma: boolean;
}

const TOKEN =
  /(?<space>[ \t\r\n]+)|(?<comment>\/\/[^\r\n]*|\/\*[^]*?\*\/)|(?<scalar>"(?:[^"\\]|\\.)*"|[-+.\w]+)|[[\]{}:,]/y;

/** Reads a valid document. */
export function outlineOf(text: string): Outline {
  const reader = new OutlineReader(text);
  const root = reader.readDocument();
  const visible = reader.items.filter(({ path }) => isReachable(root, path));
  const byPath = new Map(visible.map((item) => [printKeyPath(item.path), item]));
  return { text, root, items: reader.items, byPath, comments: reader.comments, hasTrailingComma: reader.sawTrailing };
}

/** Whether a path leads somewhere; items of a pair that a later one hides are nowhere. */
function isReachable(value: Value, path: KeyPath): boolean {
  if (path.length === 0) return true;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, path[0]!)) return false;
  return isReachable((value as Table)[path[0]!]!, path.slice(1));
}

/** The comments in order. */
export function commentsOf({ text, comments }: Outline): string[] {
  return comments.map(({ start, end }) => text.slice(start, end).trimEnd());
}

interface Token extends Span {
  readonly text: string;
}

class OutlineReader {
  readonly items: OutlinedItem[] = [];
  readonly comments: Span[] = [];
  sawTrailing = false;
  readonly #tokens: Token[] = [];
  #next = 0;

  constructor(text: string) {
    TOKEN.lastIndex = text.startsWith("\ufeff") ? 1 : 0;
    while (TOKEN.lastIndex < text.length) {
      const start = TOKEN.lastIndex;
      const match = TOKEN.exec(text);
      if (match === null) throw new Error(`no token at ${start} of ${JSON.stringify(text)}`);
      const end = TOKEN.lastIndex;
      if (match.groups!["comment"] !== undefined) this.comments.push({ start, end });
      else if (match.groups!["space"] === undefined) this.#tokens.push({ start, end, text: match[0] });
    }
  }

  readDocument(): Value {
    return this.#tokens.length === 0 ? Object.create(null) : this.#readValue([]).value;
  }

  #take(): Token {
    return this.#tokens[this.#next++]!;
  }

  #readValue(path: KeyPath): { value: Value; span: Span } {
    const token = this.#take();
    if (token.text === "[") return this.#readArray(path, token.start);
    if (token.text === "{") return this.#readObject(path, token.start);
    return { value: readScalar(token.text), span: token };
  }

  #readArray(path: KeyPath, start: number): { value: Value; span: Span } {
    const value: Value[] = [];
    const span = this.#readItems(start, "]", () => {
      const own = [...path, value.length];
      const element = this.#readValue(own);
      value.push(element.value);
      this.items.push({ ...element.span, path: own, key: undefined, value: element.span });
    });
    return { value, span };
  }

  #readObject(path: KeyPath, start: number): { value: Value; span: Span } {
    const value: Table = Object.create(null);
    const span = this.#readItems(start, "}", () => {
      const key = this.#take();
      const name = JSON.parse(key.text) as string;
      const own = [...path, name];
      this.#take();
      const content = this.#readValue(own);
      value[name] = content.value;
      this.items.push({ start: key.start, end: content.span.end, path: own, key, value: content.span });
    });
    return { value, span };
  }

  #readItems(start: number, close: string, readItem: () => void): Span {
    for (let isAfterComma = false;; isAfterComma = true) {
      if (this.#tokens[this.#next]!.text === close) {
        if (isAfterComma) this.sawTrailing = true;
        return { start, end: this.#take().end };
      }
      readItem();
      if (this.#tokens[this.#next]!.text !== ",") return { start, end: this.#take().end };
      this.#take();
    }
  }
}

function readScalar(source: string): Value {
  if (/^-?\d+$/.test(source) && source !== "-0") return BigInt(source);
  return JSON.parse(source) as Value;
}
