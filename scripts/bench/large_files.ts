/**
 * Large TOML files: one `set` against one parse by smol-toml, and whether the cost is linear in the size.
 *
 * @module
 */
import { largeDocument } from "./documents.ts";
import type { LargeEdits } from "./large_edits.ts";
import { median, textOf } from "./measurement.ts";
import { type Row, type Section, showMs } from "./report.ts";
import type { Workspace } from "./workspace.ts";

const MEGABYTE = 1_000_000;
const ROUNDS: readonly { sizeBytes: number; rounds: number }[] = [
  { sizeBytes: MEGABYTE, rounds: 9 },
  { sizeBytes: 10 * MEGABYTE, rounds: 3 },
];

/**
 * Measures large files.
 *
 * @param workspace Where and with what.
 * @returns Times as ratios to a parse, and of 10 MB to 1 MB.
 */
export async function measureLargeFiles(workspace: Workspace): Promise<Section> {
  const title = `Large TOML files, warm (Deno ${Deno.version.deno}; the floor is one parse by smol-toml)`;
  const [small, large] = await runAll(workspace);
  return {
    title,
    rows: [
      { ...editRow("1 MB: one set, text to text", small!), target: 3 },
      { ...updateRow("1 MB: one setValue() of a file", small!), target: 3 },
      editRow("10 MB: one set, text to text", large!),
      updateRow("10 MB: one setValue() of a file", large!),
      growthRow("10 MB against 1 MB, text to text", large!.editMs, small!.editMs),
      growthRow("10 MB against 1 MB, setValue()", large!.updateMs, small!.updateMs),
      growthRow("10 MB against 1 MB, smol-toml", large!.parseMs, small!.parseMs, false),
      ...await measureOneCall(workspace, small!),
    ],
  };
}

async function runAll({ directory, rounds: asked }: Workspace): Promise<LargeEdits[]> {
  const program = decodeURIComponent(new URL("large_edits.ts", import.meta.url).pathname);
  const results: LargeEdits[] = [];
  for (const { sizeBytes, rounds } of ROUNDS) {
    const args = ["run", "--quiet", "--allow-all", program, directory, `${sizeBytes}`, `${asked ?? rounds}`];
    results.push(JSON.parse(await textOf(Deno.execPath(), args)));
  }
  return results;
}

function editRow(name: string, { editMs, parseMs, editRatio }: LargeEdits): Row {
  return { name, result: showMs(editMs), floor: showMs(parseMs), ratio: editRatio };
}

function updateRow(name: string, { updateMs, parseMs, updateRatio }: LargeEdits): Row {
  return { name, result: showMs(updateMs), floor: showMs(parseMs), ratio: updateRatio };
}

/** Ten times the size may cost ten times the time, and a fifth more for a heap that no cache holds. */
function growthRow(name: string, largeMs: number, smallMs: number, isOurs = true): Row {
  const row = { name, result: showMs(largeMs), floor: showMs(smallMs), ratio: largeMs / smallMs };
  return isOurs ? { ...row, target: 12 } : row;
}

/** The program itself starts cold, so this has no target; it is what a user sees. */
async function measureOneCall(workspace: Workspace, { parseMs }: LargeEdits): Promise<Row[]> {
  const { runtime, stopwatch, directory, rounds = 5 } = workspace;
  if (runtime === undefined || stopwatch === undefined) return [];
  const file = `${directory}/large_one_call.toml`;
  Deno.writeTextFileSync(file, largeDocument(MEGABYTE));
  const walls: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { wallMs, exits } = await stopwatch.run([
      ...runtime.pawl(round),
      "set",
      "-f",
      file,
      "table_777.port",
      `${round}`,
    ]);
    if (exits["0"] !== 1) throw new Error(`A call failed: exit ${Object.keys(exits)}`);
    walls.push(wallMs);
  }
  const wallMs = median(walls);
  const name = "1 MB: one call of the program, cold";
  return [{ name, result: showMs(wallMs), floor: showMs(parseMs), ratio: wallMs / parseMs }];
}
