/**
 * The write queue of a document, `<target>.queue/`: how entries come, change their state and go.
 *
 * Entries are posted by anybody at any time; everything else but {@linkcode QueueDirectory.withdraw},
 * {@linkcode QueueDirectory.takeAway}, {@linkcode QueueDirectory.keep} and {@linkcode QueueDirectory.takeResult} is done
 * by the holder of the document's lock. What the names mean is said in `queue_names.ts`, the protocol in `group.ts`.
 *
 * Guarantee: a change is only ever taken from somebody who may make it. In a directory like /tmp anybody may create the
 * queue of somebody else's document, so its owner and those of the entries are looked at.
 *
 * @module
 */
import { InvalidDocumentError, PawlError } from "../errors.ts";
import { MAX_DOCUMENT_SIZE_BYTES } from "./document.ts";
import type { FileIo } from "./file_io.ts";
import { QueueFiles } from "./queue_files.ts";
import {
  type EntryKind,
  entryKind,
  idFor,
  isOwnId,
  newId,
  type QueueNames,
  readQueueNames,
  REASON,
  RECORD,
  REJECTED,
  REMOVED,
  RESULT,
  TAKEN,
} from "./queue_names.ts";
import { removeOrphans } from "./queue_orphans.ts";
import { PostedEntry } from "./queue_posted_entry.ts";
import { fileKind, lstatIfPresent, type Target } from "./target.ts";
import { decodeText } from "./utf8.ts";

/** What posting or keeping an entry came to: `busy` means that somebody else is posting one at this moment. */
export type Posting = "posted" | "busy" | "full" | "gone";

/** What a pending entry says, or why it can't say anything. */
export type EntryContent = { readonly text: string } | { readonly fault: string };

/** The write queue of one document. */
export class QueueDirectory {
  readonly #io: FileIo;
  readonly #target: Target;
  readonly #files: QueueFiles;
  /** Who we are, once that is known; asking the operating system would take one more permission. */
  #userId: number | null | undefined;

  /**
   * @param target The document's place.
   * @param io The operating system.
   */
  constructor(target: Target, io: FileIo) {
    this.#io = io;
    this.#target = target;
    this.#files = new QueueFiles(target, io);
  }

  /** Whether there is a queue of somebody who may change the document. */
  isUsable(): boolean {
    const info = this.#files.info("");
    return info?.isDirectory === true && this.#isTrusted(info.uid);
  }

  /** What there is in the queue. */
  names(): QueueNames {
    return readQueueNames(this.#files.names());
  }

  /**
   * Prepares an entry: it is written, but nobody sees it yet.
   *
   * @param kind Whether somebody waits for the answer.
   * @param textFor Makes its text for its ID.
   * @param isDurable Whether it must survive a power cut.
   * @returns The entry, to be posted or closed.
   * @throws {PawlError} With code `permission` if the queue is not ours to use, else `io`.
   */
  prepare(kind: EntryKind, textFor: (id: string) => string, isDurable: boolean): PostedEntry {
    const id = newId(kind, this.#io.pid);
    const newFile = this.#files.create(id, textFor(id), isDurable);
    const entry = new PostedEntry(id, newFile, this.#files);
    this.#userId = entry.userId;
    if (this.isUsable()) return entry;
    entry.close();
    throw new PawlError("permission", `Cannot use the write queue of "${this.#target.path}": it is somebody else's`);
  }

  /**
   * Posts a prepared entry durably, if there is room for it.
   *
   * @param entry The entry.
   * @param limit How many entries there may be for which nobody waits.
   */
  postDurably(entry: PostedEntry, limit: number): Posting {
    return this.#fillPlace(limit, entry.id, () => entry.publish());
  }

  /**
   * Leaves an entry to the next holder that somebody has waited for so far.
   *
   * @param entry The entry.
   * @param limit How many such entries there may be.
   * @returns `gone` if it was taken, answered or taken away.
   */
  keep(entry: PostedEntry, limit: number): Posting {
    return this.#fillPlace(limit, entry.keptId, () => entry.publishKept());
  }

  /** Nobody else counts and posts meanwhile. The directory's own name must be durable, too: anybody may have made it. */
  #fillPlace(limit: number, id: string, publish: () => boolean): Posting {
    {
      using lock = this.#files.lockDirectory();
      if (lock === undefined) return "busy";
      const { pending, taken } = this.names();
      if ([...pending, ...taken].filter((id) => entryKind(id) === "json").length >= limit) return "full";
      if (!publish()) return "gone";
    }
    try {
      this.#files.sync();
      this.#files.syncParent();
    } catch (error) {
      // Whoever gets an error must not find the change made later. If it is taken, it is being made durably.
      if (this.#files.remove(id)) throw error;
    }
    return "posted";
  }

  /**
   * Gives an entry a name that no other will ever have, if another program has posted it under one of its choice.
   *
   * @param id The pending entry.
   * @returns The new ID, or `undefined` if it is gone.
   */
  adopt(id: string): string | undefined {
    if (isOwnId(id)) return id;
    const ownId = idFor(id, this.#io.pid);
    return this.#files.rename(id, ownId) ? ownId : undefined;
  }

  /**
   * What a pending entry says.
   *
   * @param id The entry.
   * @returns Its content, or `undefined` if it is gone or not ours to deal with.
   */
  read(id: string): EntryContent | undefined {
    const info = this.#files.info(id);
    // The one who waits must be able to read our answer.
    if (info === undefined || !(entryKind(id) === "wait" ? this.#isOurs(info.uid) : this.#isTrusted(info.uid))) return;
    // Opening a FIFO would hang, and a link leads elsewhere.
    if (!info.isFile) return { fault: `it is ${fileKind(info)}, not a file` };
    if (info.size > MAX_DOCUMENT_SIZE_BYTES) return { fault: "it has more than 64 MiB" };
    const bytes = this.#files.readBytes(id);
    if (bytes === undefined) return undefined;
    try {
      return { text: decodeText(bytes, id) };
    } catch (error) {
      if (error instanceof InvalidDocumentError) return { fault: error.reason };
      throw error;
    }
  }

  /** Takes a pending entry for a group; `false` if it is gone. */
  take(id: string): boolean {
    return this.#files.rename(id, id + TAKEN);
  }

  /** Makes a taken entry pending again. */
  giveBack(id: string): void {
    this.#files.rename(id + TAKEN, id);
  }

  /** Takes back a pending entry, for the one who has posted it; `false` if it was taken or taken away. */
  withdraw(id: string): boolean {
    return this.#files.remove(id);
  }

  /** Takes an entry back that is not part of a group that was committed; only under the lock. */
  retract(id: string): boolean {
    return this.#files.remove(id) || this.#files.remove(id + TAKEN);
  }

  /** Takes a pending entry away, for somebody else than the one who waits; `false` if it is not pending. */
  takeAway(id: string): boolean {
    return entryKind(id) === "wait" ? this.#files.rename(id, id + REMOVED) : this.#files.remove(id);
  }

  /** Sets a pending or taken entry aside with the reason; it is never lost. */
  reject(id: string, reason: string): void {
    try {
      this.#files.write(id + REJECTED + REASON, `${reason.toWellFormed()}\n`, true);
    } catch (error) {
      // Where the disk is full the entry must not be in the way all the same.
      if (!(error instanceof PawlError)) throw error;
    }
    if (!this.#files.rename(id + TAKEN, id + REJECTED)) this.#files.rename(id, id + REJECTED);
  }

  /** Answers the one who waits for a taken entry. */
  answer(id: string, result: string): void {
    this.#files.write(id + RESULT, result, false);
  }

  /** Removes a taken entry that has been carried out and for which nobody waits. */
  finish(id: string): void {
    this.#files.remove(id + TAKEN);
  }

  /** The answer to an entry, or `undefined` if there is none yet. */
  readResult(id: string): string | undefined {
    // Looking costs less than failing to read, and there mostly is nothing.
    return this.#files.info(id + RESULT) && this.#files.read(id + RESULT);
  }

  /** Removes an entry that was answered. In this order: a taken entry without an answer would be carried out once more. */
  removeAnswered(id: string): void {
    this.#files.remove(id + TAKEN);
    this.#files.remove(id + RESULT);
  }

  /** Says whether somebody has taken an entry away, and forgets it; for the one who waits. */
  forgetTakenAway(id: string): boolean {
    return this.#files.remove(id + REMOVED);
  }

  /** Writes down what the group that is about to be committed comprises. */
  writeRecord(text: string, isDurable: boolean): void {
    this.#files.write(RECORD, text, isDurable);
    if (isDurable) this.sync();
  }

  /** What was written down, if anything. */
  readRecord(): string | undefined {
    return this.#files.read(RECORD);
  }

  /** Removes what was written down. */
  removeRecord(isDurable: boolean): void {
    this.#files.remove(RECORD);
    if (isDurable) this.sync();
  }

  /** Sets aside what was written down and can't be read any more. */
  rejectRecord(): void {
    this.#files.rename(RECORD, newId("json", this.#io.pid, "-group") + REJECTED);
  }

  /**
   * Removes what dead processes left half-done, and what nobody waits for any more. Only under the lock.
   *
   * @param names What there is in the queue.
   */
  removeOrphans(names: QueueNames): void {
    removeOrphans(this.#files, names);
  }

  /** Whether the one who waits for an entry is still there. */
  isAwaited(id: string): boolean {
    return this.#files.isCaredFor(id) || this.#files.isCaredFor(id + TAKEN);
  }

  /** Makes all that was done to the queue survive a power cut. */
  sync(): void {
    this.#files.sync();
  }

  /** Makes the document's name survive a power cut. */
  syncDocument(): void {
    this.#files.syncParent();
  }

  /** Removes the directory if nothing is left in it. */
  removeIfEmpty(): void {
    this.#files.removeDirectory();
  }

  #isTrusted(userId: number | null): boolean {
    if (userId === 0 || this.#isOurs(userId)) return true;
    return lstatIfPresent(this.#target.realPath, this.#io)?.uid === userId;
  }

  #isOurs(userId: number | null): boolean {
    return userId === null || userId === this.#ownUserId();
  }

  #ownUserId(): number | null {
    if (this.#userId === undefined) {
      const newFile = this.#files.create(newId("wait", this.#io.pid), "", false);
      this.#userId = newFile.userId;
      this.#files.discard(newFile);
    }
    return this.#userId;
  }
}
