/**
 * Changes a document's text, and proves the result before anybody may write it.
 *
 * One way for every format: read the old text, plan the changes on its value, splice the text, read the new text with
 * the strict reader, and compare it with what was planned. Comments, which no value shows, are counted separately.
 *
 * @module
 */
import type { Change } from "./change.ts";
import type { Edit, Format, TextEdit } from "./format/format.ts";
import { type Plan, planChanges } from "./plan.ts";
import { equalValues, isTable, type Value } from "./value.ts";

/** A changed text. */
export interface EditedText {
  /** The whole new text. */
  readonly text: string;
  /** Whether it differs from the old one. */
  readonly changed: boolean;
  /** What differs: ascending, disjoint replacements against the old text. */
  readonly edits: readonly TextEdit[];
}

/**
 * Carries out changes on a document.
 *
 * @param format The document's format.
 * @param text The document.
 * @param changes What the user asks for; all of it happens or nothing.
 * @param document The document's name, as messages show it.
 * @returns The changed text; `changed` is false if the document says all of it already.
 * @throws {InvalidDocumentError} If the document does not parse.
 * @throws {PawlError} With code `type-mismatch` or `not-found` if a change makes no sense here.
 * @throws {Error} If the result is not exactly what was asked for, which is a bug.
 */
export function editText(format: Format, text: string, changes: readonly Change[], document: string): EditedText {
  const plan = planChanges(format, format.parse(text, document), changes, document);
  if (plan.steps.length === 0) return { text, changed: false, edits: [] };
  const edit = format.edit(text, plan.steps);
  const edited = applyEdits(text, edit.edits);
  verifyValue(format, edited, plan);
  verifyComments(format, text, edited, edit);
  return { text: edited, changed: edited !== text, edits: edit.edits };
}

/**
 * Replaces pieces of a text.
 *
 * @param text The text.
 * @param edits Ascending, disjoint replacements against it.
 * @returns The text with the replacements made.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let position = 0;
  for (const { offset, length, text: replacement } of edits) {
    if (offset < position || offset + length > text.length) throw new Error("text edits overlap or leave the text");
    result += text.slice(position, offset) + replacement;
    position = offset + length;
  }
  return result + text.slice(position);
}

function verifyValue(format: Format, edited: string, plan: Plan): void {
  let actual: Value;
  try {
    actual = format.parse(edited, "the result");
  } catch (error) {
    throw new Error("the edited text would not parse", { cause: error });
  }
  const isAsPlanned = equalValues(plan.expected, actual, (value) => mayVanish(value, plan.emptied));
  if (!isAsPlanned) throw new Error("the edited text would say something else");
}

/** Whether a table or an array that lost its last child, or holds nothing but such, may be absent from the text. */
function mayVanish(value: Value, emptied: ReadonlySet<Value>): boolean {
  if (Array.isArray(value)) return value.length === 0 && emptied.has(value);
  if (!isTable(value)) return false;
  const children = Object.values(value);
  return children.length === 0 ? emptied.has(value) : children.every((child) => mayVanish(child, emptied));
}

/** Only comments inside what was asked to go may be lost. */
function verifyComments(format: Format, text: string, edited: string, { removed, scope }: Edit): void {
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
