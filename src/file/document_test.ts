import { assertEquals, assertThrows } from "@std/assert";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { watchedIo, withFiles } from "../../tests/support/watched_io.ts";
import { PawlError } from "../model/errors.ts";
import { type FileState, isSameState, MAX_DOCUMENT_SIZE_BYTES, readState } from "./document.ts";
import type { FileIo } from "./file_io.ts";
import { resolveTarget, type Target } from "./target.ts";

const onWindows = Deno.build.os === "windows";

/** An operating system that shows every file as another kind, and in which none may be opened. */
function showing(changes: Partial<Deno.FileInfo>): FileIo {
  const refuse = () => {
    throw new Error("opened");
  };
  const lstatSync = (path: string | URL) => ({ ...Deno.lstatSync(path), ...changes });
  return { ...Deno, lstatSync, openSync: refuse, readFileSync: refuse };
}

const KINDS: readonly [name: string, changes: Partial<Deno.FileInfo>][] = [
  ["a directory", { isFile: false, isDirectory: true }],
  ["a FIFO", { isFile: false, isFifo: true }],
  ["a socket", { isFile: false, isSocket: true }],
  ["a device", { isFile: false, isCharDevice: true }],
  ["a device", { isFile: false, isBlockDevice: true }],
  ["a symbolic link", { isFile: false, isSymlink: true }],
];

for (const [name, changes] of KINDS) {
  Deno.test(`readState() refuses ${name} without opening it (${Object.keys(changes)})`, async () => {
    await using sandbox = await Sandbox.create({ "app.toml": "" });
    const target = resolveTarget(sandbox.path("app.toml"));
    const error = assertThrows(() => readState(target, showing(changes)), PawlError);
    const message = `Cannot use "${target.path}" as a document: it is ${name}, not a file`;
    assertEquals([error.code, error.message], ["not-replaceable", message]);
  });
}

Deno.test("readState() refuses a file over 64 MiB without opening it, and takes one of 64 MiB", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "" });
  const path = sandbox.path("app.toml");
  Deno.truncateSync(path, MAX_DOCUMENT_SIZE_BYTES + 1);
  const error = assertThrows(() => readState(resolveTarget(path), showing({})), PawlError);
  const message = `Cannot read "${path}": it has 67108865 bytes, more than the limit of 64 MiB`;
  assertEquals([error.code, error.message], ["invalid-document", message]);
  Deno.truncateSync(path, MAX_DOCUMENT_SIZE_BYTES);
  assertEquals(readState(resolveTarget(path), Deno)?.bytes.length, MAX_DOCUMENT_SIZE_BYTES);
});

Deno.test("readState() refuses a file that grew over 64 MiB after it was looked at", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "" });
  const io = withFiles(() => ({ readSync: (bytes: Uint8Array) => bytes.length }));
  assertThrows(() => readState(resolveTarget(sandbox.path("app.toml")), io), PawlError, "67108865 bytes");
});

Deno.test("readState() gives nothing for an absent file, also one that goes while it is read", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "" });
  assertEquals(readState(resolveTarget(sandbox.path("none/app.toml")), Deno), undefined);
  const io = {
    ...Deno,
    openSync: () => {
      throw new Deno.errors.NotFound("No such file or directory (os error 2)");
    },
  };
  assertEquals(readState(resolveTarget(sandbox.path("app.toml")), io), undefined);
});

Deno.test({
  name: "readState() reads no file that a link in the document's place leads to",
  ignore: onWindows,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": "mine\n", secret: "secret\n" });
    const path = sandbox.path("app.toml");
    let looks = 0;
    const io = watchedIo((call) => {
      // Between the look and the opening: a link to a secret, and away again before the next look.
      if (call === "openSync") exchange(path, sandbox.path("link"));
      if (call === "lstatSync" && looks++ > 0) exchange(path, sandbox.path("link"));
    });
    Deno.symlinkSync("secret", sandbox.path("link"));
    assertThrows(() => readState(resolveTarget(path), io), PawlError, "another file takes its place");
  },
});

function exchange(a: string, b: string): void {
  Deno.renameSync(a, `${a}.away`);
  Deno.renameSync(b, a);
  Deno.renameSync(`${a}.away`, b);
}

/** Foreign changes that {@linkcode isSameState} must see. */
const CHANGES: readonly [name: string, change: (path: string) => void, ignore?: boolean][] = [
  ["the same bytes are in another inode", (path) => {
    Deno.copyFileSync(path, `${path}.new`);
    Deno.renameSync(`${path}.new`, path);
  }, onWindows],
  ["it grew", (path) => Deno.writeTextFileSync(path, "x", { append: true })],
  ["one byte changed and the time did not", (path) => {
    const { atime, mtime } = Deno.statSync(path);
    Deno.writeTextFileSync(path, "a = 2\n");
    Deno.utimeSync(path, atime!, mtime!);
  }],
  ["its mode changed", (path) => Deno.chmodSync(path, 0o640), onWindows],
  ["it is gone", (path) => Deno.removeSync(path)],
  ["it became a directory", (path) => {
    Deno.removeSync(path);
    Deno.mkdirSync(path);
  }],
];

async function withState(action: (target: Target, state: FileState) => void): Promise<void> {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
  const target = resolveTarget(sandbox.path("app.toml"));
  action(target, readState(target, Deno)!);
}

for (const [name, change, ignore = false] of CHANGES) {
  Deno.test({
    name: `isSameState() is false when ${name}`,
    ignore,
    fn: () =>
      withState((target, state) => {
        assertEquals(isSameState(target, state, Deno), true);
        change(target.realPath);
        assertEquals(isSameState(target, state, Deno), false);
      }),
  });
}

for (const length of [1, 3, 4, 5, 8, 11]) {
  Deno.test(`isSameState() sees a change of any one of ${length} bytes, however they lie in memory`, () =>
    withState((target) => {
      const bytes = new Uint8Array(length).fill(7);
      Deno.writeFileSync(target.realPath, bytes);
      const { info } = readState(target, Deno)!;
      for (const offset of [0, 1]) {
        const shifted = new Uint8Array(new ArrayBuffer(length + offset), offset).fill(7);
        const io = { ...Deno, readFileSync: () => shifted };
        assertEquals(isSameState(target, { bytes, info }, io), true);
        for (let index = 0; index < length; index++) {
          shifted[index] = 8;
          assertEquals(isSameState(target, { bytes, info }, io), false);
          shifted[index] = 7;
        }
      }
    }));
}

Deno.test("isSameState() is false when an absent file has come", () =>
  withState((target) => {
    assertEquals(isSameState(target, undefined, Deno), false);
    Deno.removeSync(target.realPath);
    assertEquals(isSameState(target, undefined, Deno), true);
  }));
