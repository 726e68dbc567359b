/**
 * Writes the entries of a write queue; `entry.ts` says what they look like and reads them.
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import { writeChange } from "../model/change_json_writer.ts";

/** What an entry says besides its changes. */
export interface EntryOptions {
  readonly ifMatch?: string | undefined;
  readonly isPrivate?: boolean | undefined;
  readonly backups?: number | undefined;
  readonly format?: string | undefined;
}

/** Writes the text of an entry for its ID. */
export type EntryPrinter = (id: string) => string;

/**
 * Writes an entry.
 *
 * @param changes What is asked for.
 * @param options What else there is to say.
 * @returns Writes its text for its ID; `undefined` if JSON can't say a value.
 */
export function entryPrinter(changes: readonly Change[], options: EntryOptions): EntryPrinter | undefined {
  const written: Record<string, unknown>[] = [];
  for (const change of changes) {
    const json = writeChange(change);
    if (json === undefined) return undefined;
    written.push(json);
  }
  const [first] = written;
  const { op, ...rest } = first ?? {};
  const content = {
    timestamp: new Date().toISOString(),
    ...(written.length === 1 ? { operation: op, ...rest } : { changes: written }),
    ...optionMembers(options),
  };
  return (id) => JSON.stringify({ id, ...content });
}

/**
 * What an entry says besides its changes, as JSON says it.
 *
 * @param options What there is to say.
 * @returns The members of the JSON object.
 */
export function optionMembers({ ifMatch, isPrivate, backups, format }: EntryOptions): Record<string, unknown> {
  return {
    ...(ifMatch !== undefined && { ifMatch }),
    ...(isPrivate && { private: true }),
    ...(backups !== undefined && { backups }),
    ...(format !== undefined && { format }),
  };
}
