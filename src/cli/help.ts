/**
 * Help texts, rendered from the definitions of the commands and options.
 *
 * @module
 */
import type { Command, CommandTable } from "./command.ts";
import { EXIT_CODE_MEANINGS } from "./exit_codes.ts";
import { COMMON_OPTIONS, type OptionDefinition, type OptionName, OPTIONS } from "./options.ts";

/** No line is longer: the narrowest terminal that people use. */
const WIDTH = 80;

/**
 * Renders help.
 *
 * @param name A command or an alias; without it, help for pawl as a whole.
 * @param commands All commands.
 * @returns The text, at most 80 columns wide.
 * @throws {PawlError} With code `usage` if there is no such command.
 */
export async function helpFor(name: string | undefined, commands: CommandTable): Promise<string> {
  return name === undefined ? await overview(commands) : commandHelp(await commands.load(name), commands);
}

async function overview({ names, load }: CommandTable): Promise<string> {
  const commands = await Promise.all(names.map(load));
  return sections([
    "Usage: pawl COMMAND [ARGUMENTS] [OPTIONS]",
    wrap("Change configuration files from many processes at once: no update is lost, and no other byte changes", 0),
    titled("Commands", columns(commands.map(({ name, summary }) => [name, summary]))),
    titled("Options", optionColumns([...COMMON_OPTIONS, "version"])),
    titled("Exit codes", columns(EXIT_CODE_MEANINGS.map(([code, meaning]) => [String(code), meaning]))),
    titled(
      "Examples",
      lines([
        "pawl set server.port 8080 -f app.toml",
        "pawl get server.port -f app.toml",
        "pawl unset server.debug -f app.toml",
      ]),
    ),
    'Run "pawl COMMAND --help" for more about a command.',
  ]);
}

function commandHelp(command: Command, { aliases: realNames }: CommandTable): string {
  const aliases = Object.keys(realNames).filter((alias) => realNames[alias] === command.name);
  return sections([
    `Usage: ${`pawl ${command.name} ${command.usage}`.trimEnd()} [OPTIONS]`,
    wrap(command.summary, 0),
    aliases.length === 0 ? "" : `Also called: ${aliases.join(", ")}`,
    titled("Arguments", columns(command.arguments)),
    titled("Options", optionColumns(command.options)),
    ...(command.details ?? []).map((paragraph) => wrap(paragraph, 0)),
    titled("Examples", lines(command.examples)),
  ]);
}

function sections(texts: readonly string[]): string {
  return texts.filter((text) => text !== "").join("\n\n") + "\n";
}

function titled(title: string, body: string): string {
  return body === "" ? "" : `${title}:\n${body}`;
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `  ${text}`).join("\n");
}

function optionColumns(names: readonly OptionName[]): string {
  return columns(names.map((name) => [optionLabel(name), optionHelp(OPTIONS[name])]));
}

/**
 * Writes an option with its values, as in `-f, --file PATH` and `--backup[=N]`.
 *
 * @returns The text; without a short form it is indented by as much.
 */
export function optionLabel(name: OptionName): string {
  const { short, values = [], isValueOptional }: OptionDefinition = OPTIONS[name];
  const prefix = short === undefined ? "    " : `-${short}, `;
  const value = isValueOptional ? `[=${values.join(" ")}]` : values.map((valueName) => ` ${valueName}`).join("");
  return `${prefix}--${name}${value}`;
}

function optionHelp({ help, choices, environment, byDefault }: OptionDefinition): string {
  const parts = [help];
  if (choices !== undefined) parts.push(`[one of: ${choices.join(", ")}]`);
  if (environment !== undefined) parts.push(`[env: ${environment}]`);
  if (byDefault !== undefined) parts.push(`[default: ${byDefault}]`);
  return parts.join(" ");
}

/** Two columns: labels, and texts that are wrapped beside them. */
function columns(rows: readonly (readonly [label: string, text: string])[]): string {
  const start = Math.max(0, ...rows.map(([label]) => label.length)) + 4;
  return rows.map(([label, text]) => `  ${label.padEnd(start - 2)}${wrap(text, start)}`).join("\n");
}

/** Breaks a text at spaces; the lines after the first are indented. */
function wrap(text: string, indent: number): string {
  const wrapped: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > WIDTH) {
      wrapped.push(line);
      line = word;
    } else line += line === "" ? word : ` ${word}`;
  }
  return [...wrapped, line].join(`\n${" ".repeat(indent)}`);
}
