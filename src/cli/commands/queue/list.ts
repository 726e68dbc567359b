/**
 * `pawl queue list`: prints what is pending, or what was set aside.
 *
 * @module
 */
import { listPending, listRejected } from "../../../queue/pending_writes.ts";
import type { Command, Invocation } from "../../command.ts";
import { COMMON_OPTIONS } from "../../options.ts";
import { pendingAsJson, pendingAsLine, rejectedAsJson, rejectedAsLine } from "../../print/queued_writes.ts";
import { documentPath } from "../../settings.ts";

/** The command. */
export const listCommand: Command = {
  name: "queue list",
  summary: "Print what is pending, or what was set aside",
  usage: "",
  argumentCount: [0, 0],
  arguments: [],
  options: ["rejected", ...COMMON_OPTIONS],
  examples: [],
  run,
};

function run(invocation: Invocation): number {
  const file = documentPath(invocation);
  const rejected = listRejected(file);
  if (invocation.has("rejected")) {
    print(invocation, rejected, rejectedAsJson, rejectedAsLine);
    return 0;
  }
  print(invocation, listPending(file), pendingAsJson, pendingAsLine);
  if (rejected.length > 0) {
    const what = rejected.length === 1 ? "1 change was" : `${rejected.length} changes were`;
    invocation.note(`${what} set aside; "pawl queue list --rejected" says why`);
  }
  return 0;
}

function print<T>(
  invocation: Invocation,
  writes: readonly T[],
  asJson: (write: T) => unknown,
  asLine: (write: T) => string,
): void {
  const lines = invocation.has("json") ? [JSON.stringify(writes.map(asJson))] : writes.map(asLine);
  invocation.terminal.writeOutput(lines.map((line) => `${line}\n`).join(""));
}
