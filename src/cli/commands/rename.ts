/**
 * `pawl rename`: gives a key another name.
 *
 * @module
 */
import type { Change } from "../../model/change.ts";
import { parseKeyArgument } from "../key_argument.ts";
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS, WRITING_OPTIONS } from "../options.ts";
import { runChanges } from "../write.ts";

/** The command. */
export const renameCommand: Command = {
  name: "rename",
  summary: "Rename a key; its value, position and comments stay",
  usage: "OLD NEW",
  argumentCount: [2, 2],
  arguments: [
    ["OLD", "The key as it is"],
    ["NEW", "The new key: the whole key, in the same table, not existing yet"],
  ],
  options: ["if-exists", ...WRITING_OPTIONS, ...COMMON_OPTIONS],
  examples: [
    "pawl rename server.prot server.port -f app.toml",
    "pawl rename alice bob -f users.csv",
    "pawl rename prot port --if-exists",
  ],
  changes,
  run: runChanges,
};

function changes(invocation: Invocation): Change[] {
  const [from, to] = invocation.args.map(parseKeyArgument);
  return [{ op: "rename", path: from!, to: to!, ifExists: invocation.has("if-exists") }];
}
