/**
 * The names in a document's write queue: what each says about the file that bears it.
 *
 * Guarantee: an entry's state is its name, so one rename(2) or unlink(2) changes it, and of two processes that want that
 * exactly one succeeds. Names sort in the order of arrival.
 *
 * | name | meaning |
 * | --- | --- |
 * | `ID` (`….json`, `….wait`) | pending: left to the next holder, or posted by a waiter for the answer |
 * | `ID.taken` | belongs to a group that is being committed |
 * | `ID.result` | the answer for the poster |
 * | `ID.removed` | taken away by a process other than the poster |
 * | `ID.rejected`, `ID.rejected.reason` | set aside, because it makes no sense or could not be carried out |
 * | `group.commit` | what the group comprises that is being committed |
 * | `.….pawl-new` | being written; other hidden names belong to other programs |
 *
 * @module
 */
import { randomPart } from "../file/random_part.ts";

/** Whether its poster waits for the answer, or the entry has been left to the next holder. */
export type EntryKind = "wait" | "json";

/** The suffixes of an entry's ID that say what became of it. */
export const TAKEN = ".taken";
export const RESULT = ".result";
export const REMOVED = ".removed";
export const REJECTED = ".rejected";
export const REASON = ".reason";

/** The name of the record of the group that is being committed. */
export const RECORD = "group.commit";

const HIDDEN = /^\..*\.pawl-new$/s;
const POSTED = /^[^.].*\.json$/s;
const OWN_ID = /^[0-9]{17}-[0-9]+-[0-9a-f]{8}(?:-.*)?\.(?:json|wait)$/s;

/** How much of another program's name is kept, in bytes: NAME_MAX is 255 on every common file system. */
const MAX_KEPT_SIZE_BYTES = 120;

/** What there is in a queue. All lists are in the order of arrival. */
export interface QueueNames {
  /** The IDs of the pending entries. */
  readonly pending: readonly string[];
  /** The IDs of the taken entries. */
  readonly taken: readonly string[];
  /** The IDs that have an answer. */
  readonly answered: readonly string[];
  /** The IDs that were taken away. */
  readonly removed: readonly string[];
  /** The IDs that were set aside. */
  readonly rejected: readonly string[];
  /** The names of files that are being written, or were when their writer died. */
  readonly hidden: readonly string[];
  /** Whether there is the record of a group. */
  readonly hasRecord: boolean;
}

/**
 * Sorts the names in a queue by their meaning.
 *
 * @param names The names, in any order.
 */
export function readQueueNames(names: readonly string[]): QueueNames {
  const sorted = names.toSorted();
  const idsOf = (suffix: string) =>
    sorted.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length));
  return {
    pending: sorted.filter((name) => POSTED.test(name) || isOwnId(name)),
    taken: idsOf(TAKEN),
    answered: idsOf(RESULT),
    removed: idsOf(REMOVED),
    rejected: idsOf(REJECTED),
    hidden: sorted.filter((name) => HIDDEN.test(name)),
    hasRecord: names.includes(RECORD),
  };
}

/**
 * The name under which a file is written before it gets its own.
 *
 * @param name The name that it will get.
 */
export function hiddenName(name: string): string {
  return `.${name}.pawl-new`;
}

/** Says whether the poster of an entry waits for the answer. */
export function entryKind(id: string): EntryKind {
  return id.endsWith(".wait") ? "wait" : "json";
}

/**
 * Makes an ID that sorts behind all IDs made before, as far as the clocks agree.
 *
 * @param kind Whether its poster waits for the answer.
 * @param pid The process that makes it.
 * @param label What it is to be recognized by.
 */
export function newId(kind: EntryKind, pid: number, label = ""): string {
  const microseconds = Math.floor((performance.timeOrigin + performance.now()) * 1000);
  const stem = `${String(microseconds).padStart(17, "0")}-${pid}-${randomPart()}`;
  return `${stem}${label}.${kind}`;
}

/** Says whether a pending entry was named by pawl, so that no other entry ever has the same ID. */
export function isOwnId(id: string): boolean {
  return OWN_ID.test(id);
}

/**
 * Makes an ID for an entry that another program has posted under a name of its choice.
 *
 * @param name That name.
 * @param pid The process that makes it.
 */
export function idFor(name: string, pid: number): string {
  let kept = name.replace(/\.json$/, "");
  while (new TextEncoder().encode(kept).length > MAX_KEPT_SIZE_BYTES) kept = kept.slice(0, -1);
  return newId("json", pid, `-${kept.toWellFormed()}`);
}
