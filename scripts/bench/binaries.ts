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

/** Builds with the Deno that runs the benchmarks, else with the floor, whose base runtime is the likelier to be there. */
async function buildOne(entry: string, output: string): Promise<string> {
  try {
    return await build({ entry: new URL(entry, ROOT), output });
  } catch (error) {
    if (!(error instanceof NoBaseRuntimeError) || Deno.version.deno === FLOOR_VERSION) throw error;
    return await buildWithFloor(entry, output).catch(() => {
      throw error;
    });
  }
}

async function buildWithFloor(entry: string, output: string): Promise<string> {
  const wrapper = decodeURIComponent(new URL("scripts/deno", ROOT).pathname);
  const args = ["task", "--quiet", "build", "--output", output, entry];
  await textOf(wrapper, args, { env: { DENO_VERSION: FLOOR_VERSION } });
  return output;
}
