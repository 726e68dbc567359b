/**
 * Runs one command line: the one place that catches errors, prints them and turns them into exit statuses.
 *
 * @module
 */
import { Invocation } from "./command.ts";
import { VERSION } from "../model/version.ts";
import { parseCommandLine } from "./arguments.ts";
import { COMMANDS } from "./command_table.ts";
import { visible } from "./one_line.ts";
import { OPTIONS } from "./options.ts";
import { Interruption, OutputError, type Terminal } from "./terminal.ts";
import { usageError } from "./usage_error.ts";

/**
 * Runs a command line.
 *
 * @param terminal The process, with the command line.
 * @returns What to exit with. It never throws.
 */
export async function run(terminal: Terminal): Promise<number> {
  let invocation: Invocation | undefined;
  try {
    const line = parseCommandLine(terminal.args, OPTIONS);
    const { words: [name, ...args], options } = line;
    if (options.has("version")) return printVersion(terminal);
    if (options.has("help")) return await printHelp(terminal, name);
    if (name === undefined) throw usageError("No command given", 'run "pawl --help" for a list');
    const command = await COMMANDS.load(name);
    if (line.literalCount > 0) {
      (await import("./option_order.ts")).refuseLateOptions(command, line, terminal.args, OPTIONS);
    }
    const isExact = options.has("json") || options.has("null");
    invocation = new Invocation(command, args, options, isExact ? terminal : shielded(terminal), COMMANDS);
    if (!command.isReadOnly) terminal.takeSignals();
    return await command.run(invocation);
  } catch (error) {
    return await fail(error, terminal, invocation);
  }
}

/** What is in a file must not drive the terminal; a pipe gets it as it is. */
function shielded(terminal: Terminal): Terminal {
  const writeOutput = (text: string) => terminal.writeOutput(terminal.showsOutput() ? visible(text) : text);
  return { ...terminal, writeOutput };
}

function printVersion(terminal: Terminal): number {
  terminal.writeOutput(`pawl ${VERSION}\n`);
  return 0;
}

async function printHelp(terminal: Terminal, name: string | undefined): Promise<number> {
  const { helpFor } = await import("./help.ts");
  terminal.writeOutput(await helpFor(name, COMMANDS));
  return 0;
}

async function fail(error: unknown, terminal: Terminal, invocation: Invocation | undefined): Promise<number> {
  if (error instanceof OutputError && error.isClosed) return 0;
  if (error instanceof Interruption) return error.exitCode;
  const { printFailure } = await import("./failure.ts");
  return await printFailure(error, terminal, invocation);
}
