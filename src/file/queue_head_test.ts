import { assertEquals, assertThrows } from "@std/assert";
import { Sandbox } from "../../tests/sandbox.ts";
import { watchedIo } from "../../tests/watched_io.ts";
import { QueueHead } from "./queue_head.ts";
import { resolveTarget } from "./target.ts";

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
