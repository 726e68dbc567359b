/**
 * Reads a pipe or a device that the user hands over by its name, such as `<(…)` of a shell or `/dev/stdin`.
 *
 * To open a FIFO that nobody writes to blocks in open(2), where no signal handler of ours runs; Deno cannot open without
 * blocking (`O_NONBLOCK`), and refuses most of what is below `/dev` and `/proc`. So cat(1) opens it, as a child that can
 * be ended at any time and has the same descriptors.
 *
 * @module
 */
import { isSystemError } from "../file/system_error.ts";

/**
 * Reads a special file to its end.
 *
 * @param signal Ends it, as does a caller that takes no more chunks.
 * @returns What it gives, chunk by chunk.
 * @throws {Error} What the operating system says; `NotCapable` where there is no cat(1) or it may not be run.
 */
export async function* chunksOfSpecialFile(
  path: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, void> {
  const child = startCat(path);
  const stop = () => end(child);
  signal.addEventListener("abort", stop, { once: true });
  try {
    if (signal.aborted) stop();
    const words = new Response(child.stderr).text();
    yield* child.stdout;
    if (!(await child.status).success) throw failureOf(await words);
  } finally {
    signal.removeEventListener("abort", stop);
    end(child);
  }
}

function startCat(path: string): Deno.ChildProcess {
  try {
    const args = ["--", path.startsWith("/") ? path : `./${path}`];
    // Its messages are shown, so they are to be in the same language as ours.
    return new Deno.Command("cat", { args, env: { LC_ALL: "C" }, stdin: "inherit", stdout: "piped", stderr: "piped" })
      .spawn();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new Deno.errors.NotCapable(error.message, { cause: error });
  }
}

function end(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGTERM");
  } catch {
    // It has ended by itself.
  }
}

/** Takes the reason from "cat: FILE: REASON". */
function failureOf(words: string): Error {
  return new Error(words.trim().replace(/^.*: /s, "") || "cat(1) failed");
}
