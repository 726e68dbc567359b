/**
 * Runs pawl from a shell, for what only a shell can do with its streams.
 *
 * @module
 */
import { pawlCommand, type ProcessResult, startProcess } from "./pawl_process.ts";
import type { Sandbox } from "./sandbox.ts";

/**
 * Runs pawl from a script, with nothing on standard input.
 *
 * @param script The script, in which `"$@"` is pawl with its arguments, as in `"$@" >/dev/full`.
 * @returns How the script ended.
 */
export async function pawlInShell(sandbox: Sandbox, script: string, args: readonly string[]): Promise<ProcessResult> {
  const command = ["sh", "-c", script, "sh", ...await pawlCommand(), ...args];
  await using child = await startProcess(command, { directory: sandbox.directory });
  await child.process.stdin.close();
  return await child.result();
}
