/**
 * Which changes of a document are pending, for those who only want to know.
 *
 * @module
 */
import type { QueueDirectory } from "./spool.ts";
import { entryKind } from "./entry_names.ts";

/** An entry that is still to be carried out. */
export interface PendingId {
  readonly id: string;
  /** Whether it belongs to a group that is being committed, or was when its writer died. */
  readonly isTaken: boolean;
}

/**
 * Lists what is pending. An entry whose poster died is not: nobody carries it out any more.
 *
 * @returns The entries, in the order of arrival.
 * @throws {PawlError} With code `permission` or `io` if the queue can't be read.
 */
export function pendingIds(queue: QueueDirectory): PendingId[] {
  const { pending, taken, answered } = queue.names();
  // It may have been taken while the names were read.
  const open = taken.filter((id) => !answered.includes(id) && !pending.includes(id));
  return [...pending.map((id) => ({ id, isTaken: false })), ...open.map((id) => ({ id, isTaken: true }))]
    .filter(({ id }) => entryKind(id) === "json" || queue.isAwaited(id))
    .sort((a, b) => a.id < b.id ? -1 : 1);
}
