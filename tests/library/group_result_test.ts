/**
 * What a verb returns when another writer makes its change: that it was made, and no texts.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { acquireLock, countPending, type EditResult, manageFile, setValue, unsetValue } from "../../src/mod.ts";
import { Sandbox } from "../support/sandbox.ts";

Deno.test({
  name: "setValue(), unsetValue() and manageFile() return texts only to the writer that made the change",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": "a = 1\nold = true\n" });
    const path = sandbox.path("app.toml");
    const lock = await acquireLock(path);
    const edits = [setValue(path, "a", 2n), setValue(path, "b", 3n), unsetValue(path, "old"), manageFile(path)];
    while (countPending(path) < edits.length) await new Promise((done) => setTimeout(done, 5));
    lock.release();
    const results: EditResult[] = await Promise.all(edits);
    const text = await sandbox.read("app.toml");
    // In whatever order they have been posted.
    for (const line of ["a = 2", "b = 3", "version = 1"]) assert(text.split("\n").includes(line), text);
    assert(!text.includes("old"), text);
    assert(results.every(({ changed }) => changed));
    assert(results.some(({ before, after }) => before === undefined && after === undefined));
    for (const { before, after } of results) assertEquals(before === undefined, after === undefined);
    assertEquals(results.filter(({ after }) => after === text).length, 1);
  },
});
