/**
 * Makes the packs that `scripts/pawl` runs, and the file that tells it how: a piece of shell, read at each start.
 *
 * Deno keeps V8's code for them in its own folder. With `--no-lazy` that is the code of all functions, and a short run,
 * which is mostly the compilation of functions that are called once, has none to compile.
 *
 * Guarantee: any number may run at once, and the program may run meanwhile. One makes the packs, in a folder that nobody
 * knows yet, and the rename of one file says that they are there; the others wait for it.
 *
 * Usage: `deno run scripts/make_packs.ts LAUNCH_FILE`, with the packs in the folder of that file.
 *
 * @module
 */
import { bundle } from "./bundle/bundle.ts";
import { PACK_FLAGS } from "./bundle/runtime_flags.ts";

const ROOT = decodeURIComponent(new URL("../", import.meta.url).pathname).replace(/^\/(?=[A-Za-z]:)/, "");

/** Packs of older sources stay as long as a process may still be running them, in ms. */
const OLD_MS = 24 * 60 * 60 * 1000;

/** What the packs are made from, from the root; a folder is newer when a file in it came or went. */
function listSources(): string[] {
  const sources = ["main.ts", "deno.json", "deno.lock", "scripts/make_packs.ts"];
  const add = (folder: string) => {
    sources.push(folder);
    for (const { name, isDirectory } of Deno.readDirSync(ROOT + folder)) {
      if (isDirectory) add(`${folder}/${name}`);
      else if (name.endsWith(".ts") && !name.endsWith("_test.ts")) sources.push(`${folder}/${name}`);
    }
  };
  add("src");
  add("scripts/bundle");
  return sources;
}

/** When a file was last changed, in ms, rounded up: the shell compares the nanoseconds. */
function changedMs(path: string): number {
  return Deno.statSync(path).mtime!.getTime() + 1;
}

function isCurrent(launchFile: string): boolean {
  try {
    const madeMs = changedMs(launchFile);
    return listSources().every((path) => changedMs(ROOT + path) <= madeMs);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** A word of a shell command. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

async function makePacks(launchFile: string, folder: string): Promise<void> {
  const sources = listSources();
  // A source that changes meanwhile must count as newer, and one from the future as no newer than its packs.
  const sourcesMs = Math.max(Date.now(), ...sources.map((path) => changedMs(ROOT + path)));
  const packs = await Deno.makeTempDir({ dir: folder, prefix: "packs-" });
  try {
    await bundle(new URL("../main.ts", import.meta.url), packs, `${ROOT}deno.json`);
    // A temporary folder is its owner's alone; the sources may be for everybody.
    await Deno.chmod(packs, 0o755);
    const lines = {
      deno: quoted(Deno.execPath()),
      flags: quoted(PACK_FLAGS.join(" ")),
      packs: quoted(packs),
      sources: quoted(sources.join(" ")),
    };
    const text = Object.entries(lines).map(([name, value]) => `${name}=${value}\n`).join("");
    const unfinished = `${packs}.sh`;
    await Deno.writeTextFile(unfinished, text);
    await Deno.utime(unfinished, sourcesMs / 1000, sourcesMs / 1000);
    await Deno.rename(unfinished, launchFile);
  } catch (error) {
    await Deno.remove(packs, { recursive: true });
    throw error;
  }
  removeOld(folder, packs);
}

function removeOld(folder: string, present: string): void {
  for (const { name } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    if (!name.startsWith("packs-") || path === present) continue;
    if (Date.now() - Deno.statSync(path).mtime!.getTime() > OLD_MS) Deno.removeSync(path, { recursive: true });
  }
}

async function main(launchFile: string): Promise<number> {
  const folder = launchFile.replace(/[/\\][^/\\]*$/, "");
  try {
    await Deno.mkdir(folder, { recursive: true });
    using lock = await Deno.open(`${folder}/lock`, { create: true, write: true });
    await lock.lock(true);
    if (!isCurrent(launchFile)) await makePacks(launchFile, Deno.realPathSync(folder));
    return 0;
  } catch (error) {
    console.error(`make_packs: ${error instanceof Error ? error.message : error}`);
    return 1;
  }
}

Deno.exit(await main(Deno.args[0]!));
