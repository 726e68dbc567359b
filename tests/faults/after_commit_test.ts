/**
 * Once something has happened, no later failure looks as if it had not: every call of the operating system that follows
 * the decisive one fails, alone or with all that follow it, in every verb that changes anything.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { FileIo } from "../../src/file/file_io.ts";
import { formatFor } from "../../src/format/detect.ts";
import { parseKeyPath } from "../../src/model/key_path.ts";
import { PawlError } from "../../src/model/errors.ts";
import { listPending, removeFromQueue } from "../../src/queue/pending_writes.ts";
import { editThroughQueue } from "../../src/queue/queued_edit.ts";
import { drainQueue, queueWrite } from "../../src/queue/write_queue.ts";
import { updateFile } from "../../src/store/file_store.ts";
import type { Change } from "../../src/model/change.ts";
import { canRun } from "../support/can_run.ts";
import { Sandbox } from "../support/sandbox.ts";
import { systemErrorOf, watchedIo } from "../support/watched_io.ts";

const OLD = "a = 1\n";

function change(key: string): Change {
  return { op: "set", path: parseKeyPath(key), value: { value: 2n }, force: false };
}

/** Something that is done to a document, with what decides that it is done. */
interface Deed {
  readonly name: string;
  readonly prepare?: (path: string) => Promise<unknown>;
  /** Whether a call is the decisive one. */
  readonly decides: (call: string, args: readonly unknown[], path: string) => boolean;
  /** Does it; gives whether it says that it was done. */
  readonly act: (path: string, io: FileIo) => Promise<boolean>;
  /** Whether it was done. */
  readonly isDone: (path: string) => boolean;
}

const isRename = (call: string, args: readonly unknown[], path: string) => call === "renameSync" && args[1] === path;
const says = (text: string) => (path: string) => Deno.readTextFileSync(path).includes(text);
const update = (options: Parameters<typeof updateFile>[2]) => async (path: string, io: FileIo) =>
  (await updateFile(path, ({ text }) => `${text}b = 2\n`, options, io)).changed;

async function keepTwoVersions(path: string): Promise<void> {
  for (const n of [1, 2]) await updateFile(path, ({ text }) => `${text}# ${n}\n`, { backups: 5 });
}

const DEEDS: readonly Deed[] = [
  { name: "an update", decides: isRename, act: update({}), isDone: says("b = 2") },
  {
    name: "an update that keeps versions and removes old ones",
    prepare: keepTwoVersions,
    decides: isRename,
    act: update({ backups: 1 }),
    isDone: says("b = 2"),
  },
  {
    name: "a private update that keeps versions",
    prepare: keepTwoVersions,
    decides: isRename,
    act: update({ backups: 2, private: true }),
    isDone: says("b = 2"),
  },
  {
    name: "an update of a file with another name",
    prepare: (path) => Promise.resolve(Deno.linkSync(path, `${path}.other`)),
    decides: isRename,
    act: update({ backups: 1 }),
    isDone: says("b = 2"),
  },
  {
    name: "an edit together with what is pending",
    prepare: (path) => queueWrite(path, [change("c")], { backups: 1 }),
    decides: isRename,
    async act(path, io) {
      const loadFormat = () => formatFor(path, {});
      return (await editThroughQueue({ path, loadFormat, changes: [change("b")], options: {} }, io)).changed;
    },
    isDone: says("b = 2"),
  },
  {
    name: "a drain",
    prepare: (path) => queueWrite(path, [change("b")], { backups: 1 }),
    decides: isRename,
    act: async (path, io) => (await drainQueue(path, {}, io)).changed,
    isDone: says("b = 2"),
  },
  {
    name: "a removal from the queue",
    prepare: (path) => queueWrite(path, [change("b")]),
    decides: (call, args) => call === "removeSync" && String(args[0]).endsWith(".json"),
    act: (path, io) => Promise.resolve(removeFromQueue(path, listPending(path)[0]!.id, io)),
    isDone: (path) => listPending(path).length === 0,
  },
  {
    name: "a change that is queued",
    decides: (call, args) => call === "renameSync" && String(args[1]).endsWith(".json"),
    act: async (path, io) => (await queueWrite(path, [change("b")], {}, io)) !== "",
    isDone: (path) => listPending(path).length === 1,
  },
];

/** What may be said of something that has happened, but may not last. */
const UNSURE: readonly string[] = ["durability-unknown", "outcome-unknown"];

/** A call that fails, or all from it on. */
interface Failure {
  readonly error: Error;
  readonly isLasting: boolean;
}

/** One run in which the n-th call after the decisive one fails; says whether there was an n-th call. */
async function failAfter(deed: Deed, n: number, { error, isLasting }: Failure): Promise<boolean> {
  const { prepare, decides, act, isDone } = deed;
  await using sandbox = await Sandbox.create({ "app.toml": OLD });
  const path = sandbox.path("app.toml");
  await prepare?.(path);
  let isDecided = false;
  const calls: string[] = [];
  const io = watchedIo((call, args) => {
    if (isDecided) {
      calls.push(call);
      if (isLasting ? calls.length >= n : calls.length === n) throw error;
    } else isDecided = decides(call, args, path);
  });
  let said: boolean | string;
  try {
    said = await act(path, io);
  } catch (error) {
    if (!(error instanceof PawlError)) throw error;
    said = error.code;
  }
  assert(isDecided, "the decisive call was not made");
  const where = `call ${n}, ${calls[n - 1]}, said ${said}`;
  if (isDone(path)) assert(said === true || UNSURE.includes(String(said)), where);
  else assert(typeof said === "string", where);
  return calls.length >= n;
}

for (const deed of DEEDS) {
  Deno.test({
    name: `${deed.name} that has happened is never reported as if it had not`,
    ignore: Deno.build.os === "windows",
    async fn() {
      for (const isLasting of [false, true]) {
        let n = 1;
        while (await failAfter(deed, n, { error: systemErrorOf("EIO"), isLasting })) n++;
        assert(n > 3, `only ${n - 1} calls followed`);
      }
    },
  });
}

const hasStrace = Deno.build.os === "linux" && canRun(["strace", "-o", "/dev/null", "true"]);
if (!hasStrace) console.warn("Skipping a test of unreadable directories: there is no strace that may trace here");

Deno.test({
  name: "a directory that cannot be read is not taken for one without earlier versions",
  ignore: !hasStrace,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": OLD });
    await keepTwoVersions(sandbox.path("app.toml"));
    const failing = ["-e", "trace=getdents64", "-e", "inject=getdents64:error=EIO"];
    const through = ["strace", "-f", "-qq", "-o", sandbox.path("calls"), ...failing];
    for (const args of [["undo"], ["history"], ["diff"]]) {
      const { code, stderr } = await sandbox.pawl([...args, "-f", "app.toml"], { through });
      assert(Deno.readTextFileSync(sandbox.path("calls")).includes("INJECTED"), "nothing was made to fail");
      assertEquals([code, stderr.includes("cannot be read")], [74, true], `${args}: ${stderr}`);
    }
    assertEquals(await sandbox.read("app.toml"), `${OLD}# 1\n# 2\n`);
    const { code } = await sandbox.pawl(["undo", "-f", "app.toml", "--quiet"]);
    assertEquals([code, await sandbox.read("app.toml")], [0, `${OLD}# 1\n`]);
  },
});
