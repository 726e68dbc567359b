/**
 * Makes one folder of plain files from an entry, as a short run loads and compiles it fastest.
 *
 * @module
 */
import { type CalledFunction, hintFunctions, readCalledFunctions } from "./compile_hints.ts";
import { type Merge, mergeChunks } from "./merge_chunks.ts";
import { deno } from "./subprocess.ts";

/** What is loaded together: by every call, by most commands, for a TOML file, and by whoever finds the lock taken. */
const MERGES: readonly Merge[] = [
  { into: "core.js", root: { file: "main.js" } },
  { into: "edit.js", root: { exported: "setCommand" } },
  { into: "toml.js", root: { exported: "tomlFormat" } },
  { into: "queue.js", root: { exported: "editThroughQueue" } },
];

/** The calls that show what is called; each gets a file of its own. */
const REHEARSALS: readonly (readonly string[])[] = [["set", "server.port", "8081"], ["get", "server.port"]];

/** A file such as most people change. */
const REHEARSED_TEXT = `# A service.
title = "sample"

[server]
host = "localhost" # for now
port = 8080
ratio = 0.5
tags = ["a", "b"]
`;

/** Where and how to bundle. */
export interface BundleOptions {
  /** The folder for the files; it is empty. */
  readonly folder: string;
  /** The configuration with the import map. */
  readonly config: string;
  /** The flags for V8 that the program will run with. */
  readonly v8Flags: string;
}

/**
 * Bundles a program.
 *
 * @param entry The module to start with. Only that of pawl itself, `main.ts`, has lazy parts.
 * @param options Where and how to bundle.
 * @returns The names of the files, the entry's first.
 * @throws {Error} If the bundle can't be made; the message holds what Deno said.
 */
export async function bundle(entry: URL, options: BundleOptions): Promise<string[]> {
  const { folder, config } = options;
  // Deno 2.7 bundles only packages that are cached already.
  await deno(["cache", "--quiet", "--config", config, entry.href]);
  await deno([
    ...["bundle", "--quiet", "--config", config, "--platform", "browser", "--minify"],
    ...["--code-splitting", "--outdir", folder, entry.href],
  ]);
  const main = entry.pathname.replace(/^.*\/(.*)\.ts$/, "$1.js");
  if (main === "main.js") {
    await mergeChunks({ folder, bundle: (...chunk) => bundleChunk(folder, ...chunk) }, MERGES);
    await hintCompilation(options);
  }
  const names = Array.from(Deno.readDirSync(folder), (file) => file.name).sort();
  return [main, ...names.filter((name) => name !== main)];
}

async function bundleChunk(folder: string, from: string, to: string, external: readonly string[]): Promise<void> {
  await deno([
    ...["bundle", "--quiet", "--no-config", "--platform", "browser", "--minify"],
    ...external.flatMap((name) => ["--external", `./${name}`]),
    ...["--output", `${folder}/${to}`, `${folder}/${from}`],
  ]);
}

/** Lets V8 compile at once what the rehearsals call. */
async function hintCompilation({ folder, v8Flags }: BundleOptions): Promise<void> {
  const stage = await Deno.makeTempDir({ prefix: "pawl-build-" });
  try {
    const logs: Map<string, CalledFunction[]>[] = [];
    for (const rehearsal of REHEARSALS) logs.push(await rehearse(`${folder}/main.js`, rehearsal, stage, v8Flags));
    for (const { into } of MERGES) {
      const called = logs.flatMap((log) => [...log]).filter(([url]) => url.endsWith(`/${into}`));
      const functions = new Map(called.flatMap(([, list]) => list.map((fn) => [fn.start, fn])));
      const text = await Deno.readTextFile(`${folder}/${into}`);
      await Deno.writeTextFile(`${folder}/${into}`, hintFunctions(text, [...functions.values()]));
    }
  } finally {
    await Deno.remove(stage, { recursive: true });
  }
}

async function rehearse(main: string, call: readonly string[], stage: string, v8Flags: string) {
  const file = `${stage}/sample.toml`;
  await Deno.writeTextFile(file, REHEARSED_TEXT);
  // The path of the stage may have a comma in it, which would end the flag.
  const logFlags = "--log-function-events,--no-logfile-per-isolate,--logfile=v8.log";
  const permissions = ["--no-prompt", "--allow-read", "--allow-write", "--allow-env", "--allow-sys=hostname"];
  const run = ["run", "--no-config", ...permissions, `--v8-flags=${v8Flags},${logFlags}`, main];
  await deno([...run, ...call, "-f", file], { directory: stage });
  return readCalledFunctions(await Deno.readTextFile(`${stage}/v8.log`));
}
