/**
 * `pawl path`: prints which file the commands work on.
 *
 * @module
 */
import { resolveTarget } from "../../file/target.ts";
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS } from "../options.ts";
import { documentPath } from "../settings.ts";

/** The command. */
export const pathCommand: Command = {
  name: "path",
  summary: "Print the path of the file that the commands work on",
  usage: "",
  argumentCount: [0, 0],
  arguments: [],
  options: COMMON_OPTIONS,
  details: ["The path is absolute and free of symbolic links; the file need not be there."],
  examples: ["pawl path", 'cp "$(pawl path)" backup.toml'],
  isReadOnly: true,
  run,
};

function run(invocation: Invocation): number {
  const { realPath } = resolveTarget(documentPath(invocation));
  invocation.terminal.writeOutput(`${invocation.has("json") ? JSON.stringify({ file: realPath }) : realPath}\n`);
  return 0;
}
