/**
 * `pawl list`: prints everything, one line per value.
 *
 * @module
 */
import { parseKeyArgument } from "../key_argument.ts";
import type { Command, Invocation } from "../command.ts";
import { readDocument } from "../document.ts";
import { lookUp } from "../print/lookup.ts";
import { missingFile, missingValue } from "../missing.ts";
import { COMMON_OPTIONS } from "../options.ts";
import { outputForm, printAs } from "../print/rendering.ts";

/** The command. */
export const listCommand: Command = {
  name: "list",
  summary: "Print all keys with their values, or those below a key",
  usage: "[PREFIX]",
  argumentCount: [0, 1],
  arguments: [["PREFIX", "The table, array or value to print; everything by default"]],
  options: ["output", "null", ...COMMON_OPTIONS],
  details: [
    'Each line is "key = value" with the whole key, as every command takes it. Tables are walked through, and so are ' +
    "arrays of tables; other arrays are values. With --json the values are printed as one nested object.",
    "--output toml or yaml prints a document that says the same without comments, --output csv a table: rows for tables " +
    "in a table or an array, else keys and values.",
  ],
  examples: ["pawl list -f app.toml", "pawl list 'servers[0]'", "pawl list --json", "pawl list feeds --output csv"],
  isReadOnly: true,
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const prefix = invocation.args[0];
  const form = outputForm(invocation, "flat");
  const path = prefix === undefined ? [] : parseKeyArgument(prefix);
  const document = await readDocument(invocation);
  const action = prefix === undefined ? "Cannot list the keys" : `Cannot list "${prefix}"`;
  if (document.root === undefined) throw missingFile(document.path, action);
  const value = lookUp(document.root, path);
  if (value === undefined) throw missingValue(document, path, action);
  await printAs(invocation, form, { path, value }, document.format);
  return 0;
}
