/**
 * Keeps what a path, a key or a value has in it from breaking lines and driving the terminal.
 *
 * @module
 */

/**
 * Writes what is invisible as escapes, so that a name cannot break a line, drive the terminal or turn the order of what
 * is shown.
 *
 * @param text A text that may quote names.
 * @returns The text on one line.
 */
export function onOneLine(text: string): string {
  return text.replace(CONTROLS, escape);
}

/**
 * Writes what is invisible as escapes of JSON, TOML and YAML, for lines that may be seen at a terminal.
 *
 * @param text Lines; their ends and tabulators stay.
 * @returns The lines.
 */
export function visible(text: string): string {
  return text.replace(CONTROLS, (character, index: number) => {
    const isLayout = character === "\n" || character === "\t" || character === "\r" && text[index + 1] === "\n";
    return isLayout ? character : unicodeEscape(character);
  });
}

/**
 * C0, DEL, C1, the line ends of Unicode, and all that says in which direction a text runs.
 *
 * @see https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
 */
// deno-lint-ignore no-control-regex -- these are the characters that terminals act upon.
const CONTROLS = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

function escape(character: string): string {
  if (character === "\n") return "\\n";
  const code = character.charCodeAt(0);
  return code > 0xff ? unicodeEscape(character) : `\\x${code.toString(16).padStart(2, "0")}`;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
