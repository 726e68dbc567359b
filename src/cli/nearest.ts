/**
 * Finds what the user probably meant.
 *
 * @module
 */
import { closestString } from "@std/text/closest-string";
import { levenshteinDistance } from "@std/text/levenshtein-distance";

/**
 * Finds the candidate that looks most like a word.
 *
 * @param word What was typed.
 * @param candidates What could have been meant.
 * @returns The nearest candidate, or `undefined` if none is near enough to be a slip of the fingers.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const letters = word.replace(/^-+/, "").length;
  const limit = letters < 3 ? 1 : Math.max(2, Math.floor(letters / 3));
  // The distance is at least the difference in length, so most candidates need no look at their letters.
  const possible = candidates.filter((candidate) => Math.abs(candidate.length - word.length) <= limit);
  if (possible.length === 0) return undefined;
  const closest = closestString(word, possible);
  const distance = levenshteinDistance(word.toLowerCase(), closest.toLowerCase());
  if (distance > limit || distance >= Math.min(word.length, closest.length)) return undefined;
  return letters < SHORT && distance > 1 && !isShuffled(word, closest) ? undefined : closest;
}

/** From how many letters on two wrong ones are a slip; in a shorter word two swapped ones are. */
const SHORT = 5;

function isShuffled(word: string, other: string): boolean {
  const sorted = (text: string) => [...text.toLowerCase()].sort().join("");
  return sorted(word) === sorted(other);
}
