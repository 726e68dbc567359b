/**
 * `pawl help`: prints help.
 *
 * @module
 */
import type { Command, Invocation } from "../command.ts";
import { helpFor } from "../help.ts";

/** The command. */
export const helpCommand: Command = {
  name: "help",
  summary: "Print help, for pawl or for one command",
  usage: "[COMMAND]",
  argumentCount: [0, 1],
  arguments: [["COMMAND", "The command to explain"]],
  options: ["json", "quiet", "debug", "help"],
  examples: ["pawl help set"],
  isReadOnly: true,
  run,
};

async function run(invocation: Invocation): Promise<number> {
  invocation.terminal.writeOutput(await helpFor(invocation.args[0], invocation.commands));
  return 0;
}
