/**
 * Holds the lock of a document from another process, for as long as a test wants.
 *
 * @module
 */
import { canRun } from "./can_run.ts";
import { denoCommand, projectPath, type RunningProcess, startProcess } from "./pawl_process.ts";
import type { Sandbox } from "./sandbox.ts";

/** A lock that another process holds. It is released, and the process gone, when the test leaves. */
export interface HeldLock extends AsyncDisposable {
  /** The process id of the holder. */
  readonly pid: number;
  /** Lets the holder release it and waits for its end. */
  release(): Promise<void>;
  /** Kills the holder, so that it releases nothing, and waits for its end. */
  kill(): Promise<void>;
}

/**
 * Holds a lock as util-linux `flock` does: without a record of the holder.
 *
 * @param sandbox The test's folder.
 * @param name The document's name.
 */
export async function holdWithFlock(sandbox: Sandbox, name: string): Promise<HeldLock> {
  return await hold(sandbox, ["flock", `${name}.lock`, "sh", "-c", "echo locked; cat"]);
}

/**
 * Holds a lock as pawl does, through its library.
 *
 * @param sandbox The test's folder.
 * @param name The document's name.
 * @param command What the lock is for, as those who wait see it.
 */
export async function holdWithLibrary(sandbox: Sandbox, name: string, command: string): Promise<HeldLock> {
  const permissions = ["--allow-read", "--allow-write", "--allow-sys=hostname"];
  return await hold(sandbox, denoCommand([...permissions, projectPath("tests/support/lock_holder.ts"), name, command]));
}

async function hold({ directory }: Sandbox, command: readonly string[]): Promise<HeldLock> {
  const child = await startProcess(command, { directory });
  const reader = child.process.stdout.getReader();
  const { value } = await reader.read();
  reader.releaseLock();
  if (new TextDecoder().decode(value) !== "locked\n") {
    throw new Error(`Cannot hold the lock: ${(await child.result()).stderr}`);
  }
  return {
    pid: child.process.pid,
    release: () => release(child),
    async kill() {
      child.process.kill("SIGKILL");
      await release(child);
    },
    [Symbol.asyncDispose]: () => release(child),
  };
}

async function release(child: RunningProcess): Promise<void> {
  await child.process.stdin.close().catch(() => {});
  await child.result();
}

/** Whether there is a `flock` program, and a way to see who waits for a lock. */
export const HAS_FLOCK = Deno.build.os === "linux" && canRun(["flock", "--version"]) && canRun(["cat", "/proc/locks"]);

const POLL_MS = 5;

/**
 * Waits until the kernel says that a process waits for an flock(2).
 *
 * @param child The process.
 * @throws {Error} If it ends instead.
 */
export async function waitUntilBlocked(child: RunningProcess): Promise<void> {
  const { pid } = child.process;
  let hasEnded = false;
  child.process.status.then(() => hasEnded = true);
  while (!hasEnded) {
    // proc_locks(5): a line with an arrow is one that waits. Deno itself may not read below /proc.
    const { stdout } = await new Deno.Command("cat", { args: ["/proc/locks"] }).output();
    const lines = new TextDecoder().decode(stdout).split("\n");
    if (lines.some((line) => new RegExp(`-> FLOCK .* ${pid} `).test(line))) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`Cannot wait for pawl to wait: it ended with ${(await child.result()).stderr}`);
}
