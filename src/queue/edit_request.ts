/**
 * What is asked of an edit that may go through the write queue, and what it gives.
 *
 * @module
 */
import type { FormatOptions } from "../format/detect.ts";
import type { Format } from "../format/format.ts";
import type { Change } from "../model/change.ts";
import type { UpdateOptions } from "../store/file_store.ts";
import type { Snapshot } from "../store/snapshot.ts";

/** How to edit a document that others edit too. */
export interface QueueOptions extends UpdateOptions {
  /**
   * Whether another process may carry the changes out when it holds the lock, together with its own; by default it may.
   * Then the result has no texts.
   */
  readonly isPostable?: boolean | undefined;
  /**
   * What to do if the lock could not be acquired in time: `fail` by default; with `queue` the changes are left in the
   * write queue, durably, and the next writer makes them.
   */
  readonly onTimeout?: "fail" | "queue" | undefined;
  /** How many changes may be pending without a waiting poster: 100 by default. */
  readonly queueLimit?: number | undefined;
}

/** What an edit did. */
export interface EditResult {
  /** Whether the document changed. If not, nothing was written. */
  readonly changed: boolean;
  /** The document before, if this process carried the changes out. */
  readonly before?: Snapshot;
  /** Its text afterwards, likewise. */
  readonly after?: string;
  /** What the user should know besides, one sentence each. */
  readonly notes: readonly string[];
  /** The ID in the write queue under which the changes wait for the next writer, if they have not been made yet. */
  readonly pending?: string;
}

/** What is to be edited, and how. */
export interface QueuedEdit {
  /** The document's path. */
  readonly path: string;
  /** Loads the format; a poster that only waits for the answer does not need it. */
  readonly loadFormat: () => Promise<Format>;
  /** The format with all that matters to a change, see {@linkcode formatIdFor}. */
  readonly formatId: string;
  readonly changes: readonly Change[];
  readonly options: QueueOptions & FormatOptions;
}
