/**
 * A second opinion on TOML documents: their values, comments and ranges as `toml-eslint-parser` sees them.
 *
 * It shares no code with pawl's scanner nor with `smol-toml`. Offsets count from the start of the text, a byte order mark
 * included.
 *
 * @module
 */
import { type AST, parseTOML } from "toml-eslint-parser";
import { type KeyPath, printKeyPath } from "../../../src/model/key_path.ts";
import type { Table, Value } from "../../../src/model/value.ts";
import { readOffsetDateTime } from "./corpus.ts";

/** A piece of the text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A pair, wherever it stands. */
export interface OutlinePair extends Span {
  readonly path: KeyPath;
  readonly key: Span;
  readonly value: Span;
  /** Whether it stands in an inline table. */
  readonly isInline: boolean;
}

/** A header and what stands under it. */
export interface OutlineSection extends Span {
  readonly path: KeyPath;
  readonly isArray: boolean;
  /** The first key part to the last one, without the brackets. */
  readonly key: Span;
  readonly pairs: readonly OutlinePair[];
}

/** A document as the other parser sees it. */
export interface Outline {
  readonly text: string;
  readonly root: Table;
  readonly comments: readonly Span[];
  /** The sections with headers, in order. */
  readonly sections: readonly OutlineSection[];
  /** All pairs, those of inline tables included, in order. */
  readonly pairs: readonly OutlinePair[];
  /** The values that have a text of their own, by printed path. */
  readonly values: ReadonlyMap<string, Span>;
}

/** The versions of TOML that a document can be held against. */
export type TomlVersion = "1.0" | "1.1";

/**
 * Reads a document.
 *
 * @param text The document.
 * @param version The version of TOML whose syntax is allowed.
 * @throws {ParseError} If it is not valid.
 */
export function outlineOf(text: string, version: TomlVersion = "1.1"): Outline {
  return new OutlineReader(text).read(parseTOML(prepare(text), { tomlVersion: version }));
}

/** Whether a document keeps to TOML 1.0. */
export function isOldSyntax(text: string): boolean {
  try {
    parseTOML(prepare(text), { tomlVersion: "1.0" });
    return true;
  } catch {
    return false;
  }
}

/** The text of each comment, with its `#`. */
export function commentsOf(outline: Outline): string[] {
  return outline.comments.map(({ start, end }) => outline.text.slice(start, end));
}

/** The parser refuses a byte order mark, and gives a `0` at the very end an empty range. */
function prepare(text: string): string {
  return (text.startsWith("\ufeff") ? text.slice(1) : text) + (text.endsWith("\n") ? "" : "\n");
}

class OutlineReader {
  readonly #text: string;
  readonly #shift: number;
  readonly #root: Table = Object.create(null);
  readonly #sections: OutlineSection[] = [];
  readonly #pairs: OutlinePair[] = [];
  readonly #values = new Map<string, Span>();

  constructor(text: string) {
    this.#text = text;
    this.#shift = text.startsWith("\ufeff") ? 1 : 0;
  }

  read(program: AST.TOMLProgram): Outline {
    for (const node of program.body[0].body) {
      if (node.type === "TOMLTable") this.#readSection(node);
      else this.#readPair(node, this.#root, [], false);
    }
    return {
      text: this.#text,
      root: this.#root,
      comments: program.comments.map((comment) => this.#span(comment)),
      sections: this.#sections,
      pairs: this.#pairs,
      values: this.#values,
    };
  }

  #readSection(node: AST.TOMLTable): void {
    const path = node.resolvedKey;
    const table = openPath(this.#root, path);
    const pairs = node.body.map((pair) => this.#readPair(pair, table, path, false));
    const key = this.#span(node.key);
    this.#sections.push({ ...this.#span(node), path, isArray: node.kind === "array", key, pairs });
  }

  #readPair(node: AST.TOMLKeyValue, table: Table, base: KeyPath, isInline: boolean): OutlinePair {
    const keys = node.key.keys.map((key) => key.type === "TOMLBare" ? key.name : key.value);
    const path = [...base, ...keys];
    const value = this.#span(node.value);
    const pair: OutlinePair = { ...this.#span(node), path, key: this.#span(node.key), value, isInline };
    this.#pairs.push(pair);
    const parent = openPath(table, keys.slice(0, -1));
    parent[keys.at(-1)!] = this.#readValue(node.value, path);
    return pair;
  }

  #readValue(node: AST.TOMLContentNode, path: KeyPath): Value {
    this.#values.set(printKeyPath(path), this.#span(node));
    if (node.type === "TOMLArray") return node.elements.map((item, index) => this.#readValue(item, [...path, index]));
    if (node.type === "TOMLValue") {
      const isMultiline = node.kind === "string" && node.multiline;
      // The parser turns CRLF into LF, which TOML allows and smol-toml does not do.
      return isMultiline ? readMultiline(this.#text.slice(...this.#range(node))) : readScalar(node);
    }
    const table: Table = Object.create(null);
    for (const pair of node.body) this.#readPair(pair, table, path, true);
    return table;
  }

  #span({ range }: { range: [number, number] }): Span {
    return { start: range[0] + this.#shift, end: range[1] + this.#shift };
  }

  #range(node: { range: [number, number] }): [number, number] {
    const { start, end } = this.#span(node);
    return [start, end];
  }
}

function openPath(table: Table, path: KeyPath): Table {
  let value: Value = table;
  for (const [depth, part] of path.entries()) {
    const holder = value as Record<string | number, Value>;
    holder[part] ??= typeof path[depth + 1] === "number" ? [] : Object.create(null) as Table;
    value = holder[part]!;
  }
  return value as Table;
}

const ESCAPE = /\\(?:[ \t]*\r?\n[ \t\r\n]*|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g;
const ESCAPED: Readonly<Record<string, string>> = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", e: "\x1b" };

function readMultiline(source: string): string {
  const inner = source.slice(3, -3).replace(/^\r?\n/, "");
  if (source.startsWith("'")) return inner;
  return inner.replace(ESCAPE, (_, two, four, eight, simple) => {
    const code = two ?? four ?? eight;
    if (code !== undefined) return String.fromCodePoint(parseInt(code, 16));
    return simple === undefined ? "" : ESCAPED[simple] ?? simple;
  });
}

function readScalar(node: AST.TOMLValue): Value {
  switch (node.kind) {
    case "string":
    case "boolean":
      return node.value;
    case "integer":
      return node.bigint;
    case "float":
      return node.value;
    case "local-time":
      return Temporal.PlainTime.from(node.datetime);
    case "local-date":
      return Temporal.PlainDate.from(node.datetime);
    case "local-date-time":
      return Temporal.PlainDateTime.from(node.datetime);
    case "offset-date-time":
      return readOffsetDateTime(node.datetime);
  }
}
