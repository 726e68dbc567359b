/**
 * `pawl add`: makes a key that is not there yet.
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
export const addCommand: Command = {
  name: "add",
  summary: "Create a key; fail with 3 if it exists already",
  usage: "KEY VALUE | KEY FIELD=VALUE ...",
  argumentCount: [1, Infinity],
  arguments: [
    ["KEY", "What to create; missing tables above it are created, too"],
    ["VALUE", 'Its value, as "pawl set" reads it'],
    ["FIELD", "A key of the new table, or a column of the new row of a CSV file"],
  ],
  options: ["type", "from-file", "fields", "no-fields", ...WRITING_OPTIONS, ...COMMON_OPTIONS],
  details: [
    "Of many processes that add one key at once, exactly one succeeds.",
    "An argument that begins with one key and = is a field, and FIELD= gives it the empty text. A single argument that " +
    "only ends in = or == is a value, because Base64 does, except for a table that exists and for a row of a CSV file. " +
    "Pass --no-fields if a=b is meant as a value, and --fields if a= alone is meant as a field.",
  ],
  examples: [
    "pawl add users.alice email=alice@example.org age=3 -f app.toml",
    "pawl add alice email=alice@example.org -f users.csv",
    "pawl add leader \"$(hostname)\" && echo 'we lead'",
    "pawl add query a=b --no-fields",
  ],
  changes,
  run: runChanges,
};

async function changes(invocation: Invocation): Promise<Change[]> {
  const path = parseKeyArgument(invocation.args[0]!);
  return [{ op: "add", path, value: await readTableOrValue(invocation) }];
}
