/**
 * The lock as the command line shows it: waiting, giving up, being interrupted, and what a dead holder leaves behind.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertObjectMatch } from "@std/assert";
import { HAS_FLOCK, holdWithFlock, holdWithLibrary, waitUntilBlocked } from "../support/process_lock.ts";
import { Sandbox } from "../support/sandbox.ts";

const DOCUMENT = "a = 1 # kept\n";
const SET = ["set", "a", "2", "-f", "app.toml"];

function lockTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name: `${name} (needs flock and /proc/locks)`, ignore: !HAS_FLOCK, fn });
}

lockTest("pawl set gives up with 75 when flock holds the lock for longer than --timeout", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  await using _lock = await holdWithFlock(sandbox, "app.toml");
  const before = await sandbox.state();
  const startedMs = performance.now();
  const { code, stdout, stderr } = await sandbox.pawl([...SET, "--timeout", "300ms"]);
  const waitedMs = performance.now() - startedMs;
  assertEquals({ code, stdout }, { code: 75, stdout: "" });
  assertMatch(stderr, /^pawl: Cannot lock "app\.toml" after \d+ ms: its holder left no name in .*\nhint: .*\n$/);
  assert(waitedMs >= 300, `waited ${waitedMs} ms`);
  assertEquals(await sandbox.state(), before);
});

lockTest("pawl set names the holder when another process of pawl has the lock", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  await using lock = await holdWithLibrary(sandbox, "app.toml", "deploy tool");
  const before = await sandbox.state();
  const text = await sandbox.pawl(SET, { environment: { PAWL_TIMEOUT: "100ms" } });
  assertEquals({ code: text.code, stdout: text.stdout }, { code: 75, stdout: "" });
  assertMatch(
    text.stderr,
    new RegExp(`^pawl: Cannot lock "app\\.toml" after .*pid ${lock.pid}.*deploy tool.*\\nhint: `),
  );
  const object = await sandbox.pawl([...SET, "--no-wait", "--json"]);
  assertEquals({ code: object.code, stdout: object.stdout }, { code: 75, stdout: "" });
  assertObjectMatch(JSON.parse(object.stderr), {
    error: { code: "lock-timeout", path: "app.toml", holder: { pid: lock.pid, command: "deploy tool" } },
  });
  assertEquals(await sandbox.state(), before);
});

lockTest("pawl set waits for the lock, and reads what was written meanwhile", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  await using lock = await holdWithFlock(sandbox, "app.toml");
  await using child = await sandbox.start([...SET, "--timeout", "60s"]);
  await waitUntilBlocked(child);
  await sandbox.write("app.toml", "b = 1\n");
  await lock.release();
  assertEquals(await child.result(), { code: 0, stdout: "", stderr: "" });
  assertEquals(await sandbox.read("app.toml"), "b = 1\na = 2\n");
});

lockTest("pawl get, has, list, etag and --check neither wait for the lock nor make one", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  await using _lock = await holdWithFlock(sandbox, "app.toml");
  const before = await sandbox.state();
  for (const args of [["get", "a"], ["has", "a"], ["list"], ["etag"], ["set", "a", "1", "--check"]]) {
    const { code, stderr } = await sandbox.pawl([...args, "-f", "app.toml"]);
    assertEquals({ code, stderr }, { code: 0, stderr: "" }, args.join(" "));
  }
  assertEquals(await sandbox.state(), before);
});

const SIGNALS = [["SIGHUP", 129], ["SIGINT", 130], ["SIGTERM", 143]] as const;

for (const [signal, code] of SIGNALS) {
  lockTest(`pawl set ends with ${code} within a second when it waits for the lock and gets ${signal}`, async () => {
    await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
    await using lock = await holdWithFlock(sandbox, "app.toml");
    const before = await sandbox.state();
    await using child = await sandbox.start([...SET, "--timeout", "60s"]);
    await waitUntilBlocked(child);
    const killedMs = performance.now();
    child.process.kill(signal);
    const result = await child.result();
    const tookMs = performance.now() - killedMs;
    assertEquals(result, { code, stdout: "", stderr: "" });
    assert(tookMs < 1000, `took ${tookMs} ms`);
    assertEquals(await sandbox.state(), before);
    await lock.release();
    assertEquals((await sandbox.pawl([...SET, "--no-wait"])).code, 0, "the lock is free");
  });
}

lockTest("pawl set ends with 130 when it reads standard input and gets SIGINT", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  const before = await sandbox.state();
  await using child = await sandbox.start(["set", "a", "-", "-f", "app.toml"]);
  const writer = child.process.stdin.getWriter();
  // A pipe holds 64 KiB (pipe(7)), so this ends only when pawl reads.
  await writer.write(new Uint8Array(1024 * 1024));
  writer.releaseLock();
  child.process.kill("SIGINT");
  assertEquals(await child.result(), { code: 130, stdout: "", stderr: "" });
  assertEquals(await sandbox.state(), before);
});

/** A folder in which somebody died holding the lock of app.toml. */
async function sandboxWithDeadHolder(document: string): Promise<Sandbox> {
  const sandbox = await Sandbox.create({ "app.toml": document, ".app.toml.1-0123abcd.pawl-tmp": "a = " });
  await using lock = await holdWithLibrary(sandbox, "app.toml", "unlucky tool");
  await lock.kill();
  return sandbox;
}

Deno.test("pawl set goes on after a holder that died, clears up and says so once", async () => {
  await using sandbox = await sandboxWithDeadHolder(DOCUMENT);
  const first = await sandbox.pawl(SET);
  assertEquals({ code: first.code, stdout: first.stdout }, { code: 0, stdout: "" });
  assertMatch(first.stderr, /^pawl: note: recovered: .*unlucky tool.*\n$/);
  assertEquals(await sandbox.read("app.toml"), "a = 2 # kept\n");
  assertMatch(await sandbox.state(), /^app\.toml: file .*$/);
  assertEquals((await sandbox.pawl(["set", "a", "3", "-f", "app.toml"])).stderr, "");
});

Deno.test("pawl set --quiet says nothing about a holder that died", async () => {
  await using sandbox = await sandboxWithDeadHolder(DOCUMENT);
  assertEquals(await sandbox.pawl([...SET, "-q"]), { code: 0, stdout: "", stderr: "" });
});

Deno.test("pawl set fails with 4 when a holder died and the document is not valid", async () => {
  await using sandbox = await sandboxWithDeadHolder("a = \n");
  const { code, stdout, stderr } = await sandbox.pawl([...SET, "--json"]);
  assertEquals({ code, stdout }, { code: 4, stdout: "" });
  assertObjectMatch(JSON.parse(stderr), {
    error: { code: "poisoned", path: "app.toml", holder: { command: "unlucky tool" } },
  });
  assertEquals(await sandbox.read("app.toml"), "a = \n");
});
