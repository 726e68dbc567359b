/**
 * `pawl get`: prints values.
 *
 * @module
 */
import type { KeyPath } from "../../model/key_path.ts";
import { parseKeyArgument } from "../key_argument.ts";
import { withMerged } from "../../model/merge_keys.ts";
import type { Table, Value } from "../../model/value.ts";
import type { Format } from "../../format/format.ts";
import type { Command, Invocation } from "../command.ts";
import { type ReadDocument, readDocument } from "../document.ts";
import { type Leaf, leavesOf } from "../print/flat_text.ts";
import { lookUp } from "../print/lookup.ts";
import { COMMON_OPTIONS } from "../options.ts";
import { type OutputForm, outputForm, printAs, printLeaves } from "../print/rendering.ts";

/** The command. */
export const getCommand: Command = {
  name: "get",
  summary: "Print the values of keys",
  usage: "KEY [KEY ...]",
  argumentCount: [1, Infinity],
  arguments: [["KEY", 'Where the value is, as in server.port, servers[0].host, paths."/usr/bin"']],
  options: ["default", "with-etag", "output", "null", ...COMMON_OPTIONS],
  details: [
    "A string is printed as it is, any other value as the file would spell it: a table or an array on one line, so " +
    'that "pawl set" takes what "pawl get" prints. "pawl list KEY" prints a table line by line.',
    "With --json, integers keep all their digits; dates, inf and nan are strings. Several keys are printed one line each; " +
    "with --json, toml, yaml and csv as one table with the KEYs as they were typed.",
    "With --with-etag --json it prints an object with value, etag and rev, all of one version of the file: what --if-match " +
    "and --expect-rev want to know. The rev of a file that is not managed is null.",
  ],
  examples: [
    "pawl get server.port -f app.toml",
    "pawl get server --json",
    "pawl get color --default blue",
    "pawl get a b -z",
  ],
  isReadOnly: true,
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const paths = invocation.args.map(parseKeyArgument);
  const form = outputForm(invocation, "value");
  const document = await readDocument(invocation);
  const { format, root } = document;
  const leaves: Leaf[] = [];
  for (const [index, path] of paths.entries()) {
    const found = root === undefined ? undefined : lookUp(root, path, format.hasMergeKeys);
    // A null is a value, too.
    const value = found !== undefined
      ? seen(found, format)
      : await defaultValue(invocation, document, index, path, form);
    leaves.push({ path, value });
  }
  if (invocation.has("with-etag")) {
    const { value } = leaves.length === 1 ? leaves[0]! : asTable(leaves, invocation.args);
    return (await import("../print/versioned_value.ts")).printVersioned(invocation, document, value, form);
  }
  if (form === "value") printLeaves(invocation, form, leaves, format);
  else if (form === "flat") printLeaves(invocation, form, leaves.flatMap(leavesOf), format);
  else await printAs(invocation, form, leaves.length === 1 ? leaves[0]! : asTable(leaves, invocation.args), format);
  return 0;
}

/** What readers of the document see. */
function seen(value: Value, { hasMergeKeys }: Format): Value {
  return hasMergeKeys ? withMerged(value) : value;
}

async function defaultValue(
  invocation: Invocation,
  document: ReadDocument,
  index: number,
  path: KeyPath,
  form: OutputForm,
): Promise<Value> {
  const text = invocation.value("default");
  if (text === undefined) {
    const { missingValue } = await import("../missing.ts");
    throw missingValue(document, path, `Cannot get "${invocation.args[index]}"`);
  }
  return form === "value" ? text : document.format.readLiteral(text)?.value ?? text;
}

function asTable(leaves: readonly Leaf[], keys: readonly string[]): Leaf {
  const value: Table = Object.create(null);
  for (const [index, leaf] of leaves.entries()) value[keys[index]!] = leaf.value;
  return { path: [], value };
}
