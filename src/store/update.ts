/**
 * What an update is and what it gives, for those who ask for one and those who carry it out.
 *
 * @module
 */
import type { Snapshot } from "./snapshot.ts";

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
  /** Whether only the owner may have access to the file afterwards (mode 0600). */
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
