/**
 * `pawl queue next`: prints the oldest pending change.
 *
 * @module
 */
import { PawlError } from "../../../model/errors.ts";
import { getNextPending } from "../../../queue/pending_writes.ts";
import type { Command, Invocation } from "../../command.ts";
import { COMMON_OPTIONS } from "../../options.ts";
import { pendingAsJson, pendingAsLine } from "../../print/queued_writes.ts";
import { documentPath } from "../../settings.ts";

/** The command. */
export const nextCommand: Command = {
  name: "queue next",
  summary: "Print the oldest pending change",
  usage: "",
  argumentCount: [0, 0],
  arguments: [],
  options: COMMON_OPTIONS,
  examples: [],
  run,
};

function run(invocation: Invocation): number {
  const file = documentPath(invocation);
  const next = getNextPending(file);
  if (next === undefined) throw new PawlError("not-found", `No change of "${file}" is pending`);
  const text = invocation.has("json") ? JSON.stringify(pendingAsJson(next)) : pendingAsLine(next);
  invocation.terminal.writeOutput(`${text}\n`);
  return 0;
}
