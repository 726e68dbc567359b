/**
 * Measures processes: a small C program starts them, waits and asks the kernel what they cost.
 *
 * Times of different runs of the benchmarks are not comparable, those of one round are: whatever is compared runs in
 * turns, and ratios are taken round by round.
 *
 * @module
 */

/** What one run of a command, or several at once, took. */
export interface Run {
  /** From before the first start to after the last end, in ms. */
  readonly wallMs: number;
  /** User and system time of all of them, in ms. */
  readonly cpuMs: number;
  /** The median time of one, in ms. */
  readonly medianMs: number;
  /** The longest time of one, in ms. */
  readonly slowestMs: number;
  /** How many ended with which exit status. */
  readonly exits: Readonly<Record<string, number>>;
}

/** Runs commands and measures them. */
export interface Stopwatch {
  /**
   * Runs a command.
   *
   * @param command The program and its arguments; `{i}` becomes the number of the run.
   * @param count How many of it run at once.
   */
  run(command: readonly string[], count?: number): Promise<Run>;
}

/**
 * Makes a stopwatch.
 *
 * @param directory Where its program is put.
 * @returns The stopwatch, or `undefined` where there is no C compiler.
 */
export async function makeStopwatch(directory: string): Promise<Stopwatch | undefined> {
  const program = await compileC("measure.c", directory);
  if (program === undefined) return undefined;
  return {
    run: async (command, count = 1) => JSON.parse(await textOf(program, [`${count}`, ...command])) as Run,
  };
}

/**
 * Compiles one of the C programs beside this module.
 *
 * @param source The file's name.
 * @param directory Where the program is put.
 * @param flags What else the compiler is told.
 * @returns The program's path, or `undefined` where there is no C compiler.
 */
export async function compileC(
  source: string,
  directory: string,
  flags: readonly string[] = [],
): Promise<string | undefined> {
  const program = `${directory}/${source.replace(/\.c$/, "")}`;
  const path = decodeURIComponent(new URL(source, import.meta.url).pathname);
  try {
    await textOf("cc", ["-O2", ...flags, "-o", program, path]);
    return program;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * Runs a command and returns what it prints.
 *
 * @param command The program.
 * @param args Its arguments.
 * @param options Its directory and what to add to its environment.
 * @returns Its standard output.
 * @throws {Error} If it fails, with what it writes to standard error.
 */
export async function textOf(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, { ...options, args: [...args] }).output();
  if (!success) throw new Error(`Cannot run "${command} ${args[0] ?? ""}": ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/**
 * Runs several measurements in turns, each round in another order, so that a busy moment hits all of them.
 *
 * @param rounds How many rounds count; one more comes first and does not, because caches are cold then.
 * @param measurements What to measure, each given the number of the round.
 * @returns The results of each measurement, by round.
 */
export async function inTurns<T>(
  rounds: number,
  measurements: readonly ((round: number) => Promise<T>)[],
): Promise<T[][]> {
  const results: T[][] = measurements.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (let turn = 0; turn < measurements.length; turn++) {
      const index = (turn + round) % measurements.length;
      const result = await measurements[index]!(round);
      if (round > 0) results[index]!.push(result);
    }
  }
  return results;
}

/**
 * The median.
 *
 * @param numbers At least one number.
 * @returns The middle one, or the mean of the two in the middle.
 */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * The median of the ratios of each round.
 *
 * @param numbers One number for each round.
 * @param floors What each is compared with.
 * @returns The ratio.
 */
export function medianRatio(numbers: readonly number[], floors: readonly number[]): number {
  return median(numbers.map((number, round) => number / floors[round]!));
}
