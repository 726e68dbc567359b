/**
 * Change one configuration file from many processes at once, losing nothing.
 *
 * {@linkcode setValue}, {@linkcode unsetValue} and {@linkcode editFile} change keys and leave every other byte as it is;
 * {@linkcode updateFile} runs any function over a file's text under the same lock and with the same atomic replace;
 * {@linkcode acquireLock} is the lock alone. The command line does nothing that can't be done from here.
 * {@linkcode queueWrite} leaves changes to whoever writes next, {@linkcode drainQueue} makes them.
 * {@linkcode manageFile} makes a file count its changes, {@linkcode undoFile} goes back to a version that was kept, and
 * {@linkcode watchFile} follows what a file says.
 *
 * @example Change two keys at once
 * ```ts ignore
 * import { editFile, parseKeyPath } from "@pawl/pawl";
 *
 * await editFile("app.toml", [
 *   { op: "set", path: parseKeyPath("server.port"), value: { value: 8080n } },
 *   { op: "unset", path: parseKeyPath("server.debug"), ifExists: true },
 * ]);
 * ```
 *
 * @example Hold the lock for something else
 * ```ts ignore
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
export type { FileIo } from "./file/file_io.ts";
export { lendLock, type LentLock } from "./lock/lent_lock.ts";
export { acquireLock, type FileLock, isLocked, type LockOptions, waitForUnlock } from "./lock/lock.ts";
export type { CsvOptions } from "./format/csv/dialect.ts";
export type { FormatOptions } from "./format/detect.ts";
export { type KeyPath, parseKeyPath, printKeyPath } from "./model/key_path.ts";
export { manageFile, unmanageFile } from "./manage_file.ts";
export type { QueueEntry } from "./queue/entry.ts";
export {
  countPending,
  getNextPending,
  listPending,
  listRejected,
  type PendingWrite,
  type QueuedWrite,
  type RejectedWrite,
  removeFromQueue,
} from "./queue/pending_writes.ts";
export type { EditResult, QueueOptions } from "./queue/queued_edit.ts";
export {
  type DrainOptions,
  drainQueue,
  type DrainResult,
  queueEntry,
  queueWrite,
  type QueueWriteOptions,
} from "./queue/write_queue.ts";
export { type Revision, revisionOf } from "./edit/revision.ts";
export { type FileVersion, readVersions } from "./store/file_history.ts";
export { type FileStatus, readStatus } from "./store/file_status.ts";
export { readFile, updateFile, type UpdateOptions } from "./store/file_store.ts";
export type { UpdateResult } from "./store/locked_update.ts";
export type { Snapshot, Transform } from "./store/snapshot.ts";
export { undoFile, type UndoOptions, type UndoResult } from "./undo_file.ts";
export type { DateTime, Table, Value } from "./model/value.ts";
export { VERSION } from "./model/version.ts";
export { type FileChange, watchFile, type WatchOptions } from "./watch_file.ts";
