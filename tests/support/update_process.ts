/**
 * A process that uses the library on one file and says what came of it, with the permissions of the compiled binary.
 *
 * Arguments: what to do (`update`, `read`, `is-locked`, `hold`), the document's path, and for `update` at which call of
 * the operating system it kills itself (0 for never).
 *
 * @module
 */
import { PawlError } from "../../src/model/errors.ts";
import { acquireLock, isLocked } from "../../src/lock/lock.ts";
import { readFile, updateFile } from "../../src/store/file_store.ts";
import type { Snapshot } from "../../src/store/snapshot.ts";
import { type CallTrap, trapCall } from "./watched_io.ts";

/** What came of it. */
export interface Outcome {
  /** The result, if there is one. */
  readonly value?: unknown;
  /** The error, if there is one. */
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
  /** How many bytes each write took. */
  readonly writes: readonly number[];
}

/**
 * The new text of a document, as long as the old one: what `update` writes.
 *
 * @param current The document.
 * @returns The new text.
 */
export function renewed({ text }: Snapshot): string {
  return text === "" ? "new\n" : text.replaceAll("old", "new");
}

async function act(action: string, path: string, trap: CallTrap): Promise<unknown> {
  switch (action) {
    case "update":
      return (await updateFile(path, renewed, { command: "pawl set" }, trap.io)).notes;
    case "read":
      return readFile(path).text;
    case "is-locked":
      return isLocked(path);
    case "hold": {
      using _lock = await acquireLock(path, { command: "pawl hold" });
      console.log("held");
      await Deno.stdin.read(new Uint8Array(1));
      return;
    }
    default:
      throw new RangeError(`Cannot do "${action}"`);
  }
}

/** Sees how much the operating system took of each write; a short count shows nowhere else. */
function recordWrites(writes: number[]): void {
  const writeSync = Deno.FsFile.prototype.writeSync;
  Deno.FsFile.prototype.writeSync = function (bytes) {
    const count = writeSync.call(this, bytes);
    writes.push(count);
    return count;
  };
}

async function main([action = "", path = "", killAt = "0"]: readonly string[]): Promise<Outcome> {
  const writes: number[] = [];
  recordWrites(writes);
  const trap = trapCall(Number(killAt), () => Deno.kill(Deno.pid, "SIGKILL"));
  try {
    return { value: await act(action, path, trap), writes };
  } catch (error) {
    if (!(error instanceof PawlError)) throw error;
    const { code, message, hint } = error;
    return { error: { code, message, ...(hint === undefined ? {} : { hint }) }, writes };
  }
}

if (import.meta.main) console.log(JSON.stringify(await main(Deno.args)));
