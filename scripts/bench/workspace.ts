/**
 * What every section of the benchmarks needs: a scratch directory, the programs under test and a stopwatch.
 *
 * @module
 */
import { build, NoBaseRuntimeError } from "../build.ts";
import { makeStopwatch, type Stopwatch, textOf } from "./measurement.ts";

/** The compiled programs: pawl, and one that does nothing, built the same way. */
export interface Binaries {
  readonly pawl: string;
  readonly empty: string;
}

/** Where and with what to measure. */
export interface Workspace {
  /** A scratch directory; it should be on a real disk. */
  readonly directory: string;
  /** How many rounds were asked for, if not each section's own number. */
  readonly rounds: number | undefined;
  /** The compiled programs, or why there are none. */
  readonly binaries: Binaries | string;
  /** Measures processes; absent where there is no C compiler. */
  readonly stopwatch: Stopwatch | undefined;
}

/** How to make a workspace. */
export interface WorkspaceOptions {
  /** The directory above the scratch directory. */
  readonly parent?: string | undefined;
  /** How many rounds, if not each section's own number. */
  readonly rounds?: number | undefined;
  /** Whether binaries are needed. */
  readonly withBinaries: boolean;
  /** A binary to measure instead of building one. */
  readonly binary?: string | undefined;
  /** An empty program built like that binary. */
  readonly empty?: string | undefined;
}

/** The oldest Deno that pawl runs on; see scripts/deno. */
const FLOOR_VERSION = "2.7.11";

/**
 * Makes a workspace.
 *
 * @param options How.
 * @returns The workspace; its directory is the caller's to remove.
 */
export async function makeWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const parent = options.parent === undefined ? {} : { dir: options.parent };
  // The library's way to the file must not lead through symbolic links (macOS has /tmp as one).
  const directory = Deno.realPathSync(await Deno.makeTempDir({ ...parent, prefix: "pawl-bench-" }));
  const stopwatch = await makeStopwatch(directory);
  const binaries = options.withBinaries ? await makeBinaries(directory, options) : "they were not asked for";
  return { directory, rounds: options.rounds, binaries, stopwatch };
}

async function makeBinaries(directory: string, options: WorkspaceOptions): Promise<Binaries | string> {
  const { binary, empty } = options;
  if (binary !== undefined && empty !== undefined) return { pawl: binary, empty };
  if (binary !== undefined) throw new TypeError("A binary to measure needs an empty one built like it (--empty)");
  const outputs = { pawl: `${directory}/pawl`, empty: `${directory}/empty` };
  try {
    await buildOne("main.ts", outputs.pawl);
    await buildOne("scripts/empty.ts", outputs.empty);
    return outputs;
  } catch (error) {
    if (error instanceof NoBaseRuntimeError) return error.message;
    throw error;
  }
}

/** Builds with the Deno that runs the benchmarks, else with the floor, whose base runtime is the likelier to be there. */
async function buildOne(entry: string, output: string): Promise<void> {
  const root = new URL("../../", import.meta.url);
  try {
    await build({ entry: new URL(entry, root), output });
  } catch (error) {
    if (!(error instanceof NoBaseRuntimeError) || Deno.version.deno === FLOOR_VERSION) throw error;
    const args = ["task", "--quiet", "build", "--output", output, entry];
    try {
      await textOf(decodeURIComponent(new URL("scripts/deno", root).pathname), args, {
        env: { DENO_VERSION: FLOOR_VERSION },
      });
    } catch {
      throw error;
    }
  }
}
