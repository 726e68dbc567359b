/**
 * Documents that live in files: text in, text out, whatever the format.
 *
 * Sequence of an update: lock → look after a crashed holder → read → transform → replace with a last look → release.
 * Guarantee: no update is lost, neither among pawl's own (the lock) nor against a program that ignores the lock and
 * changes the file between our read and our rename (the last look); what is left of that hole are the microseconds
 * between the last look and the rename. Nothing is awaited while the lock is held.
 *
 * @module
 */
import { LockTimeoutError } from "../model/errors.ts";
import { readState } from "../file/document.ts";
import type { FileIo } from "../file/file_io.ts";
import { acquireTargetLock } from "../lock/lock.ts";
import { isQueueInUse } from "../spool/presence.ts";
import { resolveTarget, type Target } from "../file/target.ts";
import { etagCheck } from "./etag_check.ts";
import { updateLocked } from "./locked_update.ts";
import type { UpdateResult } from "./update.ts";
import { type Snapshot, snapshotOf, type Transform } from "./snapshot.ts";

/** How to update a document. */
export interface UpdateOptions {
  /** How long to wait for the lock, in ms: 5000 by default, 0 to try once. */
  readonly timeoutMs?: number | undefined;
  /** Ends the wait for the lock. */
  readonly signal?: AbortSignal | undefined;
  /** What the update is, shown to those who wait for the lock. Must not contain secrets. */
  readonly command?: string | undefined;
  /** Whether only the owner may have access to the file afterwards (mode 0600). */
  readonly private?: boolean | undefined;
  /** The etag that the document must have: its first 16 or more hexadecimal digits. */
  readonly ifMatch?: string | undefined;
  /** How many earlier versions to keep beside the file, this one among them; none by default. */
  readonly backups?: number | undefined;
  /**
   * Whether a document that is not UTF-8 may be replaced; its text then has U+FFFD in place of each invalid byte
   * sequence.
   */
  readonly mayBeGarbled?: boolean | undefined;
  /** The token of a process that holds the lock for this one; see {@linkcode LockOptions.lockToken}. */
  readonly lockToken?: string | undefined;
}

/**
 * Reads a document. Takes no lock: a replace is atomic, so a reader always sees a whole document.
 *
 * @returns The document; an absent file is an empty one.
 * @throws {InvalidDocumentError} If it is not UTF-8.
 * @throws {PawlError} With code `not-replaceable` if it is not a regular file, `invalid-document` if it is over 64 MiB,
 * `permission` or `io` if it can't be read.
 */
export function readFile(path: string, io: FileIo = Deno): Snapshot {
  const target = resolveTarget(path, io);
  return snapshotOf(readState(target, io), target);
}

/**
 * Updates a document under its lock.
 *
 * @returns What was done.
 * @throws {LockTimeoutError} If the lock could not be acquired in time.
 * @throws {ConflictError} If the document does not match `ifMatch`.
 * @throws {LockPoisonedError} If the last holder of the lock died and the document is not valid.
 * @throws {PawlError} What `readFile` throws; `conflict` if another program keeps changing the file without the lock;
 * `not-replaceable`, `permission` or `io` if the file can't be replaced; `durability-unknown` if it was replaced but
 * its directory could not be synced.
 * @throws The reason of the signal, if the caller aborts; and whatever the transform throws.
 */
export async function updateFile(
  path: string,
  transform: Transform,
  options: UpdateOptions = {},
  io: FileIo = Deno,
): Promise<UpdateResult> {
  return await updateTarget(resolveTarget(path, io), transform, options, io);
}

async function updateTarget(
  target: Target,
  transform: Transform,
  options: UpdateOptions,
  io: FileIo,
): Promise<UpdateResult> {
  const requireMatch = options.ifMatch === undefined ? undefined : await etagCheck(options.ifMatch, target.path);
  const newDirectory = options.private ? "create-private" : "create";
  using lock = await acquireTargetLock(target, options, newDirectory, io);
  const checked = (current: Snapshot) => {
    requireMatch?.(current);
    return transform(current);
  };
  const { private: isPrivate = false, backups, mayBeGarbled } = options;
  return updateLocked(target, lock, { transform: checked, isPrivate, backups, mayBeGarbled }, io);
}

/**
 * Updates a document if it is free: its lock is not held and nothing waits in its write queue.
 *
 * @param prepare Loads what makes the new text; only called if nothing waits in the queue.
 * @param options How to update it; a time limit of 0 means that the caller does not want to wait.
 * @returns What was done, or `undefined` if the caller has to wait.
 * @throws What {@linkcode updateFile} throws; {@linkcode LockTimeoutError} only if the caller does not want to wait.
 */
export async function updateFileIfFree(
  path: string,
  prepare: () => Promise<Transform>,
  options: UpdateOptions = {},
  io: FileIo = Deno,
): Promise<UpdateResult | undefined> {
  const target = resolveTarget(path, io);
  if (isQueueInUse(target, io)) return undefined;
  const transform = await prepare();
  try {
    return await updateTarget(target, transform, { ...options, timeoutMs: 0 }, io);
  } catch (error) {
    if (error instanceof LockTimeoutError && options.timeoutMs !== 0) return undefined;
    throw error;
  }
}
