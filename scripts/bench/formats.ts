/**
 * What the formats cost against each other: one `set` of a small file, and `apply` of 1, 100 and 10,000 operations.
 *
 * @module
 */
import { type FormatDocument, smallDocuments } from "./format_documents.ts";
import { inTurns, median, medianRatio, type Run } from "./measurement.ts";
import { type Row, type Section, showMs } from "./report.ts";
import type { Workspace } from "./workspace.ts";

const SET_ROUNDS = 30;
const APPLY_ROUNDS = 3;
const OPERATION_COUNTS: readonly number[] = [1, 100, 10_000];
/** What 10,000 operations may take beyond the start of an empty program. */
const LIMIT_MS = 2000;

/**
 * Measures the formats.
 *
 * @param workspace Where and with what.
 * @returns CPU times of `set` as ratios, and wall times of `apply`.
 */
export async function measureFormats(workspace: Workspace): Promise<Section> {
  const title = "Formats, 2 KB files (set: CPU time; the floor is an empty binary. apply: wall time beyond that one's)";
  const { runtime, stopwatch, directory } = workspace;
  if (runtime === undefined) return { title, rows: [], notes: ["Skipped: there is no program to measure"] };
  if (stopwatch === undefined) return { title, rows: [], notes: ["Skipped: there is no C compiler (cc)"] };
  const documents = smallDocuments();
  const { pawl, empty } = runtime;
  const runEmpty = (round: number) => stopwatch.run(empty(round));
  const runOn = ({ name, text }: FormatDocument, words: (file: string, round: number) => readonly string[]) => {
    const file = `${directory}/formats.${name}`;
    return async (round: number) => {
      Deno.writeTextFileSync(file, text);
      return await stopwatch.run([...pawl(round), ...words(file, round)]);
    };
  };
  const sets = await inTurns(workspace.rounds ?? SET_ROUNDS, [
    runEmpty,
    ...documents.map((document) => runOn(document, (file) => ["set", "-f", file, "section_3.port", "9999"])),
  ]);
  const applies: Row[] = [];
  for (const count of OPERATION_COUNTS) {
    const measurements = documents.map((document) => {
      const operations = `${directory}/formats.${document.name}.${count}`;
      Deno.writeTextFileSync(operations, document.operations(count).join("\n") + "\n");
      return runOn(document, (file) => ["apply", "-f", file, operations]);
    });
    const [floors, ...runs] = await inTurns(workspace.rounds ?? APPLY_ROUNDS, [runEmpty, ...measurements]);
    applies.push(...documents.map(({ name }, index) => applyRow(name, count, runs[index]!, floors!)));
  }
  return { title, rows: [...setRows(documents, sets), ...applies] };
}

function setRows(documents: readonly FormatDocument[], [floors, ...runs]: Run[][]): Row[] {
  const floorTimes = floors!.map(({ cpuMs }) => cpuMs);
  const times = runs.map((ofFormat) => ofFormat.map(({ cpuMs }) => cpuMs));
  const row = (name: string, index: number, others: number[]): Row => ({
    name,
    result: showMs(median(times[index]!)),
    floor: showMs(median(others)),
    ratio: medianRatio(times[index]!, others),
    fault: faultOf(runs[index]!),
  });
  return [
    ...documents.map(({ name }, index) => row(`set, ${name}`, index, floorTimes)),
    ...documents.slice(1).map(({ name }, index) =>
      row(`set, ${name} against ${documents[0]!.name}`, index + 1, times[0]!)
    ),
  ];
}

function applyRow(name: string, count: number, runs: readonly Run[], floors: readonly Run[]): Row {
  const beyondMs = median(runs.map(({ wallMs }, round) => wallMs - floors[round]!.wallMs));
  const row = { name: `apply of ${count}, ${name}`, result: showMs(beyondMs), fault: faultOf(runs) };
  return count < 10_000 ? row : { ...row, floor: showMs(LIMIT_MS), ratio: beyondMs / LIMIT_MS, target: 1 };
}

function faultOf(runs: readonly Run[]): string | undefined {
  const failed = runs.filter(({ exits }) => exits["0"] !== 1).length;
  return failed > 0 ? `${failed} of ${runs.length} calls failed` : undefined;
}
