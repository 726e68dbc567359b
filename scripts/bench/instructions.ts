/**
 * Counts the instructions of a process. Unlike its time, their number does not depend on what else the machine does, nor
 * on what a page fault costs there; what the kernel does for the process is not in it.
 *
 * @module
 */
import { textOf } from "./measurement.ts";

/**
 * Counts the instructions that a command runs.
 *
 * @param command The program and its arguments; it ends with status 0 and prints nothing that matters.
 * @returns How many, or `undefined` where valgrind is not installed.
 * @throws {Error} If the command fails, or valgrind says something else than expected.
 */
export async function countInstructions(command: readonly string[]): Promise<number | undefined> {
  const log = await Deno.makeTempFile({ prefix: "pawl-bench-" });
  try {
    const options = ["--tool=callgrind", "--callgrind-out-file=/dev/null", `--log-file=${log}`];
    await textOf("valgrind", [...options, ...command]);
    const count = /Collected : (\d+)/.exec(await Deno.readTextFile(log))?.[1];
    if (count === undefined) {
      throw new Error(`Cannot count the instructions of "${command[0]}": valgrind names no number`);
    }
    return Number(count);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  } finally {
    await Deno.remove(log);
  }
}
