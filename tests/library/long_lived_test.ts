/**
 * A process that edits a file thousands of times through the library keeps no file open and no memory.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Report } from "./long_lived_process.ts";
import { denoCommand, projectPath, type RunningProcess, startProcess } from "../support/pawl_process.ts";
import { Sandbox } from "../support/sandbox.ts";

const ROUNDS = Deno.env.get("PAWL_LONG_TESTS") === "1" ? 5000 : 200;
/** What the runtime may keep beyond what it had when a fifth of the rounds was over, in bytes. */
const MAX_GROWTH_BYTES = 48 * 1024 * 1024;

/** Deno itself may not read below /proc. */
async function countOpenFiles(pid: number): Promise<number> {
  const { stdout } = await new Deno.Command("ls", { args: [`/proc/${pid}/fd`] }).output();
  return new TextDecoder().decode(stdout).trim().split("\n").length;
}

async function* reportsOf(child: RunningProcess): AsyncGenerator<Report & { readonly openCount: number }> {
  const { pid, stdin, stdout } = child.process;
  const input = stdin.getWriter();
  try {
    for await (const line of stdout.pipeThrough(new TextDecoderStream())) {
      yield { ...JSON.parse(line), openCount: await countOpenFiles(pid) };
      await input.write(new TextEncoder().encode("\n"));
    }
  } finally {
    input.releaseLock();
  }
}

Deno.test({
  name: `after ${ROUNDS * 8} edits a process has no more open files and hardly more memory than after some`,
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": "n = 0 # kept\n" });
    const permissions = ["--allow-read", "--allow-write", "--allow-sys=hostname"];
    const program = projectPath("tests/library/long_lived_process.ts");
    const command = denoCommand([...permissions, program, sandbox.path("app.toml"), String(ROUNDS)]);
    await using child = await startProcess(command, { directory: sandbox.directory });
    const reports = await Array.fromAsync(reportsOf(child));
    const early = reports[1]!;
    const late = reports.at(-1)!;
    assertEquals([reports.length, late.editCount], [10, ROUNDS * 8]);
    assertEquals(late.openCount, early.openCount, JSON.stringify(reports));
    assert(late.residentBytes - early.residentBytes < MAX_GROWTH_BYTES, JSON.stringify(reports));
    assertEquals(await sandbox.read("app.toml"), `n = ${ROUNDS * 7} # kept\nlast = ${ROUNDS}\n`);
    assertEquals(Array.from(Deno.readDirSync(sandbox.directory), ({ name }) => name).sort(), [
      "app.toml",
      "app.toml.lock",
    ]);
  },
});
