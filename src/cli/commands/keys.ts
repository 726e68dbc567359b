/**
 * `pawl keys`: prints the keys of a table.
 *
 * @module
 */
import { PawlError } from "../../model/errors.ts";
import { type KeyPath, printKeyPath } from "../../model/key_path.ts";
import { parseKeyArgument } from "../key_argument.ts";
import { describe, withArticle } from "../../edit/place.ts";
import { withMerged } from "../../model/merge_keys.ts";
import { isTable, type Value } from "../../model/value.ts";
import type { Command, Invocation } from "../command.ts";
import { readDocument } from "../document.ts";
import { lookUp } from "../print/lookup.ts";
import { missingFile, missingValue } from "../missing.ts";
import { visible } from "../one_line.ts";
import { COMMON_OPTIONS } from "../options.ts";
import { outputForm, printAs, printLines } from "../print/rendering.ts";

/** The command. */
export const keysCommand: Command = {
  name: "keys",
  summary: "Print the keys of a table, or of the rows of a CSV file",
  usage: "[PREFIX]",
  argumentCount: [0, 1],
  arguments: [["PREFIX", "The table or the array; the whole document by default"]],
  options: ["output", "null", ...COMMON_OPTIONS],
  details: [
    "Each key is printed as it is, without quotes and without PREFIX. With --output flat it is printed with all that " +
    "leads to it, as every command takes it. The keys of an array are its indices.",
  ],
  examples: [
    'for user in $(pawl keys -f users.csv); do mail "$user"; done',
    "pawl keys feeds --output flat",
  ],
  isReadOnly: true,
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const prefix = invocation.args[0];
  const form = outputForm(invocation, "value");
  const path = prefix === undefined ? [] : parseKeyArgument(prefix);
  const document = await readDocument(invocation);
  const action = prefix === undefined ? "Cannot list the keys" : `Cannot list the keys of "${prefix}"`;
  if (document.root === undefined) throw missingFile(document.path, action);
  const { hasMergeKeys } = document.format;
  const found = lookUp(document.root, path, hasMergeKeys);
  const value = found !== undefined && hasMergeKeys ? withMerged(found) : found;
  if (value === undefined) throw missingValue(document, path, action);
  const keys = keysOf(value, path, `${action} from "${document.path}"`);
  if (form === "value") printLines(invocation, keys.map(String));
  else if (form === "flat") {
    const paths = keys.map((key) => printKeyPath([...path, key]));
    // They are for people; -z is for programs.
    printLines(invocation, invocation.has("null") ? paths : paths.map(visible));
  } else if (form === "csv") await printAs(invocation, form, { path: [], value: keys.map(asRow) }, document.format);
  else await printAs(invocation, form, { path, value: keys.map(asValue) }, document.format);
  return 0;
}

function keysOf(value: Value, path: KeyPath, action: string): (string | number)[] {
  if (Array.isArray(value)) return [...value.keys()];
  if (isTable(value)) return Object.keys(value);
  throw new PawlError("type-mismatch", `${action}: ${describe(path)} is ${withArticle(value)}, not a table`);
}

function asValue(key: string | number): Value {
  return typeof key === "number" ? BigInt(key) : key;
}

function asRow(key: string | number): Value {
  return { key: asValue(key) };
}
