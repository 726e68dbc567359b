/**
 * Makes one folder of plain files from an entry, as a short run loads it fastest.
 *
 * The bundler cuts the program into chunks. Those that the same calls need are packed into one file (`packs.ts`): `set` of
 * Deno 2.9.6 takes 13 ms from packs and 19 from chunks, over what an empty program takes.
 *
 * @module
 */
import { deno } from "../subprocess.ts";
import { printLoader } from "./loader.ts";
import { Packs, REST } from "./packs.ts";
import { GROUPS } from "./rehearsals.ts";
import { rehearse } from "./rehearse.ts";

/** The name of the entry's chunk, and of the file to start with. */
const MAIN = "main";

/**
 * Bundles a program.
 *
 * @param entry The module to start with. Only that of pawl itself, `main.ts`, has lazy parts.
 * @param folder The folder for the files; it is empty.
 * @param config The configuration with the import map.
 * @returns The names of the files, the one to start with first.
 * @throws {Error} If the bundle can't be made; the message holds what Deno said.
 */
export async function bundle(entry: URL, folder: string, config: string): Promise<readonly string[]> {
  const name = entry.pathname.replace(/^.*\/(.*)\.ts$/, "$1");
  // Deno 2.7 bundles only packages that are cached already.
  await deno(["cache", "--quiet", "--config", config, entry.href]);
  const stage = await Deno.makeTempDir({ prefix: "pawl-build-" });
  try {
    const target = name === MAIN ? `${stage}/chunks` : folder;
    await deno([
      ...["bundle", "--quiet", "--config", config, "--platform", "browser", "--minify"],
      ...["--code-splitting", "--outdir", target, entry.href],
    ]);
    if (name === MAIN) await packChunks(readChunks(target), stage, folder);
  } finally {
    await Deno.remove(stage, { recursive: true });
  }
  const names = Array.from(Deno.readDirSync(folder), (file) => file.name).sort();
  return [`${name}.js`, ...names.filter((other) => other !== `${name}.js`)];
}

function readChunks(folder: string): Map<string, string> {
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name.replace(/\.js$/, "")).sort();
  return new Map(names.map((name) => [name, Deno.readTextFileSync(`${folder}/${name}.js`)]));
}

/** Writes the packs and the loader. */
async function packChunks(chunks: ReadonlyMap<string, string>, stage: string, folder: string): Promise<void> {
  const unsorted = `${stage}/unsorted`;
  await Deno.mkdir(unsorted);
  writePacks(new Packs(chunks, MAIN, []), unsorted, true);
  const rules = await Promise.all(GROUPS.map(async ({ name, neededBy, calls }) => {
    return { name, neededBy, loads: await Promise.all(calls.map((call) => rehearse(unsorted, stage, call))) };
  }));
  const packs = new Packs(chunks, MAIN, rules);
  const missing = [...GROUPS.map(({ name }) => name), REST].filter((name) => !packs.names.includes(name));
  if (missing.length > 0) throw new Error(`Cannot pack chunks: there are none for ${missing.join(", ")}`);
  writePacks(packs, folder, false);
}

function writePacks(packs: Packs, folder: string, isObserved: boolean): void {
  for (const name of packs.names) Deno.writeTextFileSync(`${folder}/${name}.js`, packs.print(name));
  const { entryPlace } = packs;
  const loader = printLoader({ entryPlace, entryPacks: packs.packsFor(MAIN), isObserved });
  Deno.writeTextFileSync(`${folder}/${MAIN}.js`, loader);
}
