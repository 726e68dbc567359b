/**
 * Decides which value a typed text means: the type of the value it replaces, or the one that was asked for.
 *
 * @module
 */
import type { FieldsInput, Input, InputType, TextInput } from "../model/change.ts";
import { PawlError } from "../model/errors.ts";
import type { CellTexts, Format, Literal } from "../format/format.ts";
import { parseJsonValue } from "../model/json_value.ts";
import { normalValue } from "./program_value.ts";
import { withArticle } from "./place.ts";
import { isTable, type Kind, kindOf, type Table, type Value } from "../model/value.ts";

/** What a new value takes the place of. */
export interface OldValue {
  readonly value: Value | undefined;
  /** Finds how a scalar is written, where the format has older readers. */
  source(): string | undefined;
}

/**
 * Reads a new value.
 *
 * @param input The value, or the text of it.
 * @param old What it replaces.
 * @param force Whether the type of the old value may change.
 * @param label How its messages begin: `Cannot set "key" in "document"`.
 * @returns The new value.
 * @throws {PawlError} With code `type-mismatch` if the text can't be read as the type, or if the type of an existing
 * value would change unasked.
 */
export function readInput(
  format: Format,
  input: Input,
  { value: old, source }: OldValue,
  force: boolean,
  label: string,
): Literal {
  // A null holds the place for any value.
  if (old === null) old = undefined;
  const like = old === undefined || force ? undefined : readLikeOlder(format, input, old, source);
  if (like !== undefined) return like;
  const wanted = readAny(format, input, old, force, label);
  if (old === undefined || force || (format.hasOneNumberType && isNumber(old) && isNumber(wanted.value))) return wanted;
  // An explicit --type is a decision to change a scalar's type; whole tables and arrays need --force-type to go.
  const mayChange = "text" in input && input.type !== "auto" && !Array.isArray(old) && !isTable(old);
  if (kindOf(old) === kindOf(wanted.value) || mayChange) return wanted;
  throw new PawlError(
    "type-mismatch",
    `${label}: it is ${withArticle(old)}, and would become ${withArticle(wanted.value)}`,
    {
      hint: "fields" in input ? "pass --no-fields if each argument is a VALUE" : "pass --force-type to change the type",
    },
  );
}

function readAny(format: Format, input: Input, old: Value | undefined, force: boolean, label: string): Literal {
  if ("text" in input) return readText(format, input, force ? undefined : old, label);
  if ("fields" in input) return { value: readFields(format, input, old, force, label) };
  const value = normalValue(input.value, label);
  return { ...input, value: format.cellTexts === undefined ? value : asCells(format.cellTexts, value) };
}

/** In a format that has only strings, numbers and booleans that a program passes are their texts. */
function asCells(texts: CellTexts, value: Value): Value {
  if (typeof value === "bigint" || typeof value === "number" || typeof value === "boolean") return texts.print(value);
  if (!isTable(value)) return value;
  const table: Table = Object.create(null);
  for (const key of Object.keys(value)) table[key] = asCells(texts, value[key]!);
  return table;
}

function readFields(
  format: Format,
  { fields }: FieldsInput,
  old: Value | undefined,
  force: boolean,
  label: string,
): Table {
  const table: Table = Object.create(null);
  for (const { key, input } of fields) {
    const value = isTable(old) ? old[key] : undefined;
    const literal = readInput(format, input, { value, source: () => undefined }, force, label);
    if (literal.isSource) {
      throw new PawlError(
        "type-mismatch",
        `${label}: the field "${key}" has a tag, which only a value of its own keeps`,
        {
          hint: "write the table as one VALUE in braces, or set the field by its key",
        },
      );
    }
    table[key] = literal.value;
  }
  return table;
}

function readSource(format: Format, text: string, label: string): Literal {
  if (format.readSource === undefined) {
    throw new PawlError("type-mismatch", `${label}: --type yaml is for YAML documents, and this is ${format.name}`);
  }
  const literal = format.readSource(text);
  if (literal !== undefined) return literal;
  throw new PawlError("type-mismatch", `${label}: "${abbreviate(text)}" is no yaml value that can stand there`, {
    hint: "write one value without anchors, aliases and comments; with tags, on one line",
  });
}

function readText(format: Format, input: TextInput, old: Value | undefined, label: string): Literal {
  if (input.type !== "auto") return readAs(format, input.text, input.type, label);
  if (old === undefined) return readNew(format, input.text);
  return readLikeOld(format, input.text, old, label);
}

/** A number that older readers take for something else is better a string for all. */
function readNew(format: Format, text: string): Literal {
  const literal = format.readLiteral(text);
  const isClear = literal?.spelling === undefined || !format.olderReaders?.isAmbiguous(literal.spelling);
  return literal !== undefined && isClear ? literal : { value: text };
}

/**
 * Reads what means the same as the old value to older readers only: true and false over a plain `yes`, and digits with a
 * leading zero over such.
 */
function readLikeOlder(
  { olderReaders, readLiteral }: Format,
  input: Input,
  old: Value,
  source: () => string | undefined,
): Literal | undefined {
  if (olderReaders === undefined) return undefined;
  const text = "text" in input ? input.text : "";
  if (typeof old === "bigint" && olderReaders.hasLeadingZero(text)) {
    const isLike = olderReaders.hasLeadingZero(source() ?? "");
    return isLike && "text" in input && ["auto", "int"].includes(input.type)
      ? { value: BigInt(text.replace(/^[+]/, "")), spelling: text }
      : undefined;
  }
  if (typeof old !== "string" || olderReaders.opposite(old) === undefined) return undefined;
  const isAuto = "text" in input && input.type === "auto";
  const literal: Literal | undefined = isAuto
    ? readLiteral(text)
    : "value" in input
    ? { value: input.value }
    : undefined;
  return typeof literal?.value === "boolean" && source() === old ? literal : undefined;
}

function readLikeOld(format: Format, text: string, old: Value, label: string): Literal {
  const literal = readLiteralOver(format, text, old);
  if (typeof old === "string") {
    // A text in quotes is that string, as it is for a new key; anything else over a string is taken as it stands.
    return typeof literal?.value === "string" ? literal : { value: text };
  }
  if (literal !== undefined && kindOf(literal.value) === kindOf(old)) return literal;
  if (format.hasOneNumberType && isNumber(old) && literal !== undefined && isNumber(literal.value)) return literal;
  if (typeof old === "number" && typeof literal?.value === "bigint") return integerAsFloat(literal.value, label);
  const found = literal === undefined ? `"${abbreviate(text)}"` : `"${abbreviate(text)}" (${kindOf(literal.value)})`;
  throw new PawlError("type-mismatch", `${label}: it is ${withArticle(old)}, and ${found} is not`, {
    hint: "pass --type or --force-type to change the type",
  });
}

/** Over a string, a text that is no valid literal (an integer beyond 64 bits) is simply that text. */
function readLiteralOver(format: Format, text: string, old: Value): Literal | undefined {
  if (typeof old === "string" && !/^["']/.test(text)) return undefined;
  return format.readLiteral(text);
}

function readAs(format: Format, text: string, type: Exclude<InputType, "auto">, label: string): Literal {
  if (type === "string") return { value: text };
  if (type === "yaml") return readSource(format, text, label);
  if (type === "json") return readAny(format, { value: readJson(text, label) }, undefined, true, label);
  if (format.cellTexts !== undefined) {
    const value = format.cellTexts.read(text);
    const isOfType = type === "float" ? isNumber(value) : value !== undefined && KINDS[type].includes(kindOf(value));
    if (isOfType) return { value: text };
  } else {
    const literal = format.readLiteral(text);
    if (type === "float" && typeof literal?.value === "bigint") return integerAsFloat(literal.value, label);
    if (literal !== undefined && KINDS[type].includes(kindOf(literal.value))) return literal;
  }
  throw new PawlError("type-mismatch", `${label}: "${abbreviate(text)}" is not a value of type ${type}`);
}

const KINDS: Readonly<Record<"int" | "float" | "bool" | "datetime", readonly Kind[]>> = {
  int: ["integer"],
  float: ["float"],
  bool: ["boolean"],
  datetime: ["offset date-time", "local date-time", "local date", "local time"],
};

function isNumber(value: Value | undefined): boolean {
  return typeof value === "bigint" || typeof value === "number";
}

function integerAsFloat(value: bigint, label: string): Literal {
  if (BigInt(Number(value)) === value) return { value: Number(value) };
  throw new PawlError("type-mismatch", `${label}: a float of 64 bits cannot hold ${value} exactly`);
}

/** Reads JSON so that integers keep all their digits. */
function readJson(text: string, label: string): Value {
  try {
    return parseJsonValue(text);
  } catch (error) {
    throw new PawlError("type-mismatch", `${label}: "${abbreviate(text)}" is not a JSON value`, { cause: error });
  }
}

/** Values may be long or secret: messages show only how they begin. */
export function abbreviate(text: string): string {
  const line = text.split("\n", 1)[0]!;
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
