import { assert, assertEquals } from "@std/assert";
import { COMMANDS } from "./command_table.ts";
import { helpFor } from "./help.ts";
import { type OptionName, OPTIONS } from "./options.ts";

const NAMES = [...COMMANDS.names, ...Object.keys(COMMANDS.aliases)];

Deno.test("helpFor() keeps within 80 columns and leaves no space at the end of a line", async () => {
  for (const name of [undefined, ...NAMES]) {
    for (const line of (await helpFor(name, COMMANDS)).split("\n")) {
      assert(line.length <= 80, `${name}: ${line}`);
      assertEquals(line, line.trimEnd(), `${name}: ${line}`);
    }
  }
});

Deno.test("helpFor() names every command with its summary", async () => {
  const help = await helpFor(undefined, COMMANDS);
  const width = Math.max(...COMMANDS.names.map((name) => name.length));
  for (const name of COMMANDS.names) {
    const { summary } = await COMMANDS.load(name);
    assert(help.includes(`  ${name.padEnd(width)}  ${summary}\n`), name);
  }
});

Deno.test("helpFor() explains every option of a command, and its arguments", async () => {
  const seen = new Set<string>(["version"]);
  for (const name of COMMANDS.names) {
    const command = await COMMANDS.load(name);
    const help = await helpFor(name, COMMANDS);
    for (const option of command.options) {
      assert(help.includes(`--${option}`), `${name} --${option}`);
      seen.add(option);
    }
    for (const [argument] of command.arguments) assert(help.includes(`\n  ${argument} `), `${name} ${argument}`);
    for (const [word] of command.usage.matchAll(/[A-Z]+/g)) {
      assert(command.arguments.some(([argument]) => argument === word), `${name} ${word}`);
    }
  }
  assertEquals(Object.keys(OPTIONS).filter((option) => !seen.has(option)), [], "no command takes these options");
});

Deno.test("helpFor() words summaries and option helps as phrases without a final period", async () => {
  const texts = Object.keys(OPTIONS).map((name): string => OPTIONS[name as OptionName].help);
  for (const name of COMMANDS.names) texts.push((await COMMANDS.load(name)).summary);
  for (const text of texts) assert(/^[A-Z].*[^.!]$/.test(text), text);
});

Deno.test("COMMANDS.load() gives a command the name that it was found by, or that its alias stands for", async () => {
  for (const name of COMMANDS.names) assertEquals((await COMMANDS.load(name)).name, name);
  for (const [alias, name] of Object.entries(COMMANDS.aliases)) assertEquals((await COMMANDS.load(alias)).name, name);
});
