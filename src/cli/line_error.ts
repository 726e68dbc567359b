/**
 * Says in which line of a transaction a fault is.
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import { Draft } from "../edit/draft.ts";
import { editText } from "../edit/edit_text.ts";
import { ConflictError, type ErrorCode, PawlError } from "../model/errors.ts";
import type { Format } from "../format/format.ts";
import { planChanges } from "../edit/plan.ts";
import { UnknownWordError } from "./usage_error.ts";

/** What a change can be refused with; anything else is about the file as a whole. */
const CHANGE_FAULTS: readonly ErrorCode[] = ["usage", "not-found", "type-mismatch", "exists", "missing", "conflict"];

/**
 * Adds the line to an error.
 *
 * @param error What was thrown.
 * @param line The line, from 1.
 * @returns An error with the same code and hint; anything that is no `PawlError` is returned as it is.
 */
export function errorAtLine(error: unknown, line: number): unknown {
  if (!(error instanceof PawlError)) return error;
  const message = `Cannot apply line ${line}: ${error.message}`;
  const options = { hint: error.hint, cause: error };
  if (error instanceof ConflictError) return new ConflictError(message, error.expected, error.actual, options);
  if (!(error instanceof UnknownWordError)) return new PawlError(error.code, message, options);
  return new UnknownWordError(error.code as "usage", message, error.word, error.candidates, error.hint);
}

/**
 * Finds the change that an update was refused for.
 *
 * The update does not tell, for it may have been carried out by another process, so the changes are tried once more on the
 * document as it is now. What is found is right or nothing: another message is another fault.
 *
 * @param changes The changes, in order.
 * @param error What the update was refused with.
 * @returns The index of the change, or `undefined` if it can't be told.
 */
export function findRefusedChange(
  format: Format,
  text: string,
  changes: readonly Change[],
  document: string,
  error: unknown,
): number | undefined {
  if (!(error instanceof PawlError) || !CHANGE_FAULTS.includes(error.code)) return undefined;
  const isSame = (other: unknown) => other instanceof PawlError && other.message === error.message;
  const draft = new Draft(format.parse(text, document), format, text);
  for (const [index, change] of changes.entries()) {
    const refusal = refusalOf(() => planChanges(format, draft, [change], document));
    if (isSame(refusal)) return index;
    if (refusal instanceof PawlError) return undefined;
    // Whatever else the draft can't tell, the edited text can.
    if (refusal !== undefined) break;
  }
  const isRefused = (count: number) =>
    isSame(refusalOf(() => editText(format, text, changes.slice(0, count), document)));
  return isRefused(changes.length) ? firstIndex(changes.length, (index) => isRefused(index + 1)) : undefined;
}

function refusalOf(attempt: () => unknown): unknown {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** The first index that holds, where all after it hold, too. */
function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
