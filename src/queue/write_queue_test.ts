import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import type { Change } from "../model/change.ts";
import { PawlError } from "../model/errors.ts";
import { countPending, getNextPending, listPending, listRejected, removeFromQueue } from "./pending_writes.ts";
import { drainQueue, queueWrite, queueWriteJson } from "./write_queue.ts";

const ADD_ONE: Change = { op: "increment", path: ["n"], by: 1n };
const REFUSED: Change = { op: "update", path: ["absent"], value: { value: 1n } };

function queueTest(name: string, fn: (path: string) => Promise<void>, document = "n = 0\n"): void {
  Deno.test(name, async () => {
    const directory = Deno.makeTempDirSync({ prefix: "pawl-test-" });
    try {
      Deno.writeTextFileSync(`${directory}/app.toml`, document);
      await fn(`${directory}/app.toml`);
    } finally {
      Deno.removeSync(directory, { recursive: true });
    }
  });
}

function namesBeside(path: string): string[] {
  return Array.from(Deno.readDirSync(path.replace(/\/[^/]*$/, "")), ({ name }) => name).sort();
}

queueTest("queueWrite() leaves changes that getNextPending() and listPending() find in their order", async (path) => {
  const ids = [await queueWrite(path, [ADD_ONE]), await queueWrite(path, [ADD_ONE, REFUSED])];
  assertEquals(getNextPending(path)?.id, ids[0]);
  const pending = listPending(path);
  assertEquals(pending.map(({ id }) => id), ids);
  assertEquals(pending.map(({ entry }) => entry?.changes.map(({ op }) => op)), [["increment"], [
    "increment",
    "update",
  ]]);
  assertEquals(pending.map(({ isAwaited, isTaken }) => isAwaited || isTaken), [false, false]);
  assertEquals(countPending(path), 2);
  assertEquals(Deno.readTextFileSync(path), "n = 0\n");
});

queueTest("drainQueue() makes what it can, sets the rest aside, and says so", async (path) => {
  const [made, refused, alsoMade] = [
    await queueWrite(path, [ADD_ONE]),
    await queueWrite(path, [ADD_ONE, REFUSED]),
    await queueWrite(path, [ADD_ONE]),
  ];
  const { changed, applied, rejected, notes } = await drainQueue(path);
  assertEquals({ changed, applied, notes }, { changed: true, applied: [made, alsoMade], notes: [] });
  assertEquals(rejected.map(({ id }) => id), [refused]);
  assertMatch(rejected[0]!.reason, /"absent"/);
  assertEquals(Deno.readTextFileSync(path), "n = 2\n");
  const [kept] = listRejected(path);
  assertEquals([kept?.id, kept?.reason, kept?.entry?.changes.length], [refused, rejected[0]!.reason, 2]);
  assertEquals([countPending(path), getNextPending(path)], [0, undefined]);
  assertEquals(removeFromQueue(path, refused), true);
  assertEquals([removeFromQueue(path, refused), removeFromQueue(path, made)], [false, false]);
  assertEquals(namesBeside(path), ["app.toml", "app.toml.lock"]);
  assertEquals(await drainQueue(path), { changed: false, applied: [], rejected: [], notes: [] });
});

queueTest("queueWrite() takes the rev and the etag along that the document must have", async (path) => {
  await queueWrite(path, [ADD_ONE], { expectRev: 2n });
  await queueWrite(path, [ADD_ONE], { ifMatch: "0123456789abcdef" });
  const { rejected } = await drainQueue(path);
  assertMatch(rejected[0]!.reason, /rev/);
  assertMatch(rejected[1]!.reason, /expected etag 0123456789abcdef/);
  assertEquals(Deno.readTextFileSync(path), "n = 0\n");
});

queueTest("drainQueue() leaves alone what is meant for another format", async (path) => {
  await queueWrite(path, [ADD_ONE], { format: "yaml" });
  assertEquals((await drainQueue(path)).applied, []);
  assertEquals(countPending(path), 1);
});

queueTest("queueWrite() refuses what JSON can't say, what has no format, and one more than the limit", async (path) => {
  const date: Change = { op: "set", path: ["d"], value: { value: Temporal.PlainDate.from("1979-05-27") } };
  await refuses(queueWrite(path, [date]), "usage");
  await refuses(queueWrite(`${path}.txt`, [ADD_ONE]), "unsupported-format");
  await queueWrite(path, [ADD_ONE], { limit: 1 });
  await refuses(queueWrite(path, [ADD_ONE], { limit: 1 }), "queue-full");
  assertEquals(countPending(path), 1);
});

queueTest("queueWriteJson() keeps an entry in its own words, and refuses one that makes no sense", async (path) => {
  const timestamp = "2026-11-21T10:00:00Z";
  const id = await queueWriteJson(
    path,
    `{"op":"set","path":"big","value":12345678901234567,"timestamp":"${timestamp}"}`,
  );
  const { text, entry } = getNextPending(path)!;
  assertEquals(text, `{"id":"${id}","timestamp":"${timestamp}","op":"set","path":"big","value":12345678901234567}`);
  assertEquals([entry?.timestamp, entry?.changes[0]?.op], [timestamp, "set"]);
  for (const wrong of ["{", "[]", '{"op":"set","path":"a"}', '{"op":"toggle","path":"a","surplus":1}']) {
    await refuses(queueWriteJson(path, wrong), "usage");
  }
  const ifMatch = "0123456789abcdef";
  await refuses(queueWriteJson(path, `{"op":"toggle","path":"a","ifMatch":"${ifMatch}"}`, { ifMatch }), "usage");
  assertEquals(countPending(path), 1);
});

async function refuses(promise: Promise<unknown>, code: string): Promise<void> {
  assertEquals((await assertRejects(() => promise, PawlError)).code, code);
}
