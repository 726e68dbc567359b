/**
 * A folder for commands that call pawl themselves, as those of `pawl with-lock` do: `pawl` is on their PATH.
 *
 * @module
 */
import { pawlCommand, type ProcessOptions, type RunningProcess } from "./pawl_process.ts";
import { Sandbox } from "./sandbox.ts";

/** A folder in which `pawl` is on the PATH. */
export interface PawlSandbox extends AsyncDisposable {
  readonly sandbox: Sandbox;
  /** How to run pawl so that what it runs finds it. */
  readonly options: Partial<ProcessOptions>;
}

/**
 * Makes such a folder.
 *
 * @param files Files to begin with: names and contents.
 */
export async function sandboxWithPawl(files: Readonly<Record<string, string>>): Promise<PawlSandbox> {
  const sandbox = await Sandbox.create(files);
  const tools = await Sandbox.create();
  const words = (await pawlCommand()).map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  await tools.write("pawl", `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`);
  await Deno.chmod(tools.path("pawl"), 0o755);
  return {
    sandbox,
    options: { environment: { PATH: `${tools.directory}:${Deno.env.get("PATH")}` } },
    async [Symbol.asyncDispose]() {
      await tools[Symbol.asyncDispose]();
      await sandbox[Symbol.asyncDispose]();
    },
  };
}

/**
 * Waits until a process has written a line to its standard output.
 *
 * @param child The process; what it writes afterwards must not matter.
 * @param line The line.
 * @throws {Error} If it ends without having done so.
 */
export async function waitForLine(child: RunningProcess, line: string): Promise<void> {
  const reader = child.process.stdout.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (!text.split("\n").slice(0, -1).includes(line)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`Cannot find the line "${line}" in "${text}"`);
    text += decoder.decode(value, { stream: true });
  }
  reader.releaseLock();
}
