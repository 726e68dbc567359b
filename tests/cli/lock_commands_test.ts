/**
 * `pawl status`, `locked`, `wait` and `with-lock`, and how the last one gets on with `flock` and with the pawls that it runs.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertObjectMatch } from "@std/assert";
import { HAS_FLOCK, holdWithFlock, holdWithLibrary, waitUntilBlocked } from "../support/process_lock.ts";
import { sandboxWithPawl, waitForLine } from "../support/pawl_on_path.ts";
import { startProcess } from "../support/pawl_process.ts";
import { Sandbox } from "../support/sandbox.ts";

const DOCUMENT = "n = 1 # kept\n";
const FILE = ["-f", "app.toml"];
const HOLDING = ["--", "sh", "-c", "echo ready; cat >/dev/null"];

function lockTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name: `${name} (needs flock and /proc/locks)`, ignore: !HAS_FLOCK, fn });
}

function namesIn({ directory }: Sandbox): string[] {
  return Array.from(Deno.readDirSync(directory), ({ name }) => name).sort();
}

async function status(sandbox: Sandbox, file = "app.toml"): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await sandbox.pawl(["status", "--json", "-f", file]);
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  return JSON.parse(stdout);
}

const FREE = { locked: false, holder: null, pending: 0, rejected: 0, leftovers: 0, poisoned: false };

Deno.test("pawl status tells what there is to know of a free file, and writes nothing", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT, "bad.json": "{", "notes.txt": "x" });
  const before = await sandbox.state();
  const absent = { etag: null, size: null, rev: null, updated_at: null, fault: null };
  const etag = (await sandbox.pawl(["etag", ...FILE])).stdout.trim();
  assertEquals(await status(sandbox), {
    ...{ file: "app.toml", exists: true, format: "toml", ...absent, ...FREE },
    ...{ etag, size: DOCUMENT.length },
  });
  assertEquals(await status(sandbox, "new.yaml"), {
    ...{ file: "new.yaml", exists: false, format: "yaml", ...absent, ...FREE },
  });
  assertObjectMatch(await status(sandbox, "bad.json"), { exists: true, size: 1, fault: await faultOf(sandbox) });
  assertObjectMatch(await status(sandbox, "notes.txt"), { exists: true, format: null, size: 1 });
  assertEquals(await sandbox.state(), before);
  const { stdout } = await sandbox.pawl(["status", ...FILE]);
  assertMatch(
    stdout,
    /^file: app\.toml\nformat: toml\netag: [0-9a-f]{64}\nsize: 13\nlocked: no\npending: 0\nrejected: 0\n/,
  );
});

async function faultOf(sandbox: Sandbox): Promise<string> {
  const { stderr } = await sandbox.pawl(["get", "a", "-f", "bad.json", "--json"]);
  return JSON.parse(stderr).error.message;
}

lockTest("pawl status names the holder of the lock, and locked says whether there is one", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  assertEquals((await sandbox.pawl(["locked", ...FILE])).code, 1);
  {
    await using lock = await holdWithLibrary(sandbox, "app.toml", "deploy tool");
    const found = await status(sandbox);
    assertObjectMatch(found, { locked: true, holder: { pid: lock.pid, command: "deploy tool" }, leftovers: null });
    assert((found["holder"] as { age: number }).age > 0);
    assertEquals(await sandbox.pawl(["locked", ...FILE]), { code: 0, stdout: "", stderr: "" });
    const { stdout } = await sandbox.pawl(["status", ...FILE]);
    assertMatch(stdout, new RegExp(`^locked: yes, by pid ${lock.pid} \\(deploy tool\\) on ".*" for .*s$`, "m"));
  }
  await using _lock = await holdWithFlock(sandbox, "app.toml");
  assertObjectMatch(await status(sandbox), { locked: true, holder: null });
  assertEquals(JSON.parse((await sandbox.pawl(["locked", "--json", ...FILE])).stdout), {
    file: "app.toml",
    locked: true,
  });
});

Deno.test("pawl status tells of a writer that died, until the next one has looked after it", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT, ".app.toml.1-0123abcd.pawl-tmp": "x" });
  const lock = await holdWithLibrary(sandbox, "app.toml", "unlucky tool");
  await lock.kill();
  assertObjectMatch(await status(sandbox), { locked: false, holder: null, leftovers: 1, poisoned: true });
  assertMatch((await sandbox.pawl(["set", "n", "2", ...FILE])).stderr, /recovered: .*unlucky tool/);
  assertObjectMatch(await status(sandbox), { leftovers: 0, poisoned: false });
});

lockTest("pawl wait ends when the lock is free, and with 75 when that takes too long", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  assertEquals(await sandbox.pawl(["wait", ...FILE]), { code: 0, stdout: "", stderr: "" });
  assertEquals(namesIn(sandbox), ["app.toml"], "a reader makes no lock file");
  await using lock = await holdWithFlock(sandbox, "app.toml");
  const { code, stderr } = await sandbox.pawl(["wait", ...FILE, "--timeout", "50ms"]);
  assertEquals(code, 75);
  assertMatch(stderr, /^pawl: Cannot lock "app\.toml" after \d+ ms: /);
  assertEquals((await sandbox.pawl(["wait", ...FILE, "--no-wait"])).code, 75);
  await using waiting = await sandbox.start(["wait", ...FILE, "--timeout", "60s"]);
  await waitUntilBlocked(waiting);
  await lock.release();
  assertEquals(await waiting.result(), { code: 0, stdout: "", stderr: "" });
});

Deno.test("pawl with-lock passes on arguments, streams, environment and exit status", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  const script = 'cat; echo "$1 $KEPT"; echo error >&2; exit 5';
  const result = await sandbox.pawl(["with-lock", ...FILE, "--", "sh", "-c", script, "sh", "-f x"], {
    input: "input\n",
    environment: { KEPT: "kept" },
  });
  assertEquals(result, { code: 5, stdout: "input\n-f x kept\n", stderr: "error\n" });
  assertEquals(namesIn(sandbox), ["app.toml", "app.toml.lock"]);
  assertEquals(await sandbox.read("app.toml.lock"), "");
});

Deno.test({
  name: "pawl in the command of pawl with-lock works on the locked file, wherever it runs",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using pawl = await sandboxWithPawl({ "app.toml": DOCUMENT, "b.toml": DOCUMENT });
    const { sandbox, options: { environment } } = pawl;
    const elsewhere = { environment: { ...environment, PAWL_FILE: "elsewhere.toml" } };
    const script = "pawl set n $(($(pawl get n) + 1)); cd /; pawl increment n; pawl path";
    const own = await sandbox.pawl(["with-lock", ...FILE, "--", "sh", "-c", script], elsewhere);
    assertEquals(own, { code: 0, stdout: `${sandbox.path("app.toml")}\n`, stderr: "" });
    assertEquals(await sandbox.read("app.toml"), "n = 3 # kept\n");
    const both = [...FILE, "-f", "b.toml", "--", "sh", "-c", "pawl path"];
    const { stdout } = await sandbox.pawl(["with-lock", ...both], elsewhere);
    assertEquals(stdout, `${sandbox.path("elsewhere.toml")}\n`);
  },
});

Deno.test("pawl with-lock exits as a shell does when the command cannot be run or is killed", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  const absent = await sandbox.pawl(["with-lock", ...FILE, "--", "no-such-command"]);
  assertEquals(absent.code, 127);
  assertMatch(absent.stderr, /^pawl: .*"no-such-command": there is no such command\n$/);
  assertEquals((await sandbox.pawl(["with-lock", ...FILE, "--", "./app.toml"])).code, 126);
  assertEquals((await sandbox.pawl(["with-lock", ...FILE, "--", "sh", "-c", "kill -KILL $$"])).code, 137);
  const unmarked = await sandbox.pawl(["with-lock", "make", ...FILE]);
  assertEquals(unmarked, {
    code: 2,
    stdout: "",
    stderr: 'pawl: Found "make" without "--" before it\nhint: use it as "pawl with-lock -- COMMAND"\n',
  });
  assertEquals((await sandbox.pawl(["locked", ...FILE])).code, 1);
});

for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
  Deno.test({
    name: `pawl with-lock passes ${signal} on as often as it comes, and exits with the status of the command`,
    ignore: Deno.build.os === "windows",
    async fn() {
      await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
      const script =
        `count=0; got() { kill $!; count=$((count + 1)); echo $count; if [ $count = 2 ]; then exit 42; fi; }
        trap got ${signal.slice(3)}; echo ready; while :; do sleep 60 >/dev/null 2>&1 & wait; done`;
      await using child = await sandbox.start(["with-lock", ...FILE, "--", "sh", "-c", script]);
      await waitForLine(child, "ready");
      child.process.kill(signal);
      await waitForLine(child, "1");
      assertEquals((await sandbox.pawl(["locked", ...FILE])).code, 0);
      child.process.kill(signal);
      assertEquals((await child.result()).code, 42);
      assertEquals((await sandbox.pawl(["locked", ...FILE])).code, 1);
    },
  });
}

lockTest("pawl with-lock and flock cannot be combined", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  {
    await using child = await sandbox.start(["with-lock", ...FILE, ...HOLDING]);
    await waitForLine(child, "ready");
    await using flock = await startProcess(["flock", "-n", "app.toml.lock", "true"], { directory: sandbox.directory });
    assertEquals((await flock.result()).code, 1);
    assertEquals((await sandbox.pawl(["set", "n", "2", ...FILE, "--no-wait"])).code, 75);
    await child.process.stdin.close();
    assertEquals((await child.result()).code, 0);
  }
  await using _lock = await holdWithFlock(sandbox, "app.toml");
  const { code, stdout } = await sandbox.pawl(["with-lock", ...FILE, "--timeout", "50ms", "--", "echo", "run"]);
  assertEquals({ code, stdout }, { code: 75, stdout: "" });
});

lockTest("pawl with-lock --shared lets others share the lock, and nobody write", async () => {
  await using pawls = await sandboxWithPawl({ "app.toml": DOCUMENT });
  const { sandbox, options } = pawls;
  await using child = await sandbox.start(["with-lock", "--shared", ...FILE, ...HOLDING]);
  await waitForLine(child, "ready");
  const nested = "pawl with-lock --shared -f app.toml -- pawl get n -f app.toml; pawl set n 2 -f app.toml; echo $?";
  const result = await sandbox.pawl(["with-lock", "--shared", ...FILE, "--", "sh", "-c", nested], options);
  assertEquals(result.stdout, "1\n75\n");
  assertMatch(result.stderr, /^pawl: Cannot lock "app\.toml": the command runs under a shared lock.*\nhint: .*\n$/);
  assertEquals((await sandbox.pawl(["set", "n", "2", ...FILE, "--no-wait"])).code, 75);
  await child.process.stdin.close();
  assertEquals((await child.result()).code, 0);
});

Deno.test("pawl with-lock lets the pawls that it runs change the file, one at a time", async () => {
  await using pawls = await sandboxWithPawl({ "app.toml": DOCUMENT });
  const { sandbox, options } = pawls;
  const script = `for key in a b c d e f; do pawl set $key 1 -f app.toml & pawl increment n -f app.toml & done; wait
    pawl wait -f app.toml && pawl locked -f app.toml && pawl with-lock -f app.toml -- pawl set nested true -f app.toml`;
  const result = await sandbox.pawl(["with-lock", ...FILE, "--", "sh", "-c", script], options);
  assertEquals(result, { code: 0, stdout: "", stderr: "" });
  const lines = (await sandbox.read("app.toml")).split("\n").sort();
  assertEquals(lines, ["", "a = 1", "b = 1", "c = 1", "d = 1", "e = 1", "f = 1", "n = 7 # kept", "nested = true"]);
  assertEquals(namesIn(sandbox), ["app.toml", "app.toml.lock"]);
});

lockTest("pawl with-lock keeps the changes of others out until the command has ended", async () => {
  await using pawls = await sandboxWithPawl({ "app.toml": DOCUMENT });
  const { sandbox, options } = pawls;
  const script = "echo ready; read _; pawl set m $(pawl get n -f app.toml) -f app.toml; echo done; cat >/dev/null";
  await using child = await sandbox.start(["with-lock", ...FILE, "--", "sh", "-c", script], options);
  await waitForLine(child, "ready");
  await using other = await sandbox.start(["set", "n", "9", ...FILE, "--timeout", "60s"]);
  await waitUntilBlocked(other);
  const writer = child.process.stdin.getWriter();
  await writer.write(new TextEncoder().encode("go\n"));
  writer.releaseLock();
  await waitForLine(child, "done");
  assertEquals(
    await sandbox.read("app.toml"),
    "n = 1 # kept\nm = 1\n",
    "what waits in the queue is not for a borrower",
  );
  await child.process.stdin.close();
  assertEquals((await child.result()).code, 0);
  assertEquals((await other.result()).code, 0);
  assertEquals(await sandbox.read("app.toml"), "n = 9 # kept\nm = 1\n");
});

lockTest("pawl does not trust a token without the holder behind it", async () => {
  await using pawls = await sandboxWithPawl({ "app.toml": DOCUMENT });
  const { sandbox, options } = pawls;
  const printed = await sandbox.pawl(["with-lock", ...FILE, "--", "sh", "-c", "echo $PAWL_LOCK_TOKEN"], options);
  await using _lock = await holdWithLibrary(sandbox, "app.toml", "somebody else");
  for (const token of [printed.stdout.trim(), "nonsense", "[]"]) {
    const environment = { PAWL_LOCK_TOKEN: token };
    assertEquals((await sandbox.pawl(["set", "n", "2", ...FILE, "--no-wait"], { environment })).code, 75, token);
  }
  assertEquals(await sandbox.read("app.toml"), DOCUMENT);
});

lockTest("pawl takes the lock itself when the with-lock that ran it was killed", async () => {
  await using pawls = await sandboxWithPawl({ "app.toml": DOCUMENT });
  const { sandbox, options } = pawls;
  const script =
    "echo ready; read _; pawl set n 2 -f app.toml 2>err; echo $? >code; pawl locked -f app.toml; echo $? >>code";
  // The command must not get the pipe's end when its parent dies, so it reads from a FIFO.
  await using fifo = await startProcess(["mkfifo", "in"], { directory: sandbox.directory });
  await fifo.result();
  await using child = await sandbox.start(["with-lock", ...FILE, "--", "sh", "-c", `exec <>in; ${script}`], options);
  await waitForLine(child, "ready");
  child.process.kill("SIGKILL");
  await child.process.status;
  await Deno.writeTextFile(sandbox.path("in"), "go\n");
  // The command has the other end of standard output, so this ends when it does.
  await child.result();
  assertEquals(await sandbox.read("code"), "0\n1\n");
  assertMatch(
    await sandbox.read("err"),
    /^pawl: note: recovered: the last holder \(pid \d+, pawl with-lock sh\) died; /,
  );
  assertEquals(await sandbox.read("app.toml"), "n = 2 # kept\n");
});

Deno.test("pawl with-lock locks several files in one order, whatever the order of the options", async () => {
  await using pawls = await sandboxWithPawl({ "a.toml": "n = 0\n", "b.toml": "n = 0\n" });
  const { sandbox, options } = pawls;
  const script = "pawl increment n -f a.toml && pawl increment n -f b.toml";
  const orders = [["a", "b"], ["b", "a"], ["a", "b"], ["b", "a"]];
  const results = await Promise.all(orders.map((names) => {
    const files = names.flatMap((name) => ["-f", `${name}.toml`]);
    return sandbox.pawl(
      ["with-lock", ...files, "-f", "./a.toml", "--timeout", "60s", "--", "sh", "-c", script],
      options,
    );
  }));
  for (const result of results) assertEquals(result, { code: 0, stdout: "", stderr: "" });
  assertEquals([await sandbox.read("a.toml"), await sandbox.read("b.toml")], ["n = 4\n", "n = 4\n"]);
  assertEquals((await sandbox.pawl(["set", "n", "1", "-f", "a.toml", "-f", "b.toml"])).code, 2);
});

/** What can have the name of a lock file and be none. */
const UNLOCKABLE: readonly [kind: string, make: (path: string) => Promise<unknown>][] = [
  ["a directory", (path) => Deno.mkdir(path)],
  ["a symbolic link", (path) => Deno.symlink("nowhere", path)],
  ["a symbolic link", (path) => Deno.symlink("app.toml", path)],
  ["a symbolic link", (path) => Deno.symlink("app.toml.lock", path)],
  ["a FIFO", (path) => new Deno.Command("mkfifo", { args: [path] }).output()],
];

const LOCKING: readonly (readonly string[])[] = [
  ...[["set", "n", "2"], ["set", "n", "1"], ["unset", "n"], ["manage"], ["undo"], ["modify", "--", "true", "{}"]],
  ...[["queue", "drain"], ["status"], ["locked"], ["wait"], ["with-lock", "--", "true"]],
  ["with-lock", "--shared", "--", "true"],
];

Deno.test({
  name: "every command that looks at the lock ends alike if its file is none",
  ignore: Deno.build.os === "windows",
  async fn() {
    for (const [kind, make] of UNLOCKABLE) {
      await using sandbox = await Sandbox.create({ "app.toml": "n = 0\n" });
      await sandbox.pawl(["set", "n", "1", "--backup", ...FILE]);
      await sandbox.pawl(["queue", "push", "set", "n", "3", ...FILE]);
      const lockPath = sandbox.path("app.toml.lock");
      await Deno.remove(lockPath);
      await make(lockPath);
      const before = await sandbox.state();
      const message = `pawl: Cannot lock "app.toml": "${lockPath}" is ${kind}, not a regular file\n`;
      for (const [name, ...args] of LOCKING) {
        const queue = name === "queue" ? [args.shift()!] : [];
        const result = await sandbox.pawl([name!, ...queue, ...FILE, ...args]);
        const wanted = { code: 74, stdout: "", stderr: `${message}hint: move "${lockPath}" away\n` };
        assertEquals(result, wanted, `${name} ${args.join(" ")}`);
      }
      assertEquals(await sandbox.state(), before);
    }
  },
});
