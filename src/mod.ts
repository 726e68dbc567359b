/**
 * Change one configuration file from many processes at once, losing nothing.
 *
 * {@linkcode setValue}, {@linkcode unsetValue} and {@linkcode editFile} change keys and leave every other byte as it is;
 * {@linkcode updateFile} runs any function over a file's text under the same lock and with the same atomic replace;
 * {@linkcode acquireLock} is the lock alone.
 * {@linkcode queueWrite} leaves changes to the next writer, {@linkcode drainQueue} makes them.
 * {@linkcode manageFile} makes a file count its changes, {@linkcode undoFile} goes back to a kept version, and
 * {@linkcode watchFile} follows what a file says.
 *
 * @example Change two keys at once
 * ```ts
 * import { editFile, parseKeyPath } from "@pawl/pawl";
 *
 * await editFile("app.toml", [
 *   { op: "set", path: parseKeyPath("server.port"), value: { value: 8080n } },
 *   { op: "unset", path: parseKeyPath("server.debug"), ifExists: true },
 * ]);
 * ```
 *
 * @example Hold the lock for something else
 * ```ts
 * import { acquireLock } from "@pawl/pawl";
 *
 * await using _lock = await acquireLock("app.toml", { timeoutMs: 2_000 });
 * ```
 *
 * @module
 */
export type { ArrayMerge, Change, FieldsInput, Input, InputType, TextInput, ValueInput } from "./model/change.ts";
export { editFile, type EditOptions, type SetOptions, setValue, type UnsetOptions, unsetValue } from "./edit_file.ts";
export {
  ConflictError,
  type ErrorCode,
  InvalidDocumentError,
  type LockHolder,
  LockPoisonedError,
  LockTimeoutError,
  PawlError,
  type PawlErrorOptions,
} from "./model/errors.ts";
export { etagOf } from "./model/etag.ts";
export type { LentLock } from "./lock/lent_lock.ts";
export type { FileLock, LockOptions } from "./lock/lock.ts";
export { acquireLock, isLocked, lendLock, waitForUnlock } from "./hold_file.ts";
export type { CsvOptions } from "./format/csv/dialect.ts";
export type { FormatOptions } from "./format/detect.ts";
export { type KeyPath, parseKeyPath, printKeyPath } from "./model/key_path.ts";
export { manageFile, unmanageFile } from "./manage_file.ts";
export type { QueueEntry } from "./queue/entry.ts";
export type { PendingWrite, QueuedWrite, RejectedWrite } from "./queue/pending_writes.ts";
export type { EditResult, QueueOptions } from "./queue/edit_request.ts";
export type { DrainOptions, DrainResult, QueueWriteOptions } from "./queue/write_queue.ts";
export {
  countPending,
  drainQueue,
  getNextPending,
  listPending,
  listRejected,
  queueWrite,
  queueWriteJson,
  removeFromQueue,
} from "./queue_file.ts";
export { type Revision, revisionOf } from "./edit/revision.ts";
export type { FileVersion } from "./store/file_history.ts";
export type { FileStatus } from "./store/file_status.ts";
export type { UpdateOptions } from "./store/file_store.ts";
export { readFile, readStatus, readVersions, updateFile } from "./update_file.ts";
export type { UpdateResult } from "./store/update.ts";
export type { Snapshot, Transform } from "./store/snapshot.ts";
export { undoFile, type UndoOptions, type UndoResult } from "./undo_file.ts";
export type { DateTime, Table, Value } from "./model/value.ts";
export { VERSION } from "./model/version.ts";
export { type FileChange, watchFile, type WatchOptions } from "./watch_file.ts";
