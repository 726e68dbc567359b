import { assertEquals } from "@std/assert";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { QueueFiles } from "./spool_files.ts";
import { resolveTarget } from "../file/target.ts";

Deno.test({
  name: "QueueFiles never writes through a symbolic link that somebody has put there",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using sandbox = await Sandbox.create({ "victim": "precious" });
    await Deno.mkdir(sandbox.path("app.toml.queue"));
    await Deno.symlink(sandbox.path("victim"), sandbox.path("app.toml.queue/.group.commit.pawl-new"));
    const files = new QueueFiles(resolveTarget(sandbox.path("app.toml"), Deno), Deno);
    files.write("group.commit", "a record", false);
    assertEquals([files.read("group.commit"), await sandbox.read("victim")], ["a record", "precious"]);
    assertEquals((await Deno.lstat(sandbox.path("app.toml.queue/group.commit"))).isFile, true);
  },
});
