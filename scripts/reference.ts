/**
 * Writes `docs/reference.md`, the reference of commands, options and environment variables, from their definitions.
 *
 * Usage: `deno task docs`. `tests/docs_test.ts` fails if the file is out of date.
 *
 * @module
 */
import type { Command } from "../src/cli/command.ts";
import { COMMANDS } from "../src/cli/command_table.ts";
import { optionLabel } from "../src/cli/help.ts";
import { COMMON_OPTIONS, type OptionDefinition, type OptionName, OPTIONS } from "../src/cli/options.ts";

/** Where the reference is written. */
export const REFERENCE_FILE: URL = new URL("../docs/reference.md", import.meta.url);

/** What each environment variable means. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  PAWL_FILE: "The file, where `--file` does not name one; set by `pawl with-lock` and `pawl watch --exec`",
  PAWL_TIMEOUT: "How long to wait for the lock, where `--timeout` does not say",
  PAWL_BACKUP: "How many earlier versions to keep, where `--backup` does not say; 0 for none",
  PAWL_LOCK_TOKEN: "Set by `pawl with-lock` for the command that it runs; not for you to set",
  VISUAL: "The editor of `pawl edit`",
  EDITOR: "The editor of `pawl edit`, where `VISUAL` is not set",
  XDG_CONFIG_HOME: "The directory of the default file, `pawl/config.toml`",
  HOME: "Where `XDG_CONFIG_HOME` is not set, the default file is `~/.config/pawl/config.toml`",
  USERPROFILE: "What `HOME` is elsewhere, on Windows",
};

// The formatter would pad the cells of the tables.
const HEAD = `<!-- deno-fmt-ignore-file -->
<!-- Made by \`deno task docs\` from the definitions in src/cli: edit those. -->

# Reference

Every [command](#commands), [option](#options) and [environment variable](#environment).
[The guide](guide.md) shows how to use them; [the exit codes](guarantees.md#exit-codes) are with the guarantees.
\`pawl COMMAND --help\` prints the same on the terminal.`;

/**
 * Makes the reference.
 *
 * @returns The document, in Markdown.
 */
export async function reference(): Promise<string> {
  const commands = await Promise.all(COMMANDS.names.map(COMMANDS.load));
  const overview = commands.map((command) => [`[\`${command.name}\`](#pawl-${command.name})`, command.summary]);
  const options = (Object.keys(OPTIONS) as OptionName[]).map(optionRow);
  const variables = Object.entries(ENVIRONMENT).map(([name, meaning]) => [`\`${name}\``, meaning]);
  const parts = [
    HEAD,
    "## Commands",
    table(["command", "what it does"], overview),
    `The common options are ${COMMON_OPTIONS.map(code).join(", ")}.`,
    ...commands.map(commandSection),
    "## Options",
    table(["option", "what it does"], options),
    "## Environment",
    table(["variable", "what it means"], variables),
  ];
  return `${parts.join("\n\n")}\n`;
}

function commandSection(command: Command): string {
  const aliases = Object.keys(COMMANDS.aliases).filter((alias) => COMMANDS.aliases[alias] === command.name);
  const parts = [
    `### pawl ${command.name}`,
    `${command.summary}.${
      aliases.length === 0 ? "" : ` Also called ${aliases.map((alias) => `\`${alias}\``).join(", ")}.`
    }`,
    fenced([`pawl ${command.name} ${command.usage}`.trimEnd()]),
    command.arguments.map(([name, help]) => `- \`${name}\`: ${help}`).join("\n"),
    `Options: ${optionList(command.options)}.`,
    ...(command.details ?? []),
    command.examples.length === 0 ? "" : fenced(command.examples),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function optionList(options: readonly OptionName[]): string {
  const isComplete = COMMON_OPTIONS.every((name) => options.includes(name));
  const own = isComplete ? options.filter((name) => !COMMON_OPTIONS.some((common) => common === name)) : options;
  return [...own.map(code), ...(isComplete ? ["the common options"] : [])].join(", ");
}

function code(option: OptionName): string {
  return `\`--${option}\``;
}

function fenced(lines: readonly string[]): string {
  return `\`\`\`sh\n${lines.join("\n")}\n\`\`\``;
}

function optionRow(name: OptionName): string[] {
  const option: OptionDefinition = OPTIONS[name];
  const details = [
    option.choices && `one of ${option.choices.join(", ")}`,
    option.byDefault && `default: ${option.byDefault}`,
    option.environment && `environment: \`${option.environment}\``,
  ].filter((detail) => detail);
  const rest = details.length === 0 ? "" : ` (${details.join("; ")})`;
  return [`\`${optionLabel(name).trimStart()}\``, option.help + rest];
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(headings), line(headings.map(() => "---")), ...rows.map(line)].join("\n");
}

if (import.meta.main) Deno.writeTextFileSync(REFERENCE_FILE, await reference());
