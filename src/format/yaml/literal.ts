/**
 * Reads what a user typed as a YAML value literal.
 *
 * @module
 */
import { PawlError } from "../../model/errors.ts";
import type { Value } from "../../model/value.ts";
import type { Literal } from "../format.ts";
import { isOutOfRange, outOfRange } from "../limits.ts";
import { hasOnlyPairs } from "./flow_source.ts";
import { parseYaml } from "./parse.ts";
import { coreKind } from "./plain.ts";
import { readYaml } from "./read.ts";

/**
 * Reads a text as one YAML value: a number, `true` or `null` of the core schema, a text in quotes, or a collection in
 * brackets or braces. Any other text, plain words above all, is no literal; nor are braces that hold a template.
 *
 * @param text What the user typed.
 * @returns The value and, for plain scalars, the spelling; `undefined` if the text is no literal.
 */
export function readYamlLiteral(text: string): Literal | undefined {
  if (/^[[{"']/.test(text)) return readDelimited(text);
  if (text === "" || coreKind(text) === "string") return undefined;
  // YAML 1.1 takes digits behind a zero for octal ones, and who types the zero wants to keep it.
  if (/^[-+]?0[0-9]/.test(text)) return undefined;
  return { value: parseFinite(text), spelling: text };
}

/** A number too large for 64 bits must not become infinite in silence. */
function parseFinite(text: string): Value {
  try {
    return parseYaml(text, "");
  } catch (error) {
    throw isOutOfRange(error) ? outOfRange("YAML", text) : error;
  }
}

/** Reads a literal that says itself where it ends. */
function readDelimited(text: string): Literal | undefined {
  if (/[\r\n]/.test(text) || text.trim() !== text || !hasOnlyPairs(text)) return undefined;
  try {
    const value = parseFinite(text);
    return isAlone(text) ? { value } : undefined;
  } catch (error) {
    if (error instanceof PawlError && error.code !== "type-mismatch") return undefined;
    throw error;
  }
}

/** Whether a text is one value and nothing else: no comment behind it, no anchors or tags, whose sense would be lost. */
function isAlone(text: string): boolean {
  const { tokens } = readYaml(text, "");
  const [document] = tokens;
  if (tokens.length !== 1 || document?.type !== "document" || document.end?.length) return false;
  const { value } = document;
  if (value?.type === "double-quoted-scalar" || value?.type === "single-quoted-scalar") return !value.end?.length;
  return value?.type === "flow-collection" && value.end.length === 1 && !/[&!*#]/.test(unquoted(text));
}

function unquoted(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g, "");
}
