/**
 * Reads the lines of a transaction: JSON objects and command lines, one change or more each.
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import { parseChanges } from "../model/change_json.ts";
import { parseCommandLine } from "./arguments.ts";
import { type Command, type CommandTable, Invocation } from "./command.ts";
import { errorAtLine } from "./line_error.ts";
import { refuseLateOptions } from "./option_order.ts";
import { OPTIONS, PRECONDITION_OPTIONS } from "./options.ts";
import { splitShellWords } from "./shell_words.ts";
import type { Terminal } from "./terminal.ts";
import { usageError } from "./usage_error.ts";
import { preconditions } from "./write.ts";

/** What a text asks of a document. */
export interface Transaction {
  /** The changes, in order. */
  readonly changes: readonly Change[];
  /** The line that each of them stands in, from 1. */
  readonly lines: readonly number[];
}

/** The options that say what a change is; all others say how the file is changed, which is one matter for all lines. */
const LINE_OPTIONS = Object.fromEntries(
  ([
    "type",
    "force-type",
    "fields",
    "no-fields",
    "unique",
    "by",
    "if-exists",
    "keep-comment",
    ...PRECONDITION_OPTIONS,
  ] as const)
    .map((name) => [name, OPTIONS[name]]),
) as Partial<typeof OPTIONS>;

/** How many lines are read between two reports. */
const REPORT_INTERVAL = 1000;

/**
 * Reads a transaction.
 *
 * @param text Its lines; empty ones and those that begin with `#` mean nothing.
 * @param commands All commands.
 * @param report Told from time to time how many lines have been read.
 * @returns The changes.
 * @throws {PawlError} With code `usage` for a line that makes no sense; the message says which.
 */
export async function readTransaction(
  text: string,
  terminal: Terminal,
  commands: CommandTable,
  report: (lineCount: number) => void,
): Promise<Transaction> {
  const changes: Change[] = [];
  const lines: number[] = [];
  const lineTexts = text.replace(/^\ufeff/, "").split(/\r?\n/);
  for (const [index, line] of lineTexts.entries()) {
    if (index > 0 && index % REPORT_INTERVAL === 0) report(index);
    try {
      for (const change of await readLine(line, terminal, commands)) {
        changes.push(change);
        lines.push(index + 1);
      }
    } catch (error) {
      throw errorAtLine(error, index + 1);
    }
  }
  return { changes, lines };
}

async function readLine(line: string, terminal: Terminal, commands: CommandTable): Promise<readonly Change[]> {
  if (/^\s*[{[]/.test(line)) return parseChanges(line);
  const words = splitShellWords(line);
  const commandLine = parseCommandLine(words, LINE_OPTIONS);
  const { words: [name, ...args], options } = commandLine;
  if (name === undefined) {
    if (options.size > 0) throw usageError("No command given", "begin the line with a command such as set");
    return [];
  }
  const command = await findChangeCommand(name, commands);
  refuseLateOptions(command, commandLine, words, OPTIONS, "");
  const invocation = new Invocation(command, args, options, { ...terminal, readInput: refuseInput }, commands);
  return [...await preconditions(invocation), ...await command.changes!(invocation)];
}

/**
 * Finds a command that is a number of changes.
 *
 * @param name Its name or alias.
 * @param commands All commands.
 * @returns The command.
 * @throws {PawlError} With code `usage` if there is none of that name, or it does something else.
 */
export async function findChangeCommand(name: string, commands: CommandTable): Promise<Command> {
  const command = await commands.load(name);
  if (command.changes !== undefined) return command;
  throw usageError(
    `Command "${name}" cannot stand in a transaction`,
    'use commands that change keys, such as set, unset and append; "pawl help apply" lists them',
  );
}

/** Standard input may be the transaction itself, and there is only one for all lines. */
function refuseInput(): Promise<never> {
  const hint = `write {"op": "set", "path": "KEY", "value": "-"} if "-" is the value itself`;
  return Promise.reject(
    usageError('Value "-" stands for standard input, which no line of a transaction can read', hint),
  );
}
