/**
 * `pawl get`: prints one value.
 *
 * @module
 */
import type { Format } from "../../format/format.ts";
import { type KeyPath, parseKeyPath } from "../../key_path.ts";
import type { Value } from "../../value.ts";
import type { Command, Invocation } from "../command.ts";
import { type ReadDocument, readDocument } from "../document.ts";
import { lookUp } from "../lookup.ts";
import { COMMON_OPTIONS } from "../options.ts";

/** The command. */
export const getCommand: Command = {
  name: "get",
  summary: "Print the value of a key",
  usage: "KEY",
  argumentCount: [1, 1],
  arguments: [["KEY", 'Where the value is, as in server.port, servers[0].host, paths."/usr/bin"']],
  options: ["default", ...COMMON_OPTIONS],
  details: [
    "A string is printed as it is, any other value as the file would spell it: a table or an array on one line, so " +
    'that "pawl set" takes what "pawl get" prints. "pawl list KEY" prints a table line by line.',
    "With --json, integers keep all their digits; dates, inf and nan are strings.",
  ],
  examples: ["pawl get server.port -f app.toml", "pawl get server --json", "pawl get color --default blue"],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const path = parseKeyPath(invocation.args[0]!);
  const document = await readDocument(invocation);
  const value = document.root === undefined ? undefined : lookUp(document.root, path);
  if (value !== undefined) await print(invocation, document.format, value);
  else await printDefault(invocation, document, path);
  return 0;
}

async function printDefault(invocation: Invocation, document: ReadDocument, path: KeyPath): Promise<void> {
  const { missingValue } = await import("../missing.ts");
  const error = missingValue(document, path, `Cannot get "${invocation.args[0]}"`);
  const text = invocation.value("default");
  if (text === undefined || error.code !== "not-found") throw error;
  if (!invocation.has("json")) invocation.terminal.writeOutput(`${text}\n`);
  else await print(invocation, document.format, document.format.readLiteral(text)?.value ?? text);
}

async function print(invocation: Invocation, format: Format, value: Value): Promise<void> {
  let text: string;
  if (invocation.has("json")) text = (await import("../json.ts")).printJson(value, format);
  else text = typeof value === "string" ? value : format.printLiteral(value);
  invocation.terminal.writeOutput(`${text}\n`);
}
