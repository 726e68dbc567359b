/**
 * Proves an edited text before anybody may write it. What fails here is a bug of a format, and nothing is written.
 *
 * @module
 */
import type { Draft } from "./draft.ts";
import type { Edit, Format } from "../format/format.ts";
import { equalValues, isTable, type Value } from "../model/value.ts";

/**
 * Proves that an edited text says what was planned.
 *
 * @param format The document's format, whose strict reader is the judge.
 * @param draft What was planned.
 * @throws {Error} If the text does not parse or says something else.
 */
export function verifyValue(format: Format, edited: string, { root, emptied }: Draft): void {
  let actual: Value;
  try {
    actual = format.parse(edited, "the result");
  } catch (error) {
    throw new Error("the edited text would not parse", { cause: error });
  }
  const isAsPlanned = equalValues(root, actual, (value) => mayVanish(value, emptied));
  if (!isAsPlanned) throw new Error("the edited text would say something else");
}

/** Whether a table or an array that lost its last child, or holds nothing but such, may be absent from the text. */
function mayVanish(value: Value, emptied: ReadonlySet<Value>): boolean {
  if (Array.isArray(value)) return value.length === 0 && emptied.has(value);
  if (!isTable(value)) return false;
  const children = Object.values(value);
  return children.length === 0 ? emptied.has(value) : children.every((child) => mayVanish(child, emptied));
}

/**
 * Proves that only comments inside what was asked to go were lost; values do not show them.
 *
 * @param edit What was edited.
 * @throws {Error} If another comment was lost.
 */
export function verifyComments(format: Format, text: string, edited: string, { removed, scope }: Edit): void {
  const { start, end } = scope ?? { start: 0, end: text.length };
  const spare = new Map<string, number>();
  const pieces = [edited.slice(start, edited.length - (text.length - end)), ...removed];
  for (const comment of pieces.flatMap((piece) => format.comments(piece))) {
    spare.set(comment, (spare.get(comment) ?? 0) + 1);
  }
  for (const comment of format.comments(text.slice(start, end))) {
    const left = spare.get(comment) ?? 0;
    if (left === 0) throw new Error("the edited text would lose a comment");
    spare.set(comment, left - 1);
  }
}
