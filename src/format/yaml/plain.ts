/**
 * What a plain (unquoted) scalar would be read as: by YAML 1.2, by the readers of YAML 1.1 that most tools still have,
 * and whether it is one scalar at all.
 *
 * @module
 */

/** What a plain word means; all but `string` need quotes to be a string. */
export type PlainKind = "string" | "null" | "boolean" | "number" | "time" | "merge";

const NULL = /^(?:~|null|Null|NULL|)$/;
const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
const NUMBER =
  /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/**
 * What YAML 1.2 reads a plain scalar as.
 *
 * @see https://yaml.org/spec/1.2.2/#1032-tag-resolution
 */
export function coreKind(text: string): "string" | "null" | "boolean" | "number" {
  // Nearly all words begin with a letter that none of the others begins with.
  if (!/^[-+.~0-9nNtTfF]/.test(text) && text !== "") return "string";
  if (NULL.test(text)) return "null";
  if (BOOLEAN.test(text)) return "boolean";
  return NUMBER.test(text) ? "number" : "string";
}

/**
 * What a plain scalar that is no string stands for, as a text that is the same for all its spellings.
 *
 * @returns The text, or `undefined` for a string.
 */
export function coreIdentity(text: string): string | undefined {
  const kind = coreKind(text);
  if (kind === "string") return undefined;
  if (kind !== "number") return kind === "null" ? kind : text.toLowerCase();
  if (/^(?:[-+]?[0-9]+|0[ox].*)$/.test(text)) {
    const digits = BigInt(text.replace(/^[-+]/, ""));
    return String(text.startsWith("-") ? -digits : digits);
  }
  return `float ${Number(text.replace(/\.inf$/i, "Infinity").replace(/\.nan$/i, "NaN"))}`;
}

const OLD_BOOLEAN = /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$/;
const OLD_NUMBER =
  /^[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9_]+(?:[eE][-+]?[0-9]+)?|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?)$/;
const TIME = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:$|[Tt \t])/;

/**
 * What any common reader, of YAML 1.2 or 1.1, could read a plain scalar as.
 *
 * @see https://yaml.org/type/
 */
export function plainKind(text: string): PlainKind {
  const kind = coreKind(text);
  if (kind !== "string") return kind;
  if (OLD_BOOLEAN.test(text)) return "boolean";
  if (OLD_NUMBER.test(text)) return "number";
  if (TIME.test(text)) return "time";
  return text === "<<" || text === "=" ? "merge" : "string";
}

/** Characters that can be seen and are no line end for any reader. */
export const PRINTABLE = /^[\x20-\x7e\xa1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;

const INDICATOR_FIRST = /^[,[\]{}#&*!|>'"%@`]|^[-?:](?:[ ,[\]{}]|$)/;

/**
 * Whether a text can stand without quotes and mean itself, whatever its kind.
 *
 * @param isInFlow Whether it stands in brackets or braces.
 */
export function isPlainScalar(text: string, isInFlow: boolean): boolean {
  if (text === "" || text.trim() !== text || !PRINTABLE.test(text)) return false;
  if (INDICATOR_FIRST.test(text) || /: |:$| #/.test(text)) return false;
  if (/^(?:---|\.\.\.)(?: |$)/.test(text)) return false;
  return !isInFlow || !/[,[\]{}]|^[?:]/.test(text);
}
