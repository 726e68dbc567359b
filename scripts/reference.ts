/**
 * Writes the reference of commands and options in the README from their definitions.
 *
 * Usage: `deno task docs` rewrites the part between the `reference` marks; `tests/docs_test.ts` fails if it is out of date.
 *
 * @module
 */
import { ALIASES, COMMAND_NAMES, loadCommand } from "../src/cli/command_table.ts";
import { optionLabel } from "../src/cli/help.ts";
import { type OptionDefinition, type OptionName, OPTIONS } from "../src/cli/options.ts";

// The formatter would pad the cells of the tables.
const START = "<!-- made by `deno task docs` -->\n\n<!-- deno-fmt-ignore-start -->";
const END = "<!-- deno-fmt-ignore-end -->";
const README = new URL("../README.md", import.meta.url);

/**
 * Makes the reference.
 *
 * @returns Two tables in Markdown.
 */
export async function reference(): Promise<string> {
  const lines = ["| command | what it does |", "| --- | --- |"];
  for (const name of COMMAND_NAMES) {
    const { usage, summary } = await loadCommand(name);
    const aliases = Object.keys(ALIASES).filter((alias) => ALIASES[alias] === name);
    const also = aliases.length === 0 ? "" : ` (also \`${aliases.join("`, `")}\`)`;
    lines.push(`| \`${escape(`pawl ${name} ${usage}`.trimEnd())}\`${also} | ${escape(summary)} |`);
  }
  lines.push("", "| option | what it does |", "| --- | --- |");
  for (const name of Object.keys(OPTIONS) as OptionName[]) lines.push(optionRow(name, OPTIONS[name]));
  return lines.join("\n");
}

function optionRow(name: OptionName, option: OptionDefinition): string {
  const details = [
    option.choices && `one of ${option.choices.join(", ")}`,
    option.byDefault && `default: ${option.byDefault}`,
    option.environment && `environment: \`${option.environment}\``,
  ].filter((detail) => detail);
  const rest = details.length === 0 ? "" : ` (${details.join("; ")})`;
  return `| \`${escape(optionLabel(name).trimStart())}\` | ${escape(option.help + rest)} |`;
}

function escape(text: string): string {
  return text.replaceAll("|", "\\|");
}

/**
 * Puts the reference into the README's text.
 *
 * @param readme The README.
 * @returns The README with the reference as it should be.
 */
export async function withReference(readme: string): Promise<string> {
  const [before, rest] = readme.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error("the README has no marks for the reference");
  return `${before}${START}\n\n${await reference()}\n\n${END}${after}`;
}

if (import.meta.main) Deno.writeTextFileSync(README, await withReference(Deno.readTextFileSync(README)));
