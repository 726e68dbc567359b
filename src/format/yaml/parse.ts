/**
 * From the library's nodes to values: the gate before and after each edit.
 *
 * An alias stands for the very same array or table as its anchor, not for a copy: a change of the anchored value is a
 * change of all its aliases, as it is in the file.
 *
 * @module
 */
import { isAlias, isMap, isScalar, type Pair, type ParsedNode, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { InvalidDocumentError } from "../../model/errors.ts";
import type { Table, Value } from "../../model/value.ts";
import { OUT_OF_RANGE, tooDeep } from "../limits.ts";
import { DEPTH_MAX, invalidAt, readYaml, type YamlSource } from "./read.ts";

const CORE = "tag:yaml.org,2002:";
/** How many values aliases may stand for: a few lines of aliases to aliases would fill any memory. */
const ALIASED_VALUES_MAX = 1_000_000;

/**
 * Reads a YAML document.
 *
 * @returns Its value; a document without any content is an empty table, so that keys can be put into it.
 * @throws {InvalidDocumentError} If the text is not valid.
 * @throws {PawlError} With code `unsupported-format` if it is YAML that pawl does not edit.
 */
export function parseYaml(text: string, document: string): Value {
  const source = readYaml(text, document);
  const root = source.document.contents as ParsedNode | null;
  if (root === null || isAbsent(root)) return Object.create(null);
  return new ValueReader(source, document).read(root);
}

/** Whether a node is nothing at all: no text, no anchor, no tag. */
function isAbsent(node: ParsedNode): boolean {
  return isScalar(node) && node.source === "" && node.type === "PLAIN" && !node.anchor && !node.tag;
}

/**
 * The key of a pair as pawl names it: the string that it is or is an alias of, or the source text of anything else.
 */
export function keyOf(key: ParsedNode, { body, document }: YamlSource): string {
  const node = isAlias(key) ? key.resolve(document) ?? key : key;
  if (isScalar(node)) return typeof node.value === "string" ? node.value : (node.source ?? "");
  return body.slice(key.range[0], key.range[1]).trimEnd();
}

/**
 * The value of a scalar in the core schema.
 *
 * @returns The value, or `undefined` if its tag says what it is not.
 */
export function scalarValue(node: Scalar): string | bigint | number | boolean | null | undefined {
  const value = node.value as string | bigint | number | boolean | null;
  switch (node.tag) {
    case `${CORE}int`:
      return typeof value === "bigint" ? value : undefined;
    case `${CORE}float`:
      // The library takes an integer's digits behind this tag for a string.
      if (typeof value === "string" && /^[-+]?[0-9]+$/.test(value)) return Number(value);
      return typeof value === "number" ? value : undefined;
    case `${CORE}bool`:
      return typeof value === "boolean" ? value : undefined;
    case `${CORE}null`:
      return value === null ? value : undefined;
  }
  return value;
}

/**
 * Whether a block scalar's last line has no line end, because the file has none; the library reads one all the same.
 *
 * @see https://yaml.org/spec/1.2.2/#8112-block-chomping-indicator
 */
function endsOpen({ type, range }: Scalar.Parsed, body: string): boolean {
  const isBlock = type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED";
  return isBlock && range[1] === body.length &&
    body.slice(body.lastIndexOf("\n") + 1).trim() !== "";
}

/** What an anchor stands for, and how many values that is. */
interface Anchored {
  readonly value: Value;
  readonly count: number;
}

class ValueReader {
  readonly #source: YamlSource;
  readonly #document: string;
  readonly #anchors = new Map<string, Anchored | "open">();
  #count = 0;
  #aliasedCount = 0;
  #depth = 0;

  constructor(source: YamlSource, document: string) {
    this.#source = source;
    this.#document = document;
  }

  read(node: ParsedNode, isKey = false): Value {
    if (isAlias(node)) return this.#resolve(node.source, node.range[0]);
    if (++this.#depth > DEPTH_MAX) throw this.#invalid(node, tooDeep(DEPTH_MAX));
    const start = this.#count++;
    if (node.anchor) this.#anchors.set(node.anchor, "open");
    const value = isScalar(node)
      ? this.#readScalar(node, isKey)
      : isMap(node)
      ? this.#readMap(node)
      : this.#readSeq(node);
    if (node.anchor) this.#anchors.set(node.anchor, { value, count: this.#count - start });
    this.#depth--;
    return value;
  }

  #readScalar(node: Scalar.Parsed, isKey: boolean): Value {
    const value = scalarValue(node);
    // A key is its text, which may be a hash such as 1e400.
    const isInfinite = !isKey && (value === Infinity || value === -Infinity);
    if (isInfinite && !/inf$/i.test(node.source)) throw this.#outOfRange(node);
    if (value === undefined) throw this.#invalid(node, `found a value that is none of type ${node.tag}`);
    return endsOpen(node, this.#source.body) ? (value as string).replace(/\n$/, "") : value;
  }

  /** Programs that read YAML 1.1 take it for a text, and so may have done who wrote it. */
  #outOfRange(node: ParsedNode): InvalidDocumentError {
    const { line, column } = this.#invalid(node, OUT_OF_RANGE);
    const hint = "put it in quotes if it is a text, such as a hash";
    return new InvalidDocumentError(this.#document, OUT_OF_RANGE, line, column, { hint });
  }

  #readSeq(node: YAMLSeq.Parsed): Value[] {
    return node.items.map((item) => this.read(item as ParsedNode));
  }

  #readMap(node: YAMLMap.Parsed): Table {
    const table: Table = Object.create(null);
    const scalars = new Set<unknown>();
    for (const { key, value } of node.items as Pair<ParsedNode, ParsedNode | null>[]) {
      this.read(key, true);
      const name = keyOf(key, this.#source);
      // 1 and 0x1 are one key for every reader of YAML; 1 and "1" are two, but pawl can't tell them apart.
      const isKnownScalar = isScalar(key) && typeof key.value !== "string" && scalars.has(key.value);
      if (isKnownScalar || Object.hasOwn(table, name)) throw this.#invalid(key, `found the key "${name}" twice`);
      if (isScalar(key) && typeof key.value !== "string") scalars.add(key.value);
      table[name] = value === null ? null : this.read(value);
    }
    return table;
  }

  #resolve(name: string, offset: number): Value {
    const anchored = this.#anchors.get(name);
    if (anchored === undefined) throw this.#fault(offset, `found the alias *${name} before any anchor &${name}`);
    if (anchored === "open") throw this.#fault(offset, `found the alias *${name} inside the value that it stands for`);
    this.#count += anchored.count;
    this.#aliasedCount += anchored.count;
    if (this.#aliasedCount > ALIASED_VALUES_MAX) throw this.#fault(offset, "found aliases for too many values");
    return anchored.value;
  }

  #invalid(node: ParsedNode, reason: string): InvalidDocumentError {
    return this.#fault(node.range[0], reason);
  }

  #fault(offset: number, reason: string): InvalidDocumentError {
    return invalidAt(this.#source.body, offset, reason.replaceAll("\n", " "), this.#document);
  }
}
