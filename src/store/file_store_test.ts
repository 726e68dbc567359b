import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { foreignLock, isFree } from "../../tests/support/foreign_lock.ts";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { watchedIo } from "../../tests/support/watched_io.ts";
import { type ErrorCode, InvalidDocumentError, LockTimeoutError, PawlError } from "../model/errors.ts";
import { MAX_DOCUMENT_SIZE_BYTES } from "../file/document.ts";
import { acquireLock } from "../lock/lock.ts";
import { readFile, updateFile } from "./file_store.ts";
import type { Snapshot } from "./snapshot.ts";

const onWindows = Deno.build.os === "windows";
const RECORD = '{"pawl":"lock","pid":42,"host":"laptop","command":"pawl set","since":"2026-11-21T10:00:00.000Z"}\n';

function append(line: string): (current: Snapshot) => string {
  return ({ text }) => `${text}${line}\n`;
}

function namesIn(sandbox: Sandbox): string[] {
  return [...Deno.readDirSync(sandbox.directory)].map(({ name }) => name).sort();
}

Deno.test("readFile() gives the text with its byte order mark, and an absent file as an empty one", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "\uFEFFa = 1\r\n", "empty.toml": "" });
  assertEquals(readFile(sandbox.path("app.toml")), { text: "\uFEFFa = 1\r\n", exists: true });
  assertEquals(readFile(sandbox.path("empty.toml")), { text: "", exists: true });
  assertEquals(readFile(sandbox.path("none/app.toml")), { text: "", exists: false });
  assertEquals(namesIn(sandbox), ["app.toml", "empty.toml"]);
});

Deno.test("readFile() takes no lock", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
  using _lock = await acquireLock(sandbox.path("app.toml"));
  const io = watchedIo((call, args) => {
    if (String(args[0]).endsWith(".lock")) throw new Error(`not needed: ${call}`);
  });
  assertEquals(readFile(sandbox.path("app.toml"), io).text, "a = 1\n");
});

Deno.test("readFile() says where the bytes are not UTF-8", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": Uint8Array.of(0x61, 0x0a, 0xff) });
  const error = assertThrows(() => readFile(sandbox.path("app.toml")), InvalidDocumentError);
  assertEquals([error.line, error.column], [2, 1]);
});

Deno.test("updateFile() replaces the text and says what it did", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
  const result = await updateFile(sandbox.path("app.toml"), append("b = 2"));
  const before = { text: "a = 1\n", exists: true };
  assertEquals(result, { changed: true, before, after: "a = 1\nb = 2\n", notes: [] });
  assertEquals(await sandbox.read("app.toml"), "a = 1\nb = 2\n");
  assertEquals([await sandbox.read("app.toml.lock"), namesIn(sandbox)], ["", ["app.toml", "app.toml.lock"]]);
});

Deno.test("updateFile() holds the lock, with its command on record, while it transforms", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "" });
  await updateFile(sandbox.path("app.toml"), () => {
    assertEquals(isFree(sandbox.path("app.toml.lock")), false);
    assertEquals(JSON.parse(Deno.readTextFileSync(sandbox.path("app.toml.lock"))).command, "pawl set");
    return "a = 1\n";
  }, { command: "pawl set" });
  assertEquals(isFree(sandbox.path("app.toml.lock")), true);
});

Deno.test("updateFile() reads after it has the lock", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
  const lock = await acquireLock(sandbox.path("app.toml"));
  const updating = updateFile(sandbox.path("app.toml"), append("b = 2"));
  await sandbox.write("app.toml", "a = 3\n");
  lock.release();
  assertEquals((await updating).after, "a = 3\nb = 2\n");
});

Deno.test("updateFile() writes nothing when the text stays as it is", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
  Deno.utimeSync(sandbox.path("app.toml"), 1, 1);
  const state = await sandbox.state();
  const io = watchedIo((call, args) => {
    const { createNew } = (call === "openSync" ? args[1] : {}) as Deno.OpenOptions;
    if (createNew && !String(args[0]).endsWith(".lock")) throw new Error("a temporary file was created");
  });
  assertEquals((await updateFile(sandbox.path("app.toml"), ({ text }) => text, {}, io)).changed, false);
  assertEquals(await sandbox.state(), state);
  assertEquals((await updateFile(sandbox.path("absent.toml"), () => "", {}, io)).changed, false);
  assertEquals(await sandbox.state(), state);
});

Deno.test("updateFile() creates the file and the directories that lead to it", async () => {
  await using sandbox = await Sandbox.create();
  const { before } = await updateFile(sandbox.path("a/b/app.toml"), append("x = 1"));
  assertEquals(before, { text: "", exists: false });
  assertEquals(await sandbox.read("a/b/app.toml"), "x = 1\n");
});

Deno.test({
  name: "updateFile() keeps the mode of the file",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
    Deno.chmodSync(sandbox.path("app.toml"), 0o4640);
    await updateFile(sandbox.path("app.toml"), append("b = 2"));
    assertEquals(Deno.statSync(sandbox.path("app.toml")).mode! & 0o7777, 0o4640);
  },
});

Deno.test({
  name: "updateFile() keeps new directories to the owner when it is private, and syncs each into its parent",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create();
    const synced: string[] = [];
    let opened = "";
    const io = watchedIo((call, [path]) => {
      if (call === "openSync") opened = String(path);
      if (call === "file.syncSync") synced.push(opened.slice(sandbox.directory.length));
    });
    await updateFile(sandbox.path("a/b/app.toml"), append("x = 1"), { private: true }, io);
    const modes = ["a", "a/b", "a/b/app.toml"].map((name) => Deno.statSync(sandbox.path(name)).mode! & 0o777);
    assertEquals(modes, [0o700, 0o700, 0o600]);
    assertEquals(synced.filter((path) => !path.endsWith(".pawl-tmp")), ["/a", "", "/a/b"]);
  },
});

Deno.test({
  name: "updateFile() makes an existing file private, also when its text stays as it is",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
    const path = sandbox.path("app.toml");
    Deno.chmodSync(path, 0o644);
    Deno.utimeSync(path, 1, 1);
    const same = await updateFile(path, ({ text }) => text, { private: true });
    assertEquals([same.changed, same.notes.length], [false, 1]);
    assertEquals([Deno.statSync(path).mode! & 0o777, Deno.statSync(path).mtime?.getTime()], [0o600, 1000]);
    assertEquals((await updateFile(path, ({ text }) => text, { private: true })).notes, []);
    Deno.chmodSync(path, 0o644);
    await updateFile(path, append("b = 2"), { private: true });
    assertEquals(Deno.statSync(path).mode! & 0o777, 0o600);
  },
});

Deno.test({
  name: "updateFile() replaces the file behind a link and leaves the link",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create();
    Deno.mkdirSync(sandbox.path("dotfiles"));
    Deno.symlinkSync("dotfiles/app.toml", sandbox.path("app.toml"));
    for (const text of ["a\n", "a\na\n"]) {
      await updateFile(sandbox.path("app.toml"), append("a"));
      assertEquals(await sandbox.read("dotfiles/app.toml"), text);
      assertEquals(Deno.lstatSync(sandbox.path("app.toml")).isSymlink, true);
    }
    assertEquals(namesIn(sandbox), ["app.toml", "dotfiles"]);
  },
});

Deno.test({
  name: "updateFile() says that other hard links keep the old content",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": "a\n" });
    Deno.linkSync(sandbox.path("app.toml"), sandbox.path("other"));
    const { notes } = await updateFile(sandbox.path("app.toml"), append("b"));
    const path = sandbox.path("app.toml");
    assertEquals(notes, [`"${path}" was replaced: 1 other name (a hard link) keeps the old content`]);
    assertEquals(await sandbox.read("other"), "a\n");
    assertEquals((await updateFile(path, append("c"))).notes, []);
  },
});

for (const count of [100, 1000]) {
  Deno.test(`updateFile() carries out ${count} concurrent updates in the order of the calls`, async () => {
    await using sandbox = await Sandbox.create();
    const lines = Array.from({ length: count }, (_, index) => `${index}`);
    const options = { timeoutMs: 60_000 };
    await Promise.all(lines.map((line) => updateFile(sandbox.path("app.toml"), append(line), options)));
    const written = (await sandbox.read("app.toml")).trimEnd().split("\n");
    const wrong = written.findIndex((line, index) => line !== lines[index]);
    assertEquals({ count: written.length, wrong: wrong < 0 ? [] : written.slice(wrong, wrong + 5), at: wrong }, {
      count,
      wrong: [],
      at: -1,
    });
  });
}

Deno.test("updateFile() writes nothing and lets go when the transform throws", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
  const state = await sandbox.state();
  const reason = new Error("no");
  const error = await assertRejects(() =>
    updateFile(sandbox.path("app.toml"), () => {
      throw reason;
    })
  );
  assertStrictEquals(error, reason);
  assertEquals(await sandbox.state(), state);
  assertEquals([await sandbox.read("app.toml.lock"), isFree(sandbox.path("app.toml.lock"))], ["", true]);
});

Deno.test("updateFile() refuses a text that could not be read back", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
  const state = await sandbox.state();
  const long = "x".repeat(MAX_DOCUMENT_SIZE_BYTES + 1);
  const error = await assertRejects(() => updateFile(sandbox.path("app.toml"), () => long), PawlError);
  assertEquals(error.code, "invalid-document");
  await assertRejects(() => updateFile(sandbox.path("app.toml"), () => "\ud800"), TypeError);
  assertEquals(await sandbox.state(), state);
});

const NO_DOCUMENTS: readonly [name: string, make: (path: string) => void, code: ErrorCode][] = [
  ["a directory", (path) => Deno.mkdirSync(path), "not-replaceable"],
  ["too large", (path) => {
    Deno.writeTextFileSync(path, "");
    Deno.truncateSync(path, MAX_DOCUMENT_SIZE_BYTES + 1);
  }, "invalid-document"],
  ["not UTF-8", (path) => Deno.writeFileSync(path, Uint8Array.of(0xff)), "invalid-document"],
];

for (const [name, make, code] of NO_DOCUMENTS) {
  Deno.test(`updateFile() and readFile() throw ${code} and change nothing when the file is ${name}`, async () => {
    await using sandbox = await Sandbox.create();
    make(sandbox.path("app.toml"));
    const state = await sandbox.state();
    const error = await assertRejects(() => updateFile(sandbox.path("app.toml"), append("a")), PawlError);
    assertEquals(error.code, code);
    assertEquals(assertThrows(() => readFile(sandbox.path("app.toml")), PawlError).code, code);
    assertEquals(await sandbox.state(), state);
  });
}

Deno.test("updateFile() passes the time limit and the signal on", async () => {
  await using sandbox = await Sandbox.create({ "app.toml.lock": RECORD });
  using _foreign = foreignLock(sandbox.path("app.toml.lock"));
  const path = sandbox.path("app.toml");
  await assertRejects(() => updateFile(path, append("a"), { timeoutMs: 0 }), LockTimeoutError);
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);
  assertStrictEquals(await assertRejects(() => updateFile(path, append("a"), { signal })), reason);
});
