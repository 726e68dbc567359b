/**
 * Prints values in the form that `--output`, `--json` and `--null` ask for.
 *
 * @module
 */
import { formatFor } from "../../format/detect.ts";
import { printDocument } from "../../format/document_text.ts";
import type { Format } from "../../format/format.ts";
import { isTable, type Table, type Value } from "../../model/value.ts";
import type { KeyPath } from "../../model/key_path.ts";
import type { Invocation } from "../command.ts";
import { type Leaf, leavesOf, printLeaf } from "./flat_text.ts";
import { visible } from "../one_line.ts";
import type { OPTIONS } from "../options.ts";
import { usageError } from "../usage_error.ts";

/** A form that values can be printed in. */
export type OutputForm = typeof OPTIONS.output.choices[number];

/**
 * Says in which form a command prints.
 *
 * @param byDefault The form if no option says one.
 * @returns The form.
 * @throws {PawlError} With code `usage` if the options contradict each other.
 */
export function outputForm(invocation: Invocation, byDefault: OutputForm): OutputForm {
  const given = invocation.value("output") as OutputForm | undefined;
  const form = given ?? (invocation.has("json") ? "json" : byDefault);
  if (invocation.has("json") && form !== "json") {
    throw usageError(`Options "--json" and "--output ${form}" cannot be combined`);
  }
  if (invocation.has("null") && form !== "value" && form !== "flat") {
    throw usageError(
      `Options "--null" and "--output ${form}" cannot be combined`,
      "use it with --output value or flat",
    );
  }
  return form;
}

/** Prints lines, each with a line end or, with `--null`, a NUL character. */
export function printLines(invocation: Invocation, lines: readonly string[]): void {
  const end = invocation.has("null") ? "\0" : "\n";
  invocation.terminal.writeOutput(lines.map((line) => line + end).join(""));
}

/**
 * Prints values line by line.
 *
 * @param form `value` for the values alone, `flat` with their keys.
 * @param leaves The values with their keys.
 * @param format The format of their document.
 */
export function printLeaves(
  invocation: Invocation,
  form: "value" | "flat",
  leaves: readonly Leaf[],
  format: Format,
): void {
  if (form === "value") return printLines(invocation, leaves.map(({ value }) => textOf(value, format)));
  const lines = leaves.map((leaf) => printLeaf(leaf, format));
  // They are for people, also through a pager.
  printLines(invocation, invocation.has("null") ? lines : lines.map(visible));
}

/**
 * Prints one value.
 *
 * @param form The form; `value` and `flat` print line by line, as {@linkcode printLeaves} does.
 * @param leaf The value with its key.
 * @param format The format of its document.
 * @throws {PawlError} With code `type-mismatch` if the form has no way to say it.
 */
export async function printAs(invocation: Invocation, form: OutputForm, leaf: Leaf, format: Format): Promise<void> {
  if (form === "value" || form === "flat") {
    return printLeaves(invocation, form, leavesOf(leaf), format);
  }
  invocation.terminal.writeOutput(await printWhole(form, leaf, format));
}

async function printWhole(
  form: Exclude<OutputForm, "value" | "flat">,
  { path, value }: Leaf,
  format: Format,
): Promise<string> {
  switch (form) {
    case "json":
      return `${(await import("./json.ts")).printJson(value, format)}\n`;
    case "csv":
      return (await import("./csv_text.ts")).printCsvText(value, path, format);
    case "yaml":
      return await printDocument(await formatFor("", { format: form }), withoutDates(value, format));
    case "toml":
      return await printToml(value, path);
  }
}

/** What is no table is no TOML document; then the value alone is what can be had. */
async function printToml(value: Value, path: KeyPath): Promise<string> {
  const format = await formatFor("", { format: "toml" });
  const { requireSayable } = await import("./representable.ts");
  requireSayable(format, value, path, "Cannot print TOML");
  return isTable(value) ? await printDocument(format, value) : `${format.printLiteral(value)}\n`;
}

/** YAML has no dates and times; as strings they lose nothing but the name of their type. */
function withoutDates(value: Value, format: Format): Value {
  if (Array.isArray(value)) return value.map((item) => withoutDates(item, format));
  if (isTable(value)) {
    const copy: Table = Object.create(null);
    for (const key of Object.keys(value)) copy[key] = withoutDates(value[key]!, format);
    return copy;
  }
  return typeof value === "object" && value !== null ? format.printLiteral(value) : value;
}

/** A value alone: a string without quotes. */
function textOf(value: Value, format: Format): string {
  return typeof value === "string" ? value : format.printLiteral(value);
}
