/**
 * The process as the commands see it: arguments, environment, streams and the signal that asks them to stop.
 *
 * All of `src/cli` reaches the outside through a {@linkcode Terminal}, so a test can be one.
 *
 * @module
 */
import { openablePath } from "../file/path_resolution.ts";

/** The word that stands for standard input, and for standard output where something is written. */
export const STANDARD_STREAM = "-";

/** What a command can see and do of the process that it runs in. */
export interface Terminal {
  /** The arguments, without the program's name. */
  readonly args: readonly string[];
  /**
   * Aborts when the process is asked to stop, with an {@linkcode Interruption} as the reason; not before
   * {@linkcode Terminal.takeSignals} was called.
   */
  readonly signal: AbortSignal;
  /** The value of an environment variable; an empty one counts as unset. */
  environment(name: string): string | undefined;
  /** Reads standard input, or a file or pipe, to its end, or at most until it exceeds `maxSizeBytes`. */
  readInput(maxSizeBytes: number, path?: string): Promise<Uint8Array>;
  /** Whether a person sees standard error as it is written. */
  isWatched(): boolean;
  /** Whether a person sees standard output as it is written. */
  showsOutput(): boolean;
  /** Puts a question on standard error and reads a line; `undefined` if there is nobody who could answer. */
  ask(question: string): Promise<string | undefined>;
  /**
   * Lets signals abort {@linkcode Terminal.signal}. Before, they end the process at once, which suits a command that has no lock
   * to release and no file to remove: to listen starts a thread, for 2 to 3 % of the time of a short command.
   */
  takeSignals(): void;
  /**
   * Passes signals on instead of aborting {@linkcode Terminal.signal}.
   *
   * @param receiver Gets each signal from now on; `undefined` to abort again.
   */
  passSignals(receiver: SignalReceiver | undefined): void;
  /** Writes to standard output: data only. Throws an {@linkcode OutputError} if that is impossible. */
  writeOutput(text: string): void;
  /** Writes to standard error: errors and notes. */
  writeError(text: string): void;
}

/** Gets a signal that was sent to this process. */
export type SignalReceiver = (signal: Deno.Signal) => void;

/** The process was asked to stop. */
export class Interruption extends Error {
  override name = "Interruption";
  /** What the process exits with. */
  readonly exitCode: number;

  /** @param exitCode 128 plus the signal's number. */
  constructor(exitCode: number) {
    super("Interrupted");
    this.exitCode = exitCode;
  }
}

/** Standard output did not take what was written. */
export class OutputError extends Error {
  override name = "OutputError";
  /** Whether its reader has stopped reading, which is nobody's fault. */
  readonly isClosed: boolean;

  /** What the operating system said. */
  override readonly cause: Error;

  /** @param cause What the operating system said. */
  constructor(cause: Error) {
    super("Cannot write to standard output");
    this.cause = cause;
    this.isClosed = cause instanceof Deno.errors.BrokenPipe;
  }
}

/**
 * The terminal of this process.
 *
 * @param signal Aborts when the process is asked to stop.
 * @param signals What says which signals do that.
 * @returns The terminal.
 */
export function processTerminal(
  signal: AbortSignal,
  signals: Pick<Terminal, "takeSignals" | "passSignals">,
): Terminal {
  return {
    ...signals,
    args: Deno.args,
    signal,
    environment: (name) => Deno.env.get(name) || undefined,
    readInput: (maxSizeBytes, path) => {
      // A command that waits for a writer has something to end.
      signals.takeSignals();
      return raceAgainst(signal, readAll(maxSizeBytes, path, signal));
    },
    isWatched: () => Deno.stderr.isTerminal(),
    showsOutput: () => Deno.stdout.isTerminal(),
    ask: (question) => raceAgainst(signal, ask(question)),
    writeOutput,
    writeError,
  };
}

function writeOutput(text: string): void {
  try {
    writeFully(Deno.stdout, text);
  } catch (error) {
    throw error instanceof Error ? new OutputError(error) : error;
  }
}

function writeError(text: string): void {
  try {
    writeFully(Deno.stderr, text);
  } catch {
    // There is nobody left to tell; the exit status still says it.
  }
}

/** Writes synchronously, so that nothing is lost when the process exits; one write can be short. */
function writeFully(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let rest = new TextEncoder().encode(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(stream.writeSync(rest));
    } catch (error) {
      // Another process that shares the pipe may have made it non-blocking.
      if (!(error instanceof Deno.errors.WouldBlock)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WOULD_BLOCK_PAUSE_MS);
    }
  }
}

const WOULD_BLOCK_PAUSE_MS = 5;

async function readAll(maxSizeBytes: number, path: string | undefined, signal: AbortSignal): Promise<Uint8Array> {
  if (path === undefined) return await collect(chunksOf(Deno.stdin), maxSizeBytes);
  const openable = openablePath(path, Deno);
  if (isSpecial(openable)) {
    const { chunksOfSpecialFile } = await import("./special_file.ts");
    return await collect(chunksOfSpecialFile(openable, signal), maxSizeBytes);
  }
  using file = await Deno.open(openable);
  return await collect(chunksOf(file), maxSizeBytes);
}

function isSpecial(path: string): boolean {
  try {
    const info = Deno.statSync(path);
    return !info.isFile && !info.isDirectory;
  } catch (error) {
    // Deno lets nobody but programs with all permissions look at most of what is below /dev and /proc.
    if (error instanceof Deno.errors.NotCapable) return true;
    throw error;
  }
}

async function ask(question: string): Promise<string | undefined> {
  if (!Deno.stdin.isTerminal() || !Deno.stderr.isTerminal()) return undefined;
  writeError(question);
  const buffer = new Uint8Array(1024);
  // A terminal hands over whole lines.
  const count = await Deno.stdin.read(buffer);
  return count === null ? undefined : new TextDecoder().decode(buffer.subarray(0, count)).trim();
}

async function* chunksOf(
  stream: { read(buffer: Uint8Array): Promise<number | null> },
): AsyncGenerator<Uint8Array, void, void> {
  const buffer = new Uint8Array(64 * 1024);
  for (let count = await stream.read(buffer); count !== null; count = await stream.read(buffer)) {
    yield buffer.slice(0, count);
  }
}

async function collect(stream: AsyncIterable<Uint8Array>, maxSizeBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > maxSizeBytes) break;
  }
  const all = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}

/** A pending read cannot be cancelled; an interrupted command just does not wait for it any longer. */
function raceAgainst<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener("abort", onAbort));
}
