import { assertEquals } from "@std/assert";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { watchedIo } from "../../tests/support/watched_io.ts";
import type { FileIo } from "./file_io.ts";
import { lstatIfPresent, resolveTarget } from "./target.ts";
import { replaceFile } from "./replace.ts";

const onWindows = Deno.build.os === "windows";
const OLD = "a = 1\n";
const NEW = "a = 2\n";

interface Options {
  readonly isPrivate?: boolean;
  readonly isCurrent?: () => boolean;
  readonly text?: string;
}

function replace(
  sandbox: Sandbox,
  io: FileIo,
  { isPrivate = false, isCurrent = () => true, text = NEW }: Options = {},
) {
  const target = resolveTarget(sandbox.path("app.toml"));
  const original = lstatIfPresent(target.realPath, Deno);
  return replaceFile(target, { bytes: new TextEncoder().encode(text), original, isPrivate, isCurrent }, io);
}

function namesIn(sandbox: Sandbox): string[] {
  return [...Deno.readDirSync(sandbox.directory)].map(({ name }) => name);
}

function modeOf(sandbox: Sandbox): string {
  return (Deno.statSync(sandbox.path("app.toml")).mode! & 0o7777).toString(8);
}

const SEQUENCE = [
  "openSync .app.toml.N.pawl-tmp",
  "file.statSync .app.toml.N.pawl-tmp",
  "file.writeSync .app.toml.N.pawl-tmp",
  "file.statSync .app.toml.N.pawl-tmp",
  "file.syncSync .app.toml.N.pawl-tmp",
  "last look",
  "lstatSync .app.toml.N.pawl-tmp",
  "renameSync .app.toml.N.pawl-tmp",
  "openSync .",
  "file.syncSync .",
];

Deno.test({
  name: "replaceFile() does its steps in the order that makes them safe",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": OLD });
    const steps: string[] = [];
    let opened = "";
    const io = watchedIo((call, [path]) => {
      if (call === "openSync") opened = String(path);
      const name = (call.startsWith("file.") ? opened : String(path)).slice(sandbox.directory.length + 1);
      steps.push(`${call} ${name.replace(/\d+-[0-9a-f]+/, "N") || "."}`);
    });
    const isCurrent = () => steps.push("last look") > 0;
    assertEquals(replace(sandbox, io, { isCurrent }), true);
    assertEquals(steps, SEQUENCE);
    assertEquals(await sandbox.read("app.toml"), NEW);
    assertEquals(namesIn(sandbox), ["app.toml"]);
  },
});

const MODES: readonly [before: number | undefined, isPrivate: boolean, after: number][] = [
  [0o644, false, 0o644],
  [0o600, false, 0o600],
  [0o640, false, 0o640],
  [0o666, false, 0o666],
  [0o755, false, 0o755],
  [0o4755, false, 0o4755],
  [0o2640, false, 0o2640],
  [0o1644, false, 0o1644],
  [0o644, true, 0o600],
  [0o4755, true, 0o600],
  [0o600, true, 0o600],
  [0o400, true, 0o400],
  [undefined, true, 0o600],
];

for (const [before, isPrivate, after] of MODES) {
  const name = `replaceFile() makes mode ${after.toString(8)} of ${before?.toString(8)}${isPrivate ? ", private" : ""}`;
  // Nobody but root may write to a file without write permission.
  const ignore = onWindows || (before === 0o400 && Deno.uid() !== 0);
  Deno.test({
    name,
    ignore,
    async fn() {
      await using sandbox = await Sandbox.create(before === undefined ? {} : { "app.toml": OLD });
      if (before !== undefined) Deno.chmodSync(sandbox.path("app.toml"), before);
      const mask = Deno.umask(0o077);
      try {
        replace(sandbox, Deno, { isPrivate });
      } finally {
        Deno.umask(mask);
      }
      assertEquals(modeOf(sandbox), after.toString(8));
      assertEquals(await sandbox.read("app.toml"), NEW);
    },
  });
}

for (const mask of [0o022, 0o077, 0o002]) {
  Deno.test({
    name: `replaceFile() creates a file as a umask of ${mask.toString(8)} says`,
    ignore: onWindows,
    async fn() {
      await using sandbox = await Sandbox.create();
      const before = Deno.umask(mask);
      try {
        replace(sandbox, Deno);
      } finally {
        Deno.umask(before);
      }
      assertEquals(modeOf(sandbox), (0o666 & ~mask).toString(8));
    },
  });
}

Deno.test({
  name: "replaceFile() shows the temporary file to nobody else until it is as narrow as the result",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": OLD });
    Deno.chmodSync(sandbox.path("app.toml"), 0o640);
    const modes: string[] = [];
    const io = watchedIo(() => {
      for (const name of namesIn(sandbox).filter((name) => name !== "app.toml")) {
        modes.push((Deno.statSync(sandbox.path(name)).mode! & 0o777).toString(8));
      }
    });
    replace(sandbox, io);
    assertEquals([...new Set(modes)], ["600", "640"]);
  },
});

Deno.test("replaceFile() leaves the old file and no other when the last look says no", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": OLD });
  const state = await sandbox.state();
  assertEquals(replace(sandbox, Deno, { isCurrent: () => false }), false);
  assertEquals(await sandbox.state(), state);
});
