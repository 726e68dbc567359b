/**
 * Runs the commands of which a build consists.
 *
 * @module
 */

/** How to run a command. */
export interface RunOptions {
  /** Whether to return what the command writes to standard error, not to standard output. */
  report?: boolean;
  /** Environment variables to add. */
  env?: Record<string, string>;
  /** The working directory, if it is not the present one. */
  directory?: string;
}

/**
 * Runs a subcommand of the Deno that runs this script.
 *
 * @param args The subcommand and its arguments.
 * @param options How to run it.
 * @returns What it writes.
 * @throws {Error} If it fails; the message holds what it has to say.
 */
export function deno(args: string[], options: RunOptions = {}): Promise<string> {
  // A package.json above the temporary folder must not be found.
  return run(Deno.execPath(), args, { ...options, env: { DENO_NO_PACKAGE_JSON: "1", NO_COLOR: "1" } });
}

/**
 * Runs a command.
 *
 * @param command The command.
 * @param args Its arguments.
 * @param options How to run it.
 * @returns What it writes.
 * @throws {Error} If it fails; the message holds what it has to say.
 */
export async function run(command: string, args: string[], options: RunOptions): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args,
    env: options.env ?? {},
    ...(options.directory !== undefined && { cwd: options.directory }),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const report = new TextDecoder().decode(stderr).trim();
  if (!success) throw new Error(`Cannot run "${command} ${args[0]}": ${report}`);
  return options.report ? report : new TextDecoder().decode(stdout);
}
