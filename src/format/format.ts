/**
 * What pawl needs of a format: two pure functions and the words of its values.
 *
 * Nothing in this folder does I/O or touches `Deno.*`: text goes in, text edits come out.
 *
 * @module
 */
import type { Step } from "../model/change.ts";
import type { KeyPath } from "../model/key_path.ts";
import type { Value } from "../model/value.ts";

/** One replacement in a text, against the original text. */
export interface TextEdit {
  /** Where it begins, in UTF-16 code units from the start. */
  readonly offset: number;
  /** How many code units it replaces. */
  readonly length: number;
  /** What stands there afterwards. */
  readonly text: string;
}

/** What carrying out some steps means for a text. */
export interface Edit {
  /** The replacements: ascending, disjoint, within the text. */
  readonly edits: readonly TextEdit[];
  /** The source text of everything that was asked to go: only comments within these may be lost. */
  readonly removed: readonly string[];
  /**
   * Values that mean something else although nothing was asked of them: a YAML alias means what its anchor means. In
   * order, each `path` takes the value at `source`.
   */
  readonly mirrors?: readonly { readonly path: KeyPath; readonly source: KeyPath }[];
  /**
   * A part of the text, from border to border of tokens, that holds all edits: nothing outside can have become part of a
   * comment or ceased to be one. By default the whole text.
   */
  readonly scope?: { readonly start: number; readonly end: number };
}

/** A value as the user spelled it in a format's own syntax. */
export interface Literal {
  readonly value: Value;
  /** The spelling, if it can be written into any document of the format as it is. */
  readonly spelling?: string | undefined;
  /** Whether the spelling is that of a whole value, and says more of it than values show. */
  readonly isSource?: boolean | undefined;
}

/** What the text of a cell can spell. */
export type CellScalar = bigint | number | boolean;

/** How numbers and booleans are written in a format that has only strings. */
export interface CellTexts {
  /** Reads a text as the number or the boolean that it spells, if it does. */
  read(text: string): CellScalar | undefined;
  /** Writes a number or a boolean as a text, like the one that it replaces. */
  print(value: CellScalar, old?: string): string;
}

/** What readers of an older version of a format, which are still common, make of scalars. */
export interface OlderReaders {
  /**
   * Finds the source of a scalar, with its tag.
   *
   * @param text A valid document.
   * @returns The source, or `undefined` if no scalar stands there.
   */
  sourceAt(text: string, path: KeyPath): string | undefined;
  /** The word for false where a word means true to them and is a string by now, or the other way round. */
  opposite(word: string): string | undefined;
  /** Whether the source of an integer may be an octal number to them. */
  hasLeadingZero(source: string): boolean;
  /** Whether they take the source of a number for something else. */
  isAmbiguous(source: string): boolean;
}

/** A configuration format. */
export interface Format {
  /** The name, as `--format` takes it. */
  readonly name: string;
  /** Whether integers and floats are one type, so that one may replace the other. */
  readonly hasOneNumberType?: boolean;
  /**
   * Whether a table or an array may vanish with its last child, where nothing but its children spells it out, as TOML's
   * headers and dotted keys do.
   */
  readonly emptiedMayVanish?: boolean;
  /** How strings stand for all other scalars, if the format has only strings. */
  readonly cellTexts?: CellTexts;
  /** Whether `<<` brings keys of another table into the one that it is in. */
  readonly hasMergeKeys?: boolean;
  /** What readers of an older version make of scalars, if some are common that differ. */
  readonly olderReaders?: OlderReaders;
  /**
   * Reads a whole document, strictly.
   *
   * @param text The document; a byte order mark is allowed.
   * @returns The document's value, which the caller may change.
   * @throws {InvalidDocumentError} If the text is not valid.
   */
  parse(text: string, document: string): Value;
  /**
   * Says which characters of a valid document must change.
   *
   * @param text A document that {@linkcode Format.parse} has accepted.
   * @param steps The steps, each seeing the result of those before it.
   * @returns The edits against `text`.
   * @throws {PawlError} With code `type-mismatch` if the format can't say a value or can't edit such a place safely.
   */
  edit(text: string, steps: readonly Step[]): Edit;
  /**
   * Reads a text as one value literal of the format.
   *
   * @param text What the user typed.
   * @returns The literal, or `undefined` if the text is none.
   */
  readLiteral(text: string): Literal | undefined;
  /**
   * Reads a text as the source of one value, in a format in which that says more than values show.
   *
   * @param text What the user typed.
   * @returns The value, or `undefined` if the text is none that can stand anywhere.
   */
  readSource?(text: string): Literal | undefined;
  /**
   * Writes a value as a one-line literal of the format.
   *
   * @param value A value of any kind.
   * @returns The literal.
   * @throws {PawlError} With code `type-mismatch` if the format can't say it.
   */
  printLiteral(value: Value): string;
  /**
   * Lists the comments of a valid text or of a piece cut out of one at the borders of its tokens.
   *
   * @returns Each comment with its mark, without the line end, in order.
   */
  comments(text: string): string[];
  /**
   * Lists what a valid text says of its values that these do not show: tags that only its readers understand.
   *
   * @returns Each tag once.
   */
  tags?(text: string): string[];
}
