import { assert, assertEquals, assertThrows } from "@std/assert";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { systemErrorOf, watchedIo, withFiles } from "../../tests/support/watched_io.ts";
import { type ErrorCode, PawlError } from "../model/errors.ts";
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

Deno.test("replaceFile() writes every byte when the system takes one at a time", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": OLD });
  const text = "é = 'x'\n".repeat(20);
  const io = withFiles((file) => ({ writeSync: (bytes: Uint8Array) => file.writeSync(bytes.subarray(0, 1)) }));
  replace(sandbox, io, { text });
  assertEquals(await sandbox.read("app.toml"), text);
});

function failingAt(name: string, error: Error): FileIo {
  return watchedIo((call) => {
    if (call === name) throw error;
  });
}

const DENIED = new Deno.errors.PermissionDenied("Permission denied (os error 13): x");

const FAILURES: readonly [name: string, io: FileIo, code: ErrorCode, reason: string][] = [
  ["the disk takes no byte", withFiles(() => ({ writeSync: () => 0 })), "io", "only 0 of 6 bytes could be written"],
  [
    "the disk stores less than it says",
    withFiles(() => ({ writeSync: (bytes: Uint8Array) => bytes.length })),
    "io",
    "only 0 of 6 bytes were stored",
  ],
  ["the disk is full", failingAt("file.writeSync", systemErrorOf("ENOSPC")), "io", "made up by a test"],
  ["the disk is broken", failingAt("file.syncSync", systemErrorOf("EIO")), "io", "made up by a test"],
  ["the directory takes no file", failingAt("openSync", DENIED), "not-replaceable", "cannot create a file in"],
  ["the file system is read-only", failingAt("openSync", systemErrorOf("EROFS")), "not-replaceable", "made up"],
  ["the file is a mount point", failingAt("renameSync", systemErrorOf("EBUSY")), "not-replaceable", "made up"],
  ["the directory is elsewhere", failingAt("renameSync", systemErrorOf("EXDEV")), "not-replaceable", "made up"],
  ["the directory is sticky", failingAt("renameSync", DENIED), "not-replaceable", "permission denied"],
];

for (const [name, io, code, reason] of FAILURES) {
  Deno.test({
    name: `replaceFile() throws ${code} and leaves the old file and no other when ${name}`,
    ignore: onWindows,
    async fn() {
      await using sandbox = await Sandbox.create({ "app.toml": OLD });
      const state = await sandbox.state();
      const error = assertThrows(() => replace(sandbox, io), PawlError, reason);
      assertEquals(error.code, code);
      assert(error.message.includes(`"${sandbox.path("app.toml")}"`), error.message);
      assert(code === "io" || error.hint !== undefined || reason === "made up", error.message);
      assertEquals(await sandbox.state(), state);
    },
  });
}

Deno.test({
  name: "replaceFile() says how to replace a mount point, after one try",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": OLD });
    let renames = 0;
    const io = watchedIo((call) => {
      if (call !== "renameSync") return;
      renames++;
      throw systemErrorOf("EBUSY");
    });
    const error = assertThrows(() => replace(sandbox, io), PawlError);
    assertEquals(renames, 1);
    assertEquals(error.hint, "a file that is itself a mount point cannot be replaced: mount its directory instead");
  },
});

Deno.test({
  name: "replaceFile() throws durability-unknown with the new file in place when the directory cannot be synced",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": OLD });
    let syncs = 0;
    const io = watchedIo((call) => {
      if (call === "file.syncSync" && ++syncs === 2) throw systemErrorOf("EIO");
    });
    const error = assertThrows(() => replace(sandbox, io), PawlError);
    assertEquals(error.code, "durability-unknown");
    assertEquals(await sandbox.read("app.toml"), NEW);
    assertEquals(namesIn(sandbox), ["app.toml"]);
  },
});

Deno.test("replaceFile() does not touch the temporary name after the rename", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": OLD });
  let isRenamed = false;
  const io = watchedIo((call) => {
    if (isRenamed && call === "removeSync") throw new Error("removed after the rename");
    if (isRenamed && call === "openSync") throw systemErrorOf("EMFILE");
    isRenamed ||= call === "renameSync";
  });
  assertEquals(assertThrows(() => replace(sandbox, io), PawlError).code, "durability-unknown");
});

Deno.test({
  name: "replaceFile() asks whether a file that its owner made read-only may be written to",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": OLD });
    Deno.chmodSync(sandbox.path("app.toml"), 0o444);
    const state = await sandbox.state();
    const io = watchedIo((call, [path]) => {
      if (call === "openSync" && path === sandbox.path("app.toml")) throw DENIED;
    });
    const error = assertThrows(() => replace(sandbox, io), PawlError);
    assertEquals(error.message, `Cannot write "${sandbox.path("app.toml")}": permission denied`);
    assertEquals(error.code, "permission");
    assertEquals(await sandbox.state(), state);
  },
});

Deno.test("replaceFile() tries a rename again on Windows, where a scanner may hold the file, and syncs no directory", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": OLD });
  const refusals = [systemErrorOf("EBUSY"), DENIED, systemErrorOf("EPERM")];
  const calls: string[] = [];
  const build = { ...Deno.build, os: "windows" } as const;
  const io = watchedIo((call) => {
    calls.push(call);
    const refusal = call === "renameSync" ? refusals.shift() : undefined;
    if (refusal !== undefined) throw refusal;
  }, { ...Deno, build });
  assertEquals(replace(sandbox, io), true);
  assertEquals(calls.filter((call) => call === "renameSync").length, 4);
  assertEquals(calls.at(-1), "renameSync");
  assertEquals(await sandbox.read("app.toml"), NEW);
  const forever = watchedIo((call) => {
    if (call === "renameSync") throw systemErrorOf("EBUSY");
  }, { ...Deno, build });
  assertEquals(assertThrows(() => replace(sandbox, forever), PawlError).code, "not-replaceable");
});

Deno.test({
  name: "replaceFile() takes the attributes of no file that came in the document's place, and says that it changed",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": OLD, other: "a = 3\n" });
    for (const name of ["app.toml", "other"]) Deno.chmodSync(sandbox.path(name), 0o640);
    let stats = 0;
    const io = watchedIo((call) => {
      // Between the look at the document and the end of the write.
      if (call === "file.statSync" && ++stats === 2) Deno.renameSync(sandbox.path("other"), sandbox.path("app.toml"));
    });
    assertEquals(replace(sandbox, io), false);
    assertEquals([await sandbox.read("app.toml"), namesIn(sandbox)], ["a = 3\n", ["app.toml"]]);
  },
});
