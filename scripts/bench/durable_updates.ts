/**
 * The library's part of the in-process benchmarks, a process of its own so that each round begins alike.
 *
 * Usage: `durable_updates.ts sequential|checked|lock|concurrent|push|next FILE COUNT`. Prints the milliseconds that it took
 * as JSON.
 *
 * @module
 */
import {
  acquireLock,
  drainQueue,
  editFile,
  getNextPending,
  manageFile,
  queueWrite,
  updateFile,
} from "../../src/mod.ts";

/** What this program prints. */
export interface Updates {
  /** The whole time, in ms. */
  readonly totalMs: number;
  /** The median of one, in ms. */
  readonly medianMs: number;
}

const [mode, path, countText] = Deno.args;
const count = Number(countText);
const ONE_LINE = /^ratio = .*$/m;

/** `COUNT` updates of one line, one after the other. */
async function sequential(file: string): Promise<void> {
  for (let i = 0; i < count; i++) {
    const startedAt = performance.now();
    const { changed } = await updateFile(file, ({ text }) => text.replace(ONE_LINE, `ratio = ${10_000 + i}`));
    if (!changed) throw new Error("An update changed nothing");
    times.push(performance.now() - startedAt);
  }
}

/** `COUNT` changes of one key of a managed file, each on the rev that the one before has left. */
async function checked(file: string): Promise<void> {
  const changes = (value: bigint) => [{ op: "set", path: ["checked"], value: { value } }] as const;
  await manageFile(file);
  for (let i = 0; i < count; i++) {
    const startedAt = performance.now();
    await editFile(file, changes(BigInt(i)), { expectRev: BigInt(i + 1) });
    times.push(performance.now() - startedAt);
  }
}

/** `COUNT` times nothing under the lock. */
async function lock(file: string): Promise<void> {
  for (let i = 0; i < count; i++) {
    const startedAt = performance.now();
    (await acquireLock(file)).release();
    times.push(performance.now() - startedAt);
  }
}

/** `COUNT` updates, all asked for at once; each appends a line, so that the file shows the order. */
async function concurrent(file: string): Promise<void> {
  await Promise.all(Array.from({ length: count }, async (_, i) => {
    const startedAt = performance.now();
    await updateFile(file, ({ text }) => `${text}# update ${i}\n`, { timeoutMs: 60_000 });
    times.push(performance.now() - startedAt);
  }));
  const order = Array.from(Deno.readTextFileSync(file).matchAll(/^# update (\d+)$/gm), (line) => Number(line[1]));
  if (order.length !== count) throw new Error(`${count - order.length} of ${count} updates were lost`);
  if (order.some((number, i) => number !== i)) throw new Error("The updates were not done in order");
}

/** `COUNT` changes, each left to the next writer. */
async function push(file: string): Promise<void> {
  for (let i = 0; i < count; i++) {
    const startedAt = performance.now();
    const limit = count + 1;
    await queueWrite(file, [{ op: "set", path: ["section_0", "port"], value: { value: BigInt(i) } }], { limit });
    times.push(performance.now() - startedAt);
  }
  const { applied } = await drainQueue(file);
  if (applied.length !== count) throw new Error(`${count - applied.length} of ${count} queued changes were lost`);
}

/** `COUNT` looks at the oldest of as many pending changes. */
async function next(file: string): Promise<void> {
  for (let i = 0; i < count; i++) {
    const limit = count + 1;
    await queueWrite(file, [{ op: "set", path: ["section_0", "port"], value: { value: BigInt(i) } }], { limit });
  }
  for (let i = 0; i < count; i++) {
    const startedAt = performance.now();
    if (getNextPending(file) === undefined) throw new Error("Nothing is pending");
    times.push(performance.now() - startedAt);
  }
  await drainQueue(file);
}

const times: number[] = [];
const run = { sequential, checked, lock, concurrent, push, next }[mode ?? ""];
if (run === undefined || path === undefined) {
  throw new TypeError("Usage: sequential|checked|lock|concurrent|push|next FILE COUNT");
}
const startedAt = performance.now();
await run(path);
const totalMs = performance.now() - startedAt;
const medianMs = times.toSorted((a, b) => a - b)[count >> 1]!;
console.log(JSON.stringify({ totalMs, medianMs } satisfies Updates));
