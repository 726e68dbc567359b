/**
 * A process that edits a managed document while its clock jumps to and fro, as `shifted_clock_process.ts PATH COUNT`: a year
 * ahead, a year back, and right again.
 *
 * @module
 */
import { editFile } from "../../src/edit_file.ts";

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;
const OFFSETS_MS = [YEAR_MS, -YEAR_MS, 0];

const [path, count] = Deno.args as [string, string];
const rightNow = Date.now;
for (let index = 0; index < Number(count); index++) {
  Date.now = () => rightNow() + OFFSETS_MS[index % OFFSETS_MS.length]!;
  await editFile(path, [{ op: "increment", path: ["n"], by: 1n }], { timeoutMs: 60_000, backups: Infinity });
}
// A wait for the lock that was given up keeps the process alive.
Deno.exit(0);
