/**
 * What an entry of a write queue says. Any program can post one, so it is read with suspicion.
 *
 * `{"id", "timestamp", "operation": "set", "path": "server.port", "value": 8080}` for one change, `"changes": […]` for
 * several that belong together, `"rows": […]` for rows of a table whose first member is the key.
 *
 * @module
 */
import type { Change } from "../change.ts";
import { readChange, writeChange } from "../change_json.ts";
import { PawlError } from "../errors.ts";
import { parseJsonValue } from "../json_value.ts";
import { isTable, type Table, type Value } from "../value.ts";

/** A posted change. */
export interface QueueEntry {
  readonly id: string;
  /** When it was posted (ISO 8601), as its poster says. */
  readonly timestamp: string;
  /** What is asked for: all of it happens or nothing. */
  readonly changes: readonly Change[];
  /** The etag that the document must have, if that matters. */
  readonly ifMatch: string | undefined;
  /** Whether nobody but the owner may have access to the file afterwards. */
  readonly isPrivate: boolean;
}

/**
 * Reads an entry.
 *
 * @param id Its ID in the queue.
 * @param text What it says.
 * @returns The entry.
 * @throws {PawlError} With code `usage` if it makes no sense.
 */
export function parseEntry(id: string, text: string): QueueEntry {
  let json: Value;
  try {
    json = parseJsonValue(text);
  } catch (error) {
    throw new PawlError("usage", `Cannot read the queued change "${id}": it is not JSON`, { cause: error });
  }
  if (!isTable(json)) throw new PawlError("usage", `Cannot read the queued change "${id}": it is no object`);
  const { timestamp, ifMatch } = json;
  return {
    id,
    timestamp: typeof timestamp === "string" ? timestamp : "",
    changes: readChanges(json),
    ifMatch: typeof ifMatch === "string" ? ifMatch.toLowerCase() : undefined,
    isPrivate: json["private"] === true,
  };
}

function readChanges(json: Table): Change[] {
  const { changes, rows } = json;
  if (Array.isArray(changes)) return changes.map(readChange);
  if (!Array.isArray(rows)) return [readChange(json)];
  return rows.map((row) => {
    const key = isTable(row) ? Object.values(row)[0] : undefined;
    if (!isTable(row) || typeof key !== "string") {
      throw new PawlError("usage", "Cannot read a queued change: a row is no object that begins with its key");
    }
    const fields = Object.keys(row).slice(1).map((name) => ({ key: name, input: { value: row[name]! } }));
    const op = json["operation"] === "insert" ? "add" : json["operation"];
    if (op === "add" || op === "update") return { op, path: [key], value: { fields } };
    return readChange({ ...json, path: JSON.stringify(key) });
  });
}

/**
 * Writes an entry.
 *
 * @param changes What is asked for.
 * @param options The etag that the document must have, and whether the file is to be private.
 * @returns The text of the entry, or `undefined` if JSON can't say a value.
 */
export function printEntry(
  changes: readonly Change[],
  options: { readonly ifMatch?: string | undefined; readonly isPrivate?: boolean },
): string | undefined {
  const written = changes.map(writeChange);
  if (written.includes(undefined)) return undefined;
  const [first] = written as Record<string, unknown>[];
  const { op, ...rest } = first ?? {};
  return JSON.stringify({
    timestamp: new Date().toISOString(),
    ...(written.length === 1 ? { operation: op, ...rest } : { changes: written }),
    ...(options.ifMatch !== undefined && { ifMatch: options.ifMatch }),
    ...(options.isPrivate && { private: true }),
  });
}
