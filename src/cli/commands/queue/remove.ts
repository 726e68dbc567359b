/**
 * `pawl queue remove`: takes a change out of the write queue.
 *
 * @module
 */
import { PawlError } from "../../../model/errors.ts";
import { removeFromQueue } from "../../../queue/pending_writes.ts";
import type { Command, Invocation } from "../../command.ts";
import { COMMON_OPTIONS } from "../../options.ts";
import { documentPath } from "../../settings.ts";

/** The command. */
export const removeCommand: Command = {
  name: "queue remove",
  summary: "Remove a change that is pending or was set aside",
  usage: "ID",
  argumentCount: [1, 1],
  arguments: [],
  options: COMMON_OPTIONS,
  examples: [],
  run,
};

function run(invocation: Invocation): number {
  const file = documentPath(invocation);
  const id = invocation.args[0]!;
  if (!removeFromQueue(file, id)) {
    throw new PawlError("not-found", `Cannot remove the queued change "${id}" of "${file}": it is not pending`, {
      hint: 'list the pending changes with "pawl queue list"',
    });
  }
  invocation.hasDone({ what: `the change ${id} was taken out of the queue`, look: 'look with "pawl queue list"' });
  if (invocation.has("json")) invocation.terminal.writeOutput(`${JSON.stringify({ id, file, removed: true })}\n`);
  return 0;
}
