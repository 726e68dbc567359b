/**
 * Makes calls of the packed program in one process, to see which chunks each loads, or to cache the code that they run.
 *
 * Usage: `deno run rehearse.ts TASK`, where TASK is a file that holds a {@linkcode RehearsalTask} as JSON. The working
 * directory is scratch space.
 *
 * @module
 */
import { setTimeout as pause } from "node:timers/promises";
import { Script } from "node:vm";
import { hasQueue } from "../../src/spool/presence.ts";
import { resolveTarget } from "../../src/file/target.ts";
import type { Call } from "./rehearsals.ts";

/** What to rehearse. */
export interface RehearsalTask {
  /** The folder with the packs, which are scripts. */
  readonly folder: string;
  /** The place of the chunk to start with. */
  readonly entryPlace: string;
  readonly calls: readonly Call[];
  /** Where to write the chunks that each call loads, as a JSON array of arrays of places. */
  readonly report: string;
  /** Whether to write a `NAME.cache` for each pack. */
  readonly cache: boolean;
}

type ChunkFunction = (load: typeof Rehearsal.prototype.load, lazy: (place: string) => Promise<unknown>) => unknown;

/** How long somebody waits for the lock at least before it is released, in ms: what he does meanwhile is to be seen. */
const WAIT_MS = 200;

/** How often to look whether somebody waits, and how long at most, in ms: a call does not wait longer than 5 s. */
const LOOK_MS = 20;
const MAX_LOOK_MS = 3000;

/** The packs as the loader has them, but with an eye on them. */
class Rehearsal {
  readonly #folder: string;
  readonly #scripts = new Map<string, { script: Script; chunks: Record<string, ChunkFunction> }>();
  #modules = new Map<string, unknown>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  readonly load = (place: string): unknown => {
    if (!this.#modules.has(place)) {
      const [pack, name] = place.split("/");
      const chunk = this.#open(pack!)[name!]!;
      this.#modules.set(place, chunk(this.load, (lazy) => new Promise((resolve) => resolve(this.load(lazy)))));
    }
    return this.#modules.get(place);
  };

  /** Forgets all chunks. Returns which had been loaded. */
  restart(): string[] {
    const loaded = [...this.#modules.keys()];
    this.#modules = new Map();
    return loaded;
  }

  writeCaches(): void {
    for (const { name } of Deno.readDirSync(this.#folder)) {
      const [, pack] = /^(.*)\.pack$/.exec(name) ?? [];
      if (pack === undefined) continue;
      this.#open(pack);
      Deno.writeFileSync(`${this.#folder}/${pack}.cache`, this.#scripts.get(pack)!.script.createCachedData());
    }
  }

  #open(pack: string): Record<string, ChunkFunction> {
    let opened = this.#scripts.get(pack);
    if (opened === undefined) {
      const source = Deno.readTextFileSync(`${this.#folder}/${pack}.pack`);
      const script = new Script(source, { filename: `${pack}.js` });
      this.#scripts.set(pack, opened = { script, chunks: script.runInThisContext() });
    }
    return opened.chunks;
  }
}

/** Makes one call, as a process of its own would, up to the point where it exits. */
async function makeCall(rehearsal: Rehearsal, entryPlace: string, call: Call): Promise<void> {
  const { args, file, text, isLocked } = call;
  if (text !== undefined) Deno.writeTextFileSync(file!, text);
  Object.defineProperty(Deno, "args", { value: args, configurable: true });
  const { promise: exited, resolve: exit } = Promise.withResolvers<number>();
  Deno.exit = exit as typeof Deno.exit;
  using lock = isLocked ? Deno.openSync(`${file}.lock`, { create: true, write: true }) : undefined;
  lock?.lockSync(true);
  const unlocked = lock && unlockOnceAwaited(lock, file!);
  await rehearsal.load(entryPlace);
  await unlocked;
  const found = await exited;
  if (found !== 0) throw new Error(`Cannot rehearse "${args.join(" ")}": it exited with ${found}`);
}

/** Who waits has posted his change in the queue; a program without one, as on Windows, just gets its time. */
async function unlockOnceAwaited(lock: Deno.FsFile, file: string): Promise<void> {
  const target = resolveTarget(file, Deno);
  for (let waitedMs = 0; !hasQueue(target, Deno) && waitedMs < MAX_LOOK_MS; waitedMs += LOOK_MS) await pause(LOOK_MS);
  await pause(WAIT_MS);
  lock.unlockSync();
}

const exitProcess = Deno.exit;
const { folder, entryPlace, calls, report, cache }: RehearsalTask = JSON.parse(Deno.readTextFileSync(Deno.args[0]!));
const rehearsal = new Rehearsal(folder);
const loads: string[][] = [];
for (const call of calls) {
  await makeCall(rehearsal, entryPlace, call);
  loads.push(rehearsal.restart());
}
Deno.writeTextFileSync(report, JSON.stringify(loads));
if (cache) rehearsal.writeCaches();
exitProcess(0);
