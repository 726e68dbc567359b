/**
 * `pawl locked`: says by its exit status whether the file is locked.
 *
 * @module
 */
import { isLocked } from "../../lock/lock.ts";
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS } from "../options.ts";
import { documentPath } from "../settings.ts";

/** The command. */
export const lockedCommand: Command = {
  name: "locked",
  summary: "Exit with 0 if the file is locked, with 1 if not",
  usage: "",
  argumentCount: [0, 0],
  arguments: [],
  options: COMMON_OPTIONS,
  details: [
    'It prints nothing, except with --json. "pawl status" names the holder. A lock that others share does not count.',
  ],
  examples: ["pawl locked -f app.toml && echo 'locked'"],
  isReadOnly: true,
  run,
};

function run(invocation: Invocation): number {
  const file = documentPath(invocation);
  const locked = isLocked(file);
  if (invocation.has("json")) invocation.terminal.writeOutput(`${JSON.stringify({ file, locked })}\n`);
  return locked ? 0 : 1;
}
