/**
 * Missing permissions and files of other owners: nothing changes but what may, and nothing is given away.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { Sandbox } from "../support/sandbox.ts";
import { runUpdate, withoutPrivileges } from "../support/update_runner.ts";

const onWindows = Deno.build.os === "windows";
const isRoot = !onWindows && Deno.uid() === 0;
const OLD = "a = 'old'\n";
const NEW = "a = 'new'\n";

if (!isRoot) console.warn("Skipping the tests that give files away: only root may do that");

/** Permissions that are missing, and what update, read and is-locked make of it. */
const MISSING: readonly {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly mode: readonly [name: string, mode: number];
  readonly update: readonly [code: string, words: string];
  readonly read: string;
  readonly isLocked: boolean | string;
}[] = [
  {
    name: "the directory takes no lock file",
    files: { "app.toml": OLD },
    mode: ["", 0o555],
    update: ["not-replaceable", "Cannot create the lock file"],
    read: OLD,
    isLocked: false,
  },
  {
    name: "the directory takes no temporary file",
    files: { "app.toml": OLD, "app.toml.lock": "" },
    mode: ["", 0o555],
    update: ["not-replaceable", "cannot create a file in"],
    read: OLD,
    isLocked: false,
  },
  {
    name: "the directory may not be searched",
    files: { "app.toml": OLD },
    mode: ["", 0],
    update: ["permission", "Cannot find"],
    read: "permission",
    isLocked: "permission",
  },
  {
    name: "the file is read-only",
    files: { "app.toml": OLD },
    mode: ["app.toml", 0o444],
    update: ["permission", "Cannot write"],
    read: OLD,
    isLocked: false,
  },
  {
    name: "the file may not be read",
    files: { "app.toml": OLD },
    mode: ["app.toml", 0],
    update: ["permission", "Cannot read"],
    read: "permission",
    isLocked: false,
  },
  {
    name: "the lock file is read-only",
    files: { "app.toml": OLD, "app.toml.lock": "" },
    mode: ["app.toml.lock", 0o444],
    update: ["permission", "Cannot open the lock file"],
    read: OLD,
    isLocked: false,
  },
];

for (const { name, files, mode: [changed, mode], update, read, isLocked } of MISSING) {
  Deno.test({
    name: `updateFile() throws ${update[0]} with a remedy and changes nothing when ${name}`,
    ignore: onWindows,
    async fn() {
      await using sandbox = await Sandbox.create();
      Deno.mkdirSync(sandbox.path("folder"));
      for (const [file, text] of Object.entries(files)) await sandbox.write(`folder/${file}`, text);
      const changedPath = sandbox.path(`folder/${changed}`);
      const state = await sandbox.state();
      const usualMode = Deno.statSync(changedPath).mode! & 0o777;
      Deno.chmodSync(changedPath, mode);
      const options = { through: withoutPrivileges(["dac_override", "dac_read_search", "fowner"]) };
      const path = sandbox.path("folder/app.toml");
      // One after the other: whether the file is locked must not depend on the update.
      const updated = await runUpdate(sandbox, ["update", path], options);
      const found = await runUpdate(sandbox, ["read", path], options);
      const asked = await runUpdate(sandbox, ["is-locked", path], options);
      Deno.chmodSync(changedPath, usualMode);
      assertEquals(updated.error?.code, update[0]);
      assert(updated.error!.message.includes(update[1]), updated.error!.message);
      assert(updated.error!.hint !== undefined);
      assertEquals(found.value ?? found.error?.code, read);
      assertEquals(asked.value ?? asked.error?.code, isLocked);
      assertEquals(await sandbox.state(), state);
    },
  });
}

const NOBODY = 65534;

Deno.test({
  name: "updateFile() keeps the owner of a file, lets it lock, and never gives the file to root",
  ignore: !isRoot,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": OLD });
    const path = sandbox.path("app.toml");
    Deno.chownSync(path, NOBODY, NOBODY);
    Deno.chmodSync(path, 0o4640);
    assertEquals((await runUpdate(sandbox, ["update", path])).value, []);
    assertEquals(await sandbox.read("app.toml"), NEW);
    const [file, lock] = [Deno.statSync(path), Deno.statSync(`${path}.lock`)];
    assertEquals([file.uid, file.gid, file.mode! & 0o7777], [NOBODY, NOBODY, 0o4640]);
    assertEquals([lock.uid, lock.gid, lock.mode! & 0o777], [NOBODY, NOBODY, 0o640]);
  },
});

Deno.test({
  name: "updateFile() throws not-replaceable when it may not keep the owner",
  ignore: !isRoot,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": OLD });
    const path = sandbox.path("app.toml");
    Deno.chownSync(path, NOBODY, NOBODY);
    Deno.chmodSync(path, 0o666);
    const state = await sandbox.state();
    const { error } = await runUpdate(sandbox, ["update", path], { through: withoutPrivileges(["chown"]) });
    assertEquals([error?.code, error?.hint], ["not-replaceable", "run it as the owner of the file, or as root"]);
    assert(error!.message.includes(`its owner (uid ${NOBODY}, gid ${NOBODY})`), error!.message);
    assertEquals(await sandbox.state(), state);
    assertEquals(Deno.statSync(path).uid, NOBODY);
  },
});
