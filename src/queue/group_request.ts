/**
 * What the members of a group ask for, and what must hold before they get it.
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import type { EditRequest } from "../edit/edit_text.ts";
import { etagOf } from "../model/etag.ts";
import { etagConflict } from "../store/etag_check.ts";
import type { Snapshot } from "../store/snapshot.ts";
import type { QueueEntry } from "./entry.ts";

/** What the holder itself wants. */
export interface OwnRequest {
  readonly changes: readonly Change[];
  readonly ifMatch: string | undefined;
  readonly isPrivate: boolean;
  readonly backups: number | undefined;
  /** Where it was posted, if it was. */
  readonly id: string | undefined;
}

/**
 * Makes of an entry, or of what the holder wants, a request to edit the document.
 *
 * @param current The document before all requests that are carried out with it.
 * @returns The request; its check refuses a document that has another etag than the one that was asked for.
 */
export function requestOf(request: QueueEntry | OwnRequest, current: Snapshot, document: string): EditRequest {
  const { changes, ifMatch } = request;
  if (ifMatch === undefined) return { changes };
  const check = (isChanged: boolean) => {
    const found = isChanged ? "new" : current.exists ? etagOf(current.text) : "none";
    if (!found.startsWith(ifMatch)) throw etagConflict(document, ifMatch, found);
  };
  return { changes, check };
}
