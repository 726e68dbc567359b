import { assert, assertEquals, assertThrows } from "@std/assert";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { PawlError } from "../model/errors.ts";
import { resolveTarget } from "./target.ts";

// Making links needs a privilege on Windows.
const ignore = Deno.build.os === "windows";

Deno.test("resolveTarget() names the file, its directory and its lock file", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "" });
  const path = sandbox.path("app.toml");
  const { directory } = sandbox;
  assertEquals(resolveTarget(path), { path, realPath: path, directory, name: "app.toml", lockPath: `${path}.lock` });
});

Deno.test("resolveTarget() needs neither the file nor its directory and creates nothing", async () => {
  await using sandbox = await Sandbox.create();
  for (const name of ["app.toml", "a/b/app.toml", "./a/./app.toml"]) {
    const expected = sandbox.path(name.replaceAll("./", ""));
    assertEquals(resolveTarget(sandbox.path(name)).realPath, expected);
  }
  assertEquals(await sandbox.state(), "");
});

Deno.test({
  name: "resolveTarget() gives every name of one file the same lock file",
  ignore,
  async fn() {
    await using sandbox = await Sandbox.create();
    Deno.mkdirSync(sandbox.path("real/deep"), { recursive: true });
    await sandbox.write("real/deep/app.toml", "");
    Deno.symlinkSync(sandbox.path("real/deep/app.toml"), sandbox.path("absolute"));
    Deno.symlinkSync("real/deep/app.toml", sandbox.path("relative"));
    Deno.symlinkSync("relative", sandbox.path("chain"));
    Deno.symlinkSync("real", sandbox.path("folder"));
    Deno.symlinkSync("folder/deep", sandbox.path("folders"));
    const names = ["absolute", "relative", "chain", "folder/deep/app.toml", "folders/app.toml", "real/./deep/app.toml"];
    for (const name of names) {
      assertEquals(resolveTarget(sandbox.path(name)).lockPath, sandbox.path("real/deep/app.toml.lock"), name);
    }
  },
});

Deno.test({
  name: "resolveTarget() follows links that dangle to where they point",
  ignore,
  async fn() {
    await using sandbox = await Sandbox.create();
    Deno.mkdirSync(sandbox.path("real"));
    Deno.symlinkSync("real/app.toml", sandbox.path("dangling"));
    Deno.symlinkSync("dangling", sandbox.path("chain"));
    Deno.symlinkSync(sandbox.path("none/app.toml"), sandbox.path("folderless"));
    Deno.symlinkSync("none", sandbox.path("folder"));
    Deno.symlinkSync("../chain", sandbox.path("real/up"));
    const places = {
      "dangling": "real/app.toml",
      "chain": "real/app.toml",
      "folderless": "none/app.toml",
      "folder/app.toml": "none/app.toml",
      "real/up": "real/app.toml",
    };
    for (const [name, place] of Object.entries(places)) {
      const target = resolveTarget(sandbox.path(name));
      assertEquals(target.lockPath, sandbox.path(`${place}.lock`), name);
      assertEquals(target.path, sandbox.path(name));
    }
  },
});

Deno.test({
  name: "resolveTarget() throws when links form a loop",
  ignore,
  async fn() {
    await using sandbox = await Sandbox.create();
    Deno.symlinkSync("b", sandbox.path("a"));
    Deno.symlinkSync("a", sandbox.path("b"));
    Deno.symlinkSync("./self", sandbox.path("self"));
    for (const name of ["a", "a/app.toml", "self"]) {
      const error = assertThrows(() => resolveTarget(sandbox.path(name)), PawlError, "too many levels");
      assertEquals(error.code, "io");
      assert(error.message.startsWith(`Cannot find "${sandbox.path("")}`), error.message);
    }
  },
});

Deno.test({
  name: "resolveTarget() takes .. as open(2) does: it is the parent of what was reached",
  ignore,
  async fn() {
    await using sandbox = await Sandbox.create();
    Deno.mkdirSync(sandbox.path("real/deep"), { recursive: true });
    Deno.symlinkSync("real/deep", sandbox.path("link"));
    Deno.symlinkSync("link/../new.toml", sandbox.path("dangling"));
    Deno.symlinkSync("link/../dangling", sandbox.path("real/dangling"));
    Deno.symlinkSync("../../new.toml", sandbox.path("real/deep/up"));
    const places = {
      "link/../x.toml": "real/x.toml",
      "link//.././x.toml": "real/x.toml",
      "link/../../x.toml": "x.toml",
      "link/../deep/../x.toml": "real/x.toml",
      "real/../link/../y/x.toml": "real/y/x.toml",
      "dangling": "real/new.toml",
      "link/up": "new.toml",
      "..x.toml": "..x.toml",
      "a..b/x..toml": "a..b/x..toml",
    };
    const previous = Deno.cwd();
    Deno.chdir(sandbox.directory);
    try {
      for (const [name, place] of Object.entries(places)) {
        for (const path of [name, `./${name}`, sandbox.path(name)]) {
          assertEquals(resolveTarget(path).realPath, sandbox.path(place), path);
          await Deno.mkdir(sandbox.path(place).replace(/[^/]*$/, ""), { recursive: true });
          // What the kernel says is what counts.
          const made = new Deno.Command("sh", { args: ["-c", '>"$1"', "sh", path] }).outputSync();
          assertEquals([made.success, Deno.lstatSync(sandbox.path(place)).isFile], [true, true], path);
          Deno.removeSync(sandbox.path(place));
        }
      }
      assertEquals(resolveTarget("../x.toml").realPath, sandbox.path("x.toml").replace(/[^/]*\/x.toml$/, "x.toml"));
      assertEquals(resolveTarget("/../x.toml").realPath, "/x.toml");
    } finally {
      Deno.chdir(previous);
    }
  },
});

const BAD: readonly [name: string, path: string, code: string][] = [
  ["the path is empty", "", "usage"],
  ["the path ends with a separator", "app.toml/", "not-replaceable"],
  ["the path ends with a period", "app.toml/.", "not-replaceable"],
  ["the path ends with a parent", "..", "not-replaceable"],
  ["a link says that it leads to a directory", "link", "not-replaceable"],
  ["a file stands where a directory should be", "file/app.toml", "io"],
  ["a file stands where a directory should be, and .. follows", "file/../app.toml", "io"],
  ["a file has a separator behind it", "file/", "not-replaceable"],
  [".. follows what is absent", "a/../app.toml", "not-found"],
  [".. follows a link that leads nowhere", "nowhere/../app.toml", "not-found"],
  [".. follows links that form a loop", "loop/../app.toml", "io"],
];

for (const [name, path, code] of BAD) {
  Deno.test(`resolveTarget() throws ${code} when ${name}`, async () => {
    await using sandbox = await Sandbox.create({ file: "" });
    Deno.symlinkSync("none.toml/", sandbox.path("link"));
    Deno.symlinkSync("none", sandbox.path("nowhere"));
    Deno.symlinkSync("loop", sandbox.path("loop"));
    const error = assertThrows(() => resolveTarget(path && sandbox.path(path)), PawlError);
    assertEquals(error.code, code);
  });
}

Deno.test("resolveTarget() throws permission when a directory on the way may not be searched", () => {
  const io = {
    ...Deno,
    realPathSync(): never {
      throw new Deno.errors.PermissionDenied("Permission denied (os error 13): realpath 'x'");
    },
  };
  const error = assertThrows(() => resolveTarget("x/app.toml", io), PawlError);
  assertEquals([error.code, error.message], ["permission", 'Cannot find "x/app.toml": permission denied']);
  assertEquals(error.hint, "check the permissions of the directories that lead to it");
});
