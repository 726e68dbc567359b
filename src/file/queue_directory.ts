/**
 * The files of a document's write queue, `<target>.queue/`: what each name means and how it comes to mean the next thing.
 *
 * An entry is one file, and its state is its name: `ID` is pending, `ID.taken` belongs to a group that is being
 * committed, `ID.result` holds the answer for the one who waits. `commit.json` says which entries the group of a dead
 * holder comprised. Each change of state is one rename(2) or unlink(2), so exactly one of two processes that want it wins.
 * Entries are posted by anybody at any time; everything else but {@linkcode QueueDirectory.withdraw} and
 * {@linkcode QueueDirectory.takeResult} is done by the holder of the document's lock.
 *
 * @module
 */
import { syncDirectory } from "./directory.ts";
import type { FileIo } from "./file_io.ts";
import { joinPath } from "./path.ts";
import { isSystemError, pawlErrorFrom } from "./system_error.ts";
import { lstatIfPresent, type Target } from "./target.ts";
import { decodeText, encodeText } from "./utf8.ts";
import { writeAll } from "./write_all.ts";

/** Whether somebody waits for the answer, or the entry has been left to the next holder. */
export type EntryKind = "wait" | "json";

const TAKEN = ".taken";
const RESULT = ".result";
const REJECTED = ".rejected";
const REASON = ".reason";
const COMMIT = "commit.json";
/** How often the directory may vanish between its making and the first entry. */
const MAX_DIRECTORY_ATTEMPTS = 1000;
/** An entry's name: any name that sorts in the order of arrival. `commit.json` is none. */
const PENDING = /^[^.].*\.(?:json|wait)$/;

/** An entry that this process has posted. */
export interface PostedEntry {
  readonly id: string;
  /** Ends the sign of life of the one who waits for the answer. */
  close(): void;
}

/** The write queue of one document. */
export class QueueDirectory {
  /** The directory's path. */
  readonly path: string;
  readonly #io: FileIo;
  readonly #target: Target;

  /**
   * @param target The document's place.
   * @param io The operating system.
   */
  constructor(target: Target, io: FileIo) {
    this.path = `${target.realPath}.queue`;
    this.#target = target;
    this.#io = io;
  }

  /** Whether there is a queue. */
  exists(): boolean {
    return this.#guard("look into", () => hasQueue(this.#target, this.#io));
  }

  /**
   * Posts an entry: it is there as a whole or not at all.
   *
   * @param kind Whether somebody waits for the answer.
   * @param text What the entry says.
   * @param isDurable Whether it must survive a power cut.
   * @returns Its ID, and the sign of life of the one who waits.
   */
  post(kind: EntryKind, text: string, isDurable: boolean): PostedEntry {
    const id = `${arrivalTime()}-${this.#io.pid}-${crypto.randomUUID().slice(0, 8)}.${kind}`;
    return this.#guard("post a change to", () => {
      const file = this.#writeFirst(id, text, isDurable, kind === "wait");
      if (isDurable) syncDirectory(this.path, this.#io);
      return { id, close: () => file?.close() };
    });
  }

  /** The directory comes with its first entry, and may go with its last one in the very moment of this one. */
  #writeFirst(id: string, text: string, isDurable: boolean, keepLocked: boolean): Deno.FsFile | undefined {
    for (let attempt = 0;; attempt++) {
      try {
        return this.#write(id, text, isDurable, keepLocked);
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound) || attempt === MAX_DIRECTORY_ATTEMPTS) throw error;
        this.#makeDirectory(isDurable);
      }
    }
  }

  #makeDirectory(isDurable: boolean): void {
    try {
      this.#io.mkdirSync(this.path);
      if (isDurable) syncDirectory(this.#target.directory, this.#io);
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }

  /** Removes the directory if nothing is left in it. */
  removeIfEmpty(): void {
    try {
      this.#io.removeSync(this.path);
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }

  /** The IDs of all pending entries in the order of arrival. */
  pending(): string[] {
    return this.#names().filter((name) => PENDING.test(name) && name !== COMMIT).sort();
  }

  /** The IDs of all entries that a group has taken. */
  taken(): string[] {
    return this.#names().filter((name) => name.endsWith(TAKEN)).map((name) => name.slice(0, -TAKEN.length)).sort();
  }

  /** What a pending entry says, or `undefined` if it is gone. */
  read(id: string): string | undefined {
    return this.#read(id);
  }

  /** Takes a pending entry for a group; `false` if it was withdrawn. */
  take(id: string): boolean {
    return this.#rename(id, id + TAKEN);
  }

  /** Gives a taken entry back. */
  giveBack(id: string): void {
    this.#rename(id + TAKEN, id);
  }

  /** Withdraws a pending entry; `false` if it was taken or answered. */
  withdraw(id: string): boolean {
    return this.#remove(id);
  }

  /** Sets a pending or taken entry aside with the reason; it is never lost. */
  reject(id: string, reason: string): void {
    this.#write(`${id}${REJECTED}${REASON}`, `${reason}\n`, true);
    if (!this.#rename(id + TAKEN, id + REJECTED)) this.#rename(id, id + REJECTED);
  }

  /** Answers the one who waits for a taken entry. */
  answer(id: string, result: string): void {
    if (this.#has(id + TAKEN) && !this.#has(id + RESULT)) this.#write(id + RESULT, result, false);
  }

  /** Removes a taken entry for which nobody waits. */
  finish(id: string): void {
    this.#remove(id + TAKEN);
  }

  /**
   * Takes the answer out of the queue, for the one who waits for it.
   *
   * @param id The entry's ID.
   * @returns The answer, or `undefined` if there is none yet.
   */
  takeResult(id: string): string | undefined {
    const result = this.#read(id + RESULT);
    if (result === undefined) return undefined;
    // In this order: a taken entry without an answer would be carried out once more.
    this.#remove(id + TAKEN);
    this.#remove(id + RESULT);
    return result;
  }

  /** Whether an entry is still in the queue in some state. */
  holds(id: string): boolean {
    return this.#has(id) || this.#has(id + TAKEN) || this.#has(id + RESULT);
  }

  /** Whether an entry has been taken and not answered. */
  isTaken(id: string): boolean {
    return this.#has(id + TAKEN) && !this.#has(id + RESULT);
  }

  /** Writes down what the group that is about to be committed comprises. */
  writeCommit(text: string, isDurable: boolean): void {
    this.#guard("commit the changes of", () => {
      this.#write(COMMIT, text, isDurable);
      if (isDurable) syncDirectory(this.path, this.#io);
    });
  }

  /** What a dead holder wrote down, if there is anything. */
  readCommit(): string | undefined {
    return this.#read(COMMIT);
  }

  /** Removes what was written down: the group is dealt with. */
  removeCommit(): void {
    this.#remove(COMMIT);
  }

  /** Removes the answers for which nobody waits any more, and what dead processes left half-written. */
  removeOrphans(): void {
    for (const name of this.#names()) {
      if (name.endsWith(RESULT)) {
        const id = name.slice(0, -RESULT.length);
        if (this.#isAlive(id + TAKEN)) continue;
        this.#remove(id + TAKEN);
        this.#remove(name);
      } else if (name.startsWith(".") && name.endsWith(".new") && !this.#isAlive(name)) this.#remove(name);
    }
  }

  /** Makes all that was done to the queue survive a power cut. */
  sync(): void {
    this.#guard("sync", () => syncDirectory(this.path, this.#io));
  }

  /** Whoever waits for an answer holds a lock on the entry's file, which the kernel releases when the process dies. */
  #isAlive(name: string): boolean {
    return this.#guard("look into", () => {
      try {
        using file = this.#io.openSync(joinPath(this.path, name, this.#io), { read: true });
        return !file.tryLockSync(true);
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return false;
        throw error;
      }
    });
  }

  #names(): string[] {
    return this.#guard("read", () => {
      try {
        return Array.from(this.#io.readDirSync(this.path), ({ name }) => name);
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return [];
        throw error;
      }
    });
  }

  #has(name: string): boolean {
    return this.#guard("look into", () => lstatIfPresent(joinPath(this.path, name, this.#io), this.#io) !== undefined);
  }

  #read(name: string): string | undefined {
    return this.#guard("read", () => {
      try {
        return decodeText(
          this.#io.readFileSync(joinPath(this.path, name, this.#io)),
          joinPath(this.path, name, this.#io),
        );
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return undefined;
        throw error;
      }
    });
  }

  /** Writes a file under a hidden name first, so that nobody ever reads half of it; may return it open and locked. */
  #write(name: string, text: string, isDurable: boolean, keepLocked = false): Deno.FsFile | undefined {
    const hidden = joinPath(this.path, `.${name}.new`, this.#io);
    const file = this.#io.openSync(hidden, { write: true, create: true, truncate: true, mode: 0o600 });
    let isKept = false;
    try {
      if (keepLocked) file.tryLockSync(true);
      writeAll(file, encodeText(text));
      if (isDurable) file.syncSync();
      this.#io.renameSync(hidden, joinPath(this.path, name, this.#io));
      isKept = keepLocked;
    } finally {
      if (!isKept) file.close();
    }
    return isKept ? file : undefined;
  }

  #rename(from: string, to: string): boolean {
    return this.#unlessAbsent(() =>
      this.#io.renameSync(joinPath(this.path, from, this.#io), joinPath(this.path, to, this.#io))
    );
  }

  #remove(name: string): boolean {
    return this.#unlessAbsent(() => this.#io.removeSync(joinPath(this.path, name, this.#io)));
  }

  #unlessAbsent(action: () => void): boolean {
    return this.#guard("change", () => {
      try {
        action();
        return true;
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return false;
        throw error;
      }
    });
  }

  #guard<T>(verb: string, action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw pawlErrorFrom(error, `Cannot ${verb} the write queue of "${this.#target.path}"`, {
        deniedHint: `Give yourself read and write permission for "${this.path}"`,
      });
    }
  }
}

let lastArrival = 0;

/** Microseconds since 1970 with leading zeros, so that names sort by arrival; no two of a process are the same. */
function arrivalTime(): string {
  lastArrival = Math.max(lastArrival + 1, Math.floor((performance.timeOrigin + performance.now()) * 1000));
  return String(lastArrival).padStart(17, "0");
}

/**
 * Says whether a document has a write queue; looking is all that an uncontended update pays for it.
 *
 * @param target The document's place.
 * @param io The operating system.
 */
export function hasQueue(target: Target, io: FileIo): boolean {
  return isPresent(`${target.realPath}.queue`, target, io);
}

/**
 * Says whether a dead holder left a group behind that somebody has to deal with.
 *
 * @param target The document's place.
 * @param io The operating system.
 * @returns Whether there is a `commit.json`.
 */
export function hasUnfinishedCommit(target: Target, io: FileIo): boolean {
  return isPresent(joinPath(`${target.realPath}.queue`, COMMIT, io), target, io);
}

/**
 * Says whether a file lies beside a document.
 *
 * @param target The document's place.
 * @param name The file's name.
 * @param io The operating system.
 */
export function isBeside(target: Target, name: string, io: FileIo): boolean {
  return isPresent(joinPath(target.directory, name, io), target, io);
}

function isPresent(path: string, target: Target, io: FileIo): boolean {
  try {
    return lstatIfPresent(path, io) !== undefined;
  } catch (error) {
    throw pawlErrorFrom(error, `Cannot look for the write queue of "${target.path}"`);
  }
}
