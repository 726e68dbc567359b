/**
 * Prints what is in a write queue. Lines show no values, for they may be secrets.
 *
 * @module
 */
import { jsonOf, parseJsonValue } from "../../model/json_value.ts";
import { printKeyPath } from "../../model/key_path.ts";
import type { PendingWrite, QueuedWrite, RejectedWrite } from "../../queue/pending_writes.ts";
import { isTable } from "../../model/value.ts";
import { onOneLine } from "../one_line.ts";

/**
 * Writes a pending change for `JSON.stringify`.
 *
 * @returns The members of its entry, with its ID and its state.
 */
export function pendingAsJson(write: PendingWrite): Record<string, unknown> {
  return { ...asJson(write), awaited: write.isAwaited, taken: write.isTaken };
}

/**
 * Writes a pending change on a line.
 *
 * @returns The line, without its end.
 */
export function pendingAsLine(write: PendingWrite): string {
  const state = write.isTaken ? ["being made"] : write.isAwaited ? ["awaited"] : [];
  return asLine(write, state);
}

/**
 * Writes a change that was set aside for `JSON.stringify`.
 *
 * @returns The members of its entry, with its ID and the reason.
 */
export function rejectedAsJson(write: RejectedWrite): Record<string, unknown> {
  return { ...asJson(write), reason: write.reason };
}

/**
 * Writes a change that was set aside on a line.
 *
 * @returns The line, without its end.
 */
export function rejectedAsLine(write: RejectedWrite): string {
  // What makes no sense was set aside for just that.
  return write.entry === undefined ? asLine({ ...write, fault: write.reason }, []) : asLine(write, [write.reason]);
}

/** The entry in its own words; `op` and `operation` are the same. */
function asJson({ id, entry, text, fault }: QueuedWrite): Record<string, unknown> {
  if (entry === undefined || text === undefined) return { id, timestamp: null, fault, text: text ?? null };
  const json = parseJsonValue(text);
  const { id: _id, timestamp: _timestamp, op, operation = op, ...rest } = isTable(json) ? json : {};
  const said = operation === undefined ? rest : { operation, ...rest };
  const written = Object.entries(said).map(([name, value]) => [name, jsonOf(value!)]);
  return { id, timestamp: entry.timestamp || null, ...Object.fromEntries(written) };
}

const MAX_SHOWN_CHANGES = 3;

function asLine({ id, entry, fault }: QueuedWrite, remarks: readonly string[]): string {
  return onOneLine([id, entry?.timestamp || "-", describe(entry, fault), ...remarks].join("  "));
}

function describe(entry: QueuedWrite["entry"], fault: string | undefined): string {
  if (entry === undefined) return `malformed: ${fault}`;
  const shown = entry.changes.slice(0, MAX_SHOWN_CHANGES).map(({ op, path }) => `${op} ${printKeyPath(path)}`.trim());
  const rest = entry.changes.length - shown.length;
  return [...shown, ...rest > 0 ? [`${rest} more`] : []].join(", ");
}
