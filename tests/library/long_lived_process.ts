/**
 * A process that lives long, as `long_lived_process.ts PATH ROUNDS`: it edits a document through the library again and
 * again, alone, with others in the same process, in vain, without waiting long enough, and reads and watches the lock.
 *
 * It prints a line of JSON with its memory after each tenth of the rounds, and then waits for a line on standard input, so
 * that somebody else can count its open files meanwhile.
 *
 * @module
 */
import { editFile, setValue } from "../../src/edit_file.ts";
import { PawlError } from "../../src/model/errors.ts";
import { acquireLock, isLocked, waitForUnlock } from "../../src/lock/lock.ts";
import { readFile } from "../../src/store/file_store.ts";

/** What it says of itself. */
export interface Report {
  /** How many edits it has made. */
  readonly editCount: number;
  /** Its resident memory in bytes. */
  readonly residentBytes: number;
}

const TENTHS = 10;

async function ignoring(code: string, action: Promise<unknown>): Promise<void> {
  try {
    await action;
    throw new TypeError(`Nothing failed with ${code}`);
  } catch (error) {
    if (!(error instanceof PawlError) || error.code !== code) throw error;
  }
}

/** One round: eight edits that succeed, and some that do not. */
async function live(path: string, round: number): Promise<number> {
  await setValue(path, "last", BigInt(round));
  const lock = await acquireLock(path);
  const increment = { op: "increment", path: ["n"], by: 1n } as const;
  const waiting = Array.from({ length: 7 }, () => editFile(path, [increment], { timeoutMs: 60_000 }));
  const impatient = ignoring("lock-timeout", editFile(path, [increment], { timeoutMs: 1 }));
  if (!isLocked(path)) throw new TypeError("The lock is not seen");
  await impatient;
  lock.release();
  await Promise.all(waiting);
  await ignoring("exists", editFile(path, [{ op: "add", path: ["last"], value: { value: 1n } }]));
  await waitForUnlock(path);
  readFile(path);
  return 1 + waiting.length;
}

async function main([path = "", rounds = "0"]: readonly string[]): Promise<void> {
  let editCount = 0;
  const tenth = Number(rounds) / TENTHS;
  for (let round = 1; round <= Number(rounds); round++) {
    editCount += await live(path, round);
    if (round % tenth !== 0) continue;
    console.log(JSON.stringify({ editCount, residentBytes: Deno.memoryUsage().rss } satisfies Report));
    await Deno.stdin.read(new Uint8Array(1));
  }
}

if (import.meta.main) await main(Deno.args);
