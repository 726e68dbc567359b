/**
 * `pawl config`: `list`, `get`, `set` or `unset`, by what follows it.
 *
 * @module
 */
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS, type OptionName, WRITING_OPTIONS } from "../options.ts";
import { getCommand } from "./get.ts";
import { listCommand } from "./list.ts";
import { setCommand } from "./set.ts";
import { unsetCommand } from "./unset.ts";

const OPTIONS: readonly OptionName[] = [
  "unset",
  "default",
  "with-etag",
  "output",
  "null",
  "type",
  "force-type",
  "from-file",
  "if-exists",
  "keep-comment",
  ...WRITING_OPTIONS,
  ...COMMON_OPTIONS,
];

/** The command. */
export const configCommand: Command = {
  name: "config",
  summary: "List, get, set or remove keys",
  usage: "[KEY [VALUE]]",
  argumentCount: [0, Infinity],
  arguments: [
    ["KEY", 'The key to print ("pawl get"); without it, all keys are printed ("pawl list")'],
    ["VALUE", 'The value to give it ("pawl set")'],
  ],
  options: OPTIONS,
  details: ["Each form takes the options of the command that it stands for."],
  examples: [
    "pawl config --json",
    "pawl config server.port",
    "pawl config server.port 8080",
    "pawl config --unset KEY",
  ],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const command = commandFor(invocation);
  return await command.run(invocation.as(command, ["unset"]));
}

function commandFor(invocation: Invocation): Command {
  if (invocation.has("unset")) return unsetCommand;
  if (invocation.args.length === 0) return listCommand;
  return invocation.args.length === 1 && !invocation.has("from-file") ? getCommand : setCommand;
}
