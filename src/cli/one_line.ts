/**
 * Keeps messages on one line, whatever a path or a key has in it.
 *
 * @module
 */

/**
 * Writes control characters as escapes, so that a name cannot break a line or drive the terminal.
 *
 * @param text A text that may quote names.
 * @returns The text on one line.
 */
export function onOneLine(text: string): string {
  // deno-lint-ignore no-control-regex -- these are the characters that terminals act upon.
  return text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, escape);
}

function escape(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  if (character === "\n") return "\\n";
  return code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, "0")}`;
}
