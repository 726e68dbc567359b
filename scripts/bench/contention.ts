/**
 * Many writers of one file at once, against as many programs that do nothing.
 *
 * @module
 */
import { slotsDocument } from "./documents.ts";
import { inTurns, median, medianRatio, type Run } from "./measurement.ts";
import { type Row, type Section, showMs } from "./report.ts";
import type { Workspace } from "./workspace.ts";

/** How many writers, in how many rounds, and how much slower than nothing they may be. */
const CROWDS: readonly { count: number; rounds: number; target?: number; mayTimeOut: boolean }[] = [
  { count: 100, rounds: 7, target: 1.25, mayTimeOut: false },
  { count: 300, rounds: 3, mayTimeOut: true },
];

const LOCK_TIMEOUT_STATUS = "75";

/**
 * Measures parallel writers, each of a key of its own, and counts what is in the file afterwards.
 *
 * @param workspace Where and with what.
 * @returns Wall times as ratios, lost changes and timeouts.
 */
export async function measureContention(workspace: Workspace): Promise<Section> {
  const title = "Parallel `pawl set` on one file (wall time; the floor is as many empty programs)";
  const { runtime, stopwatch, directory } = workspace;
  if (runtime === undefined) return { title, rows: [], notes: ["Skipped: there is no program to measure"] };
  if (stopwatch === undefined) return { title, rows: [], notes: ["Skipped: there is no C compiler (cc)"] };
  const file = `${directory}/contention.toml`;
  const rows: Row[] = [];
  for (const { count, rounds, target, mayTimeOut } of CROWDS) {
    const write = async (round: number): Promise<Crowd> => {
      Deno.writeTextFileSync(file, slotsDocument(count));
      const value = `${round + 1}`;
      const run = await stopwatch.run([...runtime.pawl(round), "set", "-f", file, "slots.key_{i}", value], count);
      return { ...run, kept: countKept(Deno.readTextFileSync(file), value) };
    };
    const doNothing = async (round: number): Promise<Crowd> => {
      return { ...await stopwatch.run(runtime.empty(round), count), kept: 0 };
    };
    const [crowds, floors] = await inTurns(workspace.rounds ?? rounds, [write, doNothing]);
    rows.push(wallRow(crowds!, floors!, { count, target, mayTimeOut }), cpuRow(crowds!, floors!, count));
  }
  return { title, rows };
}

/** A run and how many of its changes are in the file. */
interface Crowd extends Run {
  readonly kept: number;
}

/**
 * Counts the keys with a value.
 *
 * @param text The document, in any of the formats of the benchmarks.
 * @param value The value.
 * @returns How many keys `key_0`, `key_1`, … have it.
 */
export function countKept(text: string, value: string): number {
  return Array.from(text.matchAll(/key_?\d+(?:\/:_authToken)?["']?\s*[=:]\s*["']?(\d+)/g)).filter((match) =>
    match[1] === value
  ).length;
}

function wallRow(
  crowds: Crowd[],
  floors: Crowd[],
  { count, target, mayTimeOut }: { count: number; target: number | undefined; mayTimeOut: boolean },
): Row {
  const walls = crowds.map(({ wallMs }) => wallMs);
  const floorWalls = floors.map(({ wallMs }) => wallMs);
  const timeouts = crowds.map(({ exits }) => exits[LOCK_TIMEOUT_STATUS] ?? 0);
  const lost = sum(crowds.map(({ exits, kept }) => (exits["0"] ?? 0) - kept));
  const failed = sum(crowds.map(({ exits }, i) => count - (exits["0"] ?? 0) - timeouts[i]!));
  const late = mayTimeOut ? 0 : sum(timeouts);
  const faults = Object.entries({ lost, failed, "timed out": late }).filter(([, number]) => number !== 0);
  const slowest = showMs(median(crowds.map(({ slowestMs }) => slowestMs)));
  return {
    name: `${count} parallel`,
    result: `${showMs(median(walls))}, ${lost} lost, timed out ${timeouts.join(", ")}; slowest ${slowest}`,
    floor: showMs(median(floorWalls)),
    ratio: medianRatio(walls, floorWalls),
    ...(target === undefined ? {} : { target }),
    fault: faults.length > 0 ? faults.map(([what, number]) => `${number} ${what}`).join(", ") : undefined,
  };
}

/** The wall time depends on what else the machine does; this hardly. */
function cpuRow(crowds: Crowd[], floors: Crowd[], count: number): Row {
  const cpus = crowds.map(({ cpuMs }) => cpuMs);
  const floorCpus = floors.map(({ cpuMs }) => cpuMs);
  return {
    name: `${count} parallel, CPU time`,
    result: showMs(median(cpus)),
    floor: showMs(median(floorCpus)),
    ratio: medianRatio(cpus, floorCpus),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
