/**
 * Changes a document's text, and proves the result before anybody may write it.
 *
 * One way for every format: read the old text, plan the changes on its value, splice the text, read the new text with
 * the strict reader, and compare it with what was planned. Comments, which no value shows, are counted separately.
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import { Draft, TextNeededError } from "./draft.ts";
import { InvalidDocumentError, PawlError } from "../model/errors.ts";
import type { Format, TextEdit } from "../format/format.ts";
import { planChanges } from "./plan.ts";
import { verifyComments, verifyValue } from "./verification.ts";
import { markRevision, planNextRevision, renewRevision, type Revision } from "./revision.ts";

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
  /** Which half of a request that is carried out in two: a managed document gets its next revision with the last one. */
  readonly half?: "first" | "last" | undefined;
  /** The time for a managed document, in ms since 1970; now by default. */
  readonly nowMs?: number | undefined;
}

/** What became of one of several requests. */
export type Outcome = { readonly changed: boolean } | { readonly error: Error };

/** A text changed by several requests. */
export interface GroupEditedText extends EditedText {
  /** What became of each request. */
  readonly outcomes: readonly Outcome[];
}

/**
 * Carries out changes on a document.
 *
 * @param changes What the user asks for; all of it happens or nothing.
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
 * @param requests What each caller asks for.
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
  try {
    return editTogether(format, text, requests, document);
  } catch (error) {
    if (error instanceof InvalidDocumentError) throw error;
    // Thousands of levels overflow the stack; such a document is refused before anything happens.
    if (error instanceof RangeError) {
      throw new InvalidDocumentError(document, "the document is nested too deeply", 1, 1, { cause: error });
    }
    // Only alone does a request show whether it is the one that can't be done with the others.
    if (requests.length > 1) return editOneByOne(format, text, requests, document);
    if (error instanceof TextNeededError) return editInTwo(format, text, requests[0]!, error.changeIndex, document);
    if (error instanceof PawlError) return { text, changed: false, edits: [], outcomes: [{ error }] };
    throw error;
  }
}

function editTogether(
  format: Format,
  text: string,
  requests: readonly EditRequest[],
  document: string,
): GroupEditedText {
  const draft = new Draft(format.parse(text, document), format, text);
  const outcomes = requests.map((request) => planRequest(format, draft, request, document));
  return { ...editAsPlanned(format, text, draft), outcomes };
}

function editAsPlanned(format: Format, text: string, draft: Draft): EditedText {
  if (draft.steps.length === 0) return { text, changed: false, edits: [] };
  const edit = format.edit(text, draft.steps);
  const edited = applyEdits(text, edit.edits);
  for (const { path, source } of edit.mirrors ?? []) draft.mirror(path, source);
  verifyValue(format, edited, draft);
  verifyComments(format, text, edited, edit);
  return { text: edited, changed: edited !== text, edits: edit.edits };
}

/**
 * Gives a text the revision that comes after another one, for texts that were not made change by change.
 *
 * @param text The new text of a managed document.
 * @param last The revision of the text that it replaces.
 * @returns The text with its revision; the text itself if it has none of the keys, and is not to be managed.
 * @throws {InvalidDocumentError} If the text does not parse.
 */
export function withNextRevision(
  format: Format,
  text: string,
  last: Revision,
  document: string,
  nowMs = Date.now(),
): string {
  const draft = new Draft(format.parse(text, document), format, text);
  if (!planNextRevision(format, draft, last, nowMs)) return text;
  return editAsPlanned(format, text, draft).text;
}

function planRequest(format: Format, draft: Draft, request: EditRequest, document: string): Outcome {
  const { changes, check, half, nowMs = Date.now() } = request;
  const stepCount = draft.steps.length;
  const mark = markRevision(draft.root);
  try {
    check?.(stepCount > 0);
    planChanges(format, draft, changes, document);
    const changed = draft.steps.length > stepCount;
    const isDue = changed ? half !== "first" : half === "last";
    if (isDue && mark !== undefined) renewRevision(format, draft, mark, document, nowMs);
    return { changed };
  } catch (error) {
    if (!(error instanceof PawlError)) throw error;
    draft.rollback(stepCount);
    return { error };
  }
}

function editOneByOne(
  format: Format,
  text: string,
  requests: readonly EditRequest[],
  document: string,
): GroupEditedText {
  let current = text;
  const outcomes = requests.map((original): Outcome => {
    const { check } = original;
    const isChanged = current !== text;
    const request = { ...original, check: check && (() => check(isChanged)) };
    try {
      const { text: next, outcomes: [outcome] } = editTextFor(format, current, [request], document);
      current = next;
      return outcome!;
    } catch (error) {
      if (error instanceof Error) return { error };
      throw error;
    }
  });
  return { text: current, changed: current !== text, edits: wholeEdit(text, current), outcomes };
}

/** What a change needs has vanished with its last child: the text is edited up to there and read again. */
function editInTwo(
  format: Format,
  text: string,
  request: EditRequest,
  at: number,
  document: string,
): GroupEditedText {
  const { changes, nowMs } = request;
  const head: EditRequest = { ...request, changes: changes.slice(0, at), half: "first" };
  const tail: EditRequest = { changes: changes.slice(at), half: request.half ?? "last", nowMs };
  const first = editTextFor(format, text, [head], document);
  const [before] = first.outcomes;
  if ("error" in before!) return first;
  const { text: edited, outcomes: [after] } = editTextFor(format, first.text, [tail], document);
  if ("error" in after!) return { text, changed: false, edits: [], outcomes: [after] };
  const outcomes = [{ changed: edited !== text }];
  return { text: edited, changed: edited !== text, edits: wholeEdit(text, edited), outcomes };
}

/** One edit that leads from one text to another. */
function wholeEdit(from: string, to: string): TextEdit[] {
  if (from === to) return [];
  const limit = Math.min(from.length, to.length);
  let head = 0;
  while (head < limit && from[head] === to[head]) head++;
  let tail = 0;
  while (tail < limit - head && from.at(-1 - tail) === to.at(-1 - tail)) tail++;
  return [{ offset: head, length: from.length - head - tail, text: to.slice(head, to.length - tail) }];
}

/**
 * Replaces pieces of a text.
 *
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
