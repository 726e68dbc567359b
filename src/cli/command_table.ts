/**
 * Which commands there are. Each is loaded when it is called, so that none pays for the others.
 *
 * @module
 */
import type { Command, CommandTable } from "./command.ts";
import { UnknownWordError } from "./usage_error.ts";

/** Loads each command by its name, in the order in which help lists them. */
const LOADERS: Readonly<Record<string, () => Promise<Command>>> = {
  get: async () => (await import("./commands/get.ts")).getCommand,
  has: async () => (await import("./commands/has.ts")).hasCommand,
  list: async () => (await import("./commands/list.ts")).listCommand,
  keys: async () => (await import("./commands/keys.ts")).keysCommand,
  set: async () => (await import("./commands/set.ts")).setCommand,
  add: async () => (await import("./commands/add.ts")).addCommand,
  update: async () => (await import("./commands/update.ts")).updateCommand,
  unset: async () => (await import("./commands/unset.ts")).unsetCommand,
  append: async () => (await import("./commands/append.ts")).appendCommand,
  prepend: async () => (await import("./commands/prepend.ts")).prependCommand,
  insert: async () => (await import("./commands/insert.ts")).insertCommand,
  remove: async () => (await import("./commands/remove.ts")).removeCommand,
  increment: async () => (await import("./commands/increment.ts")).incrementCommand,
  toggle: async () => (await import("./commands/toggle.ts")).toggleCommand,
  rename: async () => (await import("./commands/rename.ts")).renameCommand,
  merge: async () => (await import("./commands/merge.ts")).mergeCommand,
  apply: async () => (await import("./commands/apply.ts")).applyCommand,
  modify: async () => (await import("./commands/modify.ts")).modifyCommand,
  edit: async () => (await import("./commands/edit.ts")).editCommand,
  convert: async () => (await import("./commands/convert.ts")).convertCommand,
  config: async () => (await import("./commands/config.ts")).configCommand,
  path: async () => (await import("./commands/path.ts")).pathCommand,
  manage: async () => (await import("./commands/manage.ts")).manageCommand,
  unmanage: async () => (await import("./commands/unmanage.ts")).unmanageCommand,
  history: async () => (await import("./commands/history.ts")).historyCommand,
  diff: async () => (await import("./commands/diff.ts")).diffCommand,
  undo: async () => (await import("./commands/undo.ts")).undoCommand,
  queue: async () => (await import("./commands/queue.ts")).queueCommand,
  watch: async () => (await import("./commands/watch.ts")).watchCommand,
  status: async () => (await import("./commands/status.ts")).statusCommand,
  locked: async () => (await import("./commands/locked.ts")).lockedCommand,
  wait: async () => (await import("./commands/wait.ts")).waitCommand,
  "with-lock": async () => (await import("./commands/with_lock.ts")).withLockCommand,
  etag: async () => (await import("./commands/etag.ts")).etagCommand,
  help: async () => (await import("./commands/help.ts")).helpCommand,
};

const ALIASES: Readonly<Record<string, string>> = { delete: "unset" };
const NAMES: readonly string[] = Object.keys(LOADERS);

/** All commands. */
export const COMMANDS: CommandTable = {
  names: NAMES,
  aliases: ALIASES,
  async load(name) {
    const realName = Object.hasOwn(ALIASES, name) ? ALIASES[name]! : name;
    if (Object.hasOwn(LOADERS, realName)) return await LOADERS[realName]!();
    const candidates = [...NAMES, ...Object.keys(ALIASES)];
    throw new UnknownWordError("usage", `Unknown command "${name}"`, name, candidates, 'run "pawl --help" for a list');
  },
};
