/**
 * `pawl has`: says by its exit status whether a key is there.
 *
 * @module
 */
import { parseKeyArgument } from "../key_argument.ts";
import type { Command, Invocation } from "../command.ts";
import { readDocument } from "../document.ts";
import { lookUp } from "../print/lookup.ts";
import { COMMON_OPTIONS } from "../options.ts";

/** The command. */
export const hasCommand: Command = {
  name: "has",
  summary: "Exit with 0 if a key exists, with 1 if not",
  usage: "KEY",
  argumentCount: [1, 1],
  arguments: [["KEY", "The key to look for"]],
  options: COMMON_OPTIONS,
  details: ["It prints nothing, and a file that is not there has no keys."],
  examples: ["pawl has server.port || pawl set server.port 8080"],
  isReadOnly: true,
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const path = parseKeyArgument(invocation.args[0]!);
  const { root, format } = await readDocument(invocation);
  return root !== undefined && lookUp(root, path, format.hasMergeKeys) !== undefined ? 0 : 1;
}
