/**
 * Changes a document's text, and proves the result before anybody may write it.
 *
 * One way for every format: read the old text, plan the changes on its value, splice the text, read the new text with
 * the strict reader, and compare it with what was planned. Comments, which no value shows, are counted separately.
 *
 * @module
 */
import type { Change } from "./change.ts";
import { Draft } from "./draft.ts";
import { PawlError } from "./errors.ts";
import type { Edit, Format, TextEdit } from "./format/format.ts";
import { planChanges } from "./plan.ts";
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

/** What one caller asks of a document: all of it happens or nothing. */
export interface EditRequest {
  readonly changes: readonly Change[];
  /**
   * A precondition on the document as a whole.
   *
   * @param isChanged Whether requests before this one have changed the document.
   * @throws {PawlError} If it does not hold.
   */
  readonly check?: ((isChanged: boolean) => void) | undefined;
}

/** What became of one of several requests. */
export type Outcome = { readonly changed: boolean } | { readonly error: PawlError };

/** A text changed by several requests. */
export interface GroupEditedText extends EditedText {
  /** What became of each request. */
  readonly outcomes: readonly Outcome[];
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
  const { outcomes: [outcome], ...edited } = editTextFor(format, text, [{ changes }], document);
  if ("error" in outcome!) throw outcome.error;
  return edited;
}

/**
 * Carries out several requests on a document, one after the other: each happens wholly or not at all, and one that
 * fails does not hurt the others.
 *
 * @param format The document's format.
 * @param text The document.
 * @param requests What each caller asks for.
 * @param document The document's name, as messages show it.
 * @returns The changed text, with an outcome for each request.
 * @throws {InvalidDocumentError} If the document does not parse.
 * @throws {Error} If the result is not exactly what was asked for, which is a bug.
 */
export function editTextFor(
  format: Format,
  text: string,
  requests: readonly EditRequest[],
  document: string,
): GroupEditedText {
  const draft = new Draft(format.parse(text, document));
  const outcomes = requests.map((request) => planRequest(format, draft, request, document));
  if (draft.steps.length === 0) return { text, changed: false, edits: [], outcomes };
  let edit: Edit;
  try {
    edit = format.edit(text, draft.steps);
  } catch (error) {
    // The format can't say one of the values; only alone does a request show whether it is the one.
    if (requests.length > 1) return editOneByOne(format, text, requests, document);
    if (error instanceof PawlError) return { text, changed: false, edits: [], outcomes: [{ error }] };
    throw error;
  }
  const edited = applyEdits(text, edit.edits);
  verifyValue(format, edited, draft);
  verifyComments(format, text, edited, edit);
  return { text: edited, changed: edited !== text, edits: edit.edits, outcomes };
}

function planRequest(format: Format, draft: Draft, { changes, check }: EditRequest, document: string): Outcome {
  const stepCount = draft.steps.length;
  try {
    check?.(stepCount > 0);
    planChanges(format, draft, changes, document);
    return { changed: draft.steps.length > stepCount };
  } catch (error) {
    if (error instanceof PawlError) return { error };
    throw error;
  }
}

function editOneByOne(
  format: Format,
  text: string,
  requests: readonly EditRequest[],
  document: string,
): GroupEditedText {
  let current = text;
  const outcomes = requests.map(({ changes, check }) => {
    const isChanged = current !== text;
    const request = { changes, check: check && (() => check(isChanged)) };
    const { text: next, outcomes: [outcome] } = editTextFor(format, current, [request], document);
    current = next;
    return outcome!;
  });
  const edits = current === text ? [] : [{ offset: 0, length: text.length, text: current }];
  return { text: current, changed: current !== text, edits, outcomes };
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

function verifyValue(format: Format, edited: string, { root, emptied }: Draft): void {
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
