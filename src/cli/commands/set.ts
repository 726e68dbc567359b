/**
 * `pawl set`: gives keys their values.
 *
 * @module
 */
import type { Change } from "../../model/change.ts";
import { parseKeyArgument } from "../key_argument.ts";
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS, WRITING_OPTIONS } from "../options.ts";
import { usageError } from "../usage_error.ts";
import { readFileInput, readInput, requireOneStandardInput } from "../value_inputs.ts";
import { runChanges } from "../write.ts";

/** The command. */
export const setCommand: Command = {
  name: "set",
  summary: "Set the values of keys, all of them or none",
  usage: "KEY VALUE [KEY VALUE ...]",
  argumentCount: [1, Infinity],
  arguments: [
    ["KEY", 'What to set, as in server.port, servers[0].host, paths."/usr/bin"; missing tables are created'],
    ["VALUE", 'The new value; "-" reads it from standard input, so that a secret appears in no process list'],
  ],
  options: ["type", "force-type", "from-file", ...WRITING_OPTIONS, ...COMMON_OPTIONS],
  details: [
    "A value keeps its type: over a string any VALUE is a string, and over an integer only an integer will do, unless " +
    "--type or --force-type says otherwise. A new key takes VALUE as the format reads it (8080, true, [1, 2], " +
    "1979-05-27), otherwise as a string.",
    "A YAML scalar keeps its tag. --type yaml takes VALUE as YAML source, which may have a tag of its own.",
    "The line end at the end of standard input or of the file of --from-file is not part of the value. Entirely " +
    "empty standard input is an error, because the program before the pipe may have failed.",
  ],
  examples: [
    "pawl set server.port 8080 -f app.toml",
    "pawl set title 'My page' owner.name Ann",
    "pawl set version 1.10 --type string",
    "pawl set db.password '!secret db' --type yaml -f app.yaml",
    "pass show api | pawl set api.token - --private",
    "pawl set tls.certificate --from-file server.pem",
    "pawl set state ready --if-value state starting",
  ],
  changes,
  run: runChanges,
};

async function changes(invocation: Invocation): Promise<Change[]> {
  const { args } = invocation;
  const file = invocation.value("from-file");
  requireOneStandardInput(invocation, args.filter((_, index) => index % 2 === 1));
  const isEven = args.length % 2 === 0;
  if (isEven && file !== undefined) {
    throw usageError('Option "--from-file" gives the last key its value, and each key has one', SET_HINT);
  }
  if (!isEven && file === undefined) {
    throw usageError(`Too few arguments for "set": key "${args.at(-1)}" has no value`, SET_HINT);
  }
  const keys = args.filter((_, index) => index % 2 === 0);
  const paths = keys.map(parseKeyArgument);
  const force = invocation.has("force-type");
  const sets: Change[] = [];
  for (const [index, path] of paths.entries()) {
    const word = args[2 * index + 1];
    const value = await (word === undefined
      ? readFileInput(invocation, keys[index]!, file!)
      : readInput(invocation, keys[index]!, word));
    sets.push({ op: "set", path, value, force });
  }
  return sets;
}

const SET_HINT = 'use it as "pawl set KEY VALUE"';
