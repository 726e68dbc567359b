/**
 * Reads a command line against the option definitions.
 *
 * Nothing is guessed: whether a word is the value of the option before it is known from the definitions, `-5` is a
 * word, and everything that does not fit is refused with the exact reason. (`parseArgs` of the standard library takes
 * `-5` for an option and the next word for the value of an unknown one; behind a pass that prevents this it has nothing
 * left to do, and costs 0.6 ms at every start.)
 *
 * @module
 */
import type { OptionDefinition, OptionTable } from "./options.ts";
import { UnknownOptionError, UnknownWordError, usageError } from "./usage_error.ts";

/** A command line that fits the option definitions. */
export interface CommandLine<Name extends string = string> {
  /** The words that are neither options nor values of options, in order. */
  readonly words: readonly string[];
  /** The options that were given, with their values one after the other; a switch has none. */
  readonly options: ReadonlyMap<Name, readonly string[]>;
  /** How many of the words, the last ones, stand behind `--`. */
  readonly literalCount: number;
}

/**
 * Reads a command line.
 *
 * @param args The arguments, without the program's name.
 * @param table The options there are.
 * @returns Its words and options.
 * @throws {PawlError} With code `usage` for an unknown option, a missing, surplus or impossible value, and an option
 * that is given twice.
 */
export function parseCommandLine<Table extends OptionTable>(
  args: readonly string[],
  table: Table,
): CommandLine<keyof Table & string> {
  const words: string[] = [];
  const options = new Map<string, string[]>();
  const queue = new ArgumentQueue(args);
  let literals: readonly string[] = [];
  for (let argument = queue.take(); argument !== undefined; argument = queue.take()) {
    if (argument === "--") literals = queue.rest();
    else if (!looksLikeOption(argument)) words.push(argument);
    else for (const option of optionsIn(argument, table, args)) readOption(option, table, queue, options);
  }
  words.push(...literals);
  return { words, options: options as Map<keyof Table & string, string[]>, literalCount: literals.length };
}

function readOption(
  { name, label, inlineValue }: GivenOption,
  table: OptionTable,
  queue: ArgumentQueue,
  options: Map<string, string[]>,
): void {
  const definition = table[name]!;
  const earlier = options.get(name);
  if (earlier !== undefined && !definition.isRepeatable) throw usageError(`Option "${label}" is given twice`);
  const values = takeValues(definition, label, inlineValue, queue);
  options.set(name, earlier === undefined ? values : [...earlier, ...values]);
}

/** The arguments that are still to be read. */
class ArgumentQueue {
  readonly #args: readonly string[];
  #next = 0;

  constructor(args: readonly string[]) {
    this.#args = args;
  }

  peek(): string | undefined {
    return this.#args[this.#next];
  }

  take(): string | undefined {
    return this.#args[this.#next++];
  }

  rest(): readonly string[] {
    const rest = this.#args.slice(this.#next);
    this.#next = this.#args.length;
    return rest;
  }
}

/** `-` is a word (standard input), and so is what only a negative number can be; no option is called by a digit. */
function looksLikeOption(argument: string): boolean {
  if (!argument.startsWith("-") || argument === "-") return false;
  return !isDigit(argument[argument[1] === "." ? 2 : 1]) && argument !== "-inf" && argument !== "-nan";
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= "0" && character <= "9";
}

/** An option as it stands in one argument. */
interface GivenOption {
  readonly name: string;
  /** As it was typed, for messages. */
  readonly label: string;
  /** What is bound to it in the same argument. */
  readonly inlineValue: string | undefined;
}

function optionsIn(argument: string, table: OptionTable, args: readonly string[]): GivenOption[] {
  return argument.startsWith("--") ? [longOption(argument, table, args)] : shortOptions(argument, table, args);
}

function longOption(argument: string, table: OptionTable, args: readonly string[]): GivenOption {
  const equals = argument.indexOf("=");
  const label = equals < 0 ? argument : argument.slice(0, equals);
  const name = label.slice(2);
  if (!Object.hasOwn(table, name)) {
    throw unknownOption(label, label, table, args);
  }
  return { name, label, inlineValue: equals < 0 ? undefined : argument.slice(equals + 1) };
}

/** A user who writes `-timeout` is as likely to mean `--timeout` as one who writes `--timout`. */
function unknownOption(
  label: string,
  argument: string,
  table: OptionTable,
  args: readonly string[],
): UnknownOptionError {
  const place = label === argument ? "" : ` in "${argument}"`;
  const word = argument.replace(/^--?/, "--");
  const candidates = Object.keys(table).map((known) => `--${known}`);
  return new UnknownOptionError(`Unknown option "${label}"${place}`, word, candidates, args);
}

/** Reads `-q`, `-f PATH`, `-fPATH`, `-f=PATH` and `-qf PATH`. */
function shortOptions(argument: string, table: OptionTable, args: readonly string[]): GivenOption[] {
  const found: GivenOption[] = [];
  for (let position = 1; position < argument.length; position++) {
    const label = `-${argument[position]}`;
    const name = Object.keys(table).find((known) => table[known]!.short === argument[position]);
    if (name === undefined) throw unknownOption(label, argument, table, args);
    const rest = argument.slice(position + 1);
    const takesRest = rest !== "" && (table[name]!.values !== undefined || rest.startsWith("="));
    found.push({ name, label, inlineValue: takesRest ? rest.replace(/^=/, "") : undefined });
    if (takesRest) break;
  }
  return found;
}

function takeValues(
  definition: OptionDefinition,
  label: string,
  inlineValue: string | undefined,
  queue: ArgumentQueue,
): string[] {
  const names = definition.values ?? [];
  if (names.length === 0 && inlineValue !== undefined) {
    throw usageError(`Option "${label}" takes no value, found "${inlineValue}"`);
  }
  if (definition.isValueOptional) return inlineValue === undefined ? [] : [inlineValue];
  const values = inlineValue === undefined ? [] : [inlineValue];
  while (values.length < names.length) {
    const next = queue.peek();
    if (next === undefined || looksLikeOption(next)) {
      throw missingValue(label, names[values.length]!, next, values.length > 0);
    }
    values.push(next);
    queue.take();
  }
  for (const value of values) checkChoice(definition, label, value);
  return values;
}

function missingValue(label: string, valueName: string, found: string | undefined, isLater: boolean): Error {
  const message = `Option "${label}" needs a value (${valueName})`;
  if (found === undefined || found === "--") return usageError(`${message}, found none`);
  // Only the first value can be joined to its option; a later one may be a string in quotes.
  const joined = isLater ? `'"${found}"'` : label.startsWith("--") ? `${label}=${found}` : `${label}${found}`;
  return usageError(`${message}, found "${found}"`, `write ${joined} for a value that begins with "-"`);
}

function checkChoice({ choices }: OptionDefinition, label: string, value: string): void {
  if (choices === undefined || choices.includes(value)) return;
  const wanted = `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`;
  throw new UnknownWordError("usage", `Option "${label}" cannot be "${value}": wanted ${wanted}`, value, choices);
}
