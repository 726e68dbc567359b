/**
 * Comments, found by the library's lexer alone.
 *
 * @module
 */
import { Lexer } from "yaml";

/** What the lexer yields before the text of a scalar. */
const SCALAR_MARK = "\x1f";

/**
 * Lists the comments of a text, with their `#`, without the line end.
 *
 * @param text A valid document, or a piece of one cut at the borders of its tokens.
 * @returns The comments in order.
 */
export function listComments(text: string): string[] {
  if (!text.includes("#")) return [];
  const comments: string[] = [];
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (!isScalar && lexeme.startsWith("#")) comments.push(lexeme);
    isScalar = lexeme === SCALAR_MARK;
  }
  return comments;
}
