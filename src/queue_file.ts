/**
 * The write queue of a file: changes that are left to the next writer, durably.
 *
 * Guarantee: a queued change is made exactly once, in the order of arrival, by the next writer of the file, or set aside
 * with the reason if it cannot be made; also after a power cut.
 *
 * @module
 */
import type { Change } from "./model/change.ts";
import {
  countPending as count,
  getNextPending as getNext,
  listPending as listAll,
  listRejected as listSetAside,
  type PendingWrite,
  type RejectedWrite,
  removeFromQueue as remove,
} from "./queue/pending_writes.ts";
import {
  type DrainOptions,
  drainQueue as drain,
  type DrainResult,
  queueWrite as queue,
  queueWriteJson as queueJson,
  type QueueWriteOptions,
} from "./queue/write_queue.ts";

/**
 * Leaves changes to the next writer. They are durable when this returns. Never waits for the lock.
 *
 * @example
 * ```ts
 * import { queueWrite } from "@pawl/pawl";
 *
 * const id = await queueWrite("app.toml", [{ op: "increment", path: ["deploys"], by: 1n }]);
 * console.log(id);
 * ```
 *
 * @param path The file's path; symbolic links are followed. The file may be absent.
 * @param changes What to do, in order: all of it or nothing.
 * @param options How many changes may be pending (100 by default), and what must hold when they are made.
 * @returns The ID in the queue.
 * @throws {PawlError} With code `queue-full` if too many are pending already, `usage` if JSON cannot say a value,
 * `unsupported-format` if no writer could make the change, `permission` or `io` if the queue cannot be written to.
 */
export async function queueWrite(
  path: string,
  changes: readonly Change[],
  options: QueueWriteOptions = {},
): Promise<string> {
  return await queue(path, changes, options);
}

/**
 * Leaves a change to the next writer that is written as other programs post it: as a JSON object. It is durable when this
 * returns.
 *
 * @example
 * ```ts
 * import { queueWriteJson } from "@pawl/pawl";
 *
 * await queueWriteJson("users.csv", '{"operation": "insert", "rows": [{"id": "42", "name": "Ann"}]}');
 * ```
 *
 * @param path The file's path; symbolic links are followed. The file may be absent.
 * @param text The object; it gets its `id`, and a `timestamp` if it has none.
 * @param options How many changes may be pending (100 by default), and which etag the file must have.
 * @returns The ID in the queue.
 * @throws {PawlError} What {@linkcode queueWrite} throws; with code `usage` if the object makes no sense.
 */
export async function queueWriteJson(
  path: string,
  text: string,
  options: Omit<QueueWriteOptions, "expectRev"> = {},
): Promise<string> {
  return await queueJson(path, text, options);
}

/**
 * Finds the change that comes next.
 *
 * @example
 * ```ts
 * import { getNextPending } from "@pawl/pawl";
 *
 * console.log(getNextPending("app.toml")?.id ?? "nothing is pending");
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @returns The oldest pending change, or `undefined` if there is none.
 * @throws {PawlError} With code `permission` or `io` if the queue cannot be read.
 */
export function getNextPending(path: string): PendingWrite | undefined {
  return getNext(path);
}

/**
 * Lists all pending changes.
 *
 * @example
 * ```ts
 * import { listPending } from "@pawl/pawl";
 *
 * for (const { id, entry, fault } of listPending("app.toml")) console.log(id, entry ?? fault);
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @returns The changes, in the order of arrival.
 * @throws {PawlError} With code `permission` or `io` if the queue cannot be read.
 */
export function listPending(path: string): PendingWrite[] {
  return listAll(path);
}

/**
 * Lists the changes that were set aside, because they made no sense or could not be made.
 *
 * @example
 * ```ts
 * import { listRejected } from "@pawl/pawl";
 *
 * for (const { id, reason } of listRejected("app.toml")) console.log(id, reason);
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @returns The changes with the reasons, in the order of arrival.
 * @throws {PawlError} With code `permission` or `io` if the queue cannot be read.
 */
export function listRejected(path: string): RejectedWrite[] {
  return listSetAside(path);
}

/**
 * Counts the pending changes.
 *
 * @example
 * ```ts
 * import { countPending, drainQueue } from "@pawl/pawl";
 *
 * if (countPending("app.toml") > 10) await drainQueue("app.toml");
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @returns How many there are.
 * @throws {PawlError} With code `permission` or `io` if the queue cannot be read.
 */
export function countPending(path: string): number {
  return count(path);
}

/**
 * Removes a change from the queue that is pending or was set aside. A poster that waits for it is told so.
 *
 * @example
 * ```ts
 * import { queueWrite, removeFromQueue } from "@pawl/pawl";
 *
 * const id = await queueWrite("app.toml", [{ op: "toggle", path: ["server", "debug"] }]);
 * console.log(removeFromQueue("app.toml", id)); // true
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @param id Its ID.
 * @returns Whether it was there; if not, it is being made, was made, or never was there.
 * @throws {PawlError} With code `permission` or `io` if the queue cannot be written to; with code `durability-unknown` if
 * the change was removed but may come back after a power cut.
 */
export function removeFromQueue(path: string, id: string): boolean {
  return remove(path, id);
}

/**
 * Makes all pending changes now.
 *
 * @example
 * ```ts
 * import { drainQueue, queueWrite } from "@pawl/pawl";
 *
 * await queueWrite("app.toml", [{ op: "increment", path: ["deploys"], by: 1n }]);
 * const { applied, rejected } = await drainQueue("app.toml");
 * console.log(applied.length, rejected.length); // 1 0
 * ```
 *
 * @param path The file's path; symbolic links are followed.
 * @param options How long to wait for the lock, in ms, and which format the file has.
 * @returns The IDs of what was made and what was set aside.
 * @throws {PawlError} What `editFile` throws; the changes stay pending then.
 */
export async function drainQueue(path: string, options: DrainOptions = {}): Promise<DrainResult> {
  return await drain(path, options);
}
