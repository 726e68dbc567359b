/**
 * `pawl insert`: puts an element into an array at an index.
 *
 * @module
 */
import type { Change } from "../../model/change.ts";
import { printKeyPath } from "../../model/key_path.ts";
import { parseKeyArgument } from "../key_argument.ts";
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS, WRITING_OPTIONS } from "../options.ts";
import { usageError } from "../usage_error.ts";
import { readNewElement } from "../value_inputs.ts";
import { runChanges } from "../write.ts";

/** The command. */
export const insertCommand: Command = {
  name: "insert",
  summary: "Put an element into an array, before the one at that index",
  usage: "KEY[N] VALUE | KEY[N] FIELD=VALUE ...",
  argumentCount: [1, Infinity],
  arguments: [
    ["KEY", "The array; it is created if it is absent and N is 0"],
    ["N", "The index that the new element gets, from 0; -1 is before the last element"],
    ["VALUE", "The new element; it takes the type of the others if they all have the same"],
    ["FIELD", "A key of the new element, which is a table"],
  ],
  options: ["type", "force-type", "from-file", "fields", "no-fields", ...WRITING_OPTIONS, ...COMMON_OPTIONS],
  details: [
    "FIELD=VALUE is a field if the elements are tables, if there are several, or with --fields; else it is a value.",
  ],
  examples: ["pawl insert 'tags[0]' first -f app.toml", "pawl insert 'servers[1]' name=b port=2"],
  changes,
  run: runChanges,
};

async function changes(invocation: Invocation): Promise<Change[]> {
  const path = parseKeyArgument(invocation.args[0]!);
  if (typeof path.at(-1) !== "number") {
    const key = printKeyPath(path);
    throw usageError(`Cannot insert at "${key}": it does not end in an index`, `write "${key}[0]" for its beginning`);
  }
  return [{ op: "insert", path, value: await readNewElement(invocation), force: invocation.has("force-type") }];
}
