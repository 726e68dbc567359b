/**
 * Finds what two arrays have in common.
 *
 * @module
 */
import { equalValues, type Value } from "../../model/value.ts";

/** Beyond so many comparisons only the common ends of two arrays are looked for. */
const MAX_COMPARISONS = 250_000;

/** The indices of one value in the old and the new array. */
type Pair = readonly [oldIndex: number, newIndex: number];

/**
 * Finds elements that two arrays have in common, in order: a longest common subsequence of arrays of ordinary length.
 *
 * @param old The elements that there are.
 * @param wanted The elements that there shall be.
 * @returns The indices of common elements, ascending in both.
 */
export function findCommon(old: readonly Value[], wanted: readonly Value[]): Pair[] {
  const limit = Math.min(old.length, wanted.length);
  let head = 0;
  while (head < limit && equalValues(old[head]!, wanted[head]!)) head++;
  let tail = 0;
  while (tail < limit - head && equalValues(old.at(-1 - tail)!, wanted.at(-1 - tail)!)) tail++;
  const pairs: Pair[] = Array.from({ length: head }, (_, index) => [index, index]);
  const between = findBetween(old.slice(head, old.length - tail), wanted.slice(head, wanted.length - tail));
  for (const [oldIndex, newIndex] of between) pairs.push([oldIndex + head, newIndex + head]);
  for (let index = tail; index > 0; index--) pairs.push([old.length - index, wanted.length - index]);
  return pairs;
}

function findBetween(old: readonly Value[], wanted: readonly Value[]): Pair[] {
  const width = wanted.length + 1;
  if (old.length * wanted.length > MAX_COMPARISONS) return [];
  // lengths[i * width + j] is the length of the longest common subsequence of old from i on and wanted from j on.
  const lengths = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = wanted.length - 1; j >= 0; j--) {
      lengths[i * width + j] = equalValues(old[i]!, wanted[j]!)
        ? lengths[(i + 1) * width + j + 1]! + 1
        : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  const pairs: Pair[] = [];
  let j = 0;
  for (let i = 0; i < old.length && j < wanted.length;) {
    if (equalValues(old[i]!, wanted[j]!)) pairs.push([i++, j++]);
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++;
    else j++;
  }
  return pairs;
}
