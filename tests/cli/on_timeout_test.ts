/**
 * `--on-timeout queue`: what a command does when the lock could not be acquired in time.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertObjectMatch, assertRejects } from "@std/assert";
import { editFile, LockTimeoutError, PawlError, setValue } from "../../src/mod.ts";
import { HAS_FLOCK, holdWithFlock } from "../support/process_lock.ts";
import { Sandbox } from "../support/sandbox.ts";

const QUEUE = ["--on-timeout", "queue", "-f", "app.toml"];
const DOCUMENT = 'n = 1 # kept\nlist = ["a"]\nstrict = false\n';

function lockTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name: `${name} (needs flock)`, ignore: !HAS_FLOCK, fn });
}

/** Each of them works after those before it. */
const COMMANDS: readonly (readonly [words: readonly string[], input?: string])[] = [
  [["set", "a.b", "x", "c", "1.5"]],
  [["set", "secret", "-"], "hidden"],
  [["add", "user", "name=Ann", "age=30"]],
  [["update", "user", "age=31"]],
  [["append", "list", "b", "c", "--unique"]],
  [["prepend", "list", "z"]],
  [["insert", "list[1]", "y"]],
  [["remove", "list", "c"]],
  [["increment", "n", "--by", "4"]],
  [["toggle", "strict"]],
  [["rename", "a.b", "a.d"]],
  [["merge", "-", "--from", "json"], '{"a": {"e": [1, 2]}}'],
  [["apply"], "set p 1\nunset p\nset q 2\n"],
  [["config", "k", "v"]],
  [["config", "--unset", "c"]],
  [["unset", "k"]],
];

lockTest("every command that changes keys can leave its change to the next writer", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT, "plain.toml": DOCUMENT });
  {
    await using _lock = await holdWithFlock(sandbox, "app.toml");
    const ids: string[] = [];
    for (const [words, input = ""] of COMMANDS) {
      const { code, stdout, stderr } = await sandbox.pawl([...words, "--no-wait", ...QUEUE], { input });
      assertEquals({ code, stdout }, { code: 0, stdout: "" }, `${words}: ${stderr}`);
      const note =
        /^pawl: note: "app\.toml" is locked; the change is pending as (\S+) until the next writer makes it\n$/;
      ids.push(note.exec(stderr)?.[1] ?? "");
    }
    const listed = (await sandbox.pawl(["queue", "list", "-f", "app.toml"])).stdout;
    assertEquals(listed.trimEnd().split("\n").map((line) => line.split("  ")[0]), ids);
  }
  assertEquals(await sandbox.read("app.toml"), DOCUMENT);
  for (const [words, input = ""] of COMMANDS) {
    assertEquals((await sandbox.pawl([...words, "-f", "plain.toml"], { input })).code, 0, words.join(" "));
  }
  assertEquals(await sandbox.pawl(["set", "n", "7", "-f", "app.toml"]), { code: 0, stdout: "", stderr: "" });
  await sandbox.pawl(["set", "n", "7", "-f", "plain.toml"]);
  assertEquals(await sandbox.read("app.toml"), await sandbox.read("plain.toml"));
});

lockTest("pawl manage and unmanage can be left to the next writer, too", async () => {
  for (const [name, text] of [["app.toml", "n = 1\n"], ["app.yaml", "n: 1\n"], ["app.json", '{ "n": 1 }\n']] as const) {
    await using sandbox = await Sandbox.create({ [name]: text });
    const file = ["-f", name];
    for (const [command, time, rev] of [["manage", "--timeout=50ms", 1], ["unmanage", "--no-wait", null]] as const) {
      {
        await using _lock = await holdWithFlock(sandbox, name);
        const { code, stderr } = await sandbox.pawl([command, time, "--on-timeout", "queue", ...file]);
        assertEquals(code, 0, stderr);
        assertMatch(
          stderr,
          /^pawl: note: ".*" is locked; the change is pending as \S+ until the next writer makes it\n$/,
        );
      }
      assertEquals((await sandbox.pawl(["queue", "drain", ...file])).code, 0);
      const { stdout } = await sandbox.pawl(["status", "--json", ...file]);
      assertObjectMatch(JSON.parse(stdout), { rev, pending: 0 });
    }
    assertEquals(await sandbox.read(name), text);
  }
});

lockTest("--strict exits with 75, and --json names the pending change", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  await using lock = await holdWithFlock(sandbox, "app.toml");
  const args = ["increment", "n", "--timeout", "100ms", "--strict", "--json", ...QUEUE];
  const { code, stdout, stderr } = await sandbox.pawl(args);
  assertEquals(code, 75);
  const { pending, ...rest } = JSON.parse(stdout);
  assertEquals(JSON.parse(stderr).error, {
    code: "lock-timeout",
    message:
      `Cannot change "app.toml" yet: it is locked; the change is pending as ${pending} until the next writer makes it`,
    path: "app.toml",
    pending,
  });
  assertEquals(rest, { changed: false, file: "app.toml" });
  assertEquals((await sandbox.pawl(["increment", "n", "--no-wait", "-q", ...QUEUE])).stderr, "");
  await lock.release();
  const drained = JSON.parse((await sandbox.pawl(["queue", "drain", "--json", "-f", "app.toml"])).stdout);
  assertObjectMatch(drained, { changed: true, rejected: [] });
  assertEquals(drained.applied[0], pending);
  assertMatch(await sandbox.read("app.toml"), /^n = 3 # kept$/m);
});

lockTest("--on-timeout queue makes the change at once when the lock is free", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  const args = ["set", "n", "2", "--no-wait", "--strict", ...QUEUE];
  assertEquals(await sandbox.pawl(args), { code: 0, stdout: "", stderr: "" });
  assertMatch(await sandbox.read("app.toml"), /^n = 2 # kept$/m);
});

lockTest("--on-timeout queue fails with 8 when the queue is full, and the change is not made later", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  await using lock = await holdWithFlock(sandbox, "app.toml");
  const limit = ["--queue-limit", "1", ...QUEUE];
  assertEquals((await sandbox.pawl(["increment", "n", "--no-wait", ...limit])).code, 0);
  for (const time of [["--no-wait"], ["--timeout", "50ms"]]) {
    const { code, stderr } = await sandbox.pawl(["increment", "n", ...time, ...limit]);
    assertEquals(code, 8);
    assertMatch(stderr, /^pawl: Cannot queue a change of "app\.toml": 1 are pending already\nhint: /);
  }
  await lock.release();
  assertEquals((await sandbox.pawl(["set", "m", "1", "-f", "app.toml"])).code, 0);
  assertMatch(await sandbox.read("app.toml"), /^n = 2 # kept$/m);
});

lockTest("--on-timeout queue takes preconditions along; what does not hold is set aside", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  const etag = (await sandbox.pawl(["etag", "-f", "app.toml"])).stdout.trim();
  {
    await using _lock = await holdWithFlock(sandbox, "app.toml");
    for (const key of ["first", "second"]) {
      const args = ["set", key, "1", "--timeout", "50ms", "--if-match", etag, ...QUEUE];
      assertEquals((await sandbox.pawl(args)).code, 0);
    }
    await sandbox.pawl(["set", "third", "1", "--no-wait", "--if-value", "n", "9", ...QUEUE]);
    await sandbox.pawl(["set", "fourth", "1", "--no-wait", "--expect-rev", "1", ...QUEUE]);
  }
  const { code, stderr } = await sandbox.pawl(["set", "last", "1", "-f", "app.toml"]);
  assertEquals(code, 0);
  assertMatch(stderr, /^pawl: note: 3 queued changes were set aside \(see .*\): the first one: Conflict detected in /);
  assertEquals(await sandbox.read("app.toml"), `${DOCUMENT}first = 1\nlast = 1\n`);
});

lockTest("editFile() leaves its changes to the next writer when it is told so", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  const path = sandbox.path("app.toml");
  await using lock = await holdWithFlock(sandbox, "app.toml");
  await assertRejects(() => setValue(path, "a", 1n, { timeoutMs: 0, onTimeout: "fail" }), LockTimeoutError);
  for (const timeoutMs of [0, 50]) {
    const { changed, pending } = await setValue(path, `a${timeoutMs}`, 1n, { timeoutMs, onTimeout: "queue" });
    assert(!changed && pending !== undefined);
  }
  const full = await assertRejects(
    () => setValue(path, "b", 1n, { timeoutMs: 0, onTimeout: "queue", queueLimit: 2 }),
    PawlError,
  );
  assertEquals(full.code, "queue-full");
  await lock.release();
  await editFile(path, [{ op: "increment", path: ["n"], by: 1n }]);
  assertEquals(await sandbox.read("app.toml"), `${DOCUMENT.replace("n = 1", "n = 2")}a0 = 1\na50 = 1\n`);
});
