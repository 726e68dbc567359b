import { assertEquals, assertThrows } from "@std/assert";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { watchedIo } from "../../tests/support/watched_io.ts";
import { Deadline } from "../model/deadline.ts";
import { QueueHead } from "./head_of_line.ts";
import { resolveTarget } from "../file/target.ts";

async function sandboxWithQueue(): Promise<Sandbox> {
  const sandbox = await Sandbox.create();
  await Deno.mkdir(sandbox.path("app.toml.queue"));
  return sandbox;
}

function headIn(sandbox: Sandbox): QueueHead {
  return new QueueHead(resolveTarget(sandbox.path("app.toml"), Deno), Deno);
}

Deno.test("QueueHead lets one in at a time", async () => {
  await using sandbox = await sandboxWithQueue();
  const [first, second] = [headIn(sandbox), headIn(sandbox)];
  assertEquals([first.tryEnter(), second.tryEnter(), second.leave()], [true, false, false]);
  assertEquals([first.leave(), second.tryEnter(), second.leave()], [true, true, true]);
});

Deno.test("QueueHead leaves nothing behind", async () => {
  await using sandbox = await sandboxWithQueue();
  const head = headIn(sandbox);
  head.tryEnter();
  assertEquals(Deno.statSync(sandbox.path("app.toml.queue/.head.pawl-new")).isFile, true);
  head.leave();
  assertEquals([...Deno.readDirSync(sandbox.path("app.toml.queue"))], []);
});

Deno.test("QueueHead lets the next one in when one has died there", async () => {
  await using sandbox = await sandboxWithQueue();
  await sandbox.write("app.toml.queue/.head.pawl-new", "");
  const head = headIn(sandbox);
  assertEquals([head.tryEnter(), head.leave()], [true, true]);
});

Deno.test("QueueHead lets everybody wait for the lock where it can't be known who is at the head", async () => {
  await using sandbox = await Sandbox.create();
  const head = headIn(sandbox);
  assertEquals([head.tryEnter(), head.leave()], [true, false]);
});

Deno.test("QueueHead lets a mistake of the program through", async () => {
  await using sandbox = await sandboxWithQueue();
  const io = watchedIo(() => {
    throw new TypeError("a bug");
  });
  assertThrows(() => new QueueHead(resolveTarget(sandbox.path("app.toml"), Deno), io).tryEnter(), TypeError, "a bug");
});

/** Long enough that only a defect lets it pass. */
const PATIENCE_MS = 20_000;

function patience(): Deadline {
  return new Deadline(PATIENCE_MS, undefined);
}

Deno.test("QueueHead wakes all who wait when the one at the head leaves", async () => {
  await using sandbox = await sandboxWithQueue();
  const [first, second, third] = [headIn(sandbox), headIn(sandbox), headIn(sandbox)];
  first.tryEnter();
  const waits = [second.waitForLeave(patience()), third.waitForLeave(new Deadline(50, undefined))];
  assertEquals(await Promise.race([waits[0], waits[1]!.then(() => "the other")]), "the other");
  first.leave();
  await Promise.all(waits);
  assertEquals([second.tryEnter(), third.tryEnter(), second.leave()], [true, false, true]);
});

Deno.test("QueueHead wakes those who wait when the one at the head dies, and takes its file away", async () => {
  await using sandbox = await sandboxWithQueue();
  const path = sandbox.path("app.toml.queue/.head.pawl-new");
  const dying = await Deno.open(path, { write: true, create: true });
  await dying.lock(true);
  const head = headIn(sandbox);
  const wait = head.waitForLeave(patience());
  dying.close();
  await wait;
  assertEquals([...Deno.readDirSync(sandbox.path("app.toml.queue"))], []);
  assertEquals([head.tryEnter(), head.leave()], [true, true]);
});

Deno.test("QueueHead waits no longer than it is told, and not at all where nobody is", async () => {
  await using sandbox = await sandboxWithQueue();
  const [first, second] = [headIn(sandbox), headIn(sandbox)];
  await second.waitForLeave(patience());
  first.tryEnter();
  await second.waitForLeave(new Deadline(10, undefined));
  const controller = new AbortController();
  const wait = second.waitForLeave(new Deadline(PATIENCE_MS, controller.signal));
  controller.abort();
  await wait;
  first.leave();
  // The wait that nobody needs any more ends with the head.
  await second.waitForLeave(patience());
});

/** More than the threads that a process has on Deno 2.7, all at the head, and as many others who wait for them. */
function crowd(folder: string): string {
  const url = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  return `import { Deadline } from ${url("../model/deadline.ts")};
import { QueueHead } from ${url("./head_of_line.ts")};
import { resolveTarget } from ${url("../file/target.ts")};
const deadline = new Deadline(${PATIENCE_MS}, undefined);
for (let index = 0; index < 40; index++) {
  const path = ${JSON.stringify(folder)} + "/" + index;
  Deno.mkdirSync(path + ".queue");
  const target = resolveTarget(path, Deno);
  if (!new QueueHead(target, Deno).tryEnter()) throw new Error("it is taken");
  new QueueHead(target, Deno).waitForLeave(deadline);
}
deadline.onceOver(() => Deno.exit(1));
await Deno.readTextFile(new URL(import.meta.url));
Deno.exit(0);
`;
}

Deno.test("QueueHead takes no thread from those at the head in the same process", async () => {
  await using sandbox = await Sandbox.create();
  await sandbox.write("crowd.ts", crowd(sandbox.path(".")));
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--allow-read", "--allow-write", "--no-config", sandbox.path("crowd.ts")],
  }).output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
});

Deno.test({
  name: "QueueHead makes no file through a symbolic link that somebody has put there",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using sandbox = await sandboxWithQueue();
    await Deno.symlink(sandbox.path("victim"), sandbox.path("app.toml.queue/.head.pawl-new"));
    const head = headIn(sandbox);
    assertEquals([head.tryEnter(), head.leave()], [true, false]);
    assertEquals(Array.from(Deno.readDirSync(sandbox.path(".")), ({ name }) => name), ["app.toml.queue"]);
  },
});
