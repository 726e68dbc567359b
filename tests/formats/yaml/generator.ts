/**
 * Makes random YAML documents together with what they mean: every style of every node, comments and blank lines wherever
 * they may be, indentation as people do it.
 *
 * @module
 */
import type { Table, Value } from "../../../src/model/value.ts";
import type { Choices } from "../choices.ts";

/** A generated document. */
export interface GeneratedYaml {
  readonly text: string;
  readonly value: Value;
}

/** What stands behind a colon or a dash: the rest of that line, and the lines below. */
interface Content {
  readonly inline: string;
  readonly lines: readonly string[];
  readonly value: Value;
}

const KEYS: readonly (readonly [source: string, key: string])[] = [
  ["a", "a"],
  ["b-c", "b-c"],
  ["d e", "d e"],
  ["'it''s'", "it's"],
  ['"q\\"x"', 'q"x'],
  ["8080", "8080"],
  ["true", "true"],
  ["x/y:z", "x/y:z"],
  ["ключ", "ключ"],
];

const SCALARS: readonly (readonly [source: string, value: Value])[] = [
  ["text", "text"],
  ["1", 1n],
  ["two words", "two words"],
  ["0x1F", 31n],
  ["1.50", 1.5],
  [".inf", Infinity],
  ["~", null],
  ["null", null],
  ["false", false],
  ["yes", "yes"],
  ["2024-01-01", "2024-01-01"],
  ["http://x/?a=b#c", "http://x/?a=b#c"],
  ["'single ''quoted'' # no'", "single 'quoted' # no"],
  ['"double \\"\\n\\u00e9 # no"', 'double "\né # no'],
  ["!!str 12", "12"],
  ["!local x", "x"],
  ['""', ""],
];

/** Makes one document. */
export class YamlGenerator {
  readonly #choices: Choices;
  #comments = 0;
  /** Whether a blank line would be a part of the text above. */
  #keepsBlankLines = false;
  #anchors: { name: string; value: Value }[] = [];

  /** @param choices The decisions. */
  constructor(choices: Choices) {
    this.#choices = choices;
  }

  /** The document. */
  document(): GeneratedYaml {
    const head = this.#choices.pick([[], ["# head"], ["# head", ""], ["---"], ["%YAML 1.2", "---", "# below"]]);
    const root = this.#choices.rarely(6) ? this.#seq(0, 2) : this.#map(0, 2);
    const tail = this.#choices.pick([[], ["# tail"], this.#keepsBlankLines ? [] : ["", "# tail"], ["..."]]);
    const endOfLine = this.#choices.rarely(5) ? "\r\n" : "\n";
    const text = [...head, ...root.lines, ...tail].join(endOfLine);
    // A block scalar at the end of a file without a line end is read in two ways.
    const isOpen = this.#choices.rarely(6) && tail.length > 0;
    return { text: (this.#choices.rarely(8) ? "\ufeff" : "") + text + (isOpen ? "" : endOfLine), value: root.value };
  }

  #map(indent: number, depth: number): Content {
    const keys = this.#someKeys();
    const value: Table = Object.create(null);
    const lines: string[] = [];
    const gap = this.#choices.pick([" ", " ", "   "]);
    const blanks = " ".repeat(indent);
    for (const [source, key] of keys) {
      lines.push(...this.#trivia(indent, lines.length === 0));
      const content = this.#content(indent, depth, false);
      lines.push(`${blanks}${source}:${content.inline === "" ? "" : gap}${content.inline}`, ...content.lines);
      value[key] = content.value;
    }
    return { inline: "", lines, value };
  }

  #someKeys(): (readonly [string, string])[] {
    const start = this.#choices.below(KEYS.length);
    const count = 1 + this.#choices.below(4);
    return Array.from({ length: count }, (_, index) => KEYS[(start + index) % KEYS.length]!);
  }

  #seq(indent: number, depth: number): Content {
    const lines: string[] = [];
    const value: Value[] = [];
    const dash = this.#choices.pick(["- ", "- ", "-   "]);
    const blanks = " ".repeat(indent);
    for (let count = 1 + this.#choices.below(3); count > 0; count--) {
      lines.push(...this.#trivia(indent, lines.length === 0));
      const column = indent + dash.length;
      const compact = depth > 0 && this.#choices.rarely(3)
        ? (this.#choices.rarely(4) ? this.#seq(column, depth - 1) : this.#map(column, depth - 1))
        : undefined;
      const content = compact ?? this.#content(indent, depth, true);
      // What begins behind the dash can't have comments above it.
      if (compact?.lines[0]?.startsWith(" ".repeat(column)) && !/^\s*#/.test(compact.lines[0])) {
        lines.push(blanks + dash + compact.lines[0].slice(column), ...compact.lines.slice(1));
      } else lines.push(content.inline === "" ? `${blanks}-` : blanks + dash + content.inline, ...content.lines);
      value.push(content.value);
    }
    return { inline: "", lines, value };
  }

  /** Lines above a child: comments and blank lines. */
  #trivia(indent: number, isFirst: boolean): string[] {
    const choice = this.#choices.below(5);
    const canBeBlank = !isFirst && !this.#keepsBlankLines;
    this.#keepsBlankLines = false;
    if (choice < 2 || (choice < 4 && !canBeBlank)) return [];
    if (choice === 2) return [""];
    return choice === 3 ? ["", this.#comment(indent)] : [this.#comment(indent)];
  }

  #comment(indent: number): string {
    return `${" ".repeat(indent)}# comment ${++this.#comments}: "x`;
  }

  #content(indent: number, depth: number, isItem: boolean): Content {
    const step = this.#choices.pick([2, 2, 4]);
    switch (this.#choices.below(depth > 0 ? 9 : 6)) {
      case 2:
        return this.#flow(indent);
      case 3:
        return { inline: this.#trailing(""), lines: [], value: null };
      case 4:
        return this.#blockScalar(indent, step);
      case 5:
        return this.#anchored();
      case 6:
      case 8:
        return this.#nested(this.#map(indent + step, depth - 1));
      case 7: {
        const isDeeper = isItem || this.#choices.below(2) === 0;
        return this.#nested(this.#seq(indent + (isDeeper ? step : 0), depth - 1));
      }
    }
    const [source, value] = this.#choices.pick(SCALARS);
    return { inline: this.#trailing(source), lines: [], value };
  }

  #nested({ lines, value }: Content): Content {
    return { inline: this.#trailing(""), lines, value };
  }

  #trailing(text: string): string {
    if (!this.#choices.rarely(4)) return text;
    return `${text === "" ? "" : `${text} `}# trailing ${++this.#comments}`;
  }

  #anchored(): Content {
    const known = this.#anchors.at(-1);
    if (known !== undefined && this.#choices.below(2) === 0) {
      return { inline: this.#trailing(`*${known.name}`), lines: [], value: known.value };
    }
    const name = `x${this.#anchors.length}`;
    this.#anchors.push({ name, value: "shared" });
    return { inline: this.#trailing(`&${name} shared`), lines: [], value: "shared" };
  }

  #blockScalar(indent: number, step: number): Content {
    const header = this.#choices.pick(["|", "|-", "|+", ">", ">-"]);
    this.#keepsBlankLines = header.includes("+");
    const blanks = " ".repeat(indent + step);
    const lines = header.startsWith("|") ? [`${blanks}one # no`, "", `${blanks}  two: "`] : [`${blanks}folded # no`];
    const body = header.startsWith("|") ? 'one # no\n\n  two: "' : "folded # no";
    return { inline: this.#trailing(header), lines, value: header.endsWith("-") ? body : `${body}\n` };
  }

  /** A collection in brackets or braces, on one line or several. */
  #flow(indent: number): Content {
    const isMap = this.#choices.below(2) === 0;
    const scalars = this.#choices.list(3, () => this.#choices.pick(SCALARS));
    const keys = this.#someKeys();
    const items = scalars.slice(0, isMap ? keys.length : 3)
      .map(([source], index) => isMap ? `${keys[index]![0]}: ${source}` : source);
    const value = isMap
      ? Object.assign(Object.create(null), ...items.map((_, index) => ({ [keys[index]![1]]: scalars[index]![1] })))
      : scalars.map((scalar) => scalar[1]);
    const [open, close] = isMap ? "{}" : "[]";
    if (items.length === 0 || this.#choices.below(3) > 0) {
      const padding = items.length > 0 && this.#choices.rarely(3) ? " " : "";
      const comma = items.length > 0 && this.#choices.rarely(5) ? "," : "";
      return { inline: this.#trailing(open + padding + items.join(", ") + comma + padding + close), lines: [], value };
    }
    const blanks = " ".repeat(indent + 2);
    const comma = this.#choices.rarely(3) ? "," : "";
    const lines = items.map((item, index) => this.#trailing(blanks + item + (index < items.length - 1 ? "," : comma)));
    return { inline: open!, lines: [...lines, `${" ".repeat(indent + 1)}${close}`], value };
  }
}
