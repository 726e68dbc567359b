/**
 * Turns changes into steps, against the document's value.
 *
 * This is where the meaning of a change is decided, once for all formats: what a path leads to, which type a typed text
 * takes, whether anything has to happen at all.
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import { type Draft, TextNeededError } from "./draft.ts";
import { ConflictError, PawlError } from "../model/errors.ts";
import type { Format } from "../format/format.ts";
import { type KeyPath, printKeyPath } from "../model/key_path.ts";
import { matcherFor } from "./matcher.ts";
import { describe, type Place, withArticle } from "./place.ts";
import { planExtend, planInsert, planRemove } from "./plan_array.ts";
import { PlanScope } from "./plan_scope.ts";
import { requireRevision } from "./revision.ts";
import { isTable, type Value } from "../model/value.ts";

/** A change of one kind. */
type Of<Op extends Change["op"]> = Change & { op: Op };

/**
 * Plans some changes: all of them, or none if one makes no sense.
 *
 * @param format The document's format, for the literals of typed values.
 * @param draft The document's value, on which the changes are made and noted as steps.
 * @param changes What the user asks for, in order.
 * @throws {PawlError} With code `usage`, `type-mismatch`, `not-found`, `exists`, `missing` or `conflict`; the draft is as
 * before.
 * @throws {TextNeededError} If a change needs what only the edited text can tell; the draft is as before.
 */
export function planChanges(format: Format, draft: Draft, changes: readonly Change[], document: string): void {
  const stepCount = draft.steps.length;
  let index = 0;
  try {
    for (; index < changes.length; index++) {
      const change = changes[index]!;
      requireSaneDepth(change, document);
      draft.beginChange();
      plan(new PlanScope(format, draft, change, document), change);
    }
  } catch (error) {
    if (error instanceof TextNeededError) error.changeIndex = index;
    draft.rollback(stepCount);
    throw error;
  }
}

const IF_EXISTS_HINT = "pass --if-exists if an absent key is fine";

/** Far more than anybody needs, and far less than what overflows the stack of any reader. */
const MAX_PATH_LENGTH = 200;

function requireSaneDepth(change: Change, document: string): void {
  const length = Math.max(change.path.length, "to" in change ? change.to.length : 0);
  if (length <= MAX_PATH_LENGTH) return;
  const found = `found a key path of ${length} parts, wanted at most ${MAX_PATH_LENGTH}`;
  throw new PawlError("usage", `Cannot ${change.op} a key in "${document}": ${found}`);
}

function plan(scope: PlanScope, change: Change): void {
  if (change.path.length === 0 && change.op !== "merge") {
    throw new PawlError("usage", `${scope.label}: the key path is empty`);
  }
  switch (change.op) {
    case "set":
      return planSet(scope, change);
    case "add":
      return planAdd(scope, change);
    case "update":
      return planUpdate(scope, change);
    case "unset":
      return planUnset(scope, change);
    case "append":
    case "prepend":
      return planExtend(scope, change);
    case "insert":
      return planInsert(scope, change);
    case "remove":
      return planRemove(scope, change);
    case "increment":
      return planIncrement(scope, change);
    case "toggle":
      return planToggle(scope, change);
    case "rename":
      return planRename(scope, change);
    case "merge":
      return planMerge(scope, change);
    case "test":
      return planTest(scope, change);
  }
}

function planSet(scope: PlanScope, { path, value, force }: Of<"set">): void {
  const lookup = scope.find(path);
  scope.put(lookup, scope.read(value, lookup.value ?? lookup.merged, force, lookup.place));
}

function planAdd(scope: PlanScope, { path, value }: Of<"add">): void {
  const lookup = scope.find(path);
  if (lookup.value === undefined && lookup.merged !== undefined) {
    throw new PawlError("exists", `${scope.label}: it exists already, by "<<"`, {
      hint: "set it to give it a value of its own here",
    });
  }
  if (lookup.value !== undefined) {
    throw new PawlError("exists", `${scope.label}: it exists already`, {
      hint: "change it with update, or set it whether it exists or not",
    });
  }
  scope.make(lookup, scope.read(scope.fieldsOr(value, lookup), undefined));
}

function planUpdate(scope: PlanScope, { path, value: given, force = false }: Of<"update">): void {
  const lookup = scope.find(path);
  if (lookup.value === undefined && lookup.merged === undefined) {
    throw new PawlError("missing", `${scope.label}: there is no such key`, {
      hint: "create it with add, or set it whether it exists or not",
    });
  }
  const value = scope.fieldsOr(given, lookup);
  if (!("fields" in value)) return planSet(scope, { op: "set", path, value, force });
  for (const { key, input } of value.fields) planSet(scope, { op: "set", path: [...path, key], value: input, force });
}

function planUnset(scope: PlanScope, { path, ifExists, keepComment }: Of<"unset">): void {
  const lookup = ifExists ? scope.tryFind(path) : scope.find(path);
  if (lookup?.value !== undefined) return scope.draft.remove(lookup.place!, keepComment);
  if (lookup?.merged !== undefined) throw scope.fromElsewhere(lookup);
  if (!ifExists) throw scope.notFound(IF_EXISTS_HINT);
}

function planIncrement(scope: PlanScope, { path, by }: Of<"increment">): void {
  const lookup = scope.find(path);
  const old = scope.scalarAt(lookup);
  if (typeof old === "bigint" && lookup.value !== undefined) requireDecimal(scope, lookup.place!);
  const sum = sumOf(old, by);
  if (sum === undefined) {
    throw scope.mismatch({ ...lookup.place!, value: old }, typeof by === "bigint" ? "a number" : "a float");
  }
  scope.putScalar(lookup, sum);
}

/** Octal digits would come out as decimal ones, and the other way round. */
function requireDecimal(scope: PlanScope, place: Place): void {
  const { olderReaders } = scope.format;
  const source = olderReaders && scope.draft.sourceAt(place.path);
  if (source === undefined || !olderReaders!.hasLeadingZero(source)) return;
  const found = `${describe(place.path)} is written ${source}, which is an octal number to many readers`;
  throw new PawlError("type-mismatch", `${scope.label}: ${found}`, { hint: "set it to the digits you want" });
}

function sumOf(old: Value | undefined, by: bigint | number): bigint | number | undefined {
  if (old === undefined || old === null) return by;
  if (typeof old === "bigint" && typeof by === "bigint") return old + by;
  return typeof old === "number" ? old + Number(by) : undefined;
}

function planToggle(scope: PlanScope, { path }: Of<"toggle">): void {
  const lookup = scope.find(path);
  const old = scope.scalarAt(lookup);
  if (old === undefined) throw scope.notFound();
  const opposite = typeof old === "string" ? scope.oppositeOf(old, lookup.place!) : undefined;
  if (opposite !== undefined) return scope.put(lookup, { value: opposite });
  if (typeof old !== "boolean") throw scope.mismatch({ ...lookup.place!, value: old }, "a boolean");
  scope.putScalar(lookup, !old);
}

function planRename(scope: PlanScope, { path, to, ifExists }: Of<"rename">): void {
  const lookup = ifExists ? scope.tryFind(path) : scope.find(path);
  const place = lookup?.place;
  if (place?.value === undefined) {
    if (lookup?.merged !== undefined) throw scope.fromElsewhere(lookup);
    if (ifExists) return;
    throw scope.notFound(IF_EXISTS_HINT);
  }
  const key = to.at(-1);
  const isSibling = printKeyPath(path.slice(0, -1)) === printKeyPath(to.slice(0, -1));
  if (typeof key !== "string" || typeof place.part !== "string" || !isSibling) {
    throw new PawlError("usage", `${scope.label}: ${describe(to)} is not a key of the same table`, {
      hint: "a key keeps its place and its comments only within its table; move it with set and unset",
    });
  }
  if (key === place.part) return;
  scope.requireWellFormed(key);
  if (Object.hasOwn(place.container, key)) throw new PawlError("exists", `${scope.label}: ${describe(to)} exists`);
  scope.draft.rename(place, key);
}

function planMerge(scope: PlanScope, change: Of<"merge">): void {
  const { path, value: { value } } = change;
  if (!isTable(value)) {
    throw new PawlError("type-mismatch", `${scope.label}: found ${withArticle(value)} to merge, wanted a table`);
  }
  for (const key of Object.keys(value)) mergeKey(scope, [...path, key], value[key]!, change);
}

function mergeKey({ format, draft, document }: PlanScope, path: KeyPath, value: Value, change: Of<"merge">): void {
  // Messages are about this key, not about all that is merged.
  const scope = new PlanScope(format, draft, { ...change, path }, document);
  const lookup = scope.find(path);
  const old = lookup.value;
  if (isTable(old) && isTable(value)) {
    for (const key of Object.keys(value)) mergeKey(scope, [...path, key], value[key]!, change);
  } else if (Array.isArray(old) && Array.isArray(value) && change.arrays !== "replace") {
    const values = value.map((item) => ({ value: item }));
    planExtend(scope, { op: "append", path, values, unique: change.arrays === "unique", force: true });
  } else scope.put(lookup, scope.read({ value }, old, change.force, lookup.place));
}

function planTest(scope: PlanScope, { path, expect }: Of<"test">): void {
  if (typeof expect === "object" && "rev" in expect) {
    return requireRevision(scope.draft.root, expect.rev, scope.document);
  }
  const lookup = scope.tryFind(path);
  const value = lookup?.value === undefined ? lookup?.merged : lookup.value;
  const found = value === undefined ? "nothing" : isTable(value) ? "a table" : scope.format.printLiteral(value);
  const fail = (wanted: string) =>
    new ConflictError(
      `Expected ${describe(path)} in "${scope.document}" to be ${wanted}, found ${found}`,
      wanted,
      found,
    );
  if (expect === "absent") {
    if (value !== undefined) throw fail("absent");
  } else if (expect === "present") {
    if (value === undefined) throw fail("present");
  } else if (value === undefined || !matcherFor(scope, expect).matches(value)) {
    throw fail("text" in expect ? expect.text : scope.format.printLiteral(scope.read(expect, undefined).value));
  }
}
