import { assertEquals, assertRejects } from "@std/assert";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { InvalidDocumentError, LockPoisonedError } from "../model/errors.ts";
import { updateFile } from "./file_store.ts";
import type { Snapshot } from "./snapshot.ts";

const RECORD = '{"pawl":"lock","pid":42,"host":"laptop","command":"pawl set","since":"2026-11-21T10:00:00.000Z"}\n';

function append(line: string): (current: Snapshot) => string {
  return ({ text }) => `${text}${line}\n`;
}

function namesIn(sandbox: Sandbox): string[] {
  return [...Deno.readDirSync(sandbox.directory)].map(({ name }) => name).sort();
}

const TEMP = ".app.toml.42-0123abcd.pawl-tmp";

for (const [files, found] of [[{}, "nothing was left over"], [{ [TEMP]: "x" }, "1 leftover removed"]] as const) {
  Deno.test(`updateFile() looks after a holder that died: ${found}`, async () => {
    await using sandbox = await Sandbox.create({ "app.toml": "a\n", "app.toml.lock": RECORD, ...files });
    const { notes, after } = await updateFile(sandbox.path("app.toml"), append("b"));
    assertEquals([notes, after], [[`recovered: the last holder (pid 42, pawl set) died; ${found}`], "a\nb\n"]);
    assertEquals(namesIn(sandbox), ["app.toml", "app.toml.lock"]);
    assertEquals((await updateFile(sandbox.path("app.toml"), append("c"))).notes, []);
  });
}

Deno.test("updateFile() leaves the temporary files of others alone when nobody died", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a\n", [TEMP]: "x" });
  assertEquals((await updateFile(sandbox.path("app.toml"), append("b"))).notes, []);
  assertEquals(namesIn(sandbox), [TEMP, "app.toml", "app.toml.lock"]);
});

Deno.test("updateFile() looks for leftovers each time when the lock file is the user's and can hold no record", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a\n", "app.toml.lock": "{}\n", [TEMP]: "x" });
  const { notes } = await updateFile(sandbox.path("app.toml"), append("b"));
  assertEquals(notes, ["recovered: an earlier writer died; 1 leftover removed"]);
  assertEquals([await sandbox.read("app.toml.lock"), namesIn(sandbox)], ["{}\n", ["app.toml", "app.toml.lock"]]);
});

Deno.test("updateFile() throws LockPoisonedError when the last holder died and the document is not valid", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = \n", "app.toml.lock": RECORD, [TEMP]: "x" });
  const path = sandbox.path("app.toml");
  const parse = (): never => {
    throw new InvalidDocumentError(path, "found the line end, wanted a value", 1, 5);
  };
  const error = await assertRejects(() => updateFile(path, parse), LockPoisonedError);
  assertEquals([error.code, error.holder.pid, error.hint], [
    "poisoned",
    42,
    "repair or restore the file, then try again",
  ]);
  assertEquals(
    error.message,
    `Cannot update "${path}": pid 42 (pawl set) on "laptop" died while it held the lock, and the document is not ` +
      "valid: found the line end, wanted a value at line 1, column 5",
  );
  assertEquals([await sandbox.read("app.toml"), namesIn(sandbox)], ["a = \n", ["app.toml", "app.toml.lock"]]);
  await assertRejects(() => updateFile(path, parse), InvalidDocumentError);
});
