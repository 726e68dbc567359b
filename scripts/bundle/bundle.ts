/**
 * Makes one folder of plain files from an entry, as a short run loads it fastest.
 *
 * The bundler cuts the program into chunks. Those that the same calls need are packed into one file (`packs.ts`), and
 * where the runtime can, V8's code for what the calls run is cached beside it: a short run is mostly the compilation of
 * functions that are called once. It spares `set` 38 of 212 million instructions.
 *
 * @module
 */
import { gzipSync } from "node:zlib";
import { deno } from "../subprocess.ts";
import { printCacheProbe, printLoader } from "./loader.ts";
import { type Carrier, type PackRule, Packs, REST } from "./packs.ts";
import { GROUPS } from "./rehearsals.ts";
import type { RehearsalTask } from "./rehearse.ts";

/** Where and how to bundle. */
export interface BundleOptions {
  /** The folder for the files; it is empty. */
  readonly folder: string;
  /** The configuration with the import map. */
  readonly config: string;
  /** The flags for V8 that the program will run with; a cache only fits the same ones. */
  readonly v8Flags: string;
  /** Whether this machine's V8 is the one that the program will run with, so that its code can be cached. */
  readonly isNative: boolean;
}

/** A bundle: plain files in one folder. */
export interface Bundle {
  /** The names of the files, the one to start with first. */
  readonly files: readonly string[];
  /** A program that fails if V8 does not take the caches that are among the files, if there are any. */
  readonly cacheProbe: string | undefined;
}

/** The name of the entry's chunk, and of the file to start with. */
const MAIN = "main";

/**
 * Bundles a program.
 *
 * @param entry The module to start with. Only that of pawl itself, `main.ts`, has lazy parts.
 * @param options Where and how to bundle.
 * @returns What it consists of.
 * @throws {Error} If the bundle can't be made; the message holds what Deno said.
 */
export async function bundle(entry: URL, options: BundleOptions): Promise<Bundle> {
  const { folder, config } = options;
  const name = entry.pathname.replace(/^.*\/(.*)\.ts$/, "$1");
  // Deno 2.7 bundles only packages that are cached already.
  await deno(["cache", "--quiet", "--config", config, entry.href]);
  const stage = await Deno.makeTempDir({ prefix: "pawl-build-" });
  let cacheProbe: string | undefined;
  try {
    const target = name === MAIN ? `${stage}/chunks` : folder;
    await deno([
      ...["bundle", "--quiet", "--config", config, "--platform", "browser", "--minify"],
      ...["--code-splitting", "--outdir", target, entry.href],
    ]);
    if (name === MAIN) cacheProbe = await packChunks(readChunks(target), stage, options);
  } finally {
    await Deno.remove(stage, { recursive: true });
  }
  const names = Array.from(Deno.readDirSync(folder), (file) => file.name).sort();
  return { files: [`${name}.js`, ...names.filter((other) => other !== `${name}.js`)], cacheProbe };
}

function readChunks(folder: string): Map<string, string> {
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name.replace(/\.js$/, "")).sort();
  return new Map(names.map((name) => [name, Deno.readTextFileSync(`${folder}/${name}.js`)]));
}

/** Writes the packs and the loader. Returns the probe of the caches, if there are any. */
async function packChunks(
  chunks: ReadonlyMap<string, string>,
  stage: string,
  options: BundleOptions,
): Promise<string | undefined> {
  const { folder, isNative } = options;
  const calls = GROUPS.flatMap((group) => group.calls);
  const unsorted = `${stage}/unsorted`;
  writePacks(new Packs(chunks, MAIN, []), "script", unsorted);
  const loads = await rehearse(
    stage,
    { folder: unsorted, entryPlace: `${REST}/${MAIN}`, calls, cache: false },
    options,
  );
  const packs = new Packs(chunks, MAIN, rulesFrom(loads));
  const carrier = isNative && hasCheapScripts() ? "script" : "module";
  writePacks(packs, carrier, folder);
  const { entryPlace } = packs;
  const rare = [...GROUPS.filter(({ isRare }) => isRare).map(({ name }) => name), REST];
  if (carrier === "script") {
    await rehearse(stage, { folder, entryPlace, calls, cache: true }, options);
    for (const name of rare) for (const ending of ["pack", "cache"]) compress(`${folder}/${name}.${ending}`);
  }
  const loader = printLoader({ carrier, rare, entryPlace, entryPacks: packs.packsFor(MAIN) });
  Deno.writeTextFileSync(`${folder}/${MAIN}.js`, loader);
  return carrier === "script" ? printCacheProbe(packs.names, rare) : undefined;
}

/**
 * Until 2.8 `node:vm` lies ready in the runtime's snapshot. In 2.9 its import takes 24 ms, more than a cache saves.
 */
function hasCheapScripts(): boolean {
  const [major, minor] = Deno.version.deno.split(".").map(Number);
  return major === 2 && minor! < 9;
}

function writePacks(packs: Packs, carrier: Carrier, folder: string): void {
  Deno.mkdirSync(folder, { recursive: true });
  // Of a file that looks like a module the compiler would keep more than its text.
  const ending = carrier === "module" ? "js" : "pack";
  for (const name of packs.names) Deno.writeTextFileSync(`${folder}/${name}.${ending}`, packs.print(name, carrier));
}

function compress(path: string): void {
  Deno.writeFileSync(`${path}.gz`, gzipSync(Deno.readFileSync(path), { level: 9 }));
  Deno.removeSync(path);
}

/** The groups, with what their calls have loaded. */
function rulesFrom(loads: readonly (readonly string[])[]): PackRule[] {
  const remaining = loads.map((places) => new Set(places.map((place) => place.slice(place.indexOf("/") + 1))));
  return GROUPS.map(({ name, neededBy, calls }) => ({ name, neededBy, loads: remaining.splice(0, calls.length) }));
}

async function rehearse(
  stage: string,
  task: Omit<RehearsalTask, "report">,
  { v8Flags }: BundleOptions,
): Promise<string[][]> {
  const scratch = await Deno.makeTempDir({ dir: stage });
  const report = `${scratch}/report.json`;
  Deno.writeTextFileSync(`${scratch}/task.json`, JSON.stringify({ ...task, report } satisfies RehearsalTask));
  const permissions = ["--no-prompt", "--allow-read", "--allow-write", "--allow-env", "--allow-sys=hostname"];
  const program = new URL("rehearse.ts", import.meta.url).href;
  const run = ["run", "--no-config", "--no-check", ...permissions, `--v8-flags=${v8Flags}`, program];
  await deno([...run, `${scratch}/task.json`], { directory: scratch });
  return JSON.parse(Deno.readTextFileSync(report));
}
