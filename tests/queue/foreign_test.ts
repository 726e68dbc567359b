/**
 * What other programs post in the write queue: files renamed into place, right or wrong.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { foreignLock } from "../support/foreign_lock.ts";
import { Sandbox } from "../support/sandbox.ts";

const FILE = ["-f", "app.toml"];

/** Runs pawl, which must succeed in silence, and gives what it prints. */
async function succeed(sandbox: Sandbox, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await sandbox.pawl(args);
  assertEquals({ code, stderr }, { code: 0, stderr: "" }, args.join(" "));
  return stdout;
}

async function list(sandbox: Sandbox, ...options: string[]): Promise<Record<string, unknown>[]> {
  return JSON.parse((await sandbox.pawl(["queue", "list", "--json", ...options, ...FILE])).stdout);
}

Deno.test("pawl set sets aside what other programs got wrong, says so once, and makes the rest", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "n = 0\n" });
  Deno.mkdirSync(sandbox.path("app.toml.queue/5 folder.json"), { recursive: true });
  const posted = {
    "1 torn.json": '{"operation": "set", "pa',
    "2 typo.json": '{"operation": "set", "path": "a", "value": 1, "ifmatch": "x"}',
    "3 good.json": '{"operation": "increment", "path": "n"}',
    "4 bytes.json": new Uint8Array([0x7b, 0xff, 0x7d]),
    "6 refused.json": '{"operation": "update", "path": "absent", "value": 1}',
    "7 good.json": '{"operation": "increment", "path": "n"}',
    ".hidden.json": '{"operation": "increment", "path": "n"}',
    "notes.txt": "mine",
  };
  for (const [name, content] of Object.entries(posted)) await sandbox.write(`app.toml.queue/${name}`, content);
  assertEquals(await succeed(sandbox, ["queue", "count", ...FILE]), "7\n");
  assertMatch(await succeed(sandbox, ["queue", "list", ...FILE]), /^1 torn\.json {2}- {2}malformed: .* is not JSON$/m);
  const { code, stdout, stderr } = await sandbox.pawl(["set", "b", "1", ...FILE]);
  assertEquals({ code, stdout }, { code: 0, stdout: "" });
  assertMatch(stderr, /^pawl: note: 5 queued changes were set aside \(see "pawl queue list --rejected"\): .*\n$/);
  assertEquals(await sandbox.read("app.toml"), "n = 2\nb = 1\n");
  assertEquals(await succeed(sandbox, ["set", "b", "2", ...FILE]), "");
  const rejected = await list(sandbox, "--rejected");
  const reasons = rejected.map(({ reason }) => reason as string);
  const wanted = [/is not JSON/, /unknown member "ifmatch"/, /UTF-8/, /it is a directory, not a file/, /absent/];
  for (const [index, pattern] of wanted.entries()) assertMatch(reasons[index]!, pattern);
  assertEquals(
    rejected.map(({ id }) => (id as string).replace(/^\d+-\d+-[0-9a-f]+-/, "").slice(0, 1)).join(""),
    "12456",
  );
  const kept = await sandbox.read(`app.toml.queue/${rejected[0]!["id"]}.rejected`);
  assertEquals(kept, posted["1 torn.json"]);
  assertEquals(await sandbox.read("app.toml.queue/notes.txt"), "mine");
  const listed = await sandbox.pawl(["queue", "list", ...FILE]);
  assertEquals(listed, {
    code: 0,
    stdout: "",
    stderr: 'pawl: note: 5 changes were set aside; "pawl queue list --rejected" says why\n',
  });
  await succeed(sandbox, ["queue", "remove", rejected[4]!["id"] as string, ...FILE]);
  assertEquals((await list(sandbox, "--rejected")).length, 4);
});

Deno.test({
  name: "pawl set makes exactly once what a shell script has posted",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": "n = 0\n" });
    // As docs/guide.md has it; two scripts in one second.
    const script = `
      mkdir -p app.toml.queue
      printf '{"operation": "increment", "path": "n"}' > app.toml.queue/.$$.tmp
      mv app.toml.queue/.$$.tmp "app.toml.queue/0$(date +%s)000000-$$.json"`;
    for (let round = 1; round <= 2; round++) {
      const { success } = await new Deno.Command("sh", { args: ["-ec", script], cwd: sandbox.directory }).output();
      assert(success);
      // What is queued later comes later.
      await succeed(sandbox, ["queue", "push", "set", "last", "n is made", "-q", ...FILE]);
      assertEquals((await list(sandbox)).map(({ operation }) => operation), ["increment", "set"]);
      await succeed(sandbox, ["set", "a", String(round), ...FILE]);
      assertEquals(await sandbox.read("app.toml"), `n = ${round}\nlast = "n is made"\na = ${round}\n`);
    }
    await succeed(sandbox, ["set", "a", "3", ...FILE]);
    assertEquals(await sandbox.read("app.toml"), 'n = 2\nlast = "n is made"\na = 3\n');
    assertMatch(await sandbox.state(), /^app\.toml: file .*$/);
  },
});

Deno.test({
  name: "pawl set does not wait for one at the head who is stopped while the lock is free",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": "n = 0\n" });
    Deno.mkdirSync(sandbox.path("app.toml.queue"));
    using _stopped = foreignLock(sandbox.path("app.toml.queue/.head.pawl-new"));
    const startedAt = performance.now();
    await succeed(sandbox, ["set", "n", "1", "--timeout", "40s", ...FILE]);
    assert(performance.now() - startedAt < 30_000, "it waited for the end of its time");
    assertEquals(await sandbox.read("app.toml"), "n = 1\n");
  },
});

Deno.test({
  name: "pawl set says that nobody can tell, and which version is there, when somebody removes the queue under it",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": "n = 0\n", "app.toml.lock": "" });
    const queue = sandbox.path("app.toml.queue");
    const held = foreignLock(sandbox.path("app.toml.lock"));
    await using child = await sandbox.start(["set", "n", "1", "--timeout", "60s", ...FILE]);
    try {
      while (!hasEntry(queue)) await new Promise((resolve) => setTimeout(resolve, 10));
      await Deno.remove(queue, { recursive: true });
    } finally {
      held[Symbol.dispose]();
    }
    const { code, stderr } = await child.result();
    const etag = (await sandbox.pawl(["etag", ...FILE])).stdout.slice(0, 16);
    const [message, hint] = stderr.split("\n");
    assertMatch(
      message!,
      /^pawl: Cannot tell whether "app\.toml" was changed: (?:it was removed from its write queue|its write queue was removed)/,
    );
    assertEquals(hint!.split("; ").at(-1), `its etag is ${etag} now`);
    assertEquals([code, await sandbox.read("app.toml")], [7, "n = 0\n"]);
  },
});

function hasEntry(queue: string): boolean {
  try {
    return Array.from(Deno.readDirSync(queue)).some(({ name }) => name.endsWith(".wait"));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
