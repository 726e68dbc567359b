/**
 * `pawl with-lock`: runs a command while the lock of one or more files is held.
 *
 * @module
 */
import { lendLock, type LentLock } from "../../lock/lent_lock.ts";
import { DEFAULT_TIMEOUT_MS } from "../../lock/lock.ts";
import { resolveTarget } from "../../file/target.ts";
import { runToEnd } from "../child_process.ts";
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS, OPTIONS } from "../options.ts";
import { absolutePath, documentPaths, LOCK_TOKEN_VARIABLE, lockToken, timeoutMs } from "../settings.ts";
import { usageError } from "../usage_error.ts";

/** The command. */
export const withLockCommand: Command = {
  name: "with-lock",
  summary: "Run a command while holding the lock of the file",
  usage: "-- COMMAND [ARGUMENT ...]",
  takesCommandLine: true,
  argumentCount: [1, Infinity],
  arguments: [["COMMAND", "The command to run"], ["ARGUMENT", "Its arguments"]],
  options: ["shared", "timeout", "no-wait", ...COMMON_OPTIONS],
  takesSeveralFiles: true,
  details: [
    "Its exit status is that of COMMAND: 126 if it cannot be run, 127 if it is not found, 128 and the number of " +
    "the signal " +
    "that ended it. Signals are passed on to COMMAND. With several --file options all of them are locked, always in the " +
    "same order, so that two calls never wait for each other.",
    "COMMAND and what it starts can change the files with pawl, which knows from PAWL_LOCK_TOKEN that the lock is " +
    "held for it, one at a time; all others wait until COMMAND ends. With --shared nobody changes them until then. " +
    "With one file " +
    "PAWL_FILE is its absolute path, so that pawl in COMMAND needs no --file.",
    'It is the same lock as that of "flock FILE.lock COMMAND". Under flock, however, pawl waits like any other ' +
    "process. If " +
    "with-lock is killed with SIGKILL the lock is free, although COMMAND goes on.",
  ],
  examples: [
    "pawl with-lock -f app.toml -- sh -c 'pawl set n $(($(pawl get n) + 1))'",
    "pawl with-lock -f a.toml -f b.toml -- ./swap.sh",
    "pawl with-lock --shared -f app.toml -- cp app.toml /backup/",
  ],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const [program, ...args] = commandWords(invocation) as [string];
  const locks: LentLock[] = [];
  try {
    const token = await lockAll(invocation, `pawl with-lock ${program}`, locks);
    const environment = { ...fileVariable(invocation), ...(token !== undefined && { [LOCK_TOKEN_VARIABLE]: token }) };
    const action = `Cannot hold the lock for "${program}"`;
    return await runToEnd({ program, args, action, label: program, environment }, invocation.terminal);
  } finally {
    for (const lock of locks.reverse()) lock.release();
  }
}

/** Without the mark, the options of the command would be taken for pawl's. */
function commandWords({ args, terminal }: Invocation): readonly string[] {
  const mark = terminal.args.indexOf("--");
  if (mark >= 0 && terminal.args.length - mark - 1 === args.length) return args;
  throw usageError(`Found "${args[0]}" without "--" before it`, 'use it as "pawl with-lock -- COMMAND"');
}

/** All lock in the order of the lock files, so no two callers wait for each other. */
async function lockAll(invocation: Invocation, command: string, locks: LentLock[]): Promise<string | undefined> {
  const paths = new Map(documentPaths(invocation).map((path) => [resolveTarget(path).lockPath, path]));
  const limitMs = timeoutMs(invocation) ?? DEFAULT_TIMEOUT_MS;
  const startedAt = performance.now();
  const { terminal: { signal } } = invocation;
  let token = lockToken(invocation);
  for (const lockPath of [...paths.keys()].sort()) {
    const leftMs = Math.max(0, limitMs - (performance.now() - startedAt));
    const options = { timeoutMs: leftMs, signal, command, shared: invocation.has("shared"), lockToken: token };
    const lock = await lendLock(paths.get(lockPath)!, options);
    locks.push(lock);
    if (lock.token === undefined) invocation.note(unlent(lockPath));
    token = lock.token ?? token;
  }
  return token;
}

/** The pawls in the command are to work on the file that is locked for them; with several it is theirs to say which. */
function fileVariable(invocation: Invocation): Readonly<Record<string, string>> {
  const [path, ...others] = new Set(documentPaths(invocation).map(absolutePath));
  return others.length === 0 ? { [OPTIONS.file.environment]: path! } : {};
}

function unlent(lockPath: string): string {
  return `"${lockPath}" is a file of yours, so pawl cannot change what it locks until the command has ended`;
}
