/**
 * What group commit is worth: many writers of one file at once on disks that sync fast and slowly, with it and without.
 *
 * The pawl without it is the same program but for one module, `ungrouped_edit.ts`.
 *
 * @module
 */
import { countKept } from "./contention.ts";
import { slotsDocument } from "./documents.ts";
import { compileC, median, type Run } from "./measurement.ts";
import { type Row, type Section, showMs } from "./report.ts";
import type { Workspace } from "./workspace.ts";

const COUNTS = [100, 300];
const ADDED_SYNC_MS = [0, 10];
const LOCK_TIMEOUT_STATUS = "75";

/** With group commit nobody may wait longer than the default 5 s; without it, somebody may. */
const SUBJECTS = ["group commit", "one by one"] as const;

/** A run, how many of its changes are in the file, and how many replaces that took. */
interface Crowd extends Run {
  readonly kept: number;
  readonly replaces: number;
}

/**
 * Measures parallel writers with and without group commit.
 *
 * @param workspace Where and with what.
 * @returns Replaces, wall times, lost changes and timeouts.
 */
export async function measureGroupCommit(workspace: Workspace): Promise<Section> {
  const title = "Parallel `pawl set` with and without group commit, fsync as slow as said (the floor is one by one)";
  const { runtime, stopwatch, directory } = workspace;
  const shim = await compileC("slow_sync.c", directory, ["-shared", "-fPIC"]);
  if (runtime === undefined) return { title, rows: [], notes: ["Skipped: there is no program to measure"] };
  if (stopwatch === undefined || shim === undefined || Deno.build.os !== "linux") {
    return { title, rows: [], notes: ["Skipped: it takes Linux and a C compiler (cc)"] };
  }
  const ungrouped = await runtime.variant(
    "ungrouped",
    "src/queue/queued_edit.ts",
    "scripts/bench/ungrouped_edit.ts",
  );
  const rows: Row[] = [];
  for (const count of COUNTS) {
    for (const addedMs of ADDED_SYNC_MS) {
      const crowds: Record<typeof SUBJECTS[number], Crowd[]> = { "group commit": [], "one by one": [] };
      for (let round = 0; round < (workspace.rounds ?? 1); round++) {
        for (const subject of round % 2 === 0 ? SUBJECTS : SUBJECTS.toReversed()) {
          const program = subject === "group commit" ? runtime.pawl(round) : ungrouped(round);
          crowds[subject].push(await runCrowd({ program, shim, count, addedMs, round }, workspace));
        }
      }
      rows.push(rowOf(`${count} at once, ${addedMs} ms`, count, crowds));
    }
  }
  return { title, rows };
}

/** What to run. */
interface CrowdOptions {
  readonly program: readonly string[];
  readonly shim: string;
  readonly count: number;
  readonly addedMs: number;
  readonly round: number;
}

async function runCrowd(
  { program, shim, count, addedMs, round }: CrowdOptions,
  { directory, stopwatch }: Workspace,
): Promise<Crowd> {
  const file = `${directory}/group.toml`;
  const log = `${directory}/replaces`;
  const value = `${round + 1}`;
  Deno.writeTextFileSync(file, slotsDocument(count));
  Deno.writeTextFileSync(log, "");
  const slowly = ["env", `LD_PRELOAD=${shim}`, `SLOW_SYNC_US=${addedMs * 1000}`, `SLOW_SYNC_LOG=${log}`];
  const run = await stopwatch!.run([...slowly, ...program, "set", "-f", file, "slots.key_{i}", value], count);
  return { ...run, kept: countKept(Deno.readTextFileSync(file), value), replaces: Deno.statSync(log).size };
}

function rowOf(name: string, count: number, crowds: Readonly<Record<typeof SUBJECTS[number], readonly Crowd[]>>): Row {
  const [grouped, single] = SUBJECTS.map((subject) => describe(crowds[subject], count));
  return {
    name,
    result: grouped!.text,
    floor: single!.text,
    ratio: grouped!.replaces / single!.replaces,
    fault: grouped!.fault ?? single!.lost,
  };
}

function describe(crowds: readonly Crowd[], count: number) {
  const timeouts = crowds.reduce((sum, { exits }) => sum + (exits[LOCK_TIMEOUT_STATUS] ?? 0), 0);
  const lost = crowds.reduce((sum, { exits, kept }) => sum + (exits["0"] ?? 0) - kept, 0);
  const others = crowds.reduce((sum, { exits }) => sum + count - (exits["0"] ?? 0), 0) - timeouts;
  const replaces = median(crowds.map((crowd) => crowd.replaces));
  const wallMs = median(crowds.map((crowd) => crowd.wallMs));
  const slowestMs = median(crowds.map((crowd) => crowd.slowestMs));
  const faults = Object.entries({ lost, "timed out": timeouts, failed: others }).filter(([, number]) => number !== 0);
  return {
    text: `${replaces} replaces, ${showMs(wallMs)}, slowest ${showMs(slowestMs)}, ${lost} lost, ${timeouts} timed out`,
    replaces,
    fault: faults.length > 0 ? faults.map(([what, number]) => `${number} ${what}`).join(", ") : undefined,
    lost: lost > 0 ? `${lost} lost one by one` : undefined,
  };
}
