/**
 * Plans the changes of arrays: `append`, `prepend`, `insert` and `remove`.
 *
 * @module
 */
import { ArrayCensus } from "./array_index.ts";
import type { Change, Input } from "../model/change.ts";
import { PawlError } from "../model/errors.ts";
import type { Literal } from "../format/format.ts";
import { type Container, describe, placeIn } from "./place.ts";
import { type Matcher, matcherFor } from "./matcher.ts";
import type { PlanScope } from "./plan_scope.ts";
import type { KeyPath } from "../model/key_path.ts";
import { abbreviate } from "./typed_input.ts";
import { isTable, type Value } from "../model/value.ts";

/** Plans `append` and `prepend`: elements behind or before the others, in a new array if there is none. */
export function planExtend(scope: PlanScope, change: Change & { op: "append" | "prepend" }): void {
  const lookup = scope.find(change.path);
  const array = lookup.value ?? lookup.merged ?? [];
  if (!Array.isArray(array)) throw scope.mismatch(lookup.place!, "an array");
  const inputs = change.orFields && holdsTables(scope, array) ? [{ fields: change.orFields }] : change.values;
  const wanted = inputs.map((input) => readElement(scope, input, array, lookup.place?.path ?? [], change.force));
  const fresh = change.unique ? withoutKnown(scope, wanted, array) : wanted;
  if (lookup.value === undefined || lookup.value === null) {
    const kept = array.map((value) => ({ value }));
    const all = change.op === "append" ? [...kept, ...fresh] : [...fresh, ...kept];
    if (fresh.length > 0) scope.put(lookup, arrayOf(scope, all));
    return;
  }
  const start = change.op === "append" ? array.length : 0;
  fresh.forEach((literal, offset) => scope.draft.insert(array, lookup.place!.path, start + offset, literal));
}

/** Plans `insert`: one element before the one that the path names, or behind the last, or the first of a new array. */
export function planInsert(scope: PlanScope, { path, value, force }: Change & { op: "insert" }): void {
  const parent = path.slice(0, -1);
  const lookup = parent.length === 0 ? undefined : scope.find(parent);
  const array = lookup === undefined ? scope.draft.root : lookup.value;
  if (lookup?.value === undefined && lookup?.merged !== undefined) throw scope.fromElsewhere(lookup);
  if (array === undefined || array === null) {
    if (path.at(-1) !== 0) throw scope.notFound("begin a new array at [0]");
    return scope.put(lookup!, arrayOf(scope, [readElement(scope, value, [], [], force)]));
  }
  if (!Array.isArray(array)) {
    if (lookup === undefined) throw new PawlError("type-mismatch", `${scope.label}: the document is not an array`);
    throw scope.mismatch(lookup.place!, "an array");
  }
  const last = path.at(-1);
  const index = typeof last === "number" && last < 0 ? array.length + last : last;
  if (typeof index !== "number" || index < 0 || index > array.length) {
    const wanted = `wanted an index from [0] to [${array.length}]`;
    throw new PawlError("not-found", `${scope.label}: found ${describe(path.slice(-1))}, ${wanted}`);
  }
  const base = lookup?.place?.path ?? [];
  const fields = "text" in value && holdsTables(scope, array) ? value.orFields : undefined;
  scope.draft.insert(array, base, index, readElement(scope, fields ? { fields } : value, array, base, force));
}

/** Plans `remove`: all elements that equal one of the values. */
export function planRemove(scope: PlanScope, change: Change & { op: "remove" }): void {
  const { path, values, orFields, ifExists, keepComment } = change;
  const lookup = ifExists ? scope.tryFind(path) : scope.find(path);
  const array = lookup?.value;
  if (array === undefined && lookup?.merged !== undefined) throw scope.fromElsewhere(lookup);
  if (array === undefined || array === null) {
    if (ifExists) return;
    throw scope.notFound("pass --if-exists if an absent key is fine");
  }
  if (!Array.isArray(array)) throw scope.mismatch(lookup!.place!, "an array");
  const isTableMeant = orFields && array.some(matcherFor(scope, { fields: orFields }, true).matches);
  for (const input of isTableMeant ? [{ fields: orFields }] : values) {
    const found = takeOut(scope, { container: array, path: lookup!.place!.path }, input, keepComment);
    if (found || ifExists) continue;
    throw new PawlError("not-found", `${scope.label}: it has no such element`, {
      hint: "pass --if-exists if an absent element is fine",
    });
  }
}

/** Takes all elements out of an array that match an input. */
function takeOut(
  scope: PlanScope,
  parent: Container & { container: Value[] },
  input: Input,
  keepComment: boolean | undefined,
): boolean {
  const { container: array } = parent;
  const matcher = matcherFor(scope, input, true);
  let found = false;
  for (;;) {
    const index = indexOfMatch(scope, array, matcher);
    if (index < 0) return found;
    scope.draft.remove(placeIn(parent, index, scope.label), keepComment);
    found = true;
  }
}

/** Elements that are removed one by one mostly go in their order, so the search begins where the next one stands. */
function indexOfMatch(scope: PlanScope, array: Value[], { matches, simple }: Matcher): number {
  const known = simple?.find((value) => scope.draft.holds(array, value));
  if (known !== undefined) return array.indexOf(known);
  return simple === undefined || scope.draft.holdsFloats(array) ? array.findIndex(matches) : -1;
}

/** A new array; with elements that only their source says in full, by its own source. */
function arrayOf({ format }: PlanScope, elements: readonly Literal[]): Literal {
  const value = elements.map((element) => element.value);
  if (!elements.some(({ isSource }) => isSource)) return { value };
  const sources = elements.map((element) => element.isSource ? element.spelling! : format.printLiteral(element.value));
  return format.readSource?.(`[${sources.join(", ")}]`) ?? { value };
}

/** An element takes the type of its neighbours if they have one in common. */
function readElement(scope: PlanScope, input: Input, array: Value[], path: KeyPath, force = false): Literal {
  const [first] = array;
  if (!force && holdsTables(scope, array)) requireTable(scope, input);
  const isUniform = first !== undefined && typeof first !== "object" && scope.draft.isUniform(array);
  const place = isUniform ? placeIn({ container: array, path }, 0, scope.label) : undefined;
  return scope.read(input, place?.value, force, place);
}

function holdsTables({ draft }: PlanScope, array: Value[]): boolean {
  return isTable(array[0]) && draft.isUniform(array);
}

/** What is typed among tables is most likely meant as one. */
function requireTable({ format, label }: PlanScope, input: Input): void {
  if (!("text" in input) || input.type !== "auto" || isTable(format.readLiteral(input.text)?.value)) return;
  throw new PawlError("type-mismatch", `${label}: its elements are tables, and "${abbreviate(input.text)}" is not`, {
    hint: "write FIELD=VALUE for each field, or pass --force-type",
  });
}

function withoutKnown(scope: PlanScope, wanted: readonly Literal[], array: Value[]): Literal[] {
  const fresh: Literal[] = [];
  const seen: Value[] = [];
  const census = new ArrayCensus(seen);
  for (const literal of wanted) {
    const { value } = literal;
    if (scope.draft.holds(array, value) || census.has(value)) continue;
    fresh.push(literal);
    seen.push(value);
    census.enter(value);
  }
  return fresh;
}
