/**
 * Tells options that came too late from values that begin with a dash, and shows the line as it would work.
 *
 * @module
 */
import type { CommandLine } from "./arguments.ts";
import type { Command } from "./command.ts";
import type { OptionTable } from "./options.ts";
import { usageError } from "./usage_error.ts";

/**
 * Refuses an option behind `--`: it would be taken for a key or a value, and the file that it names would not be the one
 * that is changed.
 *
 * @param command The command, which says what its options are.
 * @param line The command line, whose last words stand behind `--`.
 * @param args The same as it was typed.
 * @param start What stands before it, for the hint.
 * @throws {PawlError} With code `usage`.
 */
export function refuseLateOptions(
  command: Command,
  line: CommandLine,
  args: readonly string[],
  table: OptionTable,
  start = "pawl ",
): void {
  if (command.takesCommandLine || line.literalCount === 0) return;
  const own = Object.fromEntries(command.options.flatMap((name) => table[name] ? [[name, table[name]]] : []));
  const late = line.words.slice(-line.literalCount).find((word) => nameOf(word, own) !== undefined);
  if (late === undefined) return;
  const asText = `write ${shellQuoted(`"${late}"`)} for the text itself`;
  const fits = canMove(late, line, own);
  const hint = fits ? `put options first: ${start}${orderedLine(args, own)}; or ${asText}` : asText;
  throw usageError(`Cannot use "${late}" behind "--": it is an option`, hint);
}

/** Whether an option has its values with it and is not given yet. */
function canMove(late: string, { words, options }: CommandLine, table: OptionTable): boolean {
  const name = nameOf(late, table)!;
  const wanted = late.includes("=") || table[name]!.isValueOptional ? 0 : table[name]!.values?.length ?? 0;
  return !options.has(name) && words.length - words.lastIndexOf(late) > wanted;
}

/**
 * The same command line with its options first, and `--` before the first other word that begins with a dash.
 *
 * @param args The command line as it was typed.
 * @param table The options there are.
 * @returns A line to be pasted into a shell, without the program's name.
 */
export function orderedLine(args: readonly string[], table: OptionTable): string {
  const options: string[] = [];
  const words: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const name = nameOf(args[index]!, table);
    if (name === undefined) {
      if (args[index] !== "--") words.push(args[index]!);
      continue;
    }
    const { values = [], isValueOptional } = table[name]!;
    const count = isValueOptional ? 0 : Math.max(0, values.length - (args[index]!.includes("=") ? 1 : 0));
    options.push(...args.slice(index, index + count + 1));
    index += count;
  }
  const dash = words.findIndex((word) => word.startsWith("-") && word !== "-");
  const first = dash < 0 ? words.length : dash;
  // What comes right behind the command is a key, which needs quotes of its own.
  const rest = first === 1 ? [`"${words[1]}"`, ...words.slice(2)] : words.slice(first);
  const line = [...words.slice(0, 1), ...options, ...words.slice(1, first)];
  const mark = rest.some((word) => word.startsWith("-")) ? ["--"] : [];
  return [...line, ...mark, ...rest].map(shellQuoted).join(" ");
}

/** The option that an argument is, alone or with `=` and its value. */
function nameOf(argument: string, table: OptionTable): string | undefined {
  const word = argument.split("=", 1)[0]!;
  if (word.startsWith("--")) return Object.hasOwn(table, word.slice(2)) ? word.slice(2) : undefined;
  return Object.keys(table).find((name) => table[name]!.short !== undefined && word === `-${table[name]!.short}`);
}

function shellQuoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
