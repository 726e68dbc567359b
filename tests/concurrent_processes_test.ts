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
import { Sandbox } from "./sandbox.ts";
import { type SeededRandom, withSeed } from "./seeded_random.ts";

const IS_LONG = Deno.env.get("PAWL_LONG_TESTS") === "1";
const CALLER_COUNT = 6;
/** The sources take several times as long to start as the binary. */
const CALLS_EACH = (IS_LONG ? 100 : 20) * (Deno.env.has("PAWL_BINARY") ? 2 : 1);
const FILES = ["app.toml", "app.yaml", "app.json"];
const KEY_COUNT = 4;
const SIGKILL_STATUS = 128 + 9;

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

/** Callers that start one process after the other. */
class Callers {
  readonly #sandbox: Sandbox;
  readonly #random: SeededRandom;
  /** How long a call takes at the moment, in ms: when a kill hits one that is at work. */
  #typicalMs = 500;

  constructor(sandbox: Sandbox, random: SeededRandom) {
    this.#sandbox = sandbox;
    this.#random = random;
  }

  /** Some do not wait, or not for long, and must have changed nothing when they say so. */
  #patience(): readonly string[] {
    return this.#random.pick([[], [], [], [], ["--no-wait"], ["--timeout", "30ms"]]);
  }

  /** Makes a call, perhaps with a kill in the middle. */
  async make({ file, key, action }: Request, mayKill: boolean): Promise<Answer> {
    const args = [...argumentsOf(key, action), "-f", file, ...action.op === "get" ? [] : this.#patience()];
    const startedAt = performance.now();
    await using child = await this.#sandbox.start(args);
    const killer = mayKill ? setTimeout(() => kill(child.process), this.#random.next() * this.#typicalMs) : undefined;
    const { code, stdout, stderr } = await child.result();
    clearTimeout(killer);
    if (code === 0) this.#typicalMs = 0.8 * this.#typicalMs + 0.2 * (performance.now() - startedAt);
    if (code === 0 && action.op === "get") return RecordedHistory.foundAnswer(JSON.parse(stdout));
    if (code === 0) return { kind: "done" };
    if (code === SIGKILL_STATUS && mayKill) return { kind: "unknown" };
    if (code === 75) return { kind: "not-made" };
    if (code === 1 && action.op === "get") return RecordedHistory.foundAnswer(undefined);
    if (code === 1 && action.op === "unset") return { kind: "refused" };
    assert(REFUSALS.includes(code), `${args.join(" ")} exited with ${code}: ${stderr}`);
    return { kind: "refused" };
  }
}

function kill(process: Deno.ChildProcess): void {
  try {
    process.kill("SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** After one more write of each file nothing is left of those that were killed. */
async function assertClean(sandbox: Sandbox): Promise<void> {
  for (const file of FILES) {
    const { code, stderr } = await sandbox.pawl(["set", "last", "1", "-f", file]);
    assertEquals(code, 0, stderr);
    assertEquals(await sandbox.read(`${file}.lock`), "");
  }
  const names = Array.from(Deno.readDirSync(sandbox.directory), ({ name }) => name).sort();
  assertEquals(names, FILES.flatMap((file) => [file, `${file}.lock`]).sort());
}

Deno.test({
  name: `what ${CALLER_COUNT} callers are told who make ${CALLS_EACH} calls each, some of them killed, is linearizable`,
  ignore: Deno.build.os === "windows",
  fn: () =>
    withSeed(async (random) => {
      await using sandbox = await Sandbox.create({ "app.toml": "# kept\n", "app.yaml": "a: 1 # kept\n" });
      const history = new RecordedHistory();
      const callers = new Callers(sandbox, random);
      await callersAtOnce(CALLER_COUNT, async () => {
        for (let index = 0; index < CALLS_EACH; index++) {
          const mayKill = random.oneIn(5);
          await history.record(history.invent(random, FILES, KEY_COUNT), (request) => callers.make(request, mayKill));
        }
      });
      await assertClean(sandbox);
      for (const file of FILES) {
        for (let index = 0; index < KEY_COUNT; index++) {
          const request: Request = { file, key: `k${index}`, action: { op: "get" } };
          await history.record(request, (request) => callers.make(request, false));
        }
      }
      history.assertLinearizable();
      const { done, refused, unknown } = history.answers;
      assert(done > 0 && refused > 0 && unknown > 0, `this run shows little: ${JSON.stringify(history.answers)}`);
    }),
});
