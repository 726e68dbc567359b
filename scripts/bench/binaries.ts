/**
 * The compiled programs that are measured: pawl, and one that does nothing, built the same way.
 *
 * Hazard: the same 97 MB in two files start in times that differ by up to 6 %, for as long as both stay in the page
 * cache (large folios or small ones, physical addresses). One pair of files would measure its luck, so there are several
 * copies of each and every round takes another pair.
 *
 * @module
 */
import { build, NoBaseRuntimeError } from "../build.ts";
import { textOf } from "./measurement.ts";

/** The path of a program in a given round. */
export type Binary = (round: number) => string;

/** The compiled programs. */
export interface Binaries {
  readonly pawl: Binary;
  /** The program that does nothing. */
  readonly empty: Binary;
}

/** The oldest Deno that pawl runs on; see scripts/deno. */
const FLOOR_VERSION = "2.7.11";

const ROOT = new URL("../../", import.meta.url);
const COPY_COUNT = 5;

/**
 * Builds the programs and copies them.
 *
 * @param directory Where they are put.
 * @param given Programs to measure instead of building them: both or none.
 * @returns The programs, or why there are none.
 */
export async function makeBinaries(
  directory: string,
  given: { readonly pawl: string; readonly empty: string } | undefined,
): Promise<Binaries | string> {
  try {
    const { pawl, empty } = given ?? {
      pawl: await buildOne("main.ts", `${directory}/built-pawl`),
      empty: await buildOne("scripts/empty.ts", `${directory}/built-empty`),
    };
    // Two strides, so that the rounds pair the copies differently.
    return { pawl: copies(pawl, `${directory}/pawl`, 1), empty: copies(empty, `${directory}/empty`, 2) };
  } catch (error) {
    if (error instanceof NoBaseRuntimeError) return error.message;
    throw error;
  }
}

function copies(program: string, prefix: string, stride: number): Binary {
  for (let copy = 0; copy < COPY_COUNT; copy++) Deno.copyFileSync(program, `${prefix}-${copy}`);
  return (round) => `${prefix}-${(round * stride) % COPY_COUNT}`;
}

/**
 * Builds a pawl in which another module stands in for one of its own.
 *
 * @param directory Where it is put.
 * @param name What it is called.
 * @param module The module, as a path from the root of the project.
 * @param substitute The other module; it exports what is used of the first one.
 * @returns The path of the program.
 */
export async function buildVariant(
  directory: string,
  name: string,
  module: string,
  substitute: string,
): Promise<string> {
  const { imports, compilerOptions } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT)));
  // An import map can map a module by its whole address.
  const mapped = { ...imports, [new URL(module, ROOT).href]: new URL(substitute, ROOT).href };
  const config = `${directory}/${name}.json`;
  Deno.writeTextFileSync(config, JSON.stringify({ nodeModulesDir: "none", imports: mapped, compilerOptions }));
  return await buildOne("main.ts", `${directory}/built-${name}`, config);
}

/** Builds with the Deno that runs the benchmarks, else with the floor, whose base runtime is the likelier to be there. */
async function buildOne(entry: string, output: string, config?: string): Promise<string> {
  try {
    return await build({ entry: new URL(entry, ROOT), output, config });
  } catch (error) {
    if (!(error instanceof NoBaseRuntimeError) || Deno.version.deno === FLOOR_VERSION) throw error;
    return await buildWithFloor(entry, output, config).catch(() => {
      throw error;
    });
  }
}

async function buildWithFloor(entry: string, output: string, config?: string): Promise<string> {
  const wrapper = decodeURIComponent(new URL("scripts/deno", ROOT).pathname);
  const options = config === undefined ? [] : ["--config", config];
  const args = ["task", "--quiet", "build", "--output", output, ...options, entry];
  await textOf(wrapper, args, { env: { DENO_VERSION: FLOOR_VERSION } });
  return output;
}
