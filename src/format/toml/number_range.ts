/**
 * Finds numbers that no float can hold: the reader takes them for infinities, as if they were spelled `inf`.
 *
 * @module
 */
import { isTable, type Value } from "../../model/value.ts";

/** Digits that can be such a number, unless they are part of a text; only these cost anything. */
const CANDIDATE = /(?<![\w.+-])[-+]?\d[\d_]*(?:\.[\d_]+)?(?:[eE]\+?[\d_]{3,})?(?![\w.])/g;
const MAY_HAVE_CANDIDATES = /\d[eE]\+?\d[\d_]{2}|[\d_]{300}/;

/**
 * Finds the first number that is out of range.
 *
 * @param value What the text says.
 * @param parse Reads a text.
 * @returns Its offset, or `undefined` if there is none.
 */
export function findOutOfRange(text: string, value: Value, parse: (text: string) => Value): number | undefined {
  if (!MAY_HAVE_CANDIDATES.test(text)) return undefined;
  const count = countInfinities(value);
  if (count === 0) return undefined;
  for (const { 0: digits, index } of text.matchAll(CANDIDATE)) {
    if (Number.isFinite(Number(digits.replaceAll("_", "")))) continue;
    // In a text or a comment other digits change no number.
    const finite = text.slice(0, index) + "0" + text.slice(index + digits.length);
    if (countInfinities(parse(finite)) < count) return index;
  }
  return undefined;
}

function countInfinities(value: Value): number {
  if (value === Infinity || value === -Infinity) return 1;
  if (!Array.isArray(value) && !isTable(value)) return 0;
  return Object.values(value).reduce<number>((sum, child) => sum + countInfinities(child), 0);
}
