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
import { LockTimeoutError, PawlError } from "../errors.ts";
import { type FileState, readState, requireSize } from "../file/document.ts";
import type { FileIo } from "../file/file_io.ts";
import type { HeldLock } from "../file/held_lock.ts";
import { acquireTargetLock } from "../file/lock.ts";
import { isQueueInUse } from "../file/queue_presence.ts";
import { resolveTarget, type Target } from "../file/target.ts";
import { decodeText, encodeText } from "../file/utf8.ts";
import { commitBytes } from "./commit.ts";
import { explainAfterCrash, lookAfterCrash } from "./crash.ts";
import { etagCheck } from "./etag_check.ts";
import { tighten } from "./tighten.ts";

/** A document at one moment. */
export interface Snapshot {
  /** Its text, with a byte order mark if the file has one; empty if there is no file. */
  readonly text: string;
  /** Whether there is a file. */
  readonly exists: boolean;
}

/**
 * Makes a document's new text from its current one. Synchronous and pure: it may run more than once.
 */
export type Transform = (current: Snapshot) => string;

/** How to update a document. */
export interface UpdateOptions {
  /** How long to wait for the lock, in ms: 5000 by default, 0 to try once. */
  readonly timeoutMs?: number | undefined;
  /** Ends the wait for the lock. */
  readonly signal?: AbortSignal | undefined;
  /** What the update is, shown to those who wait for the lock. Must not contain secrets. */
  readonly command?: string | undefined;
  /** Whether nobody but the owner may have any access to the file afterwards. */
  readonly private?: boolean | undefined;
  /** The etag that the document must have: its first 16 or more hexadecimal digits. */
  readonly ifMatch?: string | undefined;
  /** How many earlier versions to keep beside the file, this one among them; none by default. */
  readonly backups?: number | undefined;
  /** Whether a document may be replaced that is not UTF-8; where it is not, its text has U+FFFD then. */
  readonly mayBeGarbled?: boolean | undefined;
  /** The token of a process that holds the lock for this one; see {@linkcode LockOptions.lockToken}. */
  readonly lockToken?: string | undefined;
}

/**
 * Takes part in an update under the document's lock: what the update is, and what has to happen around it. All of it is
 * synchronous; nothing is awaited under the lock.
 */
export interface LockedUpdate {
  /**
   * Called before anything else, while what a dead holder left behind is still there.
   *
   * @returns Whether there may be something that nobody else would notice.
   */
  begin?(): boolean;
  /** Makes the document's new text; may be called more than once. */
  transform(current: Snapshot): string;
  /** Whether nobody but the owner may have any access to the file afterwards. */
  readonly isPrivate: boolean;
  /** How many earlier versions to keep beside the file; none by default. */
  readonly backups?: number | undefined;
  /** Whether the document may be one that is not UTF-8. */
  readonly mayBeGarbled?: boolean | undefined;
  /**
   * Called when the new file is complete, before the last look and the rename.
   *
   * @param tempName The name of the new file, `undefined` if the text does not change.
   * @returns Whether to go on; if not, the update begins again.
   */
  confirm?(tempName: string | undefined): boolean;
  /** Called when the rename has happened and is durable. */
  committed?(): void;
  /** Called if the rename does not happen after all, while the new file is still there. */
  abandon?(): void;
  /**
   * Called at the end.
   *
   * @param failure What the update failed with; with code `durability-unknown` the document was changed all the same.
   */
  end?(failure: unknown): void;
}

/** What an update did. */
export interface UpdateResult {
  /** Whether the text changed. If not, nothing was written. */
  readonly changed: boolean;
  /** The document before. */
  readonly before: Snapshot;
  /** Its text afterwards. */
  readonly after: string;
  /** What the user should know besides, one sentence each. */
  readonly notes: readonly string[];
}

/** How often the transform runs while somebody keeps changing the file without the lock. */
const MAX_ATTEMPTS = 10;

/**
 * Reads a document. Takes no lock: a replace is atomic, so a reader always sees a whole document.
 *
 * @param path The document's path.
 * @param io The operating system.
 * @returns The document; an absent file is an empty one.
 * @throws {InvalidDocumentError} If it is not UTF-8.
 * @throws {PawlError} With code `not-replaceable` if it is no regular file, `invalid-document` if it is over 64 MiB,
 * `permission` or `io` if it can't be read.
 */
export function readFile(path: string, io: FileIo = Deno): Snapshot {
  const target = resolveTarget(path, io);
  return snapshotOf(readState(target, io), target);
}

/**
 * Updates a document under its lock.
 *
 * @param path The document's path. The file and its directory are created if they are absent.
 * @param transform Makes the new text. If it throws, nothing is written.
 * @param options How to update it.
 * @param io The operating system.
 * @returns What was done.
 * @throws {LockTimeoutError} If the lock was not had in time.
 * @throws {ConflictError} If the document does not match `ifMatch`.
 * @throws {LockPoisonedError} If the last holder of the lock died and the document is not valid.
 * @throws {PawlError} What `readFile` throws; `conflict` if somebody keeps changing the file without the lock;
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
 * Updates a document if nobody else is at it: its lock is free and nothing waits in its write queue.
 *
 * @param path The document's path.
 * @param prepare Loads what makes the new text; only called if nothing waits in the queue.
 * @param options How to update it; a time limit of 0 means that the caller does not want to wait.
 * @param io The operating system.
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

/**
 * Updates a document whose lock is held. See {@linkcode updateFile}; nothing is awaited.
 *
 * @param target The document's place.
 * @param lock Its lock.
 * @param update What to do.
 * @param io The operating system.
 * @returns What was done.
 */
export function updateLocked(target: Target, lock: HeldLock, update: LockedUpdate, io: FileIo): UpdateResult {
  let failure: unknown;
  try {
    const hasRemains = update.begin?.() ?? false;
    const notes = lookAfterCrash(target, lock, hasRemains, io);
    return updateRepeatedly(target, update, notes, io);
  } catch (error) {
    failure = explainAfterCrash(error, lock.crashedHolder, target, io);
    throw failure;
  } finally {
    update.end?.(failure);
  }
}

function updateRepeatedly(target: Target, update: LockedUpdate, notes: readonly string[], io: FileIo): UpdateResult {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const result = tryUpdate(target, update, notes, io);
    if (result !== undefined) return result;
  }
  const reason = `another program changed it ${MAX_ATTEMPTS} times meanwhile without taking the lock`;
  throw new PawlError("conflict", `Cannot update "${target.path}": ${reason}`, {
    hint: `stop that program, or let it run under "flock ${target.lockPath}"`,
  });
}

/** One round; gives `undefined` if somebody changed the file between the read and the rename. */
function tryUpdate(
  target: Target,
  update: LockedUpdate,
  notes: readonly string[],
  io: FileIo,
): UpdateResult | undefined {
  const state = readState(target, io);
  const before = snapshotOf(state, target, update.mayBeGarbled);
  const after = update.transform(before);
  if (after === before.text) {
    if (update.confirm?.(undefined) === false) return undefined;
    const tightened = update.isPrivate && state !== undefined ? tighten(target, state, io) : [];
    return { changed: false, before, after, notes: [...notes, ...tightened] };
  }
  const bytes = encodeText(after);
  requireSize(bytes.length, `Cannot write "${target.path}"`);
  const commitNotes = commitBytes(target, state, bytes, update, io);
  return commitNotes && { changed: true, before, after, notes: [...notes, ...commitNotes] };
}

function snapshotOf(state: FileState | undefined, target: Target, mayBeGarbled = false): Snapshot {
  if (state === undefined) return { text: "", exists: false };
  if (mayBeGarbled) return { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(state.bytes), exists: true };
  return { text: decodeText(state.bytes, target.path), exists: true };
}
