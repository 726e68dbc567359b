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

/** An option that there is not, or a value that begins with a dash. */
export class UnknownOptionError extends UnknownWordError {
  override name = "UnknownOptionError";
  /** The command line that it stands in. */
  readonly args: readonly string[];

  /**
   * @param message One sentence that names the option.
   * @param word The option as it was typed, with both dashes.
   * @param candidates The options there are, with their dashes.
   * @param args The command line.
   */
  constructor(message: string, word: string, candidates: readonly string[], args: readonly string[]) {
    super("usage", message, word, candidates, 'write "--" before a word that begins with "-"');
    this.args = args;
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
