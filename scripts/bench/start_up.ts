/**
 * What one call of the program costs, against a program that does nothing and was built the same way.
 *
 * @module
 */
import type { Program } from "./runtimes.ts";
import { smallDocument } from "./documents.ts";
import { countInstructions } from "./instructions.ts";
import { inTurns, median, medianRatio, type Run } from "./measurement.ts";
import { type Row, type Section, showMs } from "./report.ts";
import type { Workspace } from "./workspace.ts";

const DEFAULT_ROUNDS = 60;

/**
 * Measures single calls.
 *
 * @param workspace Where and with what.
 * @returns CPU and wall times as ratios.
 */
export async function measureStartUp(workspace: Workspace): Promise<Section> {
  const title = "One call, 2 KB file (CPU time; the floor is an empty program)";
  const { runtime, stopwatch, directory, rounds = DEFAULT_ROUNDS } = workspace;
  if (runtime === undefined) return { title, rows: [], notes: ["Skipped: there is no program to measure"] };
  if (stopwatch === undefined) return { title, rows: [], notes: ["Skipped: there is no C compiler (cc)"] };
  const { pawl, empty } = runtime;
  const file = `${directory}/start_up.toml`;
  Deno.writeTextFileSync(file, smallDocument());
  const commands: Command[] = [
    { name: "pawl --version", target: 1.15, args: (round) => [...pawl(round), "--version"] },
    { name: "pawl get", args: (round) => [...pawl(round), "get", "-f", file, "section_3.port"] },
    {
      name: "pawl set",
      target: 1.4,
      args: (round) => [...pawl(round), "set", "-f", file, "section_3.port", `${10_000 + round}`],
    },
  ];
  const measure = (args: (round: number) => readonly string[]) => (round: number) => stopwatch.run(args(round));
  const [floors, ...runs] = await inTurns(rounds, [
    measure((round) => empty(round)),
    ...commands.map(({ args }) => measure(args)),
  ]);
  const rows = commands.flatMap((command, i) => rowsOf(command, runs[i]!, floors!));
  return { title, rows: [...rows, ...await instructionRows(commands, empty)] };
}

async function instructionRows(commands: readonly Command[], empty: Program): Promise<Row[]> {
  const floor = await countInstructions(empty(0));
  if (floor === undefined) return [];
  const rows: Row[] = [];
  for (const { name, args } of commands) {
    // The last round has left another value, so that this one changes the file.
    const count = (await countInstructions(args(0)))!;
    rows.push({
      name: `${name}, instructions`,
      result: showMillions(count),
      floor: showMillions(floor),
      ratio: count / floor,
    });
  }
  return rows;
}

function showMillions(count: number): string {
  return `${(count / 1e6).toFixed(1)} M`;
}

interface Command {
  readonly name: string;
  readonly target?: number;
  readonly args: (round: number) => readonly string[];
}

function rowsOf({ name, target }: Command, runs: Run[], floors: Run[]): Row[] {
  const cpu = compare(runs, floors, (run) => run.cpuMs);
  const wall = compare(runs, floors, (run) => run.wallMs);
  const failed = runs.filter(({ exits }) => exits["0"] !== 1).length;
  const fault = failed > 0 ? `${failed} of ${runs.length} calls failed` : undefined;
  return [
    { name, ...cpu, ...(target === undefined ? {} : { target }), fault },
    { name: `${name}, wall time`, ...wall },
  ];
}

function compare(runs: Run[], floors: Run[], numberOf: (run: Run) => number): Omit<Row, "name"> {
  const numbers = runs.map(numberOf);
  const floorNumbers = floors.map(numberOf);
  return {
    result: showMs(median(numbers)),
    floor: showMs(median(floorNumbers)),
    ratio: medianRatio(numbers, floorNumbers),
  };
}
