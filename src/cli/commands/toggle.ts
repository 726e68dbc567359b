/**
 * `pawl toggle`: turns true into false and false into true.
 *
 * @module
 */
import type { Change } from "../../model/change.ts";
import { parseKeyArgument } from "../key_argument.ts";
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS, WRITING_OPTIONS } from "../options.ts";
import { runValueChange } from "../write.ts";

/** The command. */
export const toggleCommand: Command = {
  name: "toggle",
  summary: "Turn true into false and false into true",
  usage: "KEY",
  argumentCount: [1, 1],
  arguments: [["KEY", "The boolean; it has to be there"]],
  options: [...WRITING_OPTIONS, ...COMMON_OPTIONS],
  details: ['With --json what it has become is printed as "value".'],
  examples: ["pawl toggle server.debug -f app.toml"],
  changes,
  run: runValueChange,
};

function changes(invocation: Invocation): Change[] {
  return [{ op: "toggle", path: parseKeyArgument(invocation.args[0]!) }];
}
