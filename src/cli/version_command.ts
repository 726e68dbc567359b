/**
 * Runs the command of `pawl watch --exec`.
 *
 * @module
 */
import { systemReason } from "../file/system_error.ts";
import type { Invocation } from "./command.ts";

/**
 * Runs a command of the shell to its end; that it fails is told, and no reason to stop.
 *
 * @param environment What it has in its environment besides.
 * @param input What it reads from standard input.
 */
export async function runForVersion(
  invocation: Invocation,
  command: string,
  environment: Readonly<Record<string, string>>,
  input: string,
): Promise<void> {
  const { terminal: { signal } } = invocation;
  const [program, option] = Deno.build.os === "windows" ? ["cmd", "/c"] as const : ["sh", "-c"] as const;
  let child: Deno.ChildProcess;
  try {
    const streams = { stdin: "piped", stdout: "inherit", stderr: "inherit" } as const;
    child = new Deno.Command(program, { args: [option, command], env: environment, ...streams }).spawn();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return invocation.note(`cannot run "${program}": ${systemReason(error)}`);
  }
  const stop = () => kill(child);
  signal.addEventListener("abort", stop, { once: true });
  await write(child.stdin, input);
  const { code } = await child.status;
  signal.removeEventListener("abort", stop);
  if (code !== 0 && !signal.aborted) invocation.note(`the command exited with status ${code}`);
}

/** It need not read what it is given: Deno says so with a broken pipe, or a `TypeError` if the stream knew it before. */
async function write(stream: WritableStream<Uint8Array<ArrayBuffer>>, input: string): Promise<void> {
  const writer = stream.getWriter();
  try {
    await writer.write(new TextEncoder().encode(input));
    await writer.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe) && !(error instanceof TypeError)) throw error;
  }
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGTERM");
  } catch {
    // It has ended by itself.
  }
}
