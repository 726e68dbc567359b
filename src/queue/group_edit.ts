/**
 * Carries out the changes of a group on a text, so that no entry can spoil the update for the others.
 *
 * @module
 */
import { type EditRequest, editTextFor, type Outcome } from "../edit/edit_text.ts";
import { InvalidDocumentError, PawlError } from "../model/errors.ts";
import { requireSize } from "../file/document.ts";
import type { Format } from "../format/format.ts";

/** A UTF-16 unit takes 3 bytes at most, so a shorter text is never too large. */
const MAX_UNCHECKED_LENGTH = 16 * 1024 * 1024;

/** A text with what became of each request. */
export interface GroupText {
  readonly text: string;
  readonly outcomes: readonly Outcome[];
}

/**
 * Carries out several requests, one after the other.
 *
 * @param requests What each of the group asks for.
 * @returns The new text, which can be written, and what became of each request.
 * @throws {InvalidDocumentError} If the document does not parse.
 */
export function editForGroup(
  format: Format,
  text: string,
  requests: readonly EditRequest[],
  document: string,
): GroupText {
  try {
    return requireWritable(editTextFor(format, text, requests, document), document);
  } catch (error) {
    if (!(error instanceof Error) || !isValid(format, text, document)) throw error;
    // The document is fine, so it is one of the requests.
    return editOneByOne(format, text, requests, document);
  }
}

function isValid(format: Format, text: string, document: string): boolean {
  try {
    format.parse(text, document);
    return true;
  } catch {
    return false;
  }
}

function editOneByOne(format: Format, text: string, requests: readonly EditRequest[], document: string): GroupText {
  let current = text;
  const outcomes = requests.map(({ changes, check }): Outcome => {
    const isChanged = current !== text;
    const request = { changes, check: check && (() => check(isChanged)) };
    try {
      const edited = requireWritable(editTextFor(format, current, [request], document), document);
      current = edited.text;
      return edited.outcomes[0]!;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // To the poster it would look as if the document were the problem.
      return { error: error instanceof InvalidDocumentError ? refusal(error, document) : error };
    }
  });
  return { text: current, outcomes };
}

function requireWritable(edited: GroupText, document: string): GroupText {
  const { text } = edited;
  if (text.length > MAX_UNCHECKED_LENGTH) {
    requireSize(new TextEncoder().encode(text).length, `Cannot write "${document}"`);
  }
  if (text.isWellFormed()) return edited;
  throw new PawlError("type-mismatch", `Cannot write "${document}": a text has half of a surrogate pair`);
}

function refusal({ reason }: InvalidDocumentError, document: string): PawlError {
  return new PawlError("type-mismatch", `Cannot change "${document}" like this: ${reason}`);
}
