/**
 * What `pawl append` and `pawl prepend` have in common: all but the end of the array.
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import { parseKeyArgument } from "./key_argument.ts";
import type { Command, Invocation } from "./command.ts";
import { COMMON_OPTIONS, WRITING_OPTIONS } from "./options.ts";
import { readElements } from "./value_inputs.ts";
import { runChanges } from "./write.ts";

/**
 * Makes a command that puts elements into an array.
 *
 * @param name The command's name, which is that of its change.
 * @param place Where it puts them, seen from the others.
 * @returns The command.
 */
export function extendingCommand(name: "append" | "prepend", place: "after" | "before"): Command {
  return {
    name,
    summary: `Put elements ${place} the others of an array; create it if absent`,
    usage: "KEY VALUE ... | KEY FIELD=VALUE ...",
    argumentCount: [1, Infinity],
    arguments: [
      ["KEY", "The array"],
      ["VALUE", "A new element; it takes the type of the others if they all have the same"],
      ["FIELD", "A key of the new element, which is a table"],
    ],
    options: [
      "type",
      "force-type",
      "unique",
      "from-file",
      "fields",
      "no-fields",
      ...WRITING_OPTIONS,
      ...COMMON_OPTIONS,
    ],
    details: [
      "Several VALUEs are several elements in this order. FIELD=VALUE arguments are one, a table, if the elements of the " +
      "array are tables, or with --fields; otherwise, and in a new or empty array, each is a VALUE.",
    ],
    examples: [
      `pawl ${name} tags new 'on sale' -f app.toml`,
      `pawl ${name} tags new --unique`,
      `pawl ${name} servers name=a port=1 --fields`,
    ],
    changes: (invocation) => changes(name, invocation),
    run: runChanges,
  };
}

async function changes(op: "append" | "prepend", invocation: Invocation): Promise<Change[]> {
  const [key, ...words] = invocation.args;
  const path = parseKeyArgument(key!);
  const elements = await readElements(invocation, key!, words);
  return [{ op, path, ...elements, unique: invocation.has("unique"), force: invocation.has("force-type") }];
}
