/**
 * What an entry of a write queue says. Any program can post one, so it is read with suspicion.
 *
 * An entry is a file `<anything>.json` in the directory `<document>.queue/`. Write it under a name that begins with a
 * period (such names are ignored), sync it, rename it, sync the directory. Entries are carried out in the order of their
 * names, and those of pawl begin with the microseconds since 1970 in 17 digits; after their turn they are gone, or set
 * aside as `<name>.rejected` with a `<name>.rejected.reason`.
 *
 * It holds one JSON object in UTF-8:
 *
 * - `{"operation": "set", "path": "server.port", "value": 8080}`: one change, in the words of `change_json.ts`
 *   (`op` for `operation` will do, as will `insert` for `add` and `delete` for `unset`);
 * - `{"changes": [{"op": …}, …]}`: several changes, all of which happen or none;
 * - `{"operation": "insert", "rows": [{"id": "42", "name": "Ann"}, …]}`: rows of a table whose first member is the key, to
 *   be made (`insert`), changed (`update`), made or replaced (`set`) or removed (`delete`);
 * - besides, if wanted, `timestamp` (ISO 8601) and `id`, which are only shown; `ifMatch`, the etag that the document must
 *   have; `expectRev`, the rev that it must have as a managed one; `private: true`, to keep everybody but the owner from
 *   the file; `backups`, how many earlier versions to keep; `format`, if the document is not of the format that its name
 *   says. Any other member is an error, so that no precondition is overlooked.
 *
 * @module
 */
import type { Change, TextInput, ValueInput } from "../model/change.ts";
import { readChange } from "../model/change_json.ts";
import { PawlError } from "../model/errors.ts";
import { jsonOf, parseJsonValue } from "../model/json_value.ts";
import { revisionTest } from "../edit/revision.ts";
import { isTable, type Table, type Value } from "../model/value.ts";
import { type EntryOptions, type EntryPrinter, optionMembers } from "./entry_printer.ts";

/** A queued change. */
export interface QueueEntry {
  /** Its ID in the queue. */
  readonly id: string;
  /** When it was posted (ISO 8601), as its poster says; empty if it does not. */
  readonly timestamp: string;
  /** What is asked for: all of it happens or nothing. */
  readonly changes: readonly Change[];
  /** The etag that the document must have, if that matters. */
  readonly ifMatch: string | undefined;
  /** Whether nobody but the owner may have access to the file afterwards. */
  readonly isPrivate: boolean;
  /** How many earlier versions of the file to keep. */
  readonly backups: number | undefined;
  /** The format that the document is to be read as, if it is not the one that its name says. */
  readonly format: string | undefined;
}

/** What an entry says besides what is to be changed. */
const OWN_MEMBERS: readonly string[] = ["id", "timestamp", "ifMatch", "expectRev", "private", "backups", "format"];

const ETAG = /^[0-9a-f]{16,64}$/;

/**
 * Reads an entry.
 *
 * @param id Its ID in the queue.
 * @param text What it says.
 * @returns The entry.
 * @throws {PawlError} With code `usage` if it makes no sense.
 */
export function parseEntry(id: string, text: string): QueueEntry {
  const json = parseObject(id, text);
  const { timestamp, ifMatch, format } = json;
  const etag = typeof ifMatch === "string" ? ifMatch.toLowerCase() : undefined;
  if (ifMatch !== undefined && !ETAG.test(etag ?? "")) throw malformed(id, 'found "ifMatch" that is not an etag');
  if (format !== undefined && typeof format !== "string") throw malformed(id, 'found "format" that is not a string');
  const { private: isPrivate = false, backups } = json;
  if (typeof isPrivate !== "boolean") throw malformed(id, 'found "private" that is neither true nor false');
  if (backups !== undefined && typeof backups !== "bigint") {
    throw malformed(id, 'found "backups" that is not an integer');
  }
  return {
    id,
    timestamp: typeof timestamp === "string" ? timestamp : "",
    changes: [...readExpectation(id, json), ...readChanges(id, json)],
    ifMatch: etag,
    isPrivate,
    backups: backups === undefined ? undefined : Number(backups),
    format,
  };
}

function parseObject(id: string, text: string): Table {
  let json: Value;
  try {
    json = parseJsonValue(text);
  } catch (error) {
    // Thousands of levels overflow the stack.
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    throw new PawlError("usage", `Cannot read the queued change "${id}": it is not JSON`, { cause: error });
  }
  if (!isTable(json)) throw malformed(id, "found no object");
  return json;
}

function malformed(id: string, found: string): PawlError {
  return new PawlError("usage", `Cannot read the queued change "${id}": ${found}`);
}

function readExpectation(id: string, { expectRev }: Table): Change[] {
  if (expectRev === undefined) return [];
  if (typeof expectRev !== "bigint") throw malformed(id, 'found "expectRev" that is not an integer');
  return [revisionTest(expectRev)];
}

function readChanges(id: string, json: Table): readonly Change[] {
  const { changes, rows } = json;
  if (changes !== undefined) {
    if (!Array.isArray(changes)) throw malformed(id, 'found "changes" that is not an array');
    requireNothingBeside(id, json, "changes", []);
    return changes.map((change) => readChange(change));
  }
  if (rows === undefined) return [readChange(json, OWN_MEMBERS)];
  if (!Array.isArray(rows)) throw malformed(id, 'found "rows" that is not an array');
  requireNothingBeside(id, json, "rows", ["op", "operation", "ifExists"]);
  return rows.map((row) => readRow(id, json, row));
}

function requireNothingBeside(id: string, json: Table, name: string, allowed: readonly string[]): void {
  const surplus = Object.keys(json).find((member) =>
    member !== name && !OWN_MEMBERS.includes(member) && !allowed.includes(member)
  );
  if (surplus !== undefined) throw malformed(id, `found "${surplus}" beside "${name}"`);
}

function readRow(id: string, { rows: _, ...change }: Table, row: Value): Change {
  const key = isTable(row) ? keyOfRow(row) : undefined;
  if (!isTable(row) || key === undefined) throw malformed(id, "found a row that does not begin with its key");
  const operation = change["operation"] ?? change["op"];
  const op = operation === "insert" ? "add" : operation;
  if (op !== "add" && op !== "update" && op !== "set") {
    return readChange({ ...change, path: JSON.stringify(key) }, OWN_MEMBERS);
  }
  if (change["ifExists"] !== undefined) throw malformed(id, `found "ifExists" beside the operation "${operation}"`);
  const fields = Object.keys(row).slice(1).map((name) => ({ key: name, input: readCell(row[name]!) }));
  return { op, path: [key], value: { fields } };
}

/** A number counts as typed, because it is a text in a CSV table and a number elsewhere. */
function readCell(value: Value): TextInput | ValueInput {
  const isTyped = typeof value === "bigint" || typeof value === "boolean" || Number.isFinite(value);
  return isTyped ? { text: String(value), type: "auto" } : { value };
}

/** A number is what many programs have for a key; in a table it is a text like any other. */
function keyOfRow(row: Table): string | undefined {
  const [key] = Object.values(row);
  return typeof key === "bigint" ? String(key) : typeof key === "string" ? key : undefined;
}

/**
 * Writes an entry that is given as a program would post it.
 *
 * @param text A JSON object, without an ID.
 * @param options What else there is to say; it must not be said twice.
 * @returns Writes its text for its ID.
 * @throws {PawlError} With code `usage` if it makes no sense.
 */
export function rawEntryPrinter(text: string, options: EntryOptions): EntryPrinter {
  const name = "as it was given";
  const { timestamp } = parseEntry(name, text);
  const given = jsonOf(parseJsonValue(text)) as Record<string, unknown>;
  const members = optionMembers(options);
  const now = new Date().toISOString();
  for (const member of Object.keys(members)) {
    if (Object.hasOwn(given, member)) throw malformed(name, `found "${member}", which an option says already`);
  }
  return (id) =>
    JSON.stringify({ ...{ id, timestamp: "" }, ...given, ...{ id, timestamp: timestamp || now }, ...members });
}
