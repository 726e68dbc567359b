/**
 * What the file system tells about a document when its last writer died: whether its rename(2) has happened.
 *
 * @module
 */
import type { FileIo } from "./file_io.ts";
import { joinPath } from "./path.ts";
import { pawlErrorFrom } from "./system_error.ts";
import { lstatIfPresent, type Target } from "./target.ts";

/** The directory of a document, as far as it is evidence. */
export class DocumentEvidence {
  readonly #target: Target;
  readonly #io: FileIo;

  /** */
  constructor(target: Target, io: FileIo) {
    this.#target = target;
    this.#io = io;
  }

  /**
   * Says which file bears the document's name.
   *
   * @returns A text that no other file has as long as the clock runs, or `null` if there is none.
   * @throws {PawlError} With code `io` if that can't be known.
   */
  identity(): string | null {
    const info = this.#info(this.#target.realPath);
    return info === undefined ? null : [info.dev, info.ino, info.size, info.mtime?.getTime()].join(" ");
  }

  /**
   * Says whether a file lies beside the document.
   *
   * @throws {PawlError} With code `io` if that can't be known.
   */
  hasBeside(name: string): boolean {
    return this.#info(joinPath(this.#target.directory, name, this.#io)) !== undefined;
  }

  #info(path: string): Deno.FileInfo | undefined {
    try {
      return lstatIfPresent(path, this.#io);
    } catch (error) {
      throw pawlErrorFrom(error, `Cannot look at "${path}"`);
    }
  }
}
