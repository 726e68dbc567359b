/**
 * The write queue of a document, `<target>.queue/`: how entries come, change their state and go.
 *
 * Entries are posted by anybody at any time; everything else but {@linkcode QueueDirectory.withdraw},
 * {@linkcode QueueDirectory.takeAway}, {@linkcode QueueDirectory.keep} and {@linkcode QueueDirectory.removeAnswered} is done
 * by the holder of the document's lock. What the names mean is said in `queue_names.ts`, the protocol in `group.ts`.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import type { FileIo } from "../file/file_io.ts";
import { type EntryContent, readContent } from "./entry_content.ts";
import { QueueFiles } from "./spool_files.ts";
import {
  type EntryKind,
  entryKind,
  idFor,
  isOwnId,
  newId,
  type QueueNames,
  readQueueNames,
  RECORD,
  REMOVED,
  RESULT,
  TAKEN,
} from "./entry_names.ts";
import { fillPlace, type Posting } from "./capacity.ts";
import { removeOrphans } from "./orphans.ts";
import { forgetRejected, lookAtRejected, reject, type RejectedContent } from "./rejected_entry.ts";
import { PostedEntry } from "./posted_entry.ts";
import { QueueTrust } from "./trusted_owner.ts";
import type { Target } from "../file/target.ts";

/** The write queue of one document. */
export class QueueDirectory {
  readonly #io: FileIo;
  readonly #target: Target;
  readonly #files: QueueFiles;
  readonly #trust: QueueTrust;

  /** */
  constructor(target: Target, io: FileIo) {
    this.#io = io;
    this.#target = target;
    this.#files = new QueueFiles(target, io);
    this.#trust = new QueueTrust(target, io, () => this.#findOwnId());
  }

  /** Whether there is a queue of a user who may change the document. */
  isUsable(): boolean {
    const info = this.#files.info("");
    return info?.isDirectory === true && this.#trust.isTrusted(info.uid);
  }

  /**
   * What there is in the queue.
   *
   * @param ownId An entry that must not be overlooked if it was taken.
   * @throws {PawlError} With code `permission` or `io` if it can't be read as a whole.
   */
  names(ownId?: string): QueueNames {
    return readQueueNames(this.#files.names(ownId === undefined ? [RECORD] : [RECORD, ownId + TAKEN]));
  }

  /**
   * Prepares an entry: it is written, but nobody sees it yet.
   *
   * @param kind Whether its poster waits for the answer.
   * @param textFor Makes its text for its ID.
   * @param isDurable Whether it must survive a power cut.
   * @returns The entry, to be posted or closed.
   * @throws {PawlError} With code `permission` if the queue is not ours to use, else `io`.
   */
  prepare(kind: EntryKind, textFor: (id: string) => string, isDurable: boolean): PostedEntry {
    const id = newId(kind, this.#io.pid);
    const newFile = this.#files.create(id, textFor(id), isDurable);
    const entry = new PostedEntry(id, newFile, this.#files);
    this.#trust.setOwnId(entry.userId);
    if (this.isUsable()) return entry;
    entry.close();
    throw new PawlError(
      "permission",
      `Cannot use the write queue of "${this.#target.path}": it belongs to another user`,
    );
  }

  /**
   * Posts a prepared entry durably, if there is room for it.
   *
   * @param limit How many entries there may be for which nobody waits.
   */
  postDurably(entry: PostedEntry, limit: number): Posting {
    return fillPlace(this.#files, limit, entry.id, () => entry.publish());
  }

  /**
   * Leaves an entry to the next holder that its poster has waited for so far.
   *
   * @param limit How many such entries there may be.
   * @returns `gone` if it was taken, answered or taken away.
   */
  keep(entry: PostedEntry, limit: number): Posting {
    return fillPlace(this.#files, limit, entry.keptId, () => entry.publishKept());
  }

  /**
   * Gives an entry a name that no other will ever have, if another program has posted it under one of its choice.
   *
   * @returns The new ID, or `undefined` if it is gone.
   */
  adopt(id: string): string | undefined {
    if (isOwnId(id)) return id;
    const ownId = idFor(id, this.#io.pid);
    return this.#files.rename(id, ownId) ? ownId : undefined;
  }

  /**
   * What a pending entry says that a holder may carry out.
   *
   * @returns Its content, or `undefined` if it is gone or not ours to deal with.
   */
  read(id: string): EntryContent | undefined {
    const info = this.#files.info(id);
    // The poster must be able to read our answer.
    const isOurs = info && (entryKind(id) === "wait" ? this.#trust.isOurs(info.uid) : this.#trust.isTrusted(info.uid));
    return isOurs ? readContent(this.#files, id, info) : undefined;
  }

  /**
   * What an entry says, for those who only want to know.
   *
   * @param isTaken Whether it has been taken.
   * @returns Its content, or `undefined` if it is gone.
   */
  look(id: string, isTaken: boolean): EntryContent | undefined {
    const name = isTaken ? id + TAKEN : id;
    const info = this.#files.info(name);
    return info && readContent(this.#files, name, info);
  }

  /** Takes a pending entry for a group; `false` if it is gone. */
  take(id: string): boolean {
    return this.#files.rename(id, id + TAKEN);
  }

  /** Makes a taken entry pending again. */
  giveBack(id: string): void {
    this.#files.rename(id + TAKEN, id);
  }

  /** Takes back a pending entry, for its poster; `false` if it was taken or taken away. */
  withdraw(id: string): boolean {
    return this.#files.remove(id);
  }

  /** Takes an entry back that is not part of a group that was committed; only under the lock. */
  retract(id: string): boolean {
    return this.#files.remove(id) || this.#files.remove(id + TAKEN);
  }

  /** Takes a pending entry away, for a process other than its poster; `false` if it is not pending. */
  takeAway(id: string): boolean {
    return entryKind(id) === "wait" ? this.#files.rename(id, id + REMOVED) : this.#files.remove(id);
  }

  /** Sets a pending or taken entry aside with the reason; it is never lost. */
  reject(id: string, reason: string): void {
    reject(this.#files, id, reason);
  }

  /** What an entry is that was set aside; `undefined` if it is gone. */
  lookAtRejected(id: string): RejectedContent | undefined {
    return lookAtRejected(this.#files, id);
  }

  /** Removes an entry that was set aside; `false` if it is gone. */
  forgetRejected(id: string): boolean {
    return forgetRejected(this.#files, id);
  }

  /** Answers the poster of a taken entry. */
  answer(id: string, result: string): void {
    this.#files.write(id + RESULT, result, false);
  }

  /** Removes a taken entry that has been carried out and for which nobody waits. */
  finish(id: string): void {
    this.#files.remove(id + TAKEN);
  }

  /** The answer to an entry, or `undefined` if there is none yet. */
  readResult(id: string): string | undefined {
    return this.#files.read(id + RESULT);
  }

  /** Removes an entry that was answered. In this order: a taken entry without an answer would be carried out once more. */
  removeAnswered(id: string): void {
    this.#files.remove(id + TAKEN);
    this.#files.remove(id + RESULT);
  }

  /** Says whether an entry was taken away, and forgets it; for its poster. */
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

  /**
   * Removes what dead processes left half-done, and what nobody waits for any more. Only under the lock.
   *
   * @param names What there is in the queue.
   */
  removeOrphans(names: QueueNames): void {
    removeOrphans(this.#files, names);
  }

  /** Whether the poster of an entry is still there. */
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

  #findOwnId(): number | null {
    const newFile = this.#files.create(newId("wait", this.#io.pid), "", false);
    this.#files.discard(newFile);
    return newFile.userId;
  }
}
