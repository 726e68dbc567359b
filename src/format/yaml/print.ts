/**
 * Writes values: in one line, or as a block of lines.
 *
 * @module
 * @see https://yaml.org/spec/1.2.2/
 */
import { PawlError } from "../../model/errors.ts";
import { isTable, kindOf, type Table, type Value } from "../../model/value.ts";
import { isPlainScalar, plainKind } from "./plain.ts";
import { printLiteralBlock, printString, type Quote } from "./quote.ts";

/** How the author of a document writes. */
export interface PrintStyle {
  /** How much deeper a map stands than the map that it is a value of. */
  readonly mapStep: number;
  /** How much deeper the dashes of a sequence stand than the key of it. */
  readonly seqStep: number;
  /** How many blanks follow a dash. */
  readonly dashGap: number;
  /** Whether sequences of scalars go into brackets. */
  readonly usesFlowSeqs: boolean;
  /** Whether tables go into braces. */
  readonly usesFlowMaps: boolean;
  /** The blank inside braces, if there is one. */
  readonly bracePadding: string;
  /** The quotes for what can't be plain. */
  readonly quote: Quote;
  /** The quotes that keys and strings get here although they could be plain. */
  readonly keyQuote: Quote | undefined;
  readonly stringQuote: Quote | undefined;
  /** Whether texts of several lines may be block scalars. */
  readonly allowsBlockScalars: boolean;
  readonly endOfLine: string;
}

/** The style of a document that shows none. */
export const DEFAULT_STYLE: PrintStyle = {
  mapStep: 2,
  seqStep: 2,
  dashGap: 1,
  usesFlowSeqs: false,
  usesFlowMaps: false,
  bracePadding: "",
  quote: "double",
  keyQuote: undefined,
  stringQuote: undefined,
  allowsBlockScalars: true,
  endOfLine: "\n",
};

/** The longest key that may stand before a colon, from the start of its text to the colon. */
const KEY_LENGTH_MAX = 1000;

/**
 * Writes a key.
 *
 * @param isInFlow Whether it stands in braces.
 * @param keepsKind Whether a key that looks like a number or a boolean may be one, as others around it are.
 * @throws {PawlError} With code `type-mismatch` if it can't be a key.
 */
export function printKey(key: string, style: PrintStyle, isInFlow: boolean, keepsKind = false): string {
  // Tools that read YAML 1.1 take no single letter for a boolean, whatever its specification says.
  const isBare = style.keyQuote === undefined && isPlainScalar(key, isInFlow) &&
    (keepsKind ? plainKind(key) !== "merge" : /^[yYnN]$/.test(key));
  const text = isBare ? key : printString(key, { isInFlow, forced: style.keyQuote, preferred: style.quote });
  if (text.length <= KEY_LENGTH_MAX) return text;
  throw new PawlError("type-mismatch", `Cannot write a key of ${text.length} characters in YAML`, {
    hint: `use a key of ${KEY_LENGTH_MAX} characters at most`,
  });
}

/**
 * Writes a value on one line.
 *
 * @param isInFlow Whether it stands in brackets or braces.
 * @param spelling How the only scalar in it is to be spelled, if that is given.
 * @throws {PawlError} With code `type-mismatch` for what YAML can't say.
 */
export function printInline(value: Value, style: PrintStyle, isInFlow: boolean, spelling?: string): string {
  if (Array.isArray(value)) return `[${value.map((item) => printInline(item, style, true, spelling)).join(", ")}]`;
  if (isTable(value)) return printBraces(value, style, spelling);
  if (spelling !== undefined) return spelling;
  if (typeof value === "string") {
    return printString(value, { isInFlow, forced: style.stringQuote, preferred: style.quote });
  }
  return printAtom(value);
}

function printBraces(table: Table, style: PrintStyle, spelling: string | undefined): string {
  const pairs = Object.keys(table).map((key) =>
    `${printKey(key, style, true)}: ${printInline(table[key]!, style, true, spelling)}`
  );
  return pairs.length === 0 ? "{}" : `{${style.bracePadding}${pairs.join(", ")}${style.bracePadding}}`;
}

function printAtom(value: Exclude<Value, string | Value[] | Table>): string {
  switch (typeof value) {
    case "bigint":
    case "boolean":
      return String(value);
    case "number":
      return printFloat(value);
  }
  if (value === null) return "null";
  throw new PawlError("type-mismatch", `YAML has no way to write a value of type ${kindOf(value)}`, {
    hint: "pass the date or time as a string",
  });
}

function printFloat(value: number): string {
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
  if (Object.is(value, -0)) return "-0.0";
  const digits = String(value);
  // Without a point many readers take 1e+30 for a string.
  return digits.includes(".") ? digits : digits.replace(/(?=e)|$/, ".0");
}

/** Lines of a block collection. */
export interface BlockText {
  /** The lines, each with its end. */
  readonly text: string;
  /** Whether they end in a block scalar, of whose text the last line end may be a part. */
  readonly endsInBlockScalar: boolean;
}

/** Whether a value is written in lines rather than on one, where lines are possible. */
export function isBlockValue(value: Value, style: PrintStyle): value is Table | Value[] {
  if (Array.isArray(value)) return value.length > 0 && !(style.usesFlowSeqs && value.every(isScalarValue));
  return isTable(value) && Object.keys(value).length > 0 && !style.usesFlowMaps;
}

function isScalarValue(value: Value): boolean {
  return !Array.isArray(value) && !isTable(value);
}

/**
 * Writes a table or an array, neither of them empty, as lines.
 *
 * @param value The table or array.
 * @param indent The column of its keys or dashes.
 * @param spelling How the only scalar in it is to be spelled, if that is given.
 * @throws {PawlError} With code `type-mismatch` for what YAML can't say.
 */
export function printBlock(value: Table | Value[], indent: number, style: PrintStyle, spelling?: string): BlockText {
  const blanks = " ".repeat(indent);
  const children = Array.isArray(value)
    ? value.map((item) => printItem(item, indent, style, spelling))
    : Object.keys(value).map((key) => printPair(key, value[key]!, indent, style, spelling));
  const text = children.map((child) => blanks + child.text).join("");
  return { text, endsInBlockScalar: children.at(-1)!.endsInBlockScalar };
}

function printItem(value: Value, indent: number, style: PrintStyle, spelling: string | undefined): BlockText {
  const dash = "-" + " ".repeat(style.dashGap);
  const column = indent + dash.length;
  const isNested = Array.isArray(value) && value.every(isScalarValue);
  if (isNested || !isBlockValue(value, style)) {
    const { text, endsInBlockScalar } = printLeaf(value, column, style, spelling);
    return { text: dash + text, endsInBlockScalar };
  }
  const block = printBlock(value, column, style, spelling);
  return { ...block, text: dash + block.text.slice(column) };
}

function printPair(
  key: string,
  value: Value,
  indent: number,
  style: PrintStyle,
  spelling: string | undefined,
): BlockText {
  const before = printKey(key, style, false) + ":";
  if (!isBlockValue(value, style)) {
    const { text, endsInBlockScalar } = printLeaf(value, indent + style.mapStep, style, spelling);
    return { text: `${before} ${text}`, endsInBlockScalar };
  }
  const column = indent + (Array.isArray(value) ? style.seqStep : style.mapStep);
  const block = printBlock(value, column, style, spelling);
  return { ...block, text: before + style.endOfLine + block.text };
}

/** What stands behind a colon or a dash, to the end of the line or of the block scalar. */
function printLeaf(value: Value, column: number, style: PrintStyle, spelling: string | undefined): BlockText {
  const literal = typeof value === "string" && spelling === undefined && style.allowsBlockScalars
    ? printLiteralBlock(value, column, style.endOfLine)
    : undefined;
  if (literal !== undefined) {
    return { text: literal.header + style.endOfLine + literal.body, endsInBlockScalar: true };
  }
  return { text: printInline(value, style, false, spelling) + style.endOfLine, endsInBlockScalar: false };
}
