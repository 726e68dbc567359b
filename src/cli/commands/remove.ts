/**
 * `pawl remove`: takes elements out of an array by value.
 *
 * @module
 */
import type { Change } from "../../model/change.ts";
import { parseKeyArgument } from "../key_argument.ts";
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS, WRITING_OPTIONS } from "../options.ts";
import { readElements } from "../value_inputs.ts";
import { runChanges } from "../write.ts";

/** The command. */
export const removeCommand: Command = {
  name: "remove",
  summary: "Remove all elements of an array that equal a value",
  usage: "KEY VALUE ... | KEY FIELD=VALUE ...",
  argumentCount: [1, Infinity],
  arguments: [
    ["KEY", "The array"],
    ["VALUE", "An element to remove, wherever it stands in the array"],
    ["FIELD", "A key of the element to remove, which is a table with exactly these keys"],
  ],
  options: [
    "type",
    "if-exists",
    "keep-comment",
    "from-file",
    "fields",
    "no-fields",
    ...WRITING_OPTIONS,
    ...COMMON_OPTIONS,
  ],
  details: [
    "An element is removed by its index with \"pawl unset 'KEY[N]'\".",
    "FIELD=VALUE arguments are one table if such a table is in the array, or with --fields; otherwise each is a VALUE.",
    "The comment lines right above an element, without a blank line between, belong to it and go with it.",
  ],
  examples: ["pawl remove tags old -f app.toml", "pawl remove servers name=a port=1 --if-exists"],
  changes,
  run: runChanges,
};

async function changes(invocation: Invocation): Promise<Change[]> {
  const [key, ...words] = invocation.args;
  const path = parseKeyArgument(key!);
  const elements = await readElements(invocation, key!, words);
  // An absent element is exactly what --check asks about, and no reason to fail.
  const ifExists = invocation.has("if-exists") || invocation.has("check");
  return [{ op: "remove", path, ...elements, ifExists, keepComment: invocation.has("keep-comment") }];
}
