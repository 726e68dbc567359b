/**
 * Whose changes of a document count.
 *
 * Guarantee: a change is only taken from a user who may make it anyway: ourselves, the document's owner, root. In a
 * directory like /tmp any user may create the queue of another user's document, and post in it.
 *
 * @module
 */
import type { FileIo } from "../file/file_io.ts";
import { pawlErrorFrom } from "../file/system_error.ts";
import { lstatIfPresent, type Target } from "../file/target.ts";

const ROOT_USER_ID = 0;

/** Whose changes of one document count. */
export class QueueTrust {
  readonly #target: Target;
  readonly #io: FileIo;
  readonly #findOwnId: () => number | null;
  #ownId: number | null | undefined;

  /**
   * @param findOwnId Says who we are; `null` where there are no users. To ask the operating system would take one more
   * permission.
   */
  constructor(target: Target, io: FileIo, findOwnId: () => number | null) {
    this.#target = target;
    this.#io = io;
    this.#findOwnId = findOwnId;
  }

  /**
   * Tells who we are.
   *
   * @param ownId The user, `null` where there are none.
   */
  setOwnId(ownId: number | null): void {
    this.#ownId = ownId;
  }

  /**
   * Says whether something is ours.
   *
   * @param userId Whose it is.
   */
  isOurs(userId: number | null): boolean {
    if (userId === null) return true;
    if (this.#ownId === undefined) this.#ownId = this.#findOwnId();
    return userId === this.#ownId;
  }

  /**
   * Says whether a user may change the document.
   *
   * @param userId Who.
   * @throws {PawlError} With code `permission` or `io` if that can't be known.
   */
  isTrusted(userId: number | null): boolean {
    if (userId === ROOT_USER_ID || this.isOurs(userId)) return true;
    try {
      return lstatIfPresent(this.#target.realPath, this.#io)?.uid === userId;
    } catch (error) {
      throw pawlErrorFrom(error, `Cannot look at "${this.#target.path}"`);
    }
  }
}
