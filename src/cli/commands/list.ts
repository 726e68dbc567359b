/**
 * `pawl list`: prints everything, one line per value.
 *
 * @module
 */
import type { Format } from "../../format/format.ts";
import { type KeyPath, parseKeyPath, printKeyPath } from "../../key_path.ts";
import { isTable, type Value } from "../../value.ts";
import type { Command, Invocation } from "../command.ts";
import { readDocument } from "../document.ts";
import { lookUp } from "../lookup.ts";
import { missingFile, missingValue } from "../missing.ts";
import { COMMON_OPTIONS } from "../options.ts";

/** The command. */
export const listCommand: Command = {
  name: "list",
  summary: "Print all keys with their values, or those below a key",
  usage: "[PREFIX]",
  argumentCount: [0, 1],
  arguments: [["PREFIX", "The table, array or value to print; everything by default"]],
  options: COMMON_OPTIONS,
  details: [
    'Each line is "key = value" with the whole key, as every command takes it. Tables are walked through, and so are ' +
    "arrays of tables; other arrays are values. With --json the values are printed as one nested object.",
  ],
  examples: ["pawl list -f app.toml", "pawl list 'servers[0]'", "pawl list --json"],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const prefix = invocation.args[0];
  const path = prefix === undefined ? [] : parseKeyPath(prefix);
  const document = await readDocument(invocation);
  const action = prefix === undefined ? "Cannot list the keys" : `Cannot list "${prefix}"`;
  if (document.root === undefined) throw missingFile(document.path, action);
  const value = lookUp(document.root, path);
  if (value === undefined) throw missingValue(document, path, action);
  const text = invocation.has("json")
    ? `${(await import("../json.ts")).printJson(value, document.format)}\n`
    : flatten(value, path, document.format).join("");
  invocation.terminal.writeOutput(text);
  return 0;
}

function flatten(value: Value, path: KeyPath, format: Format): string[] {
  const children = childrenOf(value);
  // Nothing is to be said of a document without keys; an empty table elsewhere is a value.
  if (children.length === 0 && path.length === 0) return [];
  if (children.length === 0) return [`${printKeyPath(path)} = ${format.printLiteral(value)}\n`];
  return children.flatMap(([part, child]) => flatten(child, [...path, part], format));
}

function childrenOf(value: Value): [part: string | number, child: Value][] {
  if (isTable(value)) return Object.entries(value);
  return Array.isArray(value) && value.every(isTable) ? [...value.entries()] : [];
}
