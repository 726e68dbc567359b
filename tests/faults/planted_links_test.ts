/**
 * Another user who may write the document's directory exchanges pawl's files for links while pawl works: no file changes
 * but the one that was named.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { PawlError } from "../../src/model/errors.ts";
import { updateFile } from "../../src/store/file_store.ts";
import { canRun } from "../support/can_run.ts";
import { Sandbox } from "../support/sandbox.ts";

/** An ordinary user's command. */
const AS_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", "PATH=/usr/bin:/bin"];

/** Root can be attacked by an ordinary user; python3 has renameat2(2). */
const canAttack = Deno.build.os === "linux" &&
  canRun([...AS_NOBODY, "python3", "-c", "import ctypes; ctypes.CDLL(None).renameat2"]);

const TRIES = 200;

class Attacker implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #output: ReadableStreamDefaultReader<string>;

  private constructor(process: Deno.ChildProcess) {
    this.#process = process;
    this.#output = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  }

  static async start(directory: string, linkTarget: string): Promise<Attacker> {
    const program = `${import.meta.dirname}/exchange_temp_files.py`;
    // The checkout itself may be closed to other users.
    Deno.writeTextFileSync(`${directory}/attack.py`, Deno.readTextFileSync(program));
    const attacker = new Attacker(
      new Deno.Command(AS_NOBODY[0]!, {
        args: [...AS_NOBODY.slice(1), "python3", "attack.py", ".", linkTarget],
        cwd: directory,
        stdin: "piped",
        stdout: "piped",
      }).spawn(),
    );
    assertEquals((await attacker.#output.read()).value, "ready\n");
    return attacker;
  }

  /** Ends the attack and says how often a temporary file was exchanged. */
  async end(): Promise<number> {
    await this.#process.stdin.close();
    const { value } = await this.#output.read();
    return Number(value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#output.cancel();
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.#process.status;
  }
}

/** What the kernel makes at once, what needs another mode, what needs a list looked for, what needs another owner. */
const DOCUMENTS: readonly { mode: number; owner?: number }[] = [
  { mode: 0o644 },
  { mode: 0o604 },
  { mode: 0o646 },
  { mode: 0o640 },
  { mode: 0o644, owner: 65533 },
];

for (const { mode, owner = 0 } of DOCUMENTS) {
  Deno.test({
    name: `updateFile() changes no file through a planted link: mode ${mode.toString(8)}, owner ${owner}`,
    ignore: !canAttack,
    async fn() {
      await using sandbox = await Sandbox.create({ victim: "secret\n" });
      const victim = sandbox.path("victim");
      const shared = sandbox.path("shared");
      Deno.chmodSync(sandbox.directory, 0o755);
      Deno.chmodSync(victim, 0o600);
      Deno.mkdirSync(shared);
      Deno.chmodSync(shared, 0o777);
      const before = Deno.lstatSync(victim);
      const outcomes = new Set<string>();
      await using attacker = await Attacker.start(shared, "../victim");
      const path = `${shared}/app.toml`;
      for (let round = 0; round < TRIES; round++) {
        // A link that has won the last moment is the document now; whoever may write the directory can do that anyway.
        if (round > 0) Deno.removeSync(path);
        Deno.writeTextFileSync(path, "a = 0\n", { createNew: true });
        Deno.chownSync(path, owner, owner);
        Deno.chmodSync(path, mode);
        try {
          await updateFile(path, () => `a = ${round + 1}\n`);
          outcomes.add("changed");
        } catch (error) {
          if (!(error instanceof PawlError)) throw error;
          outcomes.add(error.code);
        }
        const { mode: present, uid, gid, mtime, size } = Deno.lstatSync(victim);
        assertEquals([present, uid, gid, mtime, size], [
          before.mode,
          before.uid,
          before.gid,
          before.mtime,
          before.size,
        ]);
      }
      const wins = await attacker.end();
      assert(wins > 0, "nothing was attacked");
      assertEquals(await sandbox.read("victim"), "secret\n");
      for (const outcome of outcomes) assert(["changed", "not-replaceable", "io"].includes(outcome), outcome);
    },
  });
}
