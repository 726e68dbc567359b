import { assertEquals } from "@std/assert";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { watchedIo } from "../../tests/support/watched_io.ts";
import type { PawlError } from "../model/errors.ts";
import type { FileIo } from "../file/file_io.ts";
import type { Snapshot } from "./snapshot.ts";
import { followFile } from "./file_watch.ts";

/** A document that is followed until the test leaves. */
class Followed implements AsyncDisposable {
  readonly #fault = Promise.withResolvers<string>();
  readonly #abort = new AbortController();
  readonly #versions: AsyncGenerator<Snapshot, void, void>;

  constructor(path: string, io: FileIo = Deno) {
    const onFault = ({ code }: PawlError) => this.#fault.resolve(code);
    this.#versions = followFile(path, { signal: this.#abort.signal, onFault }, io);
  }

  /** The next text, `undefined` for an absent file. */
  async next(): Promise<string | undefined> {
    const { value } = await this.#versions.next();
    return value?.exists ? value.text : undefined;
  }

  /** The code of the first fault. */
  get fault(): Promise<string> {
    return this.#fault.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    assertEquals(await this.#versions.next(), { value: undefined, done: true });
  }
}

function replace(path: string, text: string): void {
  Deno.writeTextFileSync(`${path}.new`, text);
  Deno.renameSync(`${path}.new`, path);
}

Deno.test("followFile() gives the text at first, and then whenever the file is replaced or written to", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "1\n" });
  const path = sandbox.path("app.toml");
  await using followed = new Followed(path);
  assertEquals(await followed.next(), "1\n");
  for (const text of ["2\n", "3\n"]) {
    replace(path, text);
    assertEquals(await followed.next(), text);
  }
  Deno.writeTextFileSync(path, "in place\n");
  assertEquals(await followed.next(), "in place\n");
  replace(path, "in place\n");
  Deno.utimeSync(path, 1, 1);
  replace(sandbox.path("other.toml"), "other\n");
  replace(path, "4\n");
  assertEquals(await followed.next(), "4\n", "nothing is given when the text stays the same");
});

Deno.test("followFile() gives a file that is removed, absent at first, or comes with its directory", async () => {
  await using sandbox = await Sandbox.create();
  const path = sandbox.path("new/deep/app.toml");
  await using followed = new Followed(path);
  assertEquals(await followed.next(), undefined);
  Deno.mkdirSync(sandbox.path("new/deep"), { recursive: true });
  replace(path, "1\n");
  assertEquals(await followed.next(), "1\n");
  Deno.removeSync(path);
  assertEquals(await followed.next(), undefined);
  replace(path, "2\n");
  assertEquals(await followed.next(), "2\n");
});

Deno.test("followFile() goes on when the directory is replaced", async () => {
  await using sandbox = await Sandbox.create();
  Deno.mkdirSync(sandbox.path("d"));
  const path = sandbox.path("d/app.toml");
  replace(path, "1\n");
  await using followed = new Followed(path);
  assertEquals(await followed.next(), "1\n");
  Deno.mkdirSync(sandbox.path("next"));
  replace(sandbox.path("next/app.toml"), "2\n");
  Deno.renameSync(sandbox.path("d"), sandbox.path("old"));
  Deno.renameSync(sandbox.path("next"), sandbox.path("d"));
  assertEquals(await followed.next(), "2\n");
  replace(sandbox.path("old/app.toml"), "of the old directory\n");
  replace(path, "3\n");
  assertEquals(await followed.next(), "3\n");
});

Deno.test({
  name: "followFile() follows a symbolic link, also to another file",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using sandbox = await Sandbox.create({ "1.toml": "1\n", "2.toml": "2\n" });
    Deno.mkdirSync(sandbox.path("links"));
    const link = sandbox.path("links/app.toml");
    Deno.symlinkSync("../1.toml", link);
    await using followed = new Followed(link);
    assertEquals(await followed.next(), "1\n");
    replace(sandbox.path("1.toml"), "1, new\n");
    assertEquals(await followed.next(), "1, new\n");
    Deno.symlinkSync("../2.toml", sandbox.path("links/new"));
    Deno.renameSync(sandbox.path("links/new"), link);
    assertEquals(await followed.next(), "2\n");
    replace(sandbox.path("2.toml"), "2, new\n");
    assertEquals(await followed.next(), "2, new\n");
  },
});

Deno.test("followFile() waits until a file that is written in place has come to rest", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\nb = 1\n" });
  const path = sandbox.path("app.toml");
  const readings: string[] = [];
  const io = watchedIo((call, args) => {
    if (call !== "openSync" || args[0] !== path) return;
    // The writer finishes after somebody has seen the first half.
    if (readings.at(-1) === "a = 2\n") Deno.writeTextFileSync(path, "b = 2\n", { append: true });
    readings.push(Deno.readTextFileSync(path));
  });
  await using followed = new Followed(path, io);
  assertEquals(await followed.next(), "a = 1\nb = 1\n");
  Deno.writeTextFileSync(path, "a = 2\n");
  assertEquals(await followed.next(), "a = 2\nb = 2\n");
});

Deno.test("followFile() gives nothing that was not at rest when it was told to end", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "1\n" });
  const path = sandbox.path("app.toml");
  const controller = new AbortController();
  const io = watchedIo((call, args) => {
    if (call === "openSync" && args[0] === path && Deno.readTextFileSync(path) === "half") controller.abort();
  });
  const versions = followFile(path, { signal: controller.signal }, io);
  assertEquals(await versions.next(), { value: { text: "1\n", exists: true }, done: false });
  const next = versions.next();
  Deno.writeTextFileSync(path, "half");
  assertEquals(await next, { value: undefined, done: true });
});

Deno.test("followFile() tells of what can't be read, and goes on", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "1\n" });
  const path = sandbox.path("app.toml");
  await using followed = new Followed(path);
  assertEquals(await followed.next(), "1\n");
  const next = followed.next();
  Deno.writeFileSync(sandbox.path("new"), new Uint8Array([0xff]));
  Deno.renameSync(sandbox.path("new"), path);
  assertEquals(await followed.fault, "invalid-document");
  replace(path, "2\n");
  assertEquals(await next, "2\n");
});
