/**
 * Whose kept versions of a document count.
 *
 * Guarantee: a version that nobody could have planted who may not change the document: its owner is root, the document's
 * owner or the caller, and nobody may write it who may not write the document.
 *
 * @module
 */
import type { FileIo } from "./file_io.ts";
import { isSystemError } from "./system_error.ts";
import { lstatIfPresent, type Target } from "./target.ts";
import { createTempFile } from "./temp_file.ts";

const ROOT_USER_ID = 0;

/** Whose kept versions of one document count. */
export class VersionTrust {
  readonly #target: Target;
  readonly #io: FileIo;
  readonly #document: Deno.FileInfo | undefined;
  #ownId: number | null | undefined;

  /** @throws {Error} What the operating system says of the document. */
  constructor(target: Target, io: FileIo) {
    this.#target = target;
    this.#io = io;
    this.#document = lstatIfPresent(target.realPath, io);
  }

  /**
   * Says whether a file may be a version of the document.
   *
   * @param info What lstat(2) said of it.
   */
  isTrusted({ uid, gid, mode }: Deno.FileInfo): boolean {
    if (uid === null || mode === null) return true;
    const writers = mode & 0o022;
    const sameGroup = this.#document !== undefined && this.#document.gid === gid;
    const allowed = (this.#document?.mode ?? 0) & (sameGroup ? 0o022 : 0o002);
    if ((writers & ~allowed) !== 0) return false;
    return uid === ROOT_USER_ID || uid === this.#document?.uid || uid === this.#findOwnId();
  }

  /** Who we are, as the owner of a new file says: to ask the operating system would take one more permission. */
  #findOwnId(): number | null {
    if (this.#ownId !== undefined) return this.#ownId;
    this.#ownId = null;
    try {
      const { path, file, info } = createTempFile(this.#target, 0o600, this.#io);
      file.close();
      this.#io.removeSync(path);
      this.#ownId = info.uid;
    } catch (error) {
      // Where we may not create a file we have not kept one either.
      if (!isSystemError(error)) throw error;
    }
    return this.#ownId;
  }
}
