/**
 * Wrong command lines, as errors that carry what a good hint needs.
 *
 * Finding the nearest word is left to the caller that prints the error, so that a right command line pays nothing for it.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";

/** A word that is not one of those that could stand there. */
export class UnknownWordError extends PawlError {
  override name = "UnknownWordError";
  /** The word as it was typed. */
  readonly word: string;
  /** What could stand there. */
  readonly candidates: readonly string[];

  /**
   * @param message One sentence that names the word.
   * @param word The word as it was typed.
   * @param candidates What could stand there.
   * @param hint What to say if no candidate is near.
   */
  constructor(
    code: "usage" | "not-found",
    message: string,
    word: string,
    candidates: readonly string[],
    hint?: string,
  ) {
    super(code, message, { hint });
    this.word = word;
    this.candidates = candidates;
  }
}

/**
 * A wrong command line.
 *
 * @param message What was found and what was wanted.
 * @returns The error, to be thrown.
 */
export function usageError(message: string, hint?: string): PawlError {
  return new PawlError("usage", message, { hint });
}
