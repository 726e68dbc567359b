/**
 * Makes valid TOML documents with every oddity of layout that the grammar allows.
 *
 * Comments are numbered, so that a lost or moved one is noticed.
 *
 * @module
 */
import type { Choices } from "../choices.ts";
import { TomlValueWriter, type Writing } from "./value_writer.ts";

/** A header with all lines up to the next one. */
type Section = readonly string[];

/** The tables that a section spells out with dotted keys: their names, and the keys in them. */
type DottedTables = Map<string, Set<string>>;

const LINE_ENDS: readonly (readonly string[])[] = [["\n"], ["\n"], ["\r\n"], ["\n", "\r\n"]];

/** Writes a document. */
export function generateToml(choices: Choices): string {
  const writing: Writing = { choices, isNewSyntax: choices.rarely(3), isBusy: choices.below(3) !== 0, comments: 0 };
  const lines = new TomlDocumentWriter(writing).write();
  const ends = choices.pick(LINE_ENDS);
  const mark = choices.rarely(6) ? "\ufeff" : "";
  // A line end inside a value is part of the same game.
  const text = lines.join("\n").replace(/\n/g, () => choices.pick(ends));
  const lastEnd = lines.length > 0 && !choices.rarely(4) ? choices.pick(ends) : "";
  return mark + text + lastEnd;
}

class TomlDocumentWriter {
  readonly #writing: Writing;
  readonly #choices: Choices;
  readonly #values: TomlValueWriter;

  constructor(writing: Writing) {
    this.#writing = writing;
    this.#choices = writing.choices;
    this.#values = new TomlValueWriter(writing);
  }

  write(): string[] {
    const used = new Set<string>();
    const dotted: DottedTables = new Map();
    const top = [...this.#filler(), ...this.#pairs("", used, dotted), ...this.#filler()];
    const sections = this.#choices.merge([...this.#subtables([], used, 0), ...this.#dottedSubtables([], dotted)]);
    return [...top, ...sections.flat(), ...this.#filler()];
  }

  /** The sections of each table in a table; `path` is already spelled. */
  #subtables(path: readonly string[], used: Set<string>, depth: number): Section[][] {
    return this.#choices.list(depth === 0 ? 4 : 2, () => {
      const child = [...path, this.#values.newKey(used)];
      return this.#choices.rarely(3) ? this.#arrayOfTables(child, depth + 1) : this.#table(child, depth + 1);
    });
  }

  #table(path: readonly string[], depth: number): Section[] {
    const used = new Set<string>();
    const dotted: DottedTables = new Map();
    const own = this.#section(path, "[", "]", used, dotted);
    const below = depth < 3 ? this.#choices.merge(this.#subtables(path, used, depth)) : [];
    // Some tables are only implied by those in them, and some are defined after those.
    if (below.length > 0 && this.#choices.rarely(3)) return below;
    below.splice(this.#choices.rarely(4) ? this.#choices.below(below.length + 1) : 0, 0, own);
    return [...below, ...this.#choices.merge(this.#dottedSubtables(path, dotted))];
  }

  /** Tables with headers in tables that dotted keys define: those come first, and the headers behind them. */
  #dottedSubtables(path: readonly string[], dotted: DottedTables): Section[][] {
    const tables = [...dotted].filter(() => this.#choices.rarely(3));
    return tables.map(([key, used]) => this.#table([...path, key, this.#values.newKey(used)], 3));
  }

  #arrayOfTables(path: readonly string[], depth: number): Section[] {
    const elements = this.#choices.below(3) + 1;
    return Array.from({ length: elements }, () => {
      const used = new Set<string>();
      const dotted: DottedTables = new Map();
      const own = this.#section(path, "[[", "]]", used, dotted);
      const below = depth < 3 ? this.#choices.merge(this.#subtables(path, used, depth)) : [];
      return [own, ...below, ...this.#dottedSubtables(path, dotted).flat()];
    }).flat();
  }

  #section(path: readonly string[], open: string, close: string, used: Set<string>, dotted: DottedTables): Section {
    const indent = this.#choices.rarely(4) ? this.#choices.pick(["  ", "\t", "    "]) : "";
    const blank = () => this.#choices.rarely(8) ? " " : "";
    const key = path.join(`${blank()}.${blank()}`);
    const header = indent + open + blank() + key + blank() + close + this.#values.lineTail();
    const above = this.#choices.below(4) === 0 ? [] : [""];
    const inner = this.#choices.rarely(4) ? indent + "  " : indent;
    return [...above, ...this.#filler(), header, ...this.#pairs(inner, used, dotted), ...this.#filler()];
  }

  /** The pair lines of a section, with comments and blank lines between. */
  #pairs(indent: string, used: Set<string>, dotted: DottedTables): string[] {
    const pairs = this.#choices.merge(
      this.#choices.list(
        4,
        () => this.#choices.rarely(4) ? this.#dottedGroup(used, dotted) : [[this.#values.newKey(used)]],
      ),
    );
    const keys = pairs.map((parts) => this.#values.dotted(parts));
    const width = this.#choices.rarely(4) ? Math.max(0, ...keys.map((key) => key.length)) : 0;
    const equals = this.#choices.pick([" = ", " = ", "=", "  =  ", "\t= ", "= "]);
    return keys.flatMap((key) => {
      const ownEquals = this.#choices.rarely(8) ? "   =" : equals;
      const line = indent + key.padEnd(width) + ownEquals + this.#values.value(2) + this.#values.lineTail();
      return this.#choices.rarely(4) ? [...this.#filler(), line] : [line];
    });
  }

  /** Dotted keys that share their first parts: `a.x`, `a.y`, `a.z.w`. */
  #dottedGroup(used: Set<string>, dotted: DottedTables): string[][] {
    const first = this.#values.newKey(used);
    const inner = new Set<string>();
    dotted.set(first, inner);
    const keys = [[first, this.#values.newKey(inner)]];
    if (this.#choices.below(2) === 1) keys.push([first, this.#values.newKey(inner)]);
    if (this.#choices.rarely(3)) keys.push([first, this.#values.newKey(inner), this.#values.newKey(new Set())]);
    return keys;
  }

  /** Comments and blank lines. */
  #filler(): string[] {
    if (!this.#writing.isBusy) return [];
    return this.#choices.list(2, () => {
      const blank = this.#choices.rarely(6) ? this.#choices.pick([" ", "\t"]) : "";
      const indent = this.#choices.rarely(6) ? "  " : "";
      return this.#choices.below(2) === 0 ? blank : indent + this.#values.comment();
    });
  }
}
