/**
 * Runs the commands of `pawl modify` and `pawl edit`.
 *
 * @module
 */
import { PawlError, type PawlErrorOptions } from "../errors.ts";
import { systemReason } from "../file/system_error.ts";
import { Interruption } from "./terminal.ts";

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
}

/**
 * Runs a command to its end, with the standard streams of this process.
 *
 * @param command The command.
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

function spawn({ program, args, action, hint }: ChildCommand): Deno.ChildProcess {
  try {
    return new Deno.Command(program, { args: [...args], stdin: "inherit", stdout: "inherit", stderr: "inherit" })
      .spawn();
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

/** Who types Ctrl-C reaches the command as well, because a terminal signals the whole group. */
function forward(reason: unknown, child: Deno.ChildProcess): void {
  const name = reason instanceof Interruption ? SIGNALS[reason.exitCode] : undefined;
  if (name === "SIGINT" && Deno.stdin.isTerminal()) return;
  try {
    child.kill(name ?? "SIGTERM");
  } catch {
    // It has ended by itself.
  }
}
