/**
 * Comments that tools read, and that are about the file rather than about what stands below them.
 *
 * @module
 */

const FILE_COMMENT = /^(?:#!|#:|(?:#|\/\/|\/\*)[ \t]*(?:-\*-|vim?:|yaml-language-server:|syntax=))/;

/**
 * Whether a comment is about the file: a `#!` line, the name of a schema, the mode of an editor.
 *
 * @param comment The comment, from its mark on.
 */
export function isFileComment(comment: string): boolean {
  return FILE_COMMENT.test(comment);
}
