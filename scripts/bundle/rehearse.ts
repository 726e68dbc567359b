/**
 * Makes calls of the packed program in one process, to see which chunks each loads, or to cache the code that they run.
 *
 * Usage: `deno run rehearse.ts TASK`, where TASK is a file that holds a {@linkcode RehearsalTask} as JSON. The working
 * directory is scratch space.
 *
 * @module
 */
import { Script } from "node:vm";
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

/** How long a lock is held that a call finds taken, in ms: long enough for the call to post its change and to wait. */
const HOLD_MS = 300;

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
  const { args, file, text, isLocked, status = 0 } = call;
  if (text !== undefined) Deno.writeTextFileSync(file!, text);
  Object.defineProperty(Deno, "args", { value: args, configurable: true });
  const { promise: exited, resolve: exit } = Promise.withResolvers<number>();
  Deno.exit = exit as typeof Deno.exit;
  using lock = isLocked ? Deno.openSync(`${file}.lock`, { create: true, write: true }) : undefined;
  lock?.lockSync(true);
  if (lock !== undefined) setTimeout(() => lock.unlockSync(), HOLD_MS);
  await rehearsal.load(entryPlace);
  const found = await exited;
  if (found !== status) throw new Error(`Cannot rehearse "${args.join(" ")}": it exited with ${found}, not ${status}`);
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
