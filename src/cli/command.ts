/**
 * What a command is, and what it gets to see when it runs.
 *
 * A command is one file under `commands/`: its words for help, the options it takes and what it does. To add one, write
 * the file and name it in `command_table.ts`.
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import type { CommandLine } from "./arguments.ts";
import { onOneLine } from "./one_line.ts";
import type { OptionName } from "./options.ts";
import type { Terminal } from "./terminal.ts";
import { usageError } from "./usage_error.ts";

/** A command. */
export interface Command {
  /** Its name, as it is typed. */
  readonly name: string;
  /** What it does: one imperative sentence without a final period. */
  readonly summary: string;
  /** What follows its name, as in `KEY VALUE [KEY VALUE …]`. */
  readonly usage: string;
  /** How many arguments it takes at least and at most. */
  readonly argumentCount: readonly [minimum: number, maximum: number];
  /** What its arguments are: names and explanations. */
  readonly arguments: readonly (readonly [name: string, help: string])[];
  /** The options it takes, in the order in which help lists them. */
  readonly options: readonly OptionName[];
  /** What else one has to know: paragraphs. */
  readonly details?: readonly string[];
  /** Command lines to learn from. */
  readonly examples: readonly string[];
  /** Whether it never holds a lock and never makes a file, so that a signal may end it at any time. */
  readonly isReadOnly?: boolean;
  /** Which of its arguments names the file, for a command that does not take `--file`. */
  readonly fileArgument?: number;
  /** Whether what stands behind `--` is the command line of another program. */
  readonly takesCommandLine?: boolean;
  /** Whether `--file` can be given more than once. */
  readonly takesSeveralFiles?: boolean;
  /**
   * What it asks of the document, for a command that can stand in a transaction.
   *
   * @param invocation How it was called.
   * @returns The changes.
   * @throws {PawlError} With code `usage` if the arguments make no sense.
   */
  changes?(invocation: Invocation): readonly Change[] | Promise<readonly Change[]>;
  /**
   * Does it.
   *
   * @param invocation How it was called.
   * @returns The exit status.
   */
  run(invocation: Invocation): number | Promise<number>;
}

/** The commands that there are, for those that explain or call other commands. */
export interface CommandTable {
  /** Their names, in the order in which help lists them. */
  readonly names: readonly string[];
  /** Other names of commands. */
  readonly aliases: Readonly<Record<string, string>>;
  /**
   * Finds a command.
   *
   * @param name A name or an alias.
   * @returns The command.
   * @throws {PawlError} With code `usage` if there is none of that name.
   */
  load(name: string): Promise<Command>;
}

/** What a command has done, for the case that it cannot report it. */
export interface Deed {
  /** What happened, as a clause: `"app.toml" was changed`. */
  readonly what: string;
  /** What the reader can do to see it. */
  readonly look: string;
}

/** One call of a command. */
export class Invocation {
  /** The command that was called. */
  readonly command: Command;
  /** What follows the command's name, without the options. */
  readonly args: readonly string[];
  /** The process. */
  readonly terminal: Terminal;
  /** All commands. */
  readonly commands: CommandTable;
  readonly #options: CommandLine<OptionName>["options"];
  readonly #deeds: Deed[];

  /**
   * @param command The command that was called.
   * @param args What follows its name, without the options.
   * @param options The options that were given.
   * @param commands All commands.
   * @param deeds What the same call has done so far.
   * @throws {PawlError} With code `usage` if the command takes other options or another number of arguments.
   */
  constructor(
    command: Command,
    args: readonly string[],
    options: CommandLine<OptionName>["options"],
    terminal: Terminal,
    commands: CommandTable,
    deeds: Deed[] = [],
  ) {
    this.#deeds = deeds;
    this.command = command;
    this.args = args;
    this.terminal = terminal;
    this.commands = commands;
    this.#options = options;
    this.#check();
  }

  /** Whether an option was given. */
  has(name: OptionName): boolean {
    return this.#options.has(name);
  }

  /**
   * The value of an option.
   *
   * @param name An option that takes one value.
   * @returns Its value, or `undefined` if it was not given.
   */
  value(name: OptionName): string | undefined {
    return this.#options.get(name)?.[0];
  }

  /**
   * The values of an option that takes several or can be given more than once.
   *
   * @returns Its values, one after the other; none if it was not given.
   */
  values(name: OptionName): readonly string[] {
    return this.#options.get(name) ?? [];
  }

  /**
   * The same call as a call of another command.
   *
   * @param without Options that have served their purpose.
   * @param args What follows that command's name, if it is not the same.
   * @returns The call.
   * @throws {PawlError} With code `usage` if the other command does not take the options.
   */
  as(command: Command, without: readonly OptionName[] = [], args: readonly string[] = this.args): Invocation {
    const options = new Map([...this.#options].filter(([name]) => !without.includes(name)));
    return new Invocation(command, args, options, this.terminal, this.commands, this.#deeds);
  }

  /** What was done and stays done, if nothing but the report of it is missing. */
  get deed(): Deed | undefined {
    return this.#deeds.at(-1);
  }

  /** Says that something was done: whatever fails from here on must not look as if it had not been. */
  hasDone(deed: Deed): void {
    this.#deeds.push(deed);
  }

  /** Says that what was done has been reported. */
  hasReported(): void {
    this.#deeds.length = 0;
  }

  /**
   * Tells the user something that is neither data nor an error.
   *
   * @param text One sentence in lower case, without a final period.
   */
  note(text: string): void {
    if (!this.has("quiet")) this.terminal.writeError(`pawl: note: ${onOneLine(text)}\n`);
  }

  #check(): void {
    const { name, options, usage, argumentCount: [minimum, maximum] } = this.command;
    const callHint = `use it as "${`pawl ${name} ${usage}`.trimEnd()}"`;
    for (const option of this.#options.keys()) {
      if (!options.includes(option)) throw usageError(`Command "${name}" takes no option "--${option}"`, callHint);
    }
    if (this.values("file").length > 1 && !this.command.takesSeveralFiles) {
      throw usageError('Option "--file" is given twice');
    }
    const count = this.args.length;
    if (count < minimum) {
      throw usageError(`Too few arguments for "${name}": found ${count}, wanted ${minimum}`, callHint);
    }
    if (count > maximum) {
      const surplus = `Too many arguments for "${name}": found "${this.args[maximum]}"`;
      throw usageError(`${surplus} after ${maximum === 1 ? "1 argument" : `${maximum} arguments`}`, callHint);
    }
  }
}
