/**
 * The library in one process: durable updates and revision-checked edits against a C program with the same system calls
 * and against a plain fsync, the lock alone, and many updates at once.
 *
 * @module
 */
import { smallDocument } from "./documents.ts";
import type { Updates } from "./durable_updates.ts";
import { compileC, inTurns, median, medianRatio, textOf } from "./measurement.ts";
import { type Row, type Section, showMs } from "./report.ts";
import type { Workspace } from "./workspace.ts";

const DEFAULT_ROUNDS = 7;
const UPDATE_COUNT = 1000;
/** As many as a queue takes unless somebody says otherwise. */
const QUEUE_COUNT = 100;
const CHECKED_COUNT = 100;

/**
 * Measures the library.
 *
 * @param workspace Where and with what.
 * @returns Times of updates and locks.
 */
export async function measureInProcess(workspace: Workspace): Promise<Section> {
  const title = `In one process, 2 KB file (Deno ${Deno.version.deno}; the floor is C with the same system calls)`;
  const rounds = workspace.rounds ?? DEFAULT_ROUNDS;
  const floorProgram = await compileC("update_floor.c", workspace.directory);
  const notes = floorProgram === undefined ? ["No floor: there is no C compiler (cc)"] : [];
  const floor = (count: number, ...mode: string[]) =>
    floorProgram === undefined ? [] : [() => runFloor(floorProgram, workspace.directory, count, mode)];
  const [updates, floors] = await inTurns(rounds, [
    () => runLibrary("sequential", UPDATE_COUNT, workspace),
    ...floor(UPDATE_COUNT),
  ]);
  const [checked, checkedFloors, syncs] = await inTurns(rounds, [
    () => runLibrary("checked", CHECKED_COUNT, workspace),
    ...floor(CHECKED_COUNT),
    ...floor(CHECKED_COUNT, "fsync"),
  ]);
  const [locks, hundred, thousand] = await inTurns(rounds, [
    () => runLibrary("lock", UPDATE_COUNT, workspace),
    () => runLibrary("concurrent", 100, workspace),
    () => runLibrary("concurrent", 1000, workspace),
  ]);
  const [pushes, looks] = await inTurns(rounds, [
    () => runLibrary("push", QUEUE_COUNT, workspace),
    () => runLibrary("next", QUEUE_COUNT, workspace),
  ]);
  const rows = [
    ...sequentialRows(updates!, floors),
    ...checkedRows(checked!, checkedFloors, syncs),
    lockRow(locks!),
    concurrentRow(100, hundred!),
    concurrentRow(1000, thousand!),
    queueRow("Leave a change to the next writer, durably", pushes!),
    queueRow(`Look at the oldest of ${QUEUE_COUNT} pending changes`, looks!),
  ];
  return { title, rows, notes };
}

async function runLibrary(mode: string, count: number, { directory }: Workspace): Promise<Updates> {
  const file = `${directory}/in_process.toml`;
  Deno.writeTextFileSync(file, smallDocument());
  const program = decodeURIComponent(new URL("durable_updates.ts", import.meta.url).pathname);
  return JSON.parse(await textOf(Deno.execPath(), ["run", "--quiet", "--allow-all", program, mode, file, `${count}`]));
}

async function runFloor(
  program: string,
  directory: string,
  count: number,
  mode: readonly string[],
): Promise<Updates> {
  const file = `${directory}/update_floor.toml`;
  Deno.writeTextFileSync(file, smallDocument());
  return JSON.parse(await textOf(program, [file, `${count}`, ...mode]));
}

/** The whole of 1,000 counts; the median of one tells whether a busy disk made the difference. */
function sequentialRows(updates: Updates[], floors: Updates[] | undefined): Row[] {
  const totals = updates.map(({ totalMs }) => totalMs);
  const medians = updates.map(({ medianMs }) => medianMs);
  const row = {
    name: `${UPDATE_COUNT} updates, one after the other`,
    result: `${showMs(median(totals))} (${perSecond(UPDATE_COUNT, median(totals))} durable updates/s)`,
    target: 1.5,
  };
  const oneRow = { name: "The median update of these", result: showMs(median(medians)) };
  if (floors === undefined) return [row, oneRow];
  const floorTotals = floors.map(({ totalMs }) => totalMs);
  const floorMedians = floors.map(({ medianMs }) => medianMs);
  return [
    { ...row, floor: showMs(median(floorTotals)), ratio: medianRatio(totals, floorTotals) },
    { ...oneRow, floor: showMs(median(floorMedians)), ratio: medianRatio(medians, floorMedians) },
  ];
}

/** What one checked write costs beside the same system calls in C, and beside the least that any durable write costs. */
function checkedRows(checked: Updates[], floors: Updates[] | undefined, syncs: Updates[] | undefined): Row[] {
  const each = (updates: Updates[]) => updates.map(({ totalMs }) => totalMs / CHECKED_COUNT);
  const perWrite = each(checked);
  const name = `Each of ${CHECKED_COUNT} revision-checked writes`;
  const row = { name, result: showMs(median(perWrite)) };
  if (floors === undefined || syncs === undefined) return [row];
  const [perFloor, perSync] = [each(floors), each(syncs)];
  return [
    { ...row, floor: showMs(median(perFloor)), ratio: medianRatio(perWrite, perFloor) },
    {
      name: "The same beside one write and fsync in C",
      result: row.result,
      floor: showMs(median(perSync)),
      ratio: medianRatio(perWrite, perSync),
    },
  ];
}

function lockRow(locks: Updates[]): Row {
  const medianMs = median(locks.map((lock) => lock.medianMs));
  return { name: "Lock and release, nobody else", result: showMs(medianMs), ratio: medianMs, floor: "1 ms", target: 1 };
}

function queueRow(name: string, updates: Updates[]): Row {
  const medianMs = median(updates.map((update) => update.medianMs));
  return { name, result: showMs(medianMs), ratio: medianMs / 5, floor: "5 ms", target: 1 };
}

function concurrentRow(count: number, updates: Updates[]): Row {
  const totalMs = median(updates.map((update) => update.totalMs));
  const result = `${showMs(totalMs)} (${perSecond(count, totalMs)} updates/s), all done, in order`;
  return { name: `${count} updates at once`, result };
}

function perSecond(count: number, ms: number): string {
  return Math.round(count / ms * 1000).toLocaleString("en");
}
