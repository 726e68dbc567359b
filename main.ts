/**
 * The process: passes signals on to the command line, and ends with its exit status.
 *
 * Whoever waits for a lock cannot take that back (a blocking flock(2) cannot be cancelled), so the process always ends
 * through `Deno.exit`, and this is the only place that calls it: elsewhere it would skip the release of locks.
 *
 * @module
 */
import { run } from "./src/cli/run.ts";
import { Interruption, processTerminal, type SignalReceiver } from "./src/cli/terminal.ts";

/** What the process exits with after each signal: 128 plus its number. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

const interruption = new AbortController();

let receiver: SignalReceiver | undefined;

/** Asks the command to stop; whoever asks twice does not want to wait for it. */
function interrupt(signal: keyof typeof EXIT_CODES): void {
  if (receiver !== undefined) return receiver(signal);
  const exitCode = EXIT_CODES[signal];
  if (interruption.signal.aborted) Deno.exit(exitCode);
  interruption.abort(new Interruption(exitCode));
}

let takesSignals = false;

function takeSignals(): void {
  if (takesSignals) return;
  takesSignals = true;
  for (const signal of Object.keys(EXIT_CODES) as (keyof typeof EXIT_CODES)[]) {
    // Windows has no SIGTERM; there a process is ended without being asked.
    if (signal === "SIGTERM" && Deno.build.os === "windows") continue;
    Deno.addSignalListener(signal, () => interrupt(signal));
  }
  // Over a limit of file sizes (`ulimit -f`) a write then fails with EFBIG, and the temporary file is removed.
  if (Deno.build.os === "linux") Deno.addSignalListener("SIGXFSZ", () => {});
}

const passSignals = (newReceiver: SignalReceiver | undefined) => void (receiver = newReceiver);

Deno.exit(await run(processTerminal(interruption.signal, { takeSignals, passSignals })));
