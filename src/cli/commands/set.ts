/**
 * `pawl set`: gives keys their values.
 *
 * @module
 */
import type { Change, InputType } from "../../change.ts";
import { parseKeyPath } from "../../key_path.ts";
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS, WRITING_OPTIONS } from "../options.ts";
import { usageError } from "../usage_error.ts";
import { applyChanges } from "../write.ts";

/** The command. */
export const setCommand: Command = {
  name: "set",
  summary: "Set the values of keys, all of them or none",
  usage: "KEY VALUE [KEY VALUE ...]",
  argumentCount: [2, Infinity],
  arguments: [
    ["KEY", 'What to set, as in server.port, servers[0].host, paths."/usr/bin"; missing tables are made'],
    ["VALUE", 'The new value; "-" reads it from standard input, so that a secret is in no process list'],
  ],
  options: ["type", "force-type", ...WRITING_OPTIONS, ...COMMON_OPTIONS],
  details: [
    "A value keeps its type: over a string any VALUE is a string, and over an integer only an integer will do, unless " +
    "--type or --force-type says otherwise. A new key takes VALUE as the format reads it (8080, true, [1, 2], " +
    "1979-05-27), else as a string.",
    "The line end at the end of standard input is not part of the value.",
  ],
  examples: [
    "pawl set server.port 8080 -f app.toml",
    "pawl set title 'My page' owner.name Ann",
    "pawl set version 1.10 --type string",
    "pass show api | pawl set api.token - --private",
  ],
  run,
};

const STANDARD_INPUT = "-";
const MAX_INPUT_SIZE_BYTES = 64 * 1024 * 1024;

async function run(invocation: Invocation): Promise<number> {
  const { args } = invocation;
  if (args.length % 2 !== 0) {
    throw usageError(
      `Too few arguments for "set": key "${args.at(-1)}" has no value`,
      'use it as "pawl set KEY VALUE"',
    );
  }
  const keys = args.filter((_, index) => index % 2 === 0);
  const texts = args.filter((_, index) => index % 2 === 1);
  if (texts.filter((text) => text === STANDARD_INPUT).length > 1) {
    throw usageError('Value "-" is given twice: standard input holds only one value');
  }
  const paths = keys.map(parseKeyPath);
  const type = (invocation.value("type") ?? "auto") as InputType;
  const changes: Change[] = [];
  for (const [index, path] of paths.entries()) {
    const text = texts[index] === STANDARD_INPUT ? await readValue(invocation, keys[index]!) : texts[index]!;
    changes.push({ op: "set", path, value: { text, type }, force: invocation.has("force-type") });
  }
  return await applyChanges(invocation, changes);
}

async function readValue(invocation: Invocation, key: string): Promise<string> {
  const bytes = await invocation.terminal.readInput(MAX_INPUT_SIZE_BYTES);
  const action = `Cannot read the value of "${key}" from standard input`;
  if (bytes.length > MAX_INPUT_SIZE_BYTES) throw usageError(`${action}: it has more than 64 MiB`);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes).replace(/\r?\n$/, "");
  } catch {
    throw usageError(`${action}: it is not UTF-8`);
  }
}
