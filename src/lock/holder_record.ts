/**
 * The one line that a lock file holds while it is locked: who holds it.
 *
 * Guarantee: only text that carries pawl's mark counts as a record. A sidecar's name may belong to a file of the user
 * (`Pipfile` and `Pipfile.lock`), and that is never written to.
 * Hazard: a record is a hint for people, written by any process that may write to the lock file; alone it proves
 * nothing. A process that borrows a lock (`borrowed_lock.ts`) also sees that it is held.
 *
 * @module
 */
import type { LockHolder } from "../model/errors.ts";

/** How every record begins. */
const MARK = '{"pawl":"lock",';

/** More than the longest record, in bytes. */
export const MAX_RECORD_SIZE_BYTES = 4096;

const MAX_COMMAND_LENGTH = 200;

/** Stands for a holder whose record was torn by a power cut. */
const UNKNOWN_HOLDER: LockHolder = { pid: 0, host: "", command: "", since: "" };

/** What the record of a holder says who lends its lock to the processes that it starts. */
export interface Loan {
  /** The SHA-256 of the secret that these processes know, in hexadecimal digits. */
  readonly secretHash: string;
  /** Whether the holder has released the lock while one of them was still at work. */
  readonly isOver: boolean;
}

/**
 * Writes a record.
 *
 * @param holder Who holds the lock.
 * @param loan Whom the holder lends it to, if anybody.
 * @returns One line of JSON with its line end.
 */
export function printRecord(holder: LockHolder, loan?: Loan): string {
  const { pid, host, since } = holder;
  const command = holder.command.slice(0, MAX_COMMAND_LENGTH).toWellFormed();
  const lent = loan && { lentTo: loan.secretHash, ...(loan.isOver && { isOver: true }) };
  return `${MARK}${JSON.stringify({ pid, host, command, since, ...lent }).slice(1)}\n`;
}

/**
 * Reads a record.
 *
 * @param text The beginning of a lock file.
 * @returns Who holds the lock or died holding it; `undefined` if the text is empty or not pawl's.
 */
export function readRecord(text: string): LockHolder | undefined {
  if (!isRecord(text)) return undefined;
  const fields = readFields(text);
  if (fields === undefined) return UNKNOWN_HOLDER;
  const { pid, host, command, since } = fields;
  return {
    pid: typeof pid === "number" && Number.isSafeInteger(pid) ? pid : 0,
    host: printable(host),
    command: printable(command),
    since: printable(since),
  };
}

/**
 * Reads from a record whom a holder lends its lock to.
 *
 * @param text The beginning of a lock file.
 * @returns The loan, or `undefined` if there is none.
 */
export function readLoan(text: string): Loan | undefined {
  const { lentTo, isOver } = (text.startsWith(MARK) ? readFields(text) : undefined) ?? {};
  return typeof lentTo === "string" ? { secretHash: lentTo, isOver: isOver === true } : undefined;
}

function readFields(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text.split("\n", 1)[0] ?? "");
  } catch {
    return undefined;
  }
}

/**
 * Says whether a lock file's content is pawl's to overwrite.
 *
 * @param text The beginning of a lock file that is not empty.
 * @returns Whether it carries pawl's mark, or is what a full disk or a power cut left of a record: the beginning of the
 * mark, or NULs.
 */
export function isRecord(text: string): boolean {
  if (text === "") return false;
  return text.startsWith(MARK) || MARK.startsWith(text) || text === "\0".repeat(text.length);
}

/**
 * Names a holder for a message.
 *
 * @param holder Who holds the lock.
 * @returns For example `pid 42 (pawl set) on "laptop"`.
 */
export function describeHolder(holder: LockHolder): string {
  if (holder.pid === 0) return "an unknown process";
  const command = holder.command === "" ? "" : ` (${holder.command})`;
  return `pid ${holder.pid}${command}${holder.host === "" ? "" : ` on "${holder.host}"`}`;
}

/**
 * Writes a span of time for a message.
 *
 * @param spanMs The span in ms.
 * @returns For example `250 ms` or `1.5 s`.
 */
export function describeSpan(spanMs: number): string {
  return spanMs < 1000 ? `${Math.round(spanMs)} ms` : `${Math.round(spanMs / 100) / 10} s`;
}

/** Control characters of another user's text must not reach a terminal. */
function printable(field: unknown): string {
  return typeof field === "string" ? field.slice(0, MAX_COMMAND_LENGTH).replace(/[\p{Cc}\p{Cf}]/gu, "?") : "";
}
