/**
 * `pawl convert`: writes what one file says into another, in another format.
 *
 * @module
 */
import { equalValues, type Value } from "../../model/value.ts";
import { PawlError } from "../../model/errors.ts";
import type { FormatOptions } from "../../format/detect.ts";
import { printDocument } from "../../format/document_text.ts";
import type { Format } from "../../format/format.ts";
import type { Snapshot } from "../../store/snapshot.ts";
import type { Command, Invocation } from "../command.ts";
import { describeSource, readInputText, streamFormat } from "../input_text.ts";
import { STANDARD_STREAM } from "../terminal.ts";
import { COMMON_OPTIONS, type OptionName, TEXT_WRITING_OPTIONS } from "../options.ts";
import { requireNoTags, requireSayable } from "../print/representable.ts";
import { formatOptions } from "../settings.ts";
import { writeText } from "../write_text.ts";

/** Keys of a file that is written as a whole are nobody's condition, and it has no format but its own. */
const OTHER_OPTIONS: readonly OptionName[] = ["file", "format", "if-absent", "if-present", "if-value"];
const OPTIONS = [...TEXT_WRITING_OPTIONS, ...COMMON_OPTIONS].filter((option) => !OTHER_OPTIONS.includes(option));

/** The command. */
export const convertCommand: Command = {
  name: "convert",
  summary: "Write the content of a file to another, in its format",
  usage: "FROM TO",
  argumentCount: [2, 2],
  arguments: [
    ["FROM", 'The file to read; "-" is standard input, with --from'],
    ["TO", 'The file to write; "-" is standard output, with --to'],
  ],
  options: ["from", "to", "force", ...OPTIONS],
  details: [
    "Every value stays what it is, or nothing is written: YAML and JSON have no dates, TOML has no null, and a CSV " +
    "table holds nothing but strings in rows and columns. Comments and the name of the key column of a CSV file stay " +
    "behind, and a note says so.",
    "TO must not exist yet, unless it already says the same or --force is given.",
  ],
  examples: ["pawl convert app.toml app.yaml", "pawl convert users.csv - --to json"],
  fileArgument: 1,
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const [from, to] = invocation.args as [string, string];
  const { format: _, ...csvOptions } = formatOptions(invocation);
  const source = await streamFormat(invocation, from, "from", csvOptions);
  const text = await readInputText(invocation.terminal, from, "Cannot read a document");
  const name = from === STANDARD_STREAM ? "standard input" : from;
  const value = source.parse(text, name);
  const keyColumn = source.name === "csv" ? await keyColumnOf(text, csvOptions, name) : undefined;
  const target = await streamFormat(invocation, to, "to", { keyColumn, ...definedOnly(csvOptions) });
  const action = `Cannot convert ${describeSource(from)} to ${to === STANDARD_STREAM ? "standard output" : `"${to}"`}`;
  requireNoTags(source, text, action);
  const result = await print(target, value, action);
  const status = await write(invocation, target, result);
  // What was not written has lost nothing.
  noteLosses(invocation, source.comments(text).length, target.name === "csv" ? undefined : keyColumn);
  return status;
}

async function write(invocation: Invocation, target: Format, result: string): Promise<number> {
  const to = invocation.args[1]!;
  if (to !== STANDARD_STREAM) {
    return await writeText(invocation, to, target, (before) => replace(before, result, invocation));
  }
  invocation.terminal.writeOutput(result);
  return 0;
}

function definedOnly(options: FormatOptions): FormatOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

async function keyColumnOf(text: string, options: FormatOptions, name: string): Promise<string | undefined> {
  const { readTable } = await import("../../format/csv/table.ts");
  const { columns, keyIndex, dialect } = readTable(text, options, name);
  return dialect.hasHeader ? columns[keyIndex] : undefined;
}

async function print(format: Format, value: Value, action: string): Promise<string> {
  requireSayable(format, value, [], action);
  let text: string;
  try {
    text = await printDocument(format, value);
  } catch (error) {
    if (!(error instanceof PawlError)) throw error;
    throw new PawlError(error.code, `${action}: ${error.message}`, { cause: error });
  }
  // The proof that nothing gets lost is that the format's own reader finds all of it again.
  if (equalValues(value, format.parse(text, "the result"))) return text;
  throw new PawlError("type-mismatch", `${action}: the result would say something else`);
}

function noteLosses(invocation: Invocation, commentCount: number, keyColumn: string | undefined): void {
  if (commentCount > 0) {
    invocation.note(`${commentCount === 1 ? "1 comment is" : `${commentCount} comments are`} not kept`);
  }
  if (keyColumn !== undefined) invocation.note(`the name of the key column, "${keyColumn}", is not kept`);
}

function replace({ exists, text }: Snapshot, result: string, invocation: Invocation): string {
  if (!exists || text === result || invocation.has("force")) return result;
  throw new PawlError("exists", `Cannot write "${invocation.args[1]}": it exists already, with other content`, {
    hint: "pass --force to replace it",
  });
}
