/**
 * Key paths: TOML's dotted keys plus `[n]` for array elements, as in `servers[0]."a.b".port`.
 *
 * @module
 */
import { PawlError } from "./errors.ts";

/** The way to a value: keys of tables as strings, array indices as numbers (negative ones count from the end). */
export type KeyPath = readonly (string | number)[];

const INDEX = /\[(-?(?:0|[1-9][0-9]{0,8}))\]/y;
const KEY = /[A-Za-z0-9_-]+|'[^'\n\r]*'|"(?:[^"\\\n\r]|\\.)*"/y;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g;
const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  b: "\b",
  t: "\t",
  n: "\n",
  f: "\f",
  r: "\r",
  e: "\x1b",
  '"': '"',
  "\\": "\\",
};

/**
 * Reads a key path.
 *
 * @example
 * ```ts
 * import { parseKeyPath } from "@pawl/pawl";
 *
 * console.log(parseKeyPath('servers[0]."a.b".port')); // [ "servers", 0, "a.b", "port" ]
 * ```
 *
 * @param text The path as typed, for example `servers[0]."a.b".port`.
 * @returns Its parts.
 * @throws {PawlError} With code `usage` if the text is not a key path; the message says where.
 */
export function parseKeyPath(text: string): KeyPath {
  // Nearly every path is of this kind, and the first regular expression of a process costs it a millisecond.
  if (isDottedBareKeys(text)) return text.split(".");
  const path: (string | number)[] = [];
  let position = 0;
  while (position < text.length || path.length === 0) {
    const index = match(INDEX, text, position);
    if (index) {
      path.push(Number(index[1]));
      position = INDEX.lastIndex;
      continue;
    }
    if (path.length > 0 && text[position] !== ".") throw malformed(text, position, '"." or "[index]"');
    if (path.length > 0) position++;
    const source = match(KEY, text, position)?.[0];
    if (source === undefined) throw malformed(text, position, "a key");
    path.push(unquote(source, text, position));
    position += source.length;
  }
  return path;
}

/** Whether a text is bare keys with dots between them, as in `server.port`. */
function isDottedBareKeys(text: string): boolean {
  let isKey = false;
  for (let position = 0; position < text.length; position++) {
    const isDot = text.charCodeAt(position) === DOT;
    if (isDot ? !isKey : !isBareKeyCode(text.charCodeAt(position))) return false;
    isKey = !isDot;
  }
  return isKey;
}

const DOT = 0x2e;
const HYPHEN = 0x2d;
const UNDERSCORE = 0x5f;

function isBareKeyCode(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) ||
    code === HYPHEN || code === UNDERSCORE;
}

function unquote(source: string, text: string, position: number): string {
  const inner = source.slice(1, -1);
  if (source.startsWith("'")) return inner;
  if (!source.startsWith('"')) return source;
  return inner.replace(ESCAPE, (escape, short, long, simple) => {
    const character = simple === undefined ? codePoint(parseInt(short ?? long, 16)) : SIMPLE_ESCAPES[simple];
    if (character === undefined) throw malformed(text, position, `a key without the unknown escape "${escape}"`);
    return character;
  });
}

function codePoint(code: number): string | undefined {
  const isScalarValue = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isScalarValue ? String.fromCodePoint(code) : undefined;
}

function match(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

function malformed(text: string, position: number, wanted: string): PawlError {
  const found = position < text.length
    ? `"${String.fromCodePoint(text.codePointAt(position)!)}" at position ${position + 1}`
    : "the end";
  return new PawlError("usage", `Cannot parse key path "${text}": found ${found}, wanted ${wanted}`, {
    hint: `quote a key with characters other than letters, digits, "-" and "_", as in 'paths."/usr/bin"'`,
  });
}

/**
 * Writes a key path so that {@linkcode parseKeyPath} reads it back.
 *
 * @example
 * ```ts
 * import { printKeyPath } from "@pawl/pawl";
 *
 * console.log(printKeyPath(["servers", 0, "a.b"])); // servers[0]."a.b"
 * ```
 *
 * @param path The parts.
 * @returns The path as a user would type it.
 */
export function printKeyPath(path: KeyPath): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else text += (text === "" ? "" : ".") + printKey(part);
  }
  return text;
}

/**
 * Writes a key path in quotes, for messages.
 *
 * @param path The path.
 * @returns The path in double quotes, or in single ones if it has double quotes itself.
 */
export function quoteKeyPath(path: KeyPath): string {
  const text = printKeyPath(path);
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

/**
 * Writes one key, quoted where TOML demands it.
 *
 * @param key The key.
 * @returns The key as it stands in a key path or in a TOML 1.0 document.
 */
export function printKey(key: string): string {
  if (isDottedBareKeys(key) && !key.includes(".")) return key;
  return `"${escapeBasicString(key)}"`;
}

/**
 * Escapes a text for a TOML basic string, with escapes of TOML 1.0 only.
 *
 * @param text The text, without unpaired surrogates.
 * @returns What stands between the quotes.
 * @see https://toml.io/en/v1.0.0#string
 */
export function escapeBasicString(text: string): string {
  // deno-lint-ignore no-control-regex -- these are the characters that TOML forbids unescaped.
  return text.replace(/["\\\x00-\x08\x0a-\x1f\x7f]/g, (character) => ESCAPED[character] ?? unicodeEscape(character));
}

const ESCAPED: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
  '"': '\\"',
  "\\": "\\\\",
};

function unicodeEscape(character: string): string {
  return "\\u" + character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
}
