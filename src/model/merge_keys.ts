/**
 * What `<<` brings into a map of YAML: the keys of another map, or of several, as far as the map has none of its own.
 *
 * @module
 * @see https://yaml.org/type/merge.html
 */
import { isTable, type Table, type Value } from "./value.ts";

const MERGE_KEY = "<<";

/** The map that brings a key into a table, and the key's value there. */
export interface MergedKey {
  readonly origin: Table;
  readonly value: Value;
}

/** Finds what `<<` brings in for a key, or `undefined`. Whether the table has the key itself is not looked at. */
export function findMerged(table: Table, key: string): MergedKey | undefined {
  if (key === MERGE_KEY) return undefined;
  for (const origin of sourcesOf(table)) {
    if (Object.hasOwn(origin, key)) return { origin, value: origin[key]! };
    const found = findMerged(origin, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Finds a child of a value, its own or one that `<<` brings in; negative indices count from the end of an array. */
export function mergedChild(value: Value | undefined, part: string | number): Value | undefined {
  if (Array.isArray(value)) return typeof part === "number" ? value.at(part) : undefined;
  if (!isTable(value) || typeof part === "number") return undefined;
  return Object.hasOwn(value, part) ? value[part] : findMerged(value, part)?.value;
}

/** A value with all that `<<` brings in anywhere in it, behind a table's own keys, in the place of `<<` itself. */
export function withMerged(value: Value): Value {
  if (Array.isArray(value)) return value.map(withMerged);
  if (!isTable(value)) return value;
  const table: Table = Object.create(null);
  const sources = sourcesOf(value);
  for (const key of Object.keys(value)) {
    if (key !== MERGE_KEY || sources.length === 0) table[key] = withMerged(value[key]!);
  }
  for (const source of sources) {
    const merged = withMerged(source) as Table;
    for (const key of Object.keys(merged)) if (!Object.hasOwn(table, key)) table[key] = merged[key]!;
  }
  return table;
}

function sourcesOf(table: Table): Table[] {
  const merged = Object.hasOwn(table, MERGE_KEY) ? table[MERGE_KEY] : undefined;
  if (isTable(merged)) return [merged];
  return Array.isArray(merged) && merged.every(isTable) ? merged as Table[] : [];
}
