/**
 * `pawl queue`: changes that are left to the next writer. Each thing that can be done with them is a command of its own.
 *
 * @module
 */
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS } from "../options.ts";
import { UnknownWordError } from "../usage_error.ts";
import { CHANGE_OPTIONS, pushCommand } from "./queue/push.ts";
import { countCommand } from "./queue/count.ts";
import { drainCommand } from "./queue/drain.ts";
import { listCommand } from "./queue/list.ts";
import { nextCommand } from "./queue/next.ts";
import { removeCommand } from "./queue/remove.ts";

const COMMANDS: Readonly<Record<string, Command>> = {
  push: pushCommand,
  list: listCommand,
  next: nextCommand,
  remove: removeCommand,
  count: countCommand,
  drain: drainCommand,
};

/** The command. */
export const queueCommand: Command = {
  name: "queue",
  summary: "Leave changes to the next writer, list them, make them now",
  usage: "push CHANGE|list|next|remove ID|count|drain",
  argumentCount: [1, Infinity],
  arguments: [
    ["push", "Leave a change, and print its ID"],
    ["CHANGE", 'A command that changes keys, as in "queue push set server.port 8080", JSON, or "-"'],
    ["list", "Print what is pending, the oldest first; --rejected: what was set aside, and why"],
    ["next", "Print the oldest pending change; exit with 1 if there is none"],
    ["remove", "Remove a change that is pending or was set aside"],
    ["ID", "Its ID, as the list has it"],
    ["count", "Print how many changes are pending"],
    ["drain", "Make all pending changes now; exit with 1 if some had to be set aside"],
  ],
  options: [...CHANGE_OPTIONS, "queue-limit", "timeout", "no-wait", "rejected", ...COMMON_OPTIONS],
  details: [
    "CHANGE has the arguments and options of that command, or is one or more JSON objects; with - it is read from " +
    "standard " +
    "input, in lines as for pawl apply. All of it is made together or not at all. It is durable when push returns. The " +
    "next writer of the file makes it first, in the order of arrival; what cannot be made then, because a " +
    "precondition fails, " +
    "is set aside with the reason, and that writer is told.",
    'A JSON object has "operation", "path" and "value", as for pawl apply, or "rows" for a table: {"operation": "insert", ' +
    '"rows": [{"id": "42", "name": "Ann"}]}. With --json, list and next print the changes in the same words, with id, ' +
    "timestamp, awaited (whether its poster waits for the answer) and taken (whether a writer is making it). Lines " +
    "show no values.",
    "Any program can post a change: write such an object to a hidden file in FILE.queue/ and rename it to a name " +
    "that ends " +
    "with .json. There is room for 100 changes (--queue-limit); then push fails with 8.",
  ],
  examples: [
    "pawl queue push increment deploys -f app.toml",
    `pawl queue push '{"operation": "set", "path": "server.port", "value": 8080}'`,
    "pawl queue list --json",
    "pawl queue drain --timeout 30s",
  ],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const [name = "", ...args] = invocation.args;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const names = Object.keys(COMMANDS);
    const wanted = `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
    throw new UnknownWordError("usage", `Unknown command "queue ${name}": wanted ${wanted}`, name, names);
  }
  return await command.run(invocation.as(command, [], args));
}
