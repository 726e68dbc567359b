/**
 * Changes that are left to the next writer because the lock could not be acquired in time: `--on-timeout queue`.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import type { QueueOptions } from "../queue/edit_request.ts";
import type { Invocation } from "./command.ts";
import { EXIT_CODES } from "./exit_codes.ts";
import { queueLimit } from "./queue_limit.ts";
import { usageError } from "./usage_error.ts";

/**
 * Reads what is to happen if the lock could not be acquired in time.
 *
 * @returns What the options say.
 * @throws {PawlError} With code `usage` if one of them makes no sense.
 */
export function readQueueOptions(invocation: Invocation): QueueOptions {
  const onTimeout = invocation.value("on-timeout") as QueueOptions["onTimeout"];
  for (const option of ["strict", "queue-limit"] as const) {
    if (onTimeout !== "queue" && invocation.has(option)) {
      throw usageError(`Option "--${option}" means nothing without "--on-timeout queue"`);
    }
  }
  return { onTimeout, queueLimit: queueLimit(invocation) };
}

/** A change is pending that was to be made at once. */
class PendingChangeError extends PawlError {
  override name = "PendingChangeError";
  /** Its ID in the write queue. */
  readonly pending: string;

  constructor(message: string, pending: string) {
    super("lock-timeout", message);
    this.pending = pending;
  }
}

/**
 * Tells that a change is pending: nobody must take it for done.
 *
 * @param id The ID in the write queue.
 * @returns The exit status.
 * @throws {PawlError} With code `lock-timeout` if that is an error, and errors are to be printed as JSON.
 */
export function reportPending(invocation: Invocation, path: string, id: string): number {
  if (invocation.has("json")) {
    invocation.hasDone({ what: `the change of "${path}" is pending as ${id}`, look: 'look with "pawl queue list"' });
    invocation.terminal.writeOutput(`${JSON.stringify({ changed: false, file: path, pending: id })}\n`);
    invocation.hasReported();
  }
  const state = `the change is pending as ${id} until the next writer makes it`;
  if (invocation.has("json") && invocation.has("strict")) {
    throw new PendingChangeError(`Cannot change "${path}" yet: it is locked; ${state}`, id);
  }
  invocation.note(`"${path}" is locked; ${state}`);
  return invocation.has("strict") ? EXIT_CODES["lock-timeout"] : 0;
}
