/**
 * A writer that may open only a few files at once waits among others, and ends soon with an answer that is true.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { editFile } from "../../src/edit_file.ts";
import type { FileIo } from "../../src/file/file_io.ts";
import { formatFor } from "../../src/format/detect.ts";
import { acquireLock } from "../../src/lock/lock.ts";
import type { Change } from "../../src/model/change.ts";
import { PawlError } from "../../src/model/errors.ts";
import { editThroughQueue } from "../../src/queue/queued_edit.ts";
import { Sandbox } from "../support/sandbox.ts";
import { systemErrorOf, watchedIo } from "../support/watched_io.ts";

/** What needs a descriptor, be it only for a moment. */
const OPENING: readonly string[] = ["openSync", "readFileSync", "readDirSync"];

/** An operating system that lets no more than some files be open at once. */
function limitedIo(limit: number): FileIo {
  let count = 0;
  const before = (call: string) => {
    if (OPENING.includes(call) && count >= limit) throw systemErrorOf("EMFILE");
  };
  const after = (call: string) => {
    if (call === "openSync") count++;
    if (call === "file.close") count--;
  };
  return watchedIo(before, Deno, after);
}

const MOST_FILES = 6;
const TIMEOUT_MS = 400;

/** What the process that may open few files is told, while others write. */
async function toldWithin(limit: number, path: string): Promise<string> {
  const changes: Change[] = [{ op: "set", path: ["limited"], value: { value: true }, force: false }];
  const options = { timeoutMs: TIMEOUT_MS };
  const request = { path, loadFormat: () => formatFor(path, {}), changes, options };
  try {
    return (await editThroughQueue(request, limitedIo(limit))).changed ? "changed" : "unchanged";
  } catch (error) {
    if (error instanceof PawlError) return error.code;
    throw error;
  }
}

Deno.test({
  name: "an edit with few descriptors among others ends soon, and what it says is true",
  ignore: Deno.build.os === "windows",
  async fn() {
    const told: string[] = [];
    for (let limit = 1; limit <= MOST_FILES; limit++) {
      await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
      const path = sandbox.path("app.toml");
      const holder = await acquireLock(path);
      const startMs = performance.now();
      const limited = toldWithin(limit, path);
      const other = editFile(path, [{ op: "set", path: ["other"], value: { value: true }, force: false }]);
      setTimeout(() => holder.release(), TIMEOUT_MS / 4);
      const answer = await limited;
      const spentMs = performance.now() - startMs;
      assertEquals((await other).changed, true);
      const isMade = (await sandbox.read("app.toml")).includes("limited");
      assertEquals(isMade, answer === "changed", `with ${limit} files: ${answer}`);
      assert(spentMs < 20 * TIMEOUT_MS, `with ${limit} files it took ${spentMs} ms`);
      told.push(answer);
    }
    assertEquals([told[0], told.at(-1)], ["io", "changed"]);
  },
});
