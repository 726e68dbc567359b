/**
 * The revision of a managed document: it lives in the document itself, so it changes with it or not at all.
 *
 * A document is managed if it has all three keys at its top level, as `pawl manage` puts them there: `version` is the
 * integer 1 (of this convention, not of the document), `rev` an integer from 1 on, and `updated_at` a date-time with an
 * offset or a string that is an RFC 3339 time in UTC. Nothing else marks it, so a copy of it is managed, too.
 *
 * Guarantee: each request that changes something makes `rev` one higher and never puts `updated_at` back, whatever the
 * clock does; no other change of the three is let through, but they may be removed together.
 * Non-guarantee: a program that is not pawl may write anything, also an old `rev`.
 *
 * @module
 */
import type { Change, Input } from "../model/change.ts";
import type { Draft } from "./draft.ts";
import { ConflictError, PawlError } from "../model/errors.ts";
import type { Format, Literal } from "../format/format.ts";
import { placeIn } from "./place.ts";
import { equalValues, isTable, kindOf, type Table, type Value } from "../model/value.ts";

/** Which version of a managed document this is. */
export interface Revision {
  /** How often the document has been changed since it is managed, from 1. */
  readonly rev: bigint;
  /** When it was last changed (RFC 3339, UTC). */
  readonly updatedAt: string;
}

/** The keys of a managed document that are pawl's. */
export const REVISION_KEYS = ["version", "rev", "updated_at"] as const;

/** The version of this convention. */
const CONVENTION = 1n;

const UTC_TIME = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]00:00)$/;

/**
 * Reads the revision of a document.
 *
 * @example
 * ```ts
 * import { revisionOf } from "@pawl/pawl";
 *
 * console.log(revisionOf({ version: 1n, rev: 7n, updated_at: "2026-12-01T12:00:00Z" })?.rev); // 7n
 * ```
 *
 * @param root The document's value.
 * @returns The revision, or `undefined` if the document is not managed.
 */
export function revisionOf(root: Value | undefined): Revision | undefined {
  if (!isTable(root) || root["version"] !== CONVENTION) return undefined;
  const { rev, updated_at: updatedAt } = root;
  if (typeof rev !== "bigint" || rev < 1n) return undefined;
  const timeMs = timeOf(updatedAt);
  return timeMs === undefined ? undefined : { rev, updatedAt: new Date(timeMs).toISOString() };
}

/** Ms since 1970, rounded down. */
function timeOf(updatedAt: Value | undefined): number | undefined {
  if (updatedAt === undefined) return undefined;
  if (typeof updatedAt === "string") {
    const timeMs = UTC_TIME.test(updatedAt) ? Date.parse(updatedAt.replace(" ", "T")) : NaN;
    return Number.isNaN(timeMs) ? undefined : timeMs;
  }
  return kindOf(updatedAt) === "offset date-time" ? (updatedAt as Temporal.ZonedDateTime).epochMilliseconds : undefined;
}

/**
 * Looks for the rev in a text that need not parse, so that a broken document does not make a rev come twice.
 *
 * @param text The document.
 * @returns What looks like the rev; 0 if nothing does.
 */
export function scanForRev(text: string): bigint {
  return BigInt(/^[\s,{]*["']?rev["']?\s*[:=]\s*([0-9]+)/m.exec(text)?.[1] ?? 0);
}

/**
 * The changes that make a document managed.
 *
 * @param format The document's format.
 * @param nowMs The time, in ms since 1970.
 * @returns The changes; they fail if one of the keys is there.
 */
export function managingChanges(format: Format, nowMs = Date.now()): Change[] {
  const values: Readonly<Record<typeof REVISION_KEYS[number], Input>> = {
    version: { value: CONVENTION },
    rev: { value: 1n },
    updated_at: timeInput(format, nowMs),
  };
  return REVISION_KEYS.map((key) => ({ op: "add", path: [key], value: values[key] }));
}

/** A date-time goes as a text, because a queued change is JSON, which has none. */
function timeInput(format: Format, timeMs: number): Input {
  const { value } = timeLiteral(format, timeMs);
  return typeof value === "string" ? { value } : { text: new Date(timeMs).toISOString(), type: "datetime" };
}

/** The changes that end that a document is managed. */
export function unmanagingChanges(): Change[] {
  return REVISION_KEYS.map((key) => ({ op: "unset", path: [key], ifExists: true }));
}

/** A date-time where the format has such a thing, else a string. */
function timeLiteral(format: Format, timeMs: number): Literal {
  const time = new Date(timeMs).toISOString();
  const literal = format.readLiteral(time);
  return literal !== undefined && kindOf(literal.value) === "offset date-time" ? literal : { value: time };
}

/**
 * A precondition: the revision that a document must have.
 *
 * @param rev The expected revision.
 * @returns A change that changes nothing.
 */
export function revisionTest(rev: bigint): Change {
  return { op: "test", path: ["rev"], expect: { rev } };
}

/**
 * Checks the revision of a document.
 *
 * @param root The document's value.
 * @param expected The revision that it must have.
 * @param document The document's name, as the hint shows it.
 * @throws {ConflictError} If it has another one or none.
 */
export function requireRevision(root: Value, expected: bigint, document: string): void {
  const found = revisionOf(root)?.rev;
  if (found === expected) return;
  const hint = found === undefined
    ? `count the revisions of "${document}" with "pawl manage"`
    : `read "${document}" again and repeat the change`;
  const shown = found === undefined ? "none" : String(found);
  throw new ConflictError(`Conflict detected: expected rev ${expected}, found ${shown}`, String(expected), shown, {
    hint,
  });
}

/** What a request found in the three keys before it changed anything. */
export interface RevisionMark {
  readonly revision: Revision;
  readonly values: readonly Value[];
}

/**
 * Notes the revision of a document that is about to be changed.
 *
 * @param root The document's value.
 * @returns The revision, or `undefined` if the document is not managed.
 */
export function markRevision(root: Value): RevisionMark | undefined {
  const revision = revisionOf(root);
  return revision && { revision, values: REVISION_KEYS.map((key) => (root as Table)[key]!) };
}

/**
 * Gives a changed document its next revision, unless it is not managed any more.
 *
 * @param format The document's format.
 * @param draft The document's value, on which the changes have been made.
 * @param mark What was noted before.
 * @param document The document's name, as messages show it.
 * @param nowMs The time, in ms since 1970.
 * @throws {PawlError} With code `conflict` if the changes touch what only pawl may change.
 */
export function renewRevision(
  format: Format,
  draft: Draft,
  { values, revision }: RevisionMark,
  document: string,
  nowMs: number,
): void {
  const root = draft.root as Table;
  if (REVISION_KEYS.every((key) => !Object.hasOwn(root, key))) return;
  for (const [index, key] of REVISION_KEYS.entries()) {
    const value = Object.hasOwn(root, key) ? root[key] : undefined;
    if (value === undefined || !equalValues(value, values[index]!)) throw touchedKey(key, document);
  }
  planNextRevision(format, draft, revision, nowMs);
}

/**
 * Gives a document the revision that comes after another one.
 *
 * @param format The document's format.
 * @param draft The document's value.
 * @param last The revision before.
 * @param nowMs The time, in ms since 1970.
 * @returns Whether the document has a place for it; if it has none of the keys, it is not to be managed.
 */
export function planNextRevision(format: Format, draft: Draft, last: Revision, nowMs: number): boolean {
  const { root } = draft;
  if (!isTable(root) || REVISION_KEYS.every((key) => !Object.hasOwn(root, key))) return false;
  assign(draft, "version", { value: CONVENTION });
  assign(draft, "rev", { value: last.rev + 1n });
  // A clock that was put back must not put the document's time back.
  const timeMs = Math.max(nowMs, Date.parse(last.updatedAt));
  if (timeOf(root["updated_at"]) !== timeMs) {
    const isText = typeof root["updated_at"] === "string";
    assign(draft, "updated_at", isText ? { value: new Date(timeMs).toISOString() } : timeLiteral(format, timeMs));
  }
  return true;
}

function assign(draft: Draft, key: typeof REVISION_KEYS[number], literal: Literal): void {
  const root = { container: draft.root as Table, path: [] };
  const place = placeIn(root, key, `Cannot set "${key}"`);
  if (place.value === undefined) draft.add(root, [key], literal);
  else if (!equalValues(place.value, literal.value)) draft.replace(place, literal);
}

function touchedKey(key: string, document: string): PawlError {
  return new PawlError(
    "conflict",
    `Cannot change "${key}" in "${document}": the file is managed, and the key is pawl's`,
    {
      hint: 'run "pawl unmanage" first if you want to use the key yourself',
    },
  );
}
