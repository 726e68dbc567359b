/**
 * Decides which value a typed text means: the type of the value it replaces, or the one that was asked for.
 *
 * @module
 */
import type { Change, InputType, TextInput } from "./change.ts";
import { PawlError } from "./errors.ts";
import type { Format, Literal } from "./format/format.ts";
import { isTable, type Kind, kindOf, type Value } from "./value.ts";

/** A value to be written, and how the user spelled it if that is to be kept. */
export type NewValue = Literal;

/**
 * Reads the value of a `set`.
 *
 * @param format The document's format.
 * @param change The change.
 * @param old The value that it replaces, if there is one.
 * @param label How its messages begin: `Cannot set "key" in "document"`.
 * @returns The new value.
 * @throws {PawlError} With code `type-mismatch` if the text can't be read as the type, or if the type of an existing
 * value would change unasked.
 */
export function readInput(
  format: Format,
  change: Change & { op: "set" },
  old: Value | undefined,
  label: string,
): NewValue {
  const { value: input, force = false } = change;
  const isTyped = "value" in input;
  const wanted = isTyped ? input : readText(format, input, force ? undefined : old, label);
  if (old === undefined || force) return wanted;
  const from = kindOf(old);
  const to = kindOf(wanted.value);
  // An explicit --type is a decision to change a scalar's type; whole tables and arrays need --force-type to go.
  const mayChange = !isTyped && input.type !== "auto" && !isContainer(old);
  if (from === to || mayChange) return wanted;
  throw typeWouldChange(label, from, to);
}

function readText(format: Format, input: TextInput, old: Value | undefined, label: string): NewValue {
  if (input.type !== "auto") return readAs(format, input.text, input.type, label);
  if (old === undefined) return format.readLiteral(input.text) ?? { value: input.text };
  return readLikeOld(format, input.text, old, label);
}

function readLikeOld(format: Format, text: string, old: Value, label: string): NewValue {
  const literal = readLiteralOver(format, text, old);
  if (typeof old === "string") {
    // A text in quotes is that string, as it is for a new key; anything else over a string is taken as it stands.
    return typeof literal?.value === "string" ? literal : { value: text };
  }
  if (literal !== undefined && kindOf(literal.value) === kindOf(old)) return literal;
  if (typeof old === "number" && typeof literal?.value === "bigint") return integerAsFloat(literal.value);
  const found = literal === undefined ? `"${abbreviate(text)}"` : `"${abbreviate(text)}" (${kindOf(literal.value)})`;
  throw new PawlError("type-mismatch", `${label}: it is ${article(kindOf(old))}, and ${found} is none`, {
    hint: "pass --type or --force-type to change the type",
  });
}

/** Over a string, a text that is no valid literal (an integer beyond 64 bits) is simply that text. */
function readLiteralOver(format: Format, text: string, old: Value): Literal | undefined {
  if (typeof old === "string" && !/^["']/.test(text)) return undefined;
  return format.readLiteral(text);
}

function readAs(format: Format, text: string, type: Exclude<InputType, "auto">, label: string): NewValue {
  if (type === "string") return { value: text };
  if (type === "json") return { value: readJson(text, label) };
  const literal = format.readLiteral(text);
  if (type === "float" && typeof literal?.value === "bigint") return integerAsFloat(literal.value);
  if (literal !== undefined && KINDS[type].includes(kindOf(literal.value))) return literal;
  throw new PawlError("type-mismatch", `${label}: "${abbreviate(text)}" is no ${type} value`);
}

const KINDS: Readonly<Record<"int" | "float" | "bool" | "datetime", readonly Kind[]>> = {
  int: ["integer"],
  float: ["float"],
  bool: ["boolean"],
  datetime: ["offset date-time", "local date-time", "local date", "local time"],
};

function integerAsFloat(value: bigint): NewValue {
  return { value: Number(value) };
}

/** Reads JSON so that integers keep all their digits. */
function readJson(text: string, label: string): Value {
  try {
    return JSON.parse(text, keepIntegers) as Value;
  } catch (error) {
    throw new PawlError("type-mismatch", `${label}: "${abbreviate(text)}" is no JSON value`, { cause: error });
  }
}

/** @see https://tc39.es/proposal-json-parse-with-source/ */
function keepIntegers(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  return typeof value === "number" && source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
}

function isContainer(value: Value): boolean {
  return Array.isArray(value) || isTable(value);
}

function typeWouldChange(label: string, from: Kind, to: Kind): PawlError {
  return new PawlError("type-mismatch", `${label}: it is ${article(from)}, and would become ${article(to)}`, {
    hint: "pass --force-type to change the type",
  });
}

function article(kind: Kind): string {
  return kind === "null" ? kind : `${/^[aio]/.test(kind) ? "an" : "a"} ${kind}`;
}

/** Values may be long or secret: messages show only how they begin. */
function abbreviate(text: string): string {
  const line = text.split("\n", 1)[0]!;
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
