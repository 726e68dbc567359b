/**
 * Every path that is given to pawl leads where open(2) would lead.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { waitForLine } from "../support/pawl_on_path.ts";
import { Sandbox } from "../support/sandbox.ts";

const ignore = Deno.build.os === "windows";

/** `link/..` is `real`, where each file says "right"; here they say "wrong". */
async function createMaze(): Promise<Sandbox> {
  const sandbox = await Sandbox.create();
  Deno.mkdirSync(sandbox.path("real/deep"), { recursive: true });
  Deno.symlinkSync("real/deep", sandbox.path("link"));
  for (const name of ["x.toml", "x.txt", "x.apply"]) {
    const of = (word: string) => ({ "x.toml": `a = "${word}"\n`, "x.txt": word, "x.apply": `set a ${word}\n` })[name]!;
    await sandbox.write(name, of("wrong"));
    await sandbox.write(`real/${name}`, of("right"));
  }
  return sandbox;
}

const READING: readonly (readonly string[])[] = [
  ["get", "a", "-f", "link/../x.toml"],
  ["get", "a", "-f", "./link/.././x.toml"],
  ["list", "-f", "link/../x.toml"],
  ["keys", "-f", "link/../x.toml", "--json"],
  ["etag", "-f", "link/../x.toml"],
  ["convert", "link/../x.toml", "-", "--to", "json"],
];

for (const args of READING) {
  Deno.test({
    name: `pawl ${args.join(" ")} reads what the kernel would open`,
    ignore,
    async fn() {
      await using sandbox = await createMaze();
      const wanted = await sandbox.pawl(args.map((word) => word.replace(/^.*\/x\.toml$/, "real/x.toml")));
      assertEquals(await sandbox.pawl(args), wanted);
      assertEquals([wanted.code, wanted.stderr], [0, ""]);
    },
  });
}

const WRITING: readonly [args: readonly string[], place: string, text: string][] = [
  [["set", "a", "new", "-f", "link/../x.toml"], "real/x.toml", 'a = "new"\n'],
  [["set", "a", "new", "-f", "link/../y/new.toml"], "real/y/new.toml", 'a = "new"\n'],
  [["convert", "x.toml", "link/../new.json"], "real/new.json", '{\n  "a": "wrong"\n}\n'],
  [["merge", "link/../x.toml", "-f", "new.toml"], "new.toml", 'a = "right"\n'],
  [["set", "a", "--from-file", "link/../x.txt", "-f", "new.toml"], "new.toml", 'a = "right"\n'],
  [["apply", "link/../x.apply", "-f", "new.toml"], "new.toml", 'a = "right"\n'],
  [["modify", "-f", "link/../x.toml", "--", "sed", "-i", "s/right/new/", "{}"], "real/x.toml", 'a = "new"\n'],
];

for (const [args, place, text] of WRITING) {
  Deno.test({
    name: `pawl ${args.join(" ")} uses the files that the kernel would open`,
    ignore,
    async fn() {
      await using sandbox = await createMaze();
      assertEquals(await sandbox.pawl(args), { code: 0, stdout: "", stderr: "" });
      assertEquals(await sandbox.read(place), text);
      assertEquals(await sandbox.read("x.toml"), 'a = "wrong"\n');
    },
  });
}

Deno.test({
  name: "PAWL_FILE and the configuration folder are resolved like every other path, and all names share one lock",
  ignore,
  async fn() {
    await using sandbox = await createMaze();
    Deno.mkdirSync(sandbox.path("real/pawl"));
    await sandbox.write("real/pawl/config.toml", 'a = "right"\n');
    const byVariable = { PAWL_FILE: "link/../x.toml" };
    const byFolder = { XDG_CONFIG_HOME: sandbox.path("link/..") };
    for (const environment of [byVariable, byFolder]) {
      assertEquals(await sandbox.pawl(["get", "a"], { environment }), { code: 0, stdout: "right\n", stderr: "" });
    }
    await using holder = await sandbox.start([
      "with-lock",
      "-f",
      "real/x.toml",
      "--",
      "sh",
      "-c",
      "echo held; cat >/dev/null",
    ]);
    await waitForLine(holder, "held");
    const { code, stderr } = await sandbox.pawl(["set", "a", "2", "--no-wait", "-f", "link/../x.toml"]);
    assertEquals(code, 75, stderr);
  },
});

const REFUSED: readonly [args: readonly string[], code: number, words: string][] = [
  [["get", "a", "-f", "x.toml/../x.toml"], 74, "is not a directory"],
  [["set", "a", "1", "-f", "x.toml/../x.toml"], 74, "is not a directory"],
  [["merge", "x.toml/../x.toml", "-f", "new.toml"], 74, "is not a directory"],
  [["set", "a", "1", "-f", "none/../x.toml"], 1, "there is no directory"],
  [["merge", "none/../x.toml", "-f", "new.toml"], 1, "there is no directory"],
  [["set", "a", "1", "-f", "loop/../x.toml"], 74, "too many levels of symbolic links"],
  [["set", "a", "1", "-f", "loop"], 74, "too many levels of symbolic links"],
  [["set", "a", "1", "-f", "x.toml/", "--format", "toml"], 6, "names a directory"],
  [["set", "a", "1", "-f", "x.toml/.", "--format", "toml"], 6, "names a directory"],
  [["merge", "x.toml/", "--from", "toml", "-f", "new.toml"], 74, "is not a directory"],
  [["set", "a", "--from-file", "x.txt/.", "-f", "new.toml"], 74, "is not a directory"],
];

for (const [args, code, words] of REFUSED) {
  Deno.test({
    name: `pawl ${args.join(" ")} is refused as open(2) would`,
    ignore,
    async fn() {
      await using sandbox = await createMaze();
      Deno.symlinkSync("loop", sandbox.path("loop"));
      const before = await sandbox.state();
      const result = await sandbox.pawl(args);
      assertStringIncludes(result.stderr, words);
      assertEquals(result.code, code, result.stderr);
      assertEquals(await sandbox.state(), before);
    },
  });
}
