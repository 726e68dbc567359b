/**
 * The files of a document's write queue as such: written whole, renamed, removed, looked at.
 *
 * Guarantee: nobody ever reads half of a file, because it is written under a hidden name. A waiter
 * keeps a lock on the file, which the kernel releases when the process dies; so a file tells whether a process still
 * cares for it. All failures are {@linkcode PawlError}s that name the document.
 *
 * @module
 */
import { listDirectory, syncDirectory } from "../file/directory.ts";
import type { FileIo } from "../file/file_io.ts";
import { joinPath } from "../file/path.ts";
import { hiddenName } from "./entry_names.ts";
import { createAnew, createNewFile, type NewFile, removeQuietly } from "./new_file.ts";
import { queuePath } from "./presence.ts";
import { isDenied, isSystemError, pawlErrorFrom } from "../file/system_error.ts";
import { fileKind, lstatIfPresent, type Target } from "../file/target.ts";
import { encodeText } from "../file/utf8.ts";
import { writeAll } from "../file/write_all.ts";

/** The files of one queue. */
export class QueueFiles {
  readonly #io: FileIo;
  readonly #target: Target;
  readonly #directory: string;

  /** */
  constructor(target: Target, io: FileIo) {
    this.#target = target;
    this.#io = io;
    this.#directory = queuePath(target);
  }

  /**
   * All names in the queue, none if there is no queue.
   *
   * @param witnesses Names that are to be among them if they are there.
   */
  names(witnesses: readonly string[] = []): string[] {
    const list = () => listDirectory(this.#directory, witnesses, this.#io).map(({ name }) => name);
    return this.#guard("read", () => this.#unlessAbsent(list) ?? []);
  }

  /**
   * What lstat(2) says of a file, or of the directory itself.
   *
   * @param name The file's name, "" for the directory.
   */
  info(name: string): Deno.FileInfo | undefined {
    return this.#guard("look into", () => lstatIfPresent(name === "" ? this.#directory : this.#path(name), this.#io));
  }

  /**
   * What a file says that pawl has written.
   *
   * @returns Its text, or `undefined` if it is gone.
   */
  read(name: string): string | undefined {
    const bytes = this.readBytes(name);
    return bytes && new TextDecoder().decode(bytes);
  }

  /**
   * What a file holds that anybody may have written.
   *
   * @returns Its bytes, or `undefined` if it is gone.
   */
  readBytes(name: string): Uint8Array | undefined {
    return this.#guard("read", () => {
      const info = lstatIfPresent(this.#path(name), this.#io);
      if (info === undefined) return undefined;
      // To open a FIFO would block, and a link leads elsewhere.
      if (!info.isFile) throw new Error(`"${this.#path(name)}" is ${fileKind(info)}, not a file`);
      return this.#unlessAbsent(() => this.#io.readFileSync(this.#path(name)));
    });
  }

  /**
   * Writes a file, or replaces it. Only for the holder of the document's lock.
   *
   * @param text What it is to say.
   * @param isDurable Whether its content must survive a power cut.
   */
  write(name: string, text: string, isDurable: boolean): void {
    const hidden = hiddenName(name);
    this.#guard("write to", () => {
      const file = createAnew(this.#path(hidden), this.#io);
      try {
        this.#fill(file, text, isDurable);
        this.#io.renameSync(this.#path(hidden), this.#path(name));
      } catch (error) {
        removeQuietly(this.#path(hidden), this.#io);
        throw error;
      } finally {
        file.close();
      }
    });
  }

  /**
   * Writes a file that nobody sees yet, and makes the directory if it is absent.
   *
   * @param name The name that it will get.
   * @param text What it is to say.
   * @param isDurable Whether its content must survive a power cut.
   */
  create(name: string, text: string, isDurable: boolean): NewFile {
    return this.#guard("post a change to", () => {
      const newFile = createNewFile(name, this.#target, this.#io);
      try {
        this.#fill(newFile.file, text, isDurable);
        return newFile;
      } catch (error) {
        this.discard(newFile);
        throw error;
      }
    });
  }

  /** Drops a new file. */
  discard({ hidden, file }: NewFile): void {
    removeQuietly(this.#path(hidden), this.#io);
    file.close();
  }

  /**
   * Renames a file; a file that has the new name is replaced.
   *
   * @returns Whether it was there.
   */
  rename(from: string, to: string): boolean {
    const rename = () => this.#io.renameSync(this.#path(from), this.#path(to)) ?? true;
    return this.#guard("change", () => this.#unlessAbsent(rename) ?? false);
  }

  /**
   * Removes a file.
   *
   * @returns Whether it was there.
   */
  remove(name: string): boolean {
    const remove = () => this.#io.removeSync(this.#path(name)) ?? true;
    return this.#guard("change", () => this.#unlessAbsent(remove) ?? false);
  }

  /** Removes the directory if nothing is left in it. */
  removeDirectory(): void {
    try {
      this.#io.removeSync(this.#directory);
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }

  /**
   * Says whether some process still cares for a file.
   *
   * @param onceDead What to do if not, while nobody can begin to care for it.
   * @returns Whether it is there and locked.
   */
  isCaredFor(name: string, onceDead = () => {}): boolean {
    return this.#guard("look into", () => {
      const file = this.#openToLook(name);
      if (file === "denied") return true;
      try {
        // Shared, so that those who look do not take each other for the one who cares. Windows has no lock that lets
        // others read the file, so nobody waits there.
        if (file !== undefined && this.#io.build.os !== "windows" && !file.tryLockSync(false)) return true;
        onceDead();
        return false;
      } finally {
        file?.close();
      }
    });
  }

  /** Another user's file is another user's business. */
  #openToLook(name: string): Deno.FsFile | "denied" | undefined {
    try {
      // Nobody cares for what is no file, and to open a FIFO would block.
      if (lstatIfPresent(this.#path(name), this.#io)?.isFile !== true) return undefined;
      return this.#unlessAbsent(() => this.#io.openSync(this.#path(name), { read: true }));
    } catch (error) {
      if (isDenied(error)) return "denied";
      throw error;
    }
  }

  /** Takes a lock on the directory itself, if there is one and nobody else has its lock. */
  lockDirectory(): Disposable | undefined {
    return this.#guard("lock", () => {
      if (this.#io.build.os === "windows") return { [Symbol.dispose]() {} };
      const file = this.#unlessAbsent(() => this.#io.openSync(this.#directory, { read: true }));
      if (file?.tryLockSync(true)) return { [Symbol.dispose]: () => file.close() };
      file?.close();
      return undefined;
    });
  }

  /** Makes the text of a file survive a power cut. */
  syncFile({ file }: NewFile): void {
    this.#guard("sync", () => file.syncSync());
  }

  /** Makes the names in the queue survive a power cut. */
  sync(): void {
    this.#guard("sync", () => this.#unlessAbsent(() => syncDirectory(this.#directory, this.#io)));
  }

  /** Makes the names beside the document survive a power cut: the document's own, and the queue's. */
  syncParent(): void {
    this.#guard("sync", () => syncDirectory(this.#target.directory, this.#io));
  }

  #fill(file: Deno.FsFile, text: string, isDurable: boolean): void {
    writeAll(file, encodeText(text));
    if (isDurable) file.syncSync();
  }

  #path(name: string): string {
    return joinPath(this.#directory, name, this.#io);
  }

  #unlessAbsent<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  }

  #guard<T>(verb: string, action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw pawlErrorFrom(error, `Cannot ${verb} the write queue of "${this.#target.path}"`, {
        deniedHint: `give yourself read and write permission for "${this.#directory}"`,
      });
    }
  }
}
