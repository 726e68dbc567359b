/**
 * `pawl unset`: removes keys.
 *
 * @module
 */
import type { Change } from "../../model/change.ts";
import { parseKeyArgument } from "../key_argument.ts";
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS, WRITING_OPTIONS } from "../options.ts";
import { runChanges } from "../write.ts";

/** The command. */
export const unsetCommand: Command = {
  name: "unset",
  summary: "Remove keys, all of them or none",
  usage: "KEY [KEY ...]",
  argumentCount: [1, Infinity],
  arguments: [["KEY", "The value, table or array element to remove"]],
  options: ["if-exists", "keep-comment", ...WRITING_OPTIONS, ...COMMON_OPTIONS],
  details: [
    "The comment lines right above a key, without a blank line between, belong to it and go with it.",
  ],
  examples: ["pawl unset server.port -f app.toml", "pawl unset 'servers[-1]'", "pawl unset a b --if-exists"],
  changes,
  run: runChanges,
};

function changes(invocation: Invocation): Change[] {
  // An absent key is exactly what --check asks about, and no reason to fail.
  const ifExists = invocation.has("if-exists") || invocation.has("check");
  const keepComment = invocation.has("keep-comment");
  return invocation.args.map((key) => ({ op: "unset", path: parseKeyArgument(key), ifExists, keepComment }));
}
