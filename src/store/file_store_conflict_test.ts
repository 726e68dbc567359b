import { assert, assertEquals, assertRejects } from "@std/assert";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { watchedIo } from "../../tests/support/watched_io.ts";
import { ConflictError, PawlError } from "../model/errors.ts";
import { etagOf } from "../model/etag.ts";
import { acquireLock } from "../lock/lock.ts";
import { updateFile } from "./file_store.ts";
import type { Snapshot } from "./snapshot.ts";

function append(line: string): (current: Snapshot) => string {
  return ({ text }) => `${text}${line}\n`;
}

function namesIn(sandbox: Sandbox): string[] {
  return [...Deno.readDirSync(sandbox.directory)].map(({ name }) => name).sort();
}

/** Somebody who changes the file without the lock, between our read and our rename. */
const FOREIGN: readonly [name: string, act: (path: string) => void, before: string | undefined, after: string][] = [
  [
    "replaces the file",
    (path) => {
      Deno.writeTextFileSync(`${path}.new`, "foreign\n");
      Deno.renameSync(`${path}.new`, path);
    },
    "old\n",
    "foreign\nours\n",
  ],
  [
    "writes as many bytes in place and puts the time back",
    (path) => {
      const { atime, mtime } = Deno.statSync(path);
      Deno.writeTextFileSync(path, "new\n");
      Deno.utimeSync(path, atime!, mtime!);
    },
    "old\n",
    "new\nours\n",
  ],
  ["deletes the file", (path) => Deno.removeSync(path), "old\n", "ours\n"],
  ["creates the file", (path) => Deno.writeTextFileSync(path, "foreign\n"), undefined, "foreign\nours\n"],
];

for (const [name, act, before, after] of FOREIGN) {
  for (const moment of ["while we transform", "after our temporary file is synced"] as const) {
    Deno.test(`updateFile() starts again from what is there when somebody ${name} ${moment}`, async () => {
      await using sandbox = await Sandbox.create(before === undefined ? {} : { "app.toml": before });
      const path = sandbox.path("app.toml");
      let isDone = false;
      const actOnce = () => {
        if (!isDone) act(path);
        isDone = true;
      };
      let runs = 0;
      const io = watchedIo((call) => {
        if (call === "file.syncSync" && moment !== "while we transform") actOnce();
      });
      const transform = ({ text }: Snapshot) => {
        runs++;
        if (moment === "while we transform") actOnce();
        return `${text}ours\n`;
      };
      const result = await updateFile(path, transform, {}, io);
      assertEquals([await sandbox.read("app.toml"), result.after, runs], [after, after, 2]);
      assertEquals(namesIn(sandbox), ["app.toml", "app.toml.lock"]);
    });
  }
}

Deno.test("updateFile() gives up with conflict when somebody never stops changing the file", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "0" });
  let runs = 0;
  const error = await assertRejects(() =>
    updateFile(sandbox.path("app.toml"), () => {
      Deno.writeTextFileSync(sandbox.path("app.toml"), `${++runs}`);
      return "ours";
    }), PawlError);
  assertEquals([error.code, runs, await sandbox.read("app.toml")], ["conflict", 10, "10"]);
  assertEquals(error.hint, `stop that program, or run it under "flock ${sandbox.path("app.toml.lock")}"`);
  assertEquals(namesIn(sandbox), ["app.toml", "app.toml.lock"]);
});

for (const digits of [16, 40, 64]) {
  Deno.test(`updateFile() goes on when the first ${digits} digits of the etag match`, async () => {
    await using sandbox = await Sandbox.create({ "app.toml": "a\n" });
    const ifMatch = etagOf("a\n").slice(0, digits).toUpperCase();
    assertEquals((await updateFile(sandbox.path("app.toml"), append("b"), { ifMatch })).after, "a\nb\n");
  });
}

Deno.test("updateFile() throws ConflictError that names both etags when they differ, also by the time of the lock", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a\n" });
  const path = sandbox.path("app.toml");
  const [expected, actual] = [etagOf("a\n"), etagOf("b\n")];
  const lock = await acquireLock(path);
  const updating = assertRejects(() => updateFile(path, append("c"), { ifMatch: expected }), ConflictError);
  await sandbox.write("app.toml", "b\n");
  lock.release();
  const error = await updating;
  const found = `expected etag ${expected.slice(0, 16)}, found ${actual.slice(0, 16)}`;
  assertEquals(error.message, `Conflict detected in "${path}": ${found}`);
  assertEquals([error.code, error.expected, error.actual], ["conflict", expected, actual]);
  assertEquals(await sandbox.read("app.toml"), "b\n");
  const absent = sandbox.path("absent.toml");
  const missing = await assertRejects(() => updateFile(absent, append("c"), { ifMatch: expected }), ConflictError);
  assert(missing.message.endsWith("found no file"), missing.message);
});

for (const ifMatch of ["", "0123456789abcde", "0123456789abcdeg", "0".repeat(65)]) {
  Deno.test(`updateFile() refuses ${JSON.stringify(ifMatch)} as an etag`, async () => {
    await using sandbox = await Sandbox.create();
    const error = await assertRejects(() => updateFile(sandbox.path("app.toml"), append("a"), { ifMatch }), PawlError);
    assertEquals([error.code, namesIn(sandbox)], ["usage", []]);
  });
}
