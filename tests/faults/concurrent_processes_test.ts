/**
 * Many processes call pawl at the same time, some of them are killed, and the history of what they were told must be
 * linearizable.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Answer } from "./linearizability.ts";
import { callersAtOnce, RecordedHistory, type Request } from "./recorded_history.ts";
import type { Action } from "./register.ts";
import { Sandbox } from "../support/sandbox.ts";
import { type SeededRandom, withSeed } from "../support/seeded_random.ts";

const IS_LONG = Deno.env.get("PAWL_LONG_TESTS") === "1";
const CALLER_COUNT = 8;
/** The sources take several times as long to start as the binary. */
const CALLS_EACH = (IS_LONG ? 60 : 6) * (Deno.env.has("PAWL_BINARY") ? 2 : 1);
const SIGKILL_STATUS = 128 + 9;
/** How often somebody looks whom to kill. */
const HUNT_PAUSE_MS = 2;
/** What a locked update takes, about. */
const LOCKED_MS = 4;

/** The statuses that say that the key did not hold what the call needs: a precondition failed, or it has another type. */
const REFUSALS: readonly number[] = [3, 5];

function argumentsOf(key: string, action: Action): readonly string[] {
  switch (action.op) {
    case "set":
    case "add":
    case "append":
      return [action.op, key, String(action.value)];
    case "increment":
      return [action.op, key, "--by", String(action.by)];
    case "compare-and-set":
      return ["set", key, String(action.value), "--if-value", key, String(action.expected)];
    case "unset":
      return [action.op, key];
    case "get":
      return [action.op, key, "--json"];
  }
}

/** Callers that start one process after the other, and somebody who kills some of them. */
class Callers implements AsyncDisposable {
  readonly #sandbox: Sandbox;
  readonly #random: SeededRandom;
  readonly #running = new Map<number, Deno.ChildProcess>();
  readonly #hunt: Promise<void>;
  #isOver = false;
  /** How long a call takes at the moment, in ms: when a kill hits one that is at work. */
  #typicalMs = 500;

  constructor(sandbox: Sandbox, file: string, random: SeededRandom) {
    this.#sandbox = sandbox;
    this.#random = random;
    this.#hunt = this.#killHolders(sandbox.path(`${file}.lock`));
  }

  /** Kills some of those that hold the lock, somewhere between its record and their end. */
  async #killHolders(lockPath: string): Promise<void> {
    let spared: number | undefined;
    while (!this.#isOver) {
      await pause(HUNT_PAUSE_MS);
      const pid = await holderIn(lockPath);
      const process = pid === undefined || pid === spared ? undefined : this.#running.get(pid);
      if (process === undefined) continue;
      spared = pid;
      if (!this.#random.oneIn(3)) continue;
      await pause(this.#random.next() * LOCKED_MS);
      kill(process);
    }
  }

  /** Some do not wait, or not for long, and must have changed nothing when they say so. */
  #patience(): readonly string[] {
    return this.#random.pick([[], [], [], [], [], [], ["--no-wait"], ["--timeout", "30ms"]]);
  }

  /** Makes a call. */
  async make({ file, key, action }: Request): Promise<Answer> {
    const args = [...argumentsOf(key, action), "-f", file, ...action.op === "get" ? [] : this.#patience()];
    const startedAt = performance.now();
    await using child = await this.#sandbox.start(args);
    const { process } = child;
    this.#running.set(process.pid, process);
    const isDoomed = !this.#isOver && this.#random.oneIn(8);
    const killer = isDoomed ? setTimeout(() => kill(process), this.#random.next() * this.#typicalMs) : undefined;
    const { code, stdout, stderr } = await child.result();
    this.#running.delete(process.pid);
    clearTimeout(killer);
    if (code === 0) this.#typicalMs = 0.8 * this.#typicalMs + 0.2 * (performance.now() - startedAt);
    if (code === 0 && action.op === "get") return RecordedHistory.foundAnswer(JSON.parse(stdout));
    if (code === 0) return { kind: "done" };
    if (code === SIGKILL_STATUS) return { kind: "unknown" };
    if (code === 75) return { kind: "not-made" };
    if (code === 1 && action.op === "get") return RecordedHistory.foundAnswer(undefined);
    if (code === 1 && action.op === "unset") return { kind: "refused" };
    assert(REFUSALS.includes(code), `${args.join(" ")} exited with ${code}: ${stderr}`);
    return { kind: "refused" };
  }

  /** From here on nobody is killed any more. */
  async makePeace(): Promise<void> {
    this.#isOver = true;
    await this.#hunt;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.makePeace();
  }
}

async function holderIn(lockPath: string): Promise<number | undefined> {
  const text = await Deno.readTextFile(lockPath).catch(() => "");
  return Number(/"pid":(\d+)/.exec(text)?.[1]) || undefined;
}

function pause(pauseMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pauseMs));
}

function kill(process: Deno.ChildProcess): void {
  try {
    process.kill("SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** After one more write nothing is left of those that were killed. */
async function assertClean(sandbox: Sandbox, file: string): Promise<void> {
  const { code, stderr } = await sandbox.pawl(["set", "last", "1", "-f", file]);
  assertEquals(code, 0, stderr);
  assertEquals(await sandbox.read(`${file}.lock`), "");
  const names = Array.from(Deno.readDirSync(sandbox.directory), ({ name }) => name).sort();
  assertEquals(names, [file, `${file}.lock`]);
}

for (const [file, text] of [["app.toml", "# kept\n"], ["app.yaml", "a: 1 # kept\n"], ["app.json", ""]] as const) {
  Deno.test({
    name: `what ${CALLER_COUNT} callers are told who change ${file}, many of them killed, is linearizable`,
    ignore: Deno.build.os === "windows",
    fn: () =>
      withSeed(async (random) => {
        await using sandbox = await Sandbox.create(text === "" ? {} : { [file]: text });
        const history = new RecordedHistory(random, { files: [file], count: 4, callsEach: 15 });
        await using callers = new Callers(sandbox, file, random);
        await callersAtOnce(CALLER_COUNT, async () => {
          for (let index = 0; index < CALLS_EACH; index++) {
            await history.record(history.invent(), (request) => callers.make(request));
          }
        });
        await callers.makePeace();
        await assertClean(sandbox, file);
        for (const request of history.lastLook()) {
          await history.record(request, (request) => callers.make(request));
        }
        history.assertLinearizable();
        const { done, unknown } = history.answers;
        assert(done > 0 && unknown > 0, `this run shows little: ${JSON.stringify(history.answers)}`);
      }),
  });
}
