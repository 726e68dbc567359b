/**
 * `pawl update`: changes a key that is there.
 *
 * @module
 */
import type { Change } from "../../model/change.ts";
import { parseKeyArgument } from "../key_argument.ts";
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS, WRITING_OPTIONS } from "../options.ts";
import { readTableOrValue } from "../value_inputs.ts";
import { runChanges } from "../write.ts";

/** The command. */
export const updateCommand: Command = {
  name: "update",
  summary: "Change a key; fail with 3 if it does not exist",
  usage: "KEY VALUE | KEY FIELD=VALUE ...",
  argumentCount: [1, Infinity],
  arguments: [
    ["KEY", "What to change"],
    ["VALUE", 'Its new value, as "pawl set" reads it'],
    ["FIELD", "A key of the table, or a column of the row; the other fields stay as they are"],
  ],
  options: ["type", "force-type", "from-file", "fields", "no-fields", ...WRITING_OPTIONS, ...COMMON_OPTIONS],
  details: ['Fields are told from values as "pawl help add" says.'],
  examples: [
    "pawl update users.alice age=4 -f app.toml",
    "pawl update server.port 8081",
    "pawl update 'servers[0]' host=example.org port=443",
  ],
  changes,
  run: runChanges,
};

async function changes(invocation: Invocation): Promise<Change[]> {
  const path = parseKeyArgument(invocation.args[0]!);
  return [{ op: "update", path, value: await readTableOrValue(invocation), force: invocation.has("force-type") }];
}
