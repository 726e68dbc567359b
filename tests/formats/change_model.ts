/**
 * What changes mean, said a second time and as plainly as possible: on values alone, without pawl's planner.
 *
 * @module
 */
import type { Change } from "../../src/model/change.ts";
import { type KeyPath, printKeyPath } from "../../src/model/key_path.ts";
import { equalValues, isTable, kindOf, type Table, type Value } from "../../src/model/value.ts";
import type { Outline } from "./toml/outline.ts";

/** A value in a document and the way to it. */
export interface Place {
  readonly path: KeyPath;
  readonly value: Value;
}

/** A change to a value that is given as such. */
export type PlainChange =
  | { readonly op: "set"; readonly path: KeyPath; readonly value: Value; readonly force?: boolean }
  | { readonly op: "unset"; readonly path: KeyPath }
  | { readonly op: "insert"; readonly path: KeyPath; readonly value: Value }
  | { readonly op: "rename"; readonly path: KeyPath; readonly key: string };

/** Everything in a document except the root, parents first. */
export function placesIn(root: Value, path: KeyPath = []): Place[] {
  const places: Place[] = [];
  for (const [part, value] of childrenOf(root)) {
    const place = { path: [...path, part], value };
    places.push(place, ...placesIn(value, place.path));
  }
  return places;
}

/** Every table of a document, the root included. */
export function tablesIn(root: Table): Place[] {
  return [{ path: [], value: root }, ...placesIn(root).filter(({ value }) => isTable(value))];
}

function childrenOf(value: Value): [string | number, Value][] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  return isTable(value) ? Object.keys(value).map((key) => [key, value[key]!]) : [];
}

/** The change as pawl takes it. */
export function asChange(change: PlainChange): Change {
  const { path } = change;
  switch (change.op) {
    case "unset":
      // What else goes is a matter of its own: see comment_rule.ts.
      return { op: "unset", path, keepComment: true };
    case "rename":
      return { op: "rename", path, to: [...path.slice(0, -1), change.key] };
    case "insert":
      return { op: "insert", path, value: { value: change.value }, force: true };
    case "set":
      return { op: "set", path, value: { value: change.value }, force: change.force ?? false };
  }
}

/** A short name of a change, for messages. */
export function describeChange(change: PlainChange): string {
  const asked = `${change.op} ${printKeyPath(change.path)}`;
  if (change.op === "unset") return asked;
  const content = change.op === "rename" ? change.key : change.value;
  return `${asked} ${JSON.stringify(content, (_, item) => typeof item === "bigint" ? `${item}n` : item)}`;
}

/** A value of the same kind that differs. */
export function differentValue(value: Value): Value {
  switch (kindOf(value)) {
    case "string":
      return value === "plain" ? `it's "#" [x] \\ 😀 \u0001\n\ttwo = 2` : "plain";
    case "integer":
      return value === -7n ? 9223372036854775807n : -7n;
    case "float":
      return Object.is(value, -0) ? 2 : -0;
    case "boolean":
      return !value;
    case "array":
      return [...value as Value[], 7n];
    case "table":
      return { ...value as Table, "new key": "new" };
    default:
      return otherDateTime(value);
  }
}

function otherDateTime(value: Value): Value {
  if (value instanceof Temporal.ZonedDateTime) {
    return value.year > 9000 ? value.subtract({ hours: 25 }) : value.add({ hours: 25 });
  }
  if (value instanceof Temporal.PlainTime) return value.add({ milliseconds: 61_001 });
  if (value instanceof Temporal.PlainDate) {
    return value.year > 9000 ? value.subtract({ days: 1 }) : value.add({ days: 1 });
  }
  if (!(value instanceof Temporal.PlainDateTime)) throw new Error("not a date-time");
  return value.year > 9000 ? value.subtract({ seconds: 1 }) : value.add({ seconds: 1 });
}

/**
 * Whether a document's value is what some changes should have made of another one.
 *
 * A table that has neither a header nor a value of its own (it exists through its keys) may vanish with its last child,
 * and so does an array of tables with its last element.
 */
export function isOutcome(before: Outline, changes: readonly PlainChange[], actual: Value): boolean {
  const expected = copyValue(before.root) as Table;
  const vanishing = new Set<Value>();
  for (const change of changes) {
    if (change.op === "set") setPath(expected, change.path, copyValue(change.value));
    else if (change.op === "insert") insertAt(expected, change.path, copyValue(change.value));
    else if (change.op === "rename") renameKey(expected, change.path, change.key);
    else for (const value of unsetPath(expected, change.path, before, changes.length === 1)) vanishing.add(value);
  }
  return matches(expected, actual, vanishing);
}

function matches(expected: Value, actual: Value, vanishing: ReadonlySet<Value>): boolean {
  if (Array.isArray(expected)) {
    return Array.isArray(actual) && actual.length === expected.length &&
      expected.every((item, index) => matches(item, actual[index]!, vanishing));
  }
  if (!isTable(expected)) return equalValues(expected, actual);
  if (!isTable(actual) || Object.keys(actual).some((key) => !Object.hasOwn(expected, key))) return false;
  return Object.keys(expected).every((key) =>
    Object.hasOwn(actual, key)
      ? matches(expected[key]!, actual[key]!, vanishing)
      : hasVanished(expected[key]!, vanishing)
  );
}

function hasVanished(value: Value, vanishing: ReadonlySet<Value>): boolean {
  return vanishing.has(value) && childrenOf(value).every(([, child]) => hasVanished(child, vanishing));
}

function setPath(root: Table, path: KeyPath, value: Value): void {
  let parent = root as Record<string | number, Value>;
  for (const part of path.slice(0, -1)) {
    if (!Object.hasOwn(parent, part)) parent[part] = Object.create(null) as Table;
    parent = parent[part] as Record<string | number, Value>;
  }
  parent[path.at(-1)!] = value;
}

function insertAt(root: Table, path: KeyPath, value: Value): void {
  (valueAt(root, path.slice(0, -1)) as Value[]).splice(path.at(-1) as number, 0, value);
}

function renameKey(root: Table, path: KeyPath, key: string): void {
  const parent = valueAt(root, path.slice(0, -1)) as Table;
  const value = valueAt(root, path)!;
  delete parent[path.at(-1) as string];
  parent[key] = value;
}

/**
 * Removes a value.
 *
 * @returns The tables and arrays around it that may follow it: if this is the only change, those that have no text of
 * their own in the document; else all, as changes before may have made or moved them.
 */
function unsetPath(root: Table, path: KeyPath, before: Outline, isOnly: boolean): Value[] {
  const parent = valueAt(root, path.slice(0, -1));
  if (Array.isArray(parent)) parent.splice(path.at(-1) as number, 1);
  else delete (parent as Table)[path.at(-1) as string];
  const around = path.slice(0, -1).map((_, depth) => path.slice(0, depth + 1));
  const vanishing = around.filter((container) => !isOnly || vanishesWhenEmpty(before, container));
  return vanishing.map((container) => valueAt(root, container)!);
}

function vanishesWhenEmpty({ sections, values }: Outline, path: KeyPath): boolean {
  if (typeof path.at(-1) === "number") return false;
  const name = printKeyPath(path);
  return !values.has(name) && !sections.some((section) => printKeyPath(section.path) === name);
}

/** The value at a path, or `undefined`. */
export function valueAt(root: Value, path: KeyPath): Value | undefined {
  let value: Value | undefined = root;
  for (const part of path) {
    const holder = value as Record<string | number, Value> | undefined;
    value = holder !== undefined && Object.hasOwn(holder, part) ? holder[part] : undefined;
  }
  return value;
}

function copyValue(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyValue);
  if (!isTable(value)) return value;
  const copy: Table = Object.create(null);
  for (const key of Object.keys(value)) copy[key] = copyValue(value[key]!);
  return copy;
}
