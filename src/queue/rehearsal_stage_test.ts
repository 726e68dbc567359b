import { assertEquals, assertThrows } from "@std/assert";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { watchedIo } from "../../tests/support/watched_io.ts";
import type { HeldLock } from "../lock/held_lock.ts";
import { QueueDirectory } from "../spool/spool.ts";
import { newId } from "../spool/entry_names.ts";
import { resolveTarget, type Target } from "../file/target.ts";
import { tomlFormat } from "../format/toml/format.ts";
import { entryPrinter } from "./entry_printer.ts";
import { editUnderLock, rehearseEdit } from "./locked_edit.ts";
import type { QueuedEdit } from "./queued_edit.ts";
import { stageOf } from "./rehearsal_stage.ts";

const EDIT: QueuedEdit = {
  path: "/d/n.toml",
  loadFormat: () => Promise.resolve(tomlFormat),
  formatId: "toml",
  changes: [{ op: "increment", path: ["n"], by: 1n }],
  options: {},
};

const TARGET: Target = {
  path: "/d/n.toml",
  realPath: "/d/n.toml",
  directory: "/d",
  name: "n.toml",
  lockPath: "/d/n.toml.lock",
};

Deno.test({
  name: "stageOf() has all that a group asks for, from the first look to the answer",
  ignore: Deno.build.os === "windows",
  fn() {
    const id = newId("wait", 1);
    const texts = { "/d/n.toml": "n = 1\n", [`/d/n.toml.queue/${id}`]: entryPrinter(EDIT.changes, {})!(id) };
    const stage = stageOf(texts, Deno);
    const lock = { crashedHolder: undefined, hasRecord: true } as HeldLock;
    const result = editUnderLock(EDIT, tomlFormat, TARGET, lock, new QueueDirectory(TARGET, stage), undefined, stage);
    assertEquals([result.before?.text, result.after, result.notes], ["n = 2\n", "n = 3\n", []]);
    assertEquals(new TextDecoder().decode(stage.readFileSync("/d/n.toml")), "n = 3\n");
    assertEquals(Array.from(stage.readDirSync("/d"), ({ name }) => name), ["n.toml"]);
    assertEquals(JSON.parse(new TextDecoder().decode(stage.readFileSync(`/d/n.toml.queue/${id}.result`))), {
      changed: true,
    });
    assertThrows(() => stage.removeSync("/d/n.toml.queue/other"), Deno.errors.NotFound);
  },
});

Deno.test("rehearseEdit() changes nothing", async () => {
  await using sandbox = await Sandbox.create({ "n.toml": "n = 1\n" });
  const before = await sandbox.state();
  const path = sandbox.path("n.toml");
  const calls: string[] = [];
  rehearseEdit({ ...EDIT, path }, tomlFormat, resolveTarget(path, Deno), watchedIo((call) => void calls.push(call)));
  assertEquals(await sandbox.state(), before);
  assertEquals(calls.filter((call) => /rename|remove|write|chmod|mkdir/.test(call)), []);
});
