/**
 * Many edits at once through the library, in one process: they go through the in-process line, the lock, the write queue
 * and group commits, some give up or are aborted, and the history of what they were told must be linearizable.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Change } from "../../src/model/change.ts";
import { editFile } from "../../src/edit_file.ts";
import { LockTimeoutError, PawlError } from "../../src/model/errors.ts";
import { acquireLock } from "../../src/lock/lock.ts";
import { formatFor } from "../../src/format/detect.ts";
import { readFile } from "../../src/store/file_store.ts";
import { isTable } from "../../src/model/value.ts";
import type { Answer } from "../faults/linearizability.ts";
import { callersAtOnce, RecordedHistory, type Request } from "../faults/recorded_history.ts";
import type { Action } from "../faults/register.ts";
import { Sandbox } from "../support/sandbox.ts";
import { type SeededRandom, withSeed } from "../support/seeded_random.ts";

const CALLER_COUNT = 24;
const CALLS_EACH = Deno.env.get("PAWL_LONG_TESTS") === "1" ? 300 : 50;
const FILES = ["app.toml", "app.json"];
/** How long somebody holds the lock now and then, so that the others have to wait, in ms. */
const MAX_HOLD_MS = 20;

/** Thrown by a signal. */
class Aborted extends Error {}

function changesOf(name: string, action: Exclude<Action, { op: "get" }>): readonly Change[] {
  const path = [name];
  const input = (value: number) => ({ value: BigInt(value) });
  switch (action.op) {
    case "append":
      return [{ op: "append", path, values: [input(action.value)] }];
    case "increment":
      return [{ op: "increment", path, by: BigInt(action.by) }];
    case "unset":
      return [{ op: "unset", path }];
    case "compare-and-set":
      return [
        { op: "test", path, expect: input(action.expected) },
        { op: "set", path, value: input(action.value) },
      ];
    default:
      return [{ op: action.op, path, value: input(action.value as number) }];
  }
}

async function read(path: string, key: string): Promise<Answer> {
  const { text, exists } = readFile(path);
  const root = exists ? (await formatFor(path)).parse(text, path) : undefined;
  return RecordedHistory.foundAnswer(isTable(root) ? root[key] : undefined);
}

/** Waits as long as it takes, or gives up soon, or is aborted by somebody. */
async function edit(path: string, key: string, action: Action, random: SeededRandom): Promise<Answer> {
  if (action.op === "get") return await read(path, key);
  const patienceMs = random.next() * MAX_HOLD_MS;
  const isImpatient = random.oneIn(6);
  const abort = random.oneIn(6) ? new AbortController() : undefined;
  const timer = abort && setTimeout(() => abort.abort(new Aborted()), patienceMs);
  try {
    const timeoutMs = isImpatient ? Math.floor(patienceMs) : 60_000;
    const isPostable = !random.oneIn(5);
    await editFile(path, changesOf(key, action), { timeoutMs, signal: abort?.signal, isPostable });
    return { kind: "done" };
  } catch (error) {
    if (error instanceof Aborted || error instanceof LockTimeoutError && isImpatient) return { kind: "not-made" };
    const refusals = ["conflict", "exists", "missing", "not-found", "type-mismatch"];
    if (error instanceof PawlError && refusals.includes(error.code)) return { kind: "refused" };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Holds the lock for a while, as `pawl with-lock` does. */
async function hold(path: string, random: SeededRandom): Promise<void> {
  using _lock = await acquireLock(path, { timeoutMs: 60_000 });
  await new Promise((resolve) => setTimeout(resolve, random.next() * MAX_HOLD_MS));
}

Deno.test(`what ${CALLER_COUNT} callers of editFile() are told who make ${CALLS_EACH} calls each is linearizable`, () =>
  withSeed(async (random) => {
    await using sandbox = await Sandbox.create();
    const history = new RecordedHistory(random, { files: FILES, count: 12, callsEach: 25 });
    const make = ({ file, key, action }: Request) => edit(sandbox.path(file), key, action, random);
    await callersAtOnce(CALLER_COUNT, async () => {
      for (let index = 0; index < CALLS_EACH; index++) {
        if (random.oneIn(20)) await hold(sandbox.path(random.pick(FILES)), random);
        await history.record(history.invent(), make);
      }
    });
    for (const request of history.lastLook()) await history.record(request, make);
    history.assertLinearizable();
    const { done, refused, "not-made": notMade } = history.answers;
    assert(done > 0 && refused > 0 && notMade > 0, `this run shows little: ${JSON.stringify(history.answers)}`);
    const names = Array.from(Deno.readDirSync(sandbox.directory), ({ name }) => name).sort();
    assertEquals(names, FILES.flatMap((file) => [file, `${file}.lock`]).sort());
    for (const file of FILES) assertEquals(await sandbox.read(`${file}.lock`), "");
  }));
