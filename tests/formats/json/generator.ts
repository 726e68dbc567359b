/**
 * Makes valid JSON and JSONC documents with every oddity of layout that the grammar allows, and changes to them.
 *
 * Comments are numbered, so that a lost or moved one is noticed.
 *
 * @module
 */
import { isTable, type Table, type Value } from "../../../src/model/value.ts";
import type { Choices } from "../choices.ts";
import { type Place, placesIn, type PlainChange, valueAt } from "../change_model.ts";

/** How one document is written. */
interface Layout {
  readonly choices: Choices;
  readonly isJsonc: boolean;
  readonly isMinified: boolean;
  readonly isBusy: boolean;
  readonly hasTrailingCommas: boolean;
  readonly hasLeadingCommas: boolean;
  readonly endOfLine: string;
  readonly unit: string;
  readonly colon: string;
  readonly separator: string;
  readonly pad: string;
}

const KEYS = ["a", "b", "long key", "", "é", "\\u0061x", "x.y", "__proto__", 'k\\"q', "//", "\\n", "😀"];
const SCALARS = ["1", '"s"', "true", "null", "-0", "2.50", "1e5", '"a, b"', '"{"', '"// no"', '"\\u00e9"', '"é"', '""'];
const NUMBERS = ["12345678901234567890", "0.1", "-7E-2", "1.0", "9007199254740993"];

/** Writes documents; strict ones and JSONC. */
export class JsonGenerator {
  readonly #layout: Layout;
  #comments = 0;

  constructor(choices: Choices) {
    const isMinified = choices.rarely(7);
    const isTight = isMinified || choices.rarely(8);
    this.#layout = {
      choices,
      isJsonc: choices.below(3) !== 0,
      isMinified,
      isBusy: choices.below(2) === 1,
      hasTrailingCommas: choices.rarely(3),
      hasLeadingCommas: choices.rarely(9),
      endOfLine: choices.pick(["\n", "\n", "\r\n", "\r"]),
      unit: choices.pick(["  ", "    ", "\t", ""]),
      colon: isTight ? ":" : choices.pick([": ", " : ", ":"]),
      separator: isTight ? "" : " ",
      pad: isTight ? "" : choices.pick(["", " "]),
    };
  }

  /** Whether the document may have comments and trailing commas. */
  get isJsonc(): boolean {
    return this.#layout.isJsonc;
  }

  /** Writes a document. */
  document(): string {
    const { choices, endOfLine } = this.#layout;
    const above = choices.rarely(4) ? this.#comment(false, endOfLine) : "";
    const value = choices.rarely(12) ? choices.pick(SCALARS) : this.#container("", 4);
    const below = choices.rarely(5) ? this.#comment(true, "", endOfLine) : "";
    return (choices.rarely(9) ? "\ufeff" : "") + above + value + below + (choices.rarely(4) ? "" : endOfLine);
  }

  #value(indent: string, depth: number): string {
    const { choices } = this.#layout;
    if (depth > 0 && choices.below(5) < 2) return this.#container(indent, depth);
    return choices.rarely(4) ? choices.pick(NUMBERS) : choices.pick(SCALARS);
  }

  #container(indent: string, depth: number): string {
    const { choices, isMinified, unit } = this.#layout;
    const isArray = choices.rarely(3);
    const [open, close] = isArray ? ["[", "]"] : ["{", "}"];
    const count = choices.below(5);
    if (count === 0) return open + this.#emptyInside(indent) + close;
    const isBroken = !isMinified && choices.below(isArray ? 2 : 4) !== 1;
    const used = new Set<string>();
    const items = Array.from({ length: count }, () => {
      const value = this.#value(isBroken ? indent + unit : indent, depth - 1);
      return isArray ? value : this.#key(used) + value;
    });
    return open + (isBroken ? this.#broken(items, indent) : this.#inline(items)) + close;
  }

  /** A key with its colon; sometimes one that is there already. */
  #key(used: Set<string>): string {
    const { choices, colon } = this.#layout;
    let key = choices.pick(KEYS);
    if (!choices.rarely(20)) { while (used.has(key)) key += "1"; }
    used.add(key);
    return `"${key}"${this.#odd("")}${colon}${this.#odd("")}`;
  }

  #emptyInside(indent: string): string {
    const { choices, endOfLine, unit } = this.#layout;
    if (!choices.rarely(3)) return "";
    if (choices.below(2) === 0) return this.#comment(false, " ", " ");
    return this.#comment(true, endOfLine + indent, endOfLine + indent + unit);
  }

  #inline(items: readonly string[]): string {
    const { choices, isJsonc, hasTrailingCommas, separator, pad } = this.#layout;
    let text = this.#odd(pad);
    for (const [index, item] of items.entries()) {
      text += item + (choices.rarely(5) ? this.#comment(false, "", " ") : "");
      if (index < items.length - 1) {
        text += this.#odd("") + "," + this.#odd(separator) + (choices.rarely(6) ? this.#comment(false, " ") : "");
      } else if (isJsonc && hasTrailingCommas && choices.rarely(3)) text += ",";
    }
    return text + this.#odd(pad);
  }

  #broken(items: readonly string[], indent: string): string {
    const { choices, isJsonc, hasLeadingCommas, endOfLine, unit } = this.#layout;
    const hasTrailingCommas = isJsonc && this.#layout.hasTrailingCommas;
    const isLed = hasLeadingCommas && !hasTrailingCommas;
    const line = endOfLine + indent + unit;
    let text = choices.rarely(6) ? this.#comment(true, "", " ") : "";
    for (const [index, item] of items.entries()) {
      if (choices.rarely(3)) text += this.#comment(true, "", line);
      if (choices.rarely(8)) text += endOfLine;
      text += isLed && index > 0 ? `${endOfLine}${indent}, ${item}` : line + item;
      if (!isLed && (hasTrailingCommas || index < items.length - 1)) text += this.#odd("") + ",";
      if (choices.rarely(3)) text += this.#comment(true, "", " ");
    }
    if (choices.rarely(5)) text += this.#comment(true, "", line);
    return text + endOfLine + indent;
  }

  /** A comment, with what stands around it, or nothing where there can be none. */
  #comment(mayEndLine: boolean, behind = "", before = ""): string {
    const { choices, isJsonc, isMinified, endOfLine } = this.#layout;
    if (!isJsonc || isMinified) return "";
    const name = `c${++this.#comments}`;
    if (mayEndLine && choices.below(3) > 0) {
      return `${before}// ${name}${choices.rarely(4) ? ' "x": {,}' : ""}${behind}`;
    }
    return `${before}/* ${name}${choices.rarely(6) ? `${endOfLine}  more` : ""} */${behind}`;
  }

  /** Now and then something that nobody would write there. */
  #odd(usual: string): string {
    const { choices, isBusy, isMinified, isJsonc, endOfLine } = this.#layout;
    if (!isBusy || isMinified || !choices.rarely(12)) return usual;
    const odd = choices.pick([" ", "\t", endOfLine, endOfLine + endOfLine, "  "]);
    if (isJsonc && choices.rarely(3)) return usual + this.#comment(false, odd);
    return choices.below(2) === 0 ? usual + odd : odd + usual;
  }
}

const NEW_KEYS = ["new", "new key", "", "new.dots", "néw", '"', "a\nb", "zz"];

/** A set, an unset, an insertion, a renaming or an addition, whatever the document allows. */
export function generateJsonChange(choices: Choices, root: Value): PlainChange | undefined {
  const places = placesIn(root);
  const kind = choices.below(6);
  if (places.length === 0 || kind > 2) return generateJsonAddition(choices, root);
  const { path, value } = choices.pick(places);
  if (kind === 1) return { op: "unset", path };
  if (kind === 2 && typeof path.at(-1) === "string") {
    const siblings = valueAt(root, path.slice(0, -1)) as Table;
    return { op: "rename", path, key: choices.pick(NEW_KEYS.filter((name) => !Object.hasOwn(siblings, name))) };
  }
  const wanted = Array.isArray(value) ? changedArray(choices, value) : generateValue(choices, 2);
  return { op: "set", path, value: wanted, force: true };
}

/** A new key in some table, or a new element in some array; the planner has no path to a whole document that is an array. */
export function generateJsonAddition(choices: Choices, root: Value): PlainChange | undefined {
  const containers: Place[] = placesIn(root).filter(({ value }) => Array.isArray(value) || isTable(value));
  if (isTable(root)) containers.unshift({ path: [], value: root });
  if (containers.length === 0) return undefined;
  const { path, value } = choices.pick(containers);
  if (Array.isArray(value)) {
    return { op: "insert", path: [...path, choices.below(value.length + 1)], value: generateValue(choices, 2) };
  }
  const key = choices.pick(NEW_KEYS.filter((name) => !Object.hasOwn(value as Table, name)));
  const deeper = choices.rarely(4) ? ["x", ...choices.list(1, () => "y z")] : [];
  return { op: "set", path: [...path, key, ...deeper], value: generateValue(choices, 2) };
}

function changedArray(choices: Choices, value: readonly Value[]): Value[] {
  const changed = value.filter(() => !choices.rarely(3));
  changed.splice(choices.below(changed.length + 1), 0, ...choices.list(2, () => generateValue(choices, 1)));
  return changed;
}

function generateValue(choices: Choices, depth: number): Value {
  switch (choices.below(depth === 0 ? 5 : 7)) {
    case 1:
      return choices.pick(["text", "", 'a "b" //', "two\nlines\n", "\u0000\u007f\\", "😀 é", "\ud800", "/* no */"]);
    case 2:
      return choices.pick([1.5, -0, 3, 1e300, 1e21, 5e-324]);
    case 3:
      return choices.below(2) === 0;
    case 4:
      return null;
    case 5:
      return choices.list(3, () => generateValue(choices, depth - 1));
    case 6: {
      const table: Table = Object.create(null);
      for (const key of choices.list(2, (index) => NEW_KEYS[index]!)) table[key] = generateValue(choices, depth - 1);
      return table;
    }
    default:
      return choices.pick([7n, -1n, 2n ** 63n, 12345678901234567890123n]);
  }
}
