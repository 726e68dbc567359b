/**
 * Rights that are not in the mode: access control lists and extended attributes go over to the new file, and no file that
 * pawl makes gives anybody more than the document does.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { canRun } from "../support/can_run.ts";
import { Sandbox } from "../support/sandbox.ts";

const NOBODY = "65534";
const hasTools = canRun(["getfacl", "--version"]) && canRun(["getfattr", "--version"]);
const ignore = Deno.build.os !== "linux" || (!hasTools && Deno.env.get("PAWL_REQUIRE_TOOLS") === undefined);

function run(program: string, ...args: string[]): string {
  const { success, stdout, stderr } = new Deno.Command(program, { args }).outputSync();
  if (!success) throw new Error(`${program}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** The entries of a file's access control list, or those that its mode stands for. */
function accessOf(path: string): string[] {
  return run("getfacl", "--omit-header", "--numeric", "--absolute-names", path).split("\n").filter((line) =>
    line !== ""
  );
}

async function secret(): Promise<Sandbox> {
  const sandbox = await Sandbox.create({ "a.toml": 'token = "s"\n' });
  Deno.chmodSync(sandbox.path("a.toml"), 0o600);
  run("setfacl", "--modify", `user:${NOBODY}:r`, sandbox.path("a.toml"));
  return sandbox;
}

const LISTED = ["user::rw-", `user:${NOBODY}:r--`, "group::---", "mask::r--", "other::---"];

Deno.test({
  name: "set keeps the access control list and the attributes, and its group gets nothing",
  ignore,
  async fn() {
    await using sandbox = await secret();
    run("setfattr", "--name=user.note", "--value=hi", sandbox.path("a.toml"));
    const { code, stderr } = await sandbox.pawl(["set", "-f", "a.toml", "x", "1"]);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(accessOf(sandbox.path("a.toml")), LISTED);
    assertEquals(
      run("getfattr", "--only-values", "--absolute-names", "--name=user.note", sandbox.path("a.toml")),
      "hi",
    );
    assertEquals(accessOf(sandbox.path("a.toml.lock")), LISTED);
  },
});

Deno.test({
  name: "every way to write keeps the access control list, also in the kept version",
  ignore,
  async fn() {
    await using sandbox = await secret();
    // With a second name the version is copied instead of linked.
    Deno.linkSync(sandbox.path("a.toml"), sandbox.path("other name"));
    const commands = [
      ["set", "--backup", "x", "1"],
      ["undo"],
      ["modify", "--", "sed", "-i", 's/"s"/"t"/', "{}"],
      ["queue", "push", "set", "y", "2"],
      ["queue", "drain"],
    ];
    for (const [name, ...args] of commands) {
      const command = name === "queue"
        ? ["queue", args[0]!, "-f", "a.toml", ...args.slice(1)]
        : [name!, "-f", "a.toml", ...args];
      const { code, stderr } = await sandbox.pawl(command);
      assertEquals(code, 0, `${command.join(" ")}: ${stderr}`);
      assertEquals(accessOf(sandbox.path("a.toml")), LISTED, command.join(" "));
    }
    const kept = [...Deno.readDirSync(sandbox.directory)].filter(({ name }) => name.endsWith(".pawl-bak"));
    assertEquals(kept.length > 0, true);
    for (const { name } of kept) assertEquals(accessOf(sandbox.path(name)), LISTED, name);
  },
});

Deno.test({
  name: "--private takes the access control list away",
  ignore,
  async fn() {
    await using sandbox = await secret();
    assertEquals((await sandbox.pawl(["set", "-f", "a.toml", "--private", "x", "1"])).code, 0);
    assertEquals(accessOf(sandbox.path("a.toml")), ["user::rw-", "group::---", "other::---"]);
  },
});

Deno.test({
  name: "set gives nobody what the directory's default list would give",
  ignore,
  async fn() {
    await using sandbox = await Sandbox.create({ "a.toml": "a = 1\n" });
    Deno.chmodSync(sandbox.path("a.toml"), 0o640);
    run("setfacl", "--default", "--modify", `user:${NOBODY}:rwx`, sandbox.directory);
    assertEquals((await sandbox.pawl(["set", "-f", "a.toml", "x", "1"])).code, 0);
    assertEquals(accessOf(sandbox.path("a.toml")), ["user::rw-", "group::r--", "other::---"]);
  },
});
