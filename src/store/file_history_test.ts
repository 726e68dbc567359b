import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { systemErrorOf, watchedIo } from "../../tests/support/watched_io.ts";
import { PawlError } from "../model/errors.ts";
import type { FileIo } from "../file/file_io.ts";
import { listBackups } from "../file/backup.ts";
import { resolveTarget } from "../file/target.ts";
import { readVersions, textOfVersion } from "./file_history.ts";
import { updateFile, type UpdateOptions } from "./file_store.ts";
import type { UpdateResult } from "./update.ts";

const onWindows = Deno.build.os === "windows";

function write(sandbox: Sandbox, text: string, options: UpdateOptions = {}, io: FileIo = Deno): Promise<UpdateResult> {
  return updateFile(sandbox.path("app.toml"), () => text, options, io);
}

/** The texts of all versions, the newest first. */
function textsOf(sandbox: Sandbox): string[] {
  return readVersions(sandbox.path("app.toml")).map(textOfVersion);
}

function backupsOf(sandbox: Sandbox): string[] {
  return listBackups(resolveTarget(sandbox.path("app.toml")), Deno).map(({ path }) => path);
}

Deno.test("updateFile() keeps as many versions as it is told, and none by default", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "1\n" });
  await write(sandbox, "2\n");
  assertEquals(textsOf(sandbox), ["2\n"]);
  for (const text of ["3\n", "4\n", "5\n", "6\n"]) await write(sandbox, text, { backups: 3 });
  assertEquals(textsOf(sandbox), ["6\n", "5\n", "4\n", "3\n"]);
  await write(sandbox, "7\n");
  await write(sandbox, "7\n", { backups: 3 });
  assertEquals(
    textsOf(sandbox),
    ["7\n", "5\n", "4\n", "3\n"],
    "what is not told to be kept is not, nor what does not change",
  );
  await write(sandbox, "8\n", { backups: 1 });
  assertEquals(textsOf(sandbox), ["8\n", "7\n"]);
  for (const path of backupsOf(sandbox)) assertMatch(path, /\/\.app\.toml\.\d{8}T\d{9}Z\.pawl-bak$/);
});

Deno.test("updateFile() keeps no version of a file that was not there", async () => {
  await using sandbox = await Sandbox.create();
  await write(sandbox, "1\n", { backups: 3 });
  assertEquals(textsOf(sandbox), ["1\n"]);
});

Deno.test({
  name: "updateFile() keeps the file itself with its mode, and a private one when the new one is to be private",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": "1\n" });
    await Deno.chmod(sandbox.path("app.toml"), 0o640);
    const { ino } = await Deno.stat(sandbox.path("app.toml"));
    await write(sandbox, "2\n", { backups: 3 });
    const [first] = backupsOf(sandbox).map((path) => Deno.statSync(path));
    assertEquals([first!.ino, first!.mode! & 0o777, first!.nlink], [ino, 0o640, 1]);
    await write(sandbox, "3\n", { backups: 3, private: true });
    assertEquals(backupsOf(sandbox).map((path) => Deno.statSync(path).mode! & 0o777), [0o640, 0o600]);
  },
});

const noLinks = watchedIo((call) => {
  if (call === "linkSync") throw systemErrorOf("EPERM");
});

for (const reason of ["cannot be linked", "has other names"] as const) {
  Deno.test({
    name: `updateFile() keeps a copy with the same mode when the file ${reason}`,
    ignore: onWindows,
    async fn() {
      await using sandbox = await Sandbox.create({ "app.toml": "1\n" });
      await Deno.chmod(sandbox.path("app.toml"), 0o604);
      if (reason === "has other names") await Deno.link(sandbox.path("app.toml"), sandbox.path("other"));
      const { notes } = await write(sandbox, "2\n", { backups: 3 }, reason === "cannot be linked" ? noLinks : Deno);
      assertEquals(notes.length, reason === "has other names" ? 1 : 0);
      if (reason === "has other names") await sandbox.write("other", "written in place\n");
      assertEquals(textsOf(sandbox), ["2\n", "1\n"]);
      assertEquals(backupsOf(sandbox).map((path) => Deno.statSync(path).mode! & 0o777), [0o604]);
    },
  });
}

Deno.test({
  name: "updateFile() makes private what it keeps with a private file, also if a writer that died has kept it",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": "1\n" });
    await Deno.chmod(sandbox.path("app.toml"), 0o644);
    const kept = sandbox.path(".app.toml.20200101T000000000Z.pawl-bak");
    await Deno.link(sandbox.path("app.toml"), kept);
    await write(sandbox, "2\n", { backups: 2, private: true });
    assertEquals([backupsOf(sandbox), Deno.statSync(kept).mode! & 0o777], [[kept], 0o600]);
  },
});

Deno.test("updateFile() keeps versions in order when the clock is put back or stands still", async () => {
  await using sandbox = await Sandbox.create({
    "app.toml": "3\n",
    ".app.toml.29991231T235959999Z.pawl-bak": "2\n",
    ".app.toml.20200101T000000000Z.pawl-bak": "1\n",
    ".app.toml.yesterday.pawl-bak": "not ours\n",
    ".other.toml.20200101T000000000Z.pawl-bak": "of another\n",
  });
  await write(sandbox, "4\n", { backups: 9 });
  await write(sandbox, "5\n", { backups: 9 });
  assertEquals(textsOf(sandbox), ["5\n", "4\n", "3\n", "2\n", "1\n"]);
  await write(sandbox, "6\n", { backups: 1 });
  assertEquals(textsOf(sandbox), ["6\n", "5\n"]);
  const left = Array.from(Deno.readDirSync(sandbox.directory), ({ name }) => name).filter((name) =>
    name.includes("bak")
  );
  assertEquals(left.length, 3, "only backups of this file are removed");
});

Deno.test("updateFile() keeps the version that it replaces when somebody without the lock is faster", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "1\n" });
  let isFirst = true;
  const io = watchedIo((call) => {
    if (call !== "linkSync" || !isFirst) return;
    isFirst = false;
    Deno.writeTextFileSync(sandbox.path("new"), "foreign\n");
    Deno.renameSync(sandbox.path("new"), sandbox.path("app.toml"));
  });
  await updateFile(sandbox.path("app.toml"), ({ text }) => `${text}ours\n`, { backups: 3 }, io);
  assertEquals(textsOf(sandbox), ["foreign\nours\n", "foreign\n"]);
});

Deno.test("updateFile() fails and changes nothing when no version can be kept", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "1\n" });
  const io = watchedIo((call, [path]) => {
    if (call === "linkSync" || call === "openSync" && String(path).endsWith("bak")) throw systemErrorOf("ENOSPC");
  });
  const error = await assertRejects(() => write(sandbox, "2\n", { backups: 3 }, io), PawlError);
  assertMatch(error.message, /^Cannot keep a backup of ".*app\.toml": /);
  assertEquals(textsOf(sandbox), ["1\n"]);
});

Deno.test("updateFile() has kept the old version if and only if there is a new one, whatever call fails or is the last", async () => {
  for (const isFatal of [false, true]) {
    let isOver = false;
    for (let n = 1; !isOver; n++) {
      await using sandbox = await Sandbox.create({
        "app.toml": "1\n",
        ".app.toml.20200101T000000000Z.pawl-bak": "0\n",
      });
      let calls = 0;
      const io = watchedIo((call) => {
        // A dead process makes no call any more; a failing disk refuses one. What a reader asks for does not count.
        if (++calls < n || (!isFatal && calls > n) || call === "file.unlockSync") return;
        throw systemErrorOf("EIO");
      });
      await write(sandbox, "2\n", { backups: 5 }, io).catch(() => {});
      isOver = calls < n;
      const text = await sandbox.read("app.toml");
      assertEquals(textsOf(sandbox), text === "1\n" ? ["1\n", "0\n"] : ["2\n", "1\n", "0\n"], `call ${n}`);
      const { notes } = await write(sandbox, "3\n", { backups: 5 });
      assertEquals(
        textsOf(sandbox),
        text === "1\n" ? ["3\n", "1\n", "0\n"] : ["3\n", "2\n", "1\n", "0\n"],
        `call ${n}`,
      );
      assert(!notes.some((note) => note.includes("hard link")), `call ${n}: ${notes}`);
    }
  }
});
