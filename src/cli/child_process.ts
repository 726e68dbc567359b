/**
 * Runs the commands of `pawl modify`, `pawl edit` and `pawl with-lock`.
 *
 * @module
 */
import { PawlError, type PawlErrorOptions } from "../model/errors.ts";
import { systemReason } from "../file/system_error.ts";
import { Interruption, type Terminal } from "./terminal.ts";

/** A command that failed, so that nothing was changed. */
export class CommandFailedError extends PawlError {
  override name = "CommandFailedError";
  /** What pawl exits with: the status of the command, or 126 or 127 if it could not be run, as of a shell. */
  readonly exitCode: number;

  /**
   * @param message One sentence that names the document and the command.
   * @param exitCode What pawl exits with.
   * @param options A hint and the cause.
   */
  constructor(message: string, exitCode: number, options: PawlErrorOptions = {}) {
    super("command-failed", message, options);
    this.exitCode = exitCode;
  }
}

const NOT_RUNNABLE = 126;
const NOT_FOUND = 127;

/** A command and what it is for. */
export interface ChildCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** How messages begin: `Cannot modify "app.toml"`. */
  readonly action: string;
  /** How messages name it. */
  readonly label: string;
  /** What to do if it can't be run. */
  readonly hint?: string;
  /** What it has in its environment besides. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs a command to its end, with the standard streams of this process.
 *
 * @param signal Aborts when this process is asked to stop; the command is asked in the same way, and waited for.
 * @throws {CommandFailedError} If it could not be run or failed.
 * @throws The reason of the signal, once the command has ended.
 */
export async function runToSuccess(command: ChildCommand, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const child = spawn(command);
  const stop = () => forward(signal.reason, child);
  signal.addEventListener("abort", stop, { once: true });
  const status = await child.status;
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
  if (status.success) return;
  const end = status.signal === null ? `exited with status ${status.code}` : `was ended by ${status.signal}`;
  const options = [NOT_RUNNABLE, NOT_FOUND].includes(status.code) ? { hint: command.hint } : {};
  throw new CommandFailedError(`${command.action}: "${command.label}" ${end}`, status.code, options);
}

/**
 * Runs a command to its end, with the standard streams of this process, and passes all signals on to it.
 *
 * @param terminal The process, which has not been asked to stop before.
 * @returns The exit status of the command, 128 and the number of the signal that ended it.
 * @throws {CommandFailedError} If it could not be run.
 */
export async function runToEnd(command: ChildCommand, terminal: Terminal): Promise<number> {
  terminal.signal.throwIfAborted();
  const child = spawn(command);
  terminal.passSignals((name) => send(name, child));
  try {
    return (await child.status).code;
  } finally {
    terminal.passSignals(undefined);
  }
}

function spawn({ program, args, action, hint, environment = {} }: ChildCommand): Deno.ChildProcess {
  const streams = { stdin: "inherit", stdout: "inherit", stderr: "inherit" } as const;
  try {
    return new Deno.Command(program, { args: [...args], env: environment, ...streams }).spawn();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isAbsent = error instanceof Deno.errors.NotFound;
    // Deno begins with "Failed to spawn '…': ".
    const reason = isAbsent
      ? "there is no such command"
      : systemReason(error).replace(/^.*: (.)/, (_, first) => first.toLowerCase());
    const status = isAbsent ? NOT_FOUND : NOT_RUNNABLE;
    throw new CommandFailedError(`${action}: cannot run "${program}": ${reason}`, status, { hint, cause: error });
  }
}

const SIGNALS: Readonly<Record<number, Deno.Signal>> = { 129: "SIGHUP", 130: "SIGINT", 143: "SIGTERM" };

function forward(reason: unknown, child: Deno.ChildProcess): void {
  send(reason instanceof Interruption ? SIGNALS[reason.exitCode] ?? "SIGTERM" : "SIGTERM", child);
}

/** Who types Ctrl-C reaches the command as well, because a terminal signals the whole group. */
function send(name: Deno.Signal, child: Deno.ChildProcess): void {
  if (name === "SIGINT" && Deno.stdin.isTerminal()) return;
  try {
    child.kill(name);
  } catch {
    // It has ended by itself.
  }
}
