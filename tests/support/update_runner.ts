/**
 * Starts `update_process.ts`, plainly or where things go wrong: in a mount namespace, without privileges, to be killed.
 *
 * @module
 */
import { canRun } from "./can_run.ts";
import { denoCommand, type ProcessResult, projectPath, startProcess } from "./pawl_process.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Outcome } from "./update_process.ts";

/** What the compiled binary may do. */
const PERMISSIONS = ["--no-prompt", "--no-check", "--allow-read", "--allow-write", "--allow-sys=hostname"];

/** How to run it. */
export interface RunOptions {
  /** A command that runs it. */
  readonly through?: readonly string[];
  /** Further options of `deno run`. */
  readonly flags?: readonly string[];
}

function commandOf(args: readonly string[], flags: readonly string[] = []): readonly string[] {
  return denoCommand([...PERMISSIONS, ...flags, projectPath("tests/support/update_process.ts"), ...args]);
}

/**
 * Runs an action to its end.
 *
 * @param sandbox Where it runs.
 * @param args The arguments of `update_process.ts`.
 * @param options How to run it.
 * @returns What came of it.
 */
export async function runUpdate(sandbox: Sandbox, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const { code, stdout, stderr } = await finishUpdate(sandbox, args, options);
  if (code !== 0) throw new Error(`update_process.ts exited with ${code}: ${stderr}`);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1)!);
}

/**
 * Runs an action that may not come to its end.
 *
 * @param sandbox Where it runs.
 * @param args The arguments of `update_process.ts`.
 * @param options How to run it.
 * @returns How the process ended.
 */
export async function finishUpdate(
  sandbox: Sandbox,
  args: readonly string[],
  { through = [], flags = [] }: RunOptions = {},
): Promise<ProcessResult> {
  await using child = await startProcess(commandOf(args, flags), { directory: sandbox.directory, through });
  return await child.result();
}

/** A process that holds a lock. */
export interface Holder extends AsyncDisposable {
  readonly pid: number;
  /** Sends it a signal. */
  signal(name: Deno.Signal): void;
}

/**
 * Starts a process that holds a document's lock until it is killed.
 *
 * @param path The document's path.
 * @returns The process, once it holds the lock.
 */
export async function startHolder(path: string): Promise<Holder> {
  const [program, ...args] = commandOf(["hold", path]);
  const child = new Deno.Command(program!, { args, stdin: "piped", stdout: "piped" }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  return {
    pid: child.pid,
    signal: (name) => child.kill(name),
    async [Symbol.asyncDispose]() {
      try {
        // SIGKILL ends a stopped process, too.
        child.kill("SIGKILL");
      } catch {
        // It has ended already.
      }
      await child.status;
      await reader.cancel();
      await child.stdin.abort().catch(() => {});
    },
  };
}

/**
 * Finds a command that runs another one with a mount namespace of its own.
 *
 * @returns The command, or why there is none.
 */
export function mountNamespace(): readonly string[] | string {
  if (Deno.build.os !== "linux") return "only Linux has mount namespaces";
  const candidates = [["unshare", "-Urm"], ["unshare", "-m", "--propagation", "private"]];
  for (const candidate of candidates) {
    if (canRun([...candidate, "mount", "-t", "tmpfs", "none", "/mnt"])) return candidate;
  }
  return "neither unshare -Urm nor unshare -m lets us mount a file system here";
}

/**
 * Finds a command that runs another one without the privileges of root.
 *
 * @param capabilities Those to drop, for example `dac_override`.
 * @returns The command; an empty one if there is nothing to drop.
 */
export function withoutPrivileges(capabilities: readonly string[]): readonly string[] {
  if (Deno.uid() !== 0) return [];
  return ["setpriv", `--bounding-set=${capabilities.map((name) => `-${name}`).join(",")}`, "--"];
}
