/**
 * Which programs of the machine a test can use.
 *
 * @module
 */

/**
 * Says whether a command is there and succeeds.
 *
 * @param command The program and its arguments.
 * @returns Whether it exits with 0; false if there is no such program.
 */
export function canRun([program, ...args]: readonly string[]): boolean {
  try {
    return new Deno.Command(program!, { args, stdout: "null", stderr: "null" }).outputSync().success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
