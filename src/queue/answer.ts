/**
 * What the holder that carries out a posted change tells its poster.
 *
 * @module
 */
import type { Outcome } from "../edit/edit_text.ts";
import { ConflictError, type ErrorCode, PawlError } from "../model/errors.ts";
import type { EditResult } from "./edit_request.ts";

/** An answer as JSON. */
interface Answer {
  readonly changed?: boolean;
  readonly error?: {
    /** Absent for a bug. */
    readonly code?: ErrorCode;
    readonly message: string;
    readonly hint?: string;
    readonly expected?: string;
    readonly actual?: string;
  };
}

/**
 * Writes an answer.
 *
 * @param outcome What became of the change.
 * @returns A JSON text.
 */
export function printAnswer(outcome: Outcome): string {
  return JSON.stringify("error" in outcome ? { error: describeError(outcome.error) } : { changed: outcome.changed });
}

function describeError(error: Error): Answer["error"] {
  if (!(error instanceof PawlError)) return { message: error.message };
  const { code, message, hint } = error;
  const versions = error instanceof ConflictError ? { expected: error.expected, actual: error.actual } : {};
  return { code, message, ...(hint !== undefined && { hint }), ...versions };
}

/**
 * Reads an answer.
 *
 * @param text What {@linkcode printAnswer} wrote.
 * @returns What became of the change.
 */
export function parseAnswer(text: string): Outcome {
  const { changed, error } = JSON.parse(text) as Answer;
  if (error === undefined) return { changed: changed === true };
  const { code, message, hint, expected, actual } = error;
  if (code === undefined) return { error: new Error(message) };
  if (expected === undefined || actual === undefined) return { error: new PawlError(code, message, { hint }) };
  return { error: new ConflictError(message, expected, actual, { hint }) };
}

/**
 * What an outcome becomes when the document was changed but may not survive a power cut.
 *
 * @param failure What has failed, with code `durability-unknown`.
 */
export function unsureOutcome(outcome: Outcome, failure: PawlError): Outcome {
  return "error" in outcome || !outcome.changed ? outcome : { error: failure };
}

/**
 * The outcome of a change of which nothing is known any more.
 *
 * @param cause Why nothing is known: an error, or the end of a sentence.
 */
export function unknownOutcome(document: string, cause: Error | string): PawlError {
  const reason = typeof cause === "string" ? cause : cause.message;
  return new PawlError("outcome-unknown", `Cannot tell whether "${document}" was changed: ${reason}`, {
    hint: "check whether it says what you want, and repeat the change if not",
    ...(typeof cause !== "string" && { cause }),
  });
}

/**
 * Turns an outcome into what an edit gives or throws.
 *
 * @returns The result, without texts.
 * @throws The outcome's error.
 */
export function resultOf(outcome: Outcome): EditResult {
  if ("error" in outcome) throw outcome.error;
  return { changed: outcome.changed, notes: [] };
}
