/**
 * `pawl queue count`: prints how many changes are pending.
 *
 * @module
 */
import { countPending } from "../../../queue/pending_writes.ts";
import type { Command, Invocation } from "../../command.ts";
import { COMMON_OPTIONS } from "../../options.ts";
import { documentPath } from "../../settings.ts";

/** The command. */
export const countCommand: Command = {
  name: "queue count",
  summary: "Print how many changes are pending",
  usage: "",
  argumentCount: [0, 0],
  arguments: [],
  options: COMMON_OPTIONS,
  examples: [],
  run,
};

function run(invocation: Invocation): number {
  const file = documentPath(invocation);
  const pending = countPending(file);
  const text = invocation.has("json") ? JSON.stringify({ file, pending }) : String(pending);
  invocation.terminal.writeOutput(`${text}\n`);
  return 0;
}
