/**
 * Writes random TOML keys and values in all their spellings.
 *
 * @module
 */
import type { Choices } from "../choices.ts";

/** What the parts of a document under way share. */
export interface Writing {
  readonly choices: Choices;
  /** Whether syntax of TOML 1.1 may be used. */
  readonly isNewSyntax: boolean;
  /** Whether there are comments and blank lines. */
  readonly isBusy: boolean;
  /** How many comments there are so far. */
  comments: number;
}

const BARE_KEYS = ["a", "b", "name", "key-1", "_x", "42", "-", "true", "inf", "1979-05-27", "__proto__", "constructor"];
const QUOTED_KEYS = [
  '"a b"',
  "'a.b'",
  '""',
  '"ʎǝʞ 😀"',
  '"/usr/bin"',
  `'say "x"'`,
  `"#"`,
  `"= ["`,
  `"q\\"\\\\"`,
  `"\\u00e9\\t"`,
  `'it'`,
  '"x"',
];
const SCALARS = [
  "1",
  "0",
  "-17",
  "+7",
  "-0",
  "1_000",
  "0xDEAD_beef",
  "0o0755",
  "0b1101_0110",
  "9223372036854775807",
  "-9223372036854775808",
  "1.0",
  "-0.0",
  "+3.25",
  "6.022_140e+23",
  "5E-3",
  "inf",
  "-inf",
  "+nan",
  "nan",
  "true",
  "false",
  "1979-05-27T07:32:00Z",
  "1979-05-27 00:32:00.5-07:00",
  "1979-05-27t07:32:00.999999z",
  "1979-05-27T07:32:00",
  "1979-05-27 07:32:00.25",
  "1979-05-27",
  "07:32:00",
  "23:59:59.123456789",
];
const NEW_SCALARS = ["1979-05-27T07:32Z", "1979-05-27 07:32-03:30", "1979-05-27T07:32", "07:32", `"\\e[0m\\x41"`];
const STRINGS = [
  `"text"`,
  `""`,
  `'C:\\dir\\'`,
  `''`,
  `"# no comment"`,
  `"a \\"b\\" \\\\"`,
  `'[not.a.header]'`,
  `"tab\\t\\u00e9\\U0001F600 😀"`,
  `"a, b] }"`,
  `'''# no "comment" '' it's'''`,
  `''''quoted''''`,
  `"""one line"""`,
  `"""""quoted"""""`,
  `"""\n# no comment\n[no.header]\nkey = 1\n"""`,
  `"""\\\n   folded \\\n\n   text"""`,
  `'''\n'a' """\n\n\\'''`,
  `"""ends in \\""""`,
  `"""\\\\"""`,
];
const COMMENTS = ["", " = [", ` "open`, ` 'open`, " [x]", ` """`, " é 😀", ", ]"];

/** Writes keys, values and comments of one document. */
export class TomlValueWriter {
  readonly #writing: Writing;
  readonly #choices: Choices;

  /** @param writing What the document's parts share. */
  constructor(writing: Writing) {
    this.#writing = writing;
    this.#choices = writing.choices;
  }

  /** A key that is not in the set yet, spelled somehow; it is added. */
  newKey(used: Set<string>): string {
    const first = this.#choices.pick(this.#choices.rarely(4) ? QUOTED_KEYS : BARE_KEYS);
    let key = first;
    for (let number = 2; used.has(key); number++) key = /^["']/.test(first) ? `"k${number}"` : `${first}${number}`;
    used.add(key);
    return /^[A-Za-z]\w*$/.test(key) && this.#choices.rarely(8) ? this.#choices.pick([`"${key}"`, `'${key}'`]) : key;
  }

  /** A dotted key. */
  dotted(parts: readonly string[]): string {
    return parts.join(this.#choices.rarely(6) ? this.#choices.pick([" . ", ". "]) : ".");
  }

  /** A new comment. */
  comment(): string {
    return `#${this.#choices.rarely(4) ? "" : " "}c${++this.#writing.comments}${this.#choices.pick(COMMENTS)}`;
  }

  /** What stands behind a pair or a header on its line. */
  lineTail(): string {
    if (!this.#writing.isBusy) return "";
    const blank = this.#choices.pick(["", " ", "  ", "\t"]);
    return this.#choices.rarely(3) ? blank + this.comment() : this.#choices.rarely(8) ? blank : "";
  }

  /** A value; arrays and inline tables are at most `depth` deep. */
  value(depth: number): string {
    switch (this.#choices.below(depth === 0 ? 5 : 8)) {
      case 3:
      case 4:
        return this.#choices.pick(STRINGS);
      case 5:
      case 6:
        return this.#array(depth);
      case 7:
        return this.#inlineTable(depth);
      default:
        return this.#choices.pick(this.#writing.isNewSyntax ? [...SCALARS, ...NEW_SCALARS] : SCALARS);
    }
  }

  #array(depth: number): string {
    const items = this.#choices.list(4, () => this.value(depth - 1));
    return this.#choices.below(2) === 0 ? this.#oneLine("[", items, "]") : this.#manyLines("[", items, "]");
  }

  #inlineTable(depth: number): string {
    const used = new Set<string>();
    const keys = this.#choices.merge(this.#choices.list(3, () => {
      const key = this.newKey(used);
      if (!this.#choices.rarely(4)) return [[key]];
      const inner = new Set<string>();
      return this.#choices.list(1, () => [key, this.newKey(inner)]).concat([[key, this.newKey(inner)]]);
    }));
    const equals = this.#choices.pick([" = ", "=", "= "]);
    const pairs = keys.map((parts) => this.dotted(parts) + equals + this.value(depth - 1));
    const isLong = this.#writing.isNewSyntax && this.#choices.below(2) === 1;
    return isLong ? this.#manyLines("{", pairs, "}") : this.#oneLine("{", pairs, "}");
  }

  #oneLine(open: string, items: readonly string[], close: string): string {
    const comma = this.#choices.pick([", ", ",", " , ", ",  "]);
    const inner = this.#choices.pick(["", " "]);
    const mayTrail = items.length > 0 && (open === "[" || this.#writing.isNewSyntax);
    return open + inner + items.join(comma) + (mayTrail && this.#choices.rarely(5) ? "," : "") + inner + close;
  }

  /** Anything goes between the items: line ends, comments, blank lines, commas on lines of their own. */
  #manyLines(open: string, items: readonly string[], close: string): string {
    const indent = this.#choices.pick(["  ", "    ", "\t", ""]);
    const isTidy = this.#choices.below(3) !== 0;
    const gap = () => isTidy ? this.#tail() + "\n" + indent : this.#gap(indent);
    let text = open + gap();
    for (const [index, item] of items.entries()) {
      const isLast = index === items.length - 1;
      const comma = !isLast || this.#choices.below(2) === 1 ? (isTidy ? "" : this.#wildGap(indent)) + "," : "";
      text += item + comma + (isLast ? "" : gap());
    }
    const isTight = this.#choices.rarely(5);
    return text + (isTight ? "" : this.#tail() + "\n") + (this.#choices.rarely(3) ? indent : "") + close;
  }

  #tail(): string {
    return this.#writing.isBusy && this.#choices.rarely(4) ? " " + this.comment() : "";
  }

  #gap(indent: string): string {
    return this.#choices.pick(["", " ", this.#tail() + "\n" + indent, "\n\n" + indent, this.#commentLine(indent)]);
  }

  #wildGap(indent: string): string {
    return this.#choices.rarely(4) ? this.#gap(indent) : "";
  }

  #commentLine(indent: string): string {
    return this.#writing.isBusy && this.#choices.rarely(2) ? `\n${indent}${this.comment()}\n${indent}` : "\n" + indent;
  }
}
