/**
 * `pawl queue drain`: makes all pending changes now.
 *
 * @module
 */
import { drainQueue } from "../../../queue/write_queue.ts";
import type { Command, Invocation } from "../../command.ts";
import { onOneLine } from "../../one_line.ts";
import { COMMON_OPTIONS } from "../../options.ts";
import { documentPath, formatOptions, lockToken, timeoutMs } from "../../settings.ts";
import { changeOf } from "../../write.ts";

/** The command. */
export const drainCommand: Command = {
  name: "queue drain",
  summary: "Make all pending changes now",
  usage: "",
  argumentCount: [0, 0],
  arguments: [],
  options: ["timeout", "no-wait", ...COMMON_OPTIONS],
  examples: [],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const file = documentPath(invocation);
  const { changed, applied, rejected, notes } = await drainQueue(file, {
    ...formatOptions(invocation),
    timeoutMs: timeoutMs(invocation),
    signal: invocation.terminal.signal,
    command: "pawl queue drain",
    lockToken: lockToken(invocation),
  });
  if (changed) invocation.hasDone(changeOf(file));
  for (const note of notes) invocation.note(note);
  const lines = invocation.has("json")
    ? [JSON.stringify({ changed, file, applied, rejected })]
    : [...applied.map((id) => `applied ${id}`), ...rejected.map(({ id, reason }) => `rejected ${id}: ${reason}`)];
  invocation.terminal.writeOutput(lines.map((line) => `${onOneLine(line)}\n`).join(""));
  return rejected.length > 0 ? 1 : 0;
}
