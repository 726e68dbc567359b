/**
 * What is measured: pawl and a program that does nothing, on each runtime that it is shipped with or supports.
 *
 * Hazard: the same 97 MB in two files start in times that differ by up to 6 %, for as long as both stay in the page
 * cache (large folios or small ones, physical addresses). One pair of binaries would measure its luck, so there are
 * several copies of each and every round takes another pair.
 *
 * @module
 */
import { build, NoBaseRuntimeError } from "../build.ts";
import { bundle } from "../bundle/bundle.ts";
import { PACK_FLAGS } from "../bundle/runtime_flags.ts";
import { textOf } from "./measurement.ts";

/** A program in a given round: the command that runs it. */
export type Program = (round: number) => readonly string[];

/** A pawl and what it is compared with. */
export interface Runtime {
  readonly name: string;
  readonly pawl: Program;
  /** The program that does nothing. */
  readonly empty: Program;
  /**
   * Makes a pawl in which another module stands in for one of its own.
   *
   * @param name What it is called.
   * @param module The module, as a path from the root of the project.
   * @param substitute The other module; it exports what is used of the first one.
   */
  variant(name: string, module: string, substitute: string): Promise<Program>;
}

/** The oldest Deno that pawl runs on; see scripts/deno. */
const FLOOR_VERSION = "2.7.11";

const ROOT = new URL("../../", import.meta.url);
const COPY_COUNT = 5;

/**
 * Makes the programs: the packs of `scripts/pawl` first, then binaries of this Deno and of the oldest one, where there are
 * base runtimes for them.
 *
 * @param directory Where they are put.
 * @param given Binaries to measure instead.
 * @returns The runtimes, and why others are missing.
 */
export async function makeRuntimes(
  directory: string,
  given: { readonly pawl: string; readonly empty: string } | undefined,
): Promise<{ runtimes: Runtime[]; notes: string[] }> {
  if (given !== undefined) return { runtimes: [binaries("the given binaries", directory, given)], notes: [] };
  const runtimes = [await makePacked(directory)];
  const notes: string[] = [];
  for (const version of new Set([Deno.version.deno, FLOOR_VERSION])) {
    try {
      const folder = `${directory}/binaries-${version}`;
      const pawl = await buildOne(version, "main.ts", `${folder}/built-pawl`);
      const empty = await buildOne(version, "scripts/empty.ts", `${folder}/built-empty`);
      runtimes.push(binaries(`binary of Deno ${version}`, folder, { pawl, empty }, version));
    } catch (error) {
      if (!(error instanceof NoBaseRuntimeError) && version === Deno.version.deno) throw error;
      notes.push(`Skipped the binary of Deno ${version}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { runtimes, notes };
}

async function makePacked(directory: string): Promise<Runtime> {
  const empty = `${directory}/empty.js`;
  Deno.writeTextFileSync(empty, "export {};\n");
  const program = (file: string): Program => () => [Deno.execPath(), "run", ...PACK_FLAGS, file];
  const make = async (name: string, config: string): Promise<Program> => {
    const folder = `${directory}/${name}`;
    Deno.mkdirSync(folder);
    await bundle(new URL("main.ts", ROOT), folder, config);
    return program(`${folder}/main.js`);
  };
  return {
    name: `packs of scripts/pawl, Deno ${Deno.version.deno}`,
    pawl: await make("packs", decodeURIComponent(new URL("deno.json", ROOT).pathname)),
    empty: program(empty),
    variant: (name, module, substitute) => make(name, mapModule(directory, name, module, substitute)),
  };
}

function binaries(
  name: string,
  folder: string,
  built: { readonly pawl: string; readonly empty: string },
  version = Deno.version.deno,
): Runtime {
  return {
    name,
    // Two strides, so that the rounds pair the copies differently.
    pawl: copies(built.pawl, `${folder}/pawl`, 1),
    empty: copies(built.empty, `${folder}/empty`, 2),
    async variant(name, module, substitute) {
      const config = mapModule(folder, name, module, substitute);
      const program = await buildOne(version, "main.ts", `${folder}/built-${name}`, config);
      return () => [program];
    },
  };
}

function copies(program: string, prefix: string, stride: number): Program {
  for (let copy = 0; copy < COPY_COUNT; copy++) Deno.copyFileSync(program, `${prefix}-${copy}`);
  return (round) => [`${prefix}-${(round * stride) % COPY_COUNT}`];
}

/** Writes a configuration in which a module is another one. Returns its path. */
function mapModule(folder: string, name: string, module: string, substitute: string): string {
  const { imports, compilerOptions } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT)));
  // An import map can map a module by its whole address.
  const mapped = { ...imports, [new URL(module, ROOT).href]: new URL(substitute, ROOT).href };
  const config = `${folder}/${name}.json`;
  Deno.writeTextFileSync(config, JSON.stringify({ nodeModulesDir: "none", imports: mapped, compilerOptions }));
  return config;
}

async function buildOne(version: string, entry: string, output: string, config?: string): Promise<string> {
  if (version === Deno.version.deno) return await build({ entry: new URL(entry, ROOT), output, config });
  const wrapper = decodeURIComponent(new URL("scripts/deno", ROOT).pathname);
  const options = config === undefined ? [] : ["--config", config];
  const args = ["task", "--quiet", "build", "--output", output, ...options, entry];
  await textOf(wrapper, args, { env: { DENO_VERSION: version } });
  return output;
}
