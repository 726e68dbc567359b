/**
 * Splits a line into words, quoted as in a POSIX shell.
 *
 * Single quotes, double quotes, backslashes and comments mean what they mean there. Nothing is expanded: `$`, `*`, `~`, `;`,
 * `|`, `&`, `<` and `>` are characters like any others.
 *
 * @module
 * @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
 */
import { usageError } from "./usage_error.ts";

/** What a word is made of: blanks between words, a quoted piece, an escaped character, a run of others. */
const PIECE = /[ \t]+|'([^']*)'|"([^"\\]*(?:\\[^][^"\\]*)*)"|\\([^])|([^ \t'"\\]+)/y;

/**
 * Splits a line into words.
 *
 * @param line The line, without its line end.
 * @returns The words; none for an empty line or a comment.
 * @throws {PawlError} With code `usage` if a quote is not closed or nothing follows a backslash.
 */
export function splitShellWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let position = 0; position < line.length; position = PIECE.lastIndex) {
    if (word === undefined && line[position] === "#") break;
    PIECE.lastIndex = position;
    const [, single, double, escaped, plain] = PIECE.exec(line) ?? refuse(line, position);
    const piece = single ?? escaped ?? plain ?? (double === undefined ? undefined : unescape(double));
    if (piece !== undefined) word = (word ?? "") + piece;
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}

/** In double quotes a backslash is one unless it stands before one of the few characters that it can escape there. */
function unescape(text: string): string {
  return text.replace(/\\([$`"\\])/g, "$1");
}

function refuse(line: string, position: number): never {
  const character = line[position]!;
  if (character === "\\") throw usageError("Cannot split the line into words: nothing follows the last backslash");
  throw usageError(
    `Cannot split the line into words: the quote ${character} at position ${position + 1} is not closed`,
  );
}
