/**
 * Which commands there are. Each is loaded when it is called, so that none pays for the others.
 *
 * @module
 */
import type { Command } from "./command.ts";
import { UnknownWordError } from "./usage_error.ts";

/** Loads each command by its name, in the order in which help lists them. */
const LOADERS: Readonly<Record<string, () => Promise<Command>>> = {
  get: async () => (await import("./commands/get.ts")).getCommand,
  has: async () => (await import("./commands/has.ts")).hasCommand,
  set: async () => (await import("./commands/set.ts")).setCommand,
  unset: async () => (await import("./commands/unset.ts")).unsetCommand,
  list: async () => (await import("./commands/list.ts")).listCommand,
  config: async () => (await import("./commands/config.ts")).configCommand,
  path: async () => (await import("./commands/path.ts")).pathCommand,
  etag: async () => (await import("./commands/etag.ts")).etagCommand,
  help: async () => (await import("./commands/help.ts")).helpCommand,
};

/** Other names of commands. */
export const ALIASES: Readonly<Record<string, string>> = { delete: "unset" };

/** The names of all commands, in the order in which help lists them. */
export const COMMAND_NAMES: readonly string[] = Object.keys(LOADERS);

/**
 * Finds a command.
 *
 * @param name A name or an alias.
 * @returns The command.
 * @throws {PawlError} With code `usage` if there is none of that name.
 */
export async function loadCommand(name: string): Promise<Command> {
  const realName = Object.hasOwn(ALIASES, name) ? ALIASES[name]! : name;
  if (Object.hasOwn(LOADERS, realName)) return await LOADERS[realName]!();
  const candidates = [...COMMAND_NAMES, ...Object.keys(ALIASES)];
  throw new UnknownWordError("usage", `Unknown command "${name}"`, name, candidates, 'run "pawl --help" for a list');
}
