/**
 * What stands between a key and its value: in most objects always the same, in some whatever puts the values or the
 * colons below each other.
 *
 * @module
 */
import type { List } from "./list.ts";
import { colonOf } from "./style.ts";

/** Writes what stands between a key, in its quotes, and its value. */
export type Colon = (quotedKey: string) => string;

/** The beginning of a pair: how long its key is with its quotes, and what stands between that and the value. */
interface Beginning {
  readonly keyLength: number;
  readonly colon: string;
}

/** Finds what a new pair of an object needs to look like the others. */
export function colonFor({ text, style, olds }: List): Colon {
  const pairs: Beginning[] = [];
  for (const { item, spot } of olds) {
    const colon = colonOf(text, item.node!);
    if (colon === undefined) return () => style.colon;
    pairs.push({ keyLength: item.node!.children![0]!.length, colon });
    // On one line nothing can stand below anything, and the first pair is as good an example as all.
    if (spot.lineStart < 0) break;
  }
  const { colon } = pairs[0]!;
  if (pairs.every((pair) => pair.colon === colon)) return () => colon;
  const colonColumn = columnOf(pairs, (pair) => pair.colon.indexOf(":"));
  if (colonColumn !== undefined) {
    return (key) => " ".repeat(Math.max(colonColumn - key.length, 0)) + colon.slice(colon.indexOf(":"));
  }
  const valueColumn = columnOf(pairs, (pair) => pair.colon.length);
  if (valueColumn === undefined) return () => style.colon;
  return (key) => `:${" ".repeat(Math.max(valueColumn - key.length - 1, 1))}`;
}

/** The column that something has in each pair, if it is the same everywhere. */
function columnOf(pairs: readonly Beginning[], widthBehindKey: (pair: Beginning) => number): number | undefined {
  const columns = new Set(pairs.map((pair) => pair.keyLength + widthBehindKey(pair)));
  return columns.size === 1 ? [...columns][0] : undefined;
}
