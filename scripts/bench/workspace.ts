/**
 * What every section of the benchmarks needs: a scratch directory, the programs under test and a stopwatch.
 *
 * @module
 */
import { makeRuntimes, type Runtime } from "./runtimes.ts";
import { makeStopwatch, type Stopwatch } from "./measurement.ts";

/** Where and with what to measure. */
export interface Workspace {
  /** A scratch directory; it should be on a real disk. */
  readonly directory: string;
  /** How many rounds were asked for, if not each section's own number. */
  readonly rounds: number | undefined;
  /** The programs that are measured now; absent where no section asked for any. */
  readonly runtime: Runtime | undefined;
  /** Measures processes; absent where there is no C compiler. */
  readonly stopwatch: Stopwatch | undefined;
}

/** How to make a workspace. */
export interface WorkspaceOptions {
  /** The directory above the scratch directory. */
  readonly parent: string | undefined;
  /** How many rounds, if not each section's own number. */
  readonly rounds: number | undefined;
  /** Whether programs are needed. */
  readonly withRuntimes: boolean;
  /** A binary to measure instead of building one. */
  readonly binary: string | undefined;
  /** An empty program built like that binary. */
  readonly empty: string | undefined;
}

/** A workspace without programs, the programs to measure in it one after the other, and what is missing. */
export interface Workspaces {
  readonly workspace: Workspace;
  readonly runtimes: readonly Runtime[];
  readonly notes: readonly string[];
}

/**
 * Makes a workspace.
 *
 * @param options How.
 * @returns The workspace; its directory is the caller's to remove.
 * @throws {TypeError} If only one of the two binaries is given.
 */
export async function makeWorkspace(options: WorkspaceOptions): Promise<Workspaces> {
  const { binary, empty, parent, rounds } = options;
  if ((binary === undefined) !== (empty === undefined)) {
    throw new TypeError("A binary to measure and an empty one built like it belong together (--binary, --empty)");
  }
  const given = binary === undefined || empty === undefined ? undefined : { pawl: binary, empty };
  const above = parent === undefined ? {} : { dir: parent };
  // The library's way to the file must not lead through symbolic links (macOS has /tmp as one).
  const directory = Deno.realPathSync(await Deno.makeTempDir({ ...above, prefix: "pawl-bench-" }));
  const stopwatch = await makeStopwatch(directory);
  const { runtimes, notes } = options.withRuntimes ? await makeRuntimes(directory, given) : { runtimes: [], notes: [] };
  return { workspace: { directory, rounds, runtime: undefined, stopwatch }, runtimes, notes };
}
