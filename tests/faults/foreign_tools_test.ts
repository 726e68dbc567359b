/**
 * Programs that know nothing of the lock save the file while pawl is at work: what they save and what pawl does must both
 * be there in the end. pawl is stopped by strace(1) at a known system call, so nothing depends on time.
 *
 * What can't be closed on POSIX is shown, too, and named in docs/guarantees.md: the moment between the last look and the rename.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { canRun } from "../support/can_run.ts";
import { holdWithLibrary } from "../support/process_lock.ts";
import { type ProcessResult, projectPath, type RunningProcess, startProcess } from "../support/pawl_process.ts";
import { Sandbox } from "../support/sandbox.ts";

const BEFORE = "# kept\na = 1\n# mark\n";
const SUBSTITUTE = "s/^# mark$/foreign = 1/";

/** Each changes one line of app.toml in its own way. */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  "sed -i": ["sed", "-i", SUBSTITUTE, "app.toml"],
  "an editor that renames": ["sh", "-c", `sed '${SUBSTITUTE}' app.toml >app.new && mv app.new app.toml`],
  "an editor that writes in place": ["sh", "-c", `text=$(sed '${SUBSTITUTE}' app.toml) && echo "$text" >app.toml`],
  "vim": ["vim", "-Nesu", "NONE", "-i", "NONE", "-c", "%" + SUBSTITUTE, "-c", "wq", "app.toml"],
  "a tool with a lock of its own, like git config": [
    "sh",
    "-c",
    `set -C && sed '${SUBSTITUTE}' app.toml >app.toml.own-lock && mv app.toml.own-lock app.toml`,
  ],
};

const hasStrace = Deno.build.os === "linux" && canRun(["strace", ...injecting("signal=CONT"), "true"]);
if (!hasStrace) console.warn("Skipping the tests with foreign tools: there is no strace that may trace here");

function injecting(what: string, call = "fchmod"): string[] {
  return ["-D", "-f", "-q", "-o", "/dev/null", "-e", `trace=${call}`, "-e", `inject=${call}:${what}`];
}

async function makeSandbox(): Promise<Sandbox> {
  const sandbox = await Sandbox.create({ "app.toml": BEFORE, "app.toml.lock": "" });
  // The kernel cannot give the new file this mode under a umask: an fchmod(2) between the read and the last look.
  for (const name of ["app.toml", "app.toml.lock"]) await Deno.chmod(sandbox.path(name), 0o646);
  return sandbox;
}

/** Starts a pawl that stops when its temporary file is complete, once. */
async function startStopped(sandbox: Sandbox, args: readonly string[]): Promise<RunningProcess> {
  return await sandbox.start([...args, "-f", "app.toml"], { through: ["strace", ...injecting("signal=STOP:when=1")] });
}

/** Waits until some changes wait in the queue. */
async function untilPosted(sandbox: Sandbox, count: number): Promise<void> {
  while ((await waitingIn(sandbox.path("app.toml.queue"))).length < count) await pause(5);
}

async function waitingIn(queue: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(queue), ({ name }) => name)).filter((name) =>
      /^[0-9].*\.wait$/.test(name)
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

async function untilTempIsComplete({ directory }: Sandbox): Promise<void> {
  while (true) {
    for await (const { name } of Deno.readDir(directory)) {
      if (!name.endsWith(".pawl-tmp")) continue;
      const info = await Deno.lstat(`${directory}/${name}`).catch(() => undefined);
      if (info !== undefined && info.size >= BEFORE.length) return;
    }
    await pause(5);
  }
}

/** It may stop only after the first signal. */
async function goOn(children: readonly RunningProcess[]): Promise<ProcessResult[]> {
  let isOver = false;
  const results = Promise.all(children.map((child) => child.result())).finally(() => isOver = true);
  while (!isOver) {
    for (const { process } of children) signal(process, "SIGCONT");
    await pause(20);
  }
  return await results;
}

function signal(process: Deno.ChildProcess, name: Deno.Signal): void {
  try {
    process.kill(name);
  } catch {
    // It has ended by itself.
  }
}

async function save(sandbox: Sandbox, command: readonly string[]): Promise<void> {
  await using tool = await startProcess(command, { directory: sandbox.directory });
  const { code, stderr } = await tool.result();
  assertEquals(code, 0, stderr);
}

function pause(pauseMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pauseMs));
}

for (const [name, command] of Object.entries(TOOLS)) {
  Deno.test({
    name: `what ${name} saves between pawl's read and its last look is kept, and so is what pawl does`,
    ignore: !hasStrace || !canRun(["sh", "-c", `command -v ${command[0]}`]),
    async fn() {
      await using sandbox = await makeSandbox();
      await using writer = await startStopped(sandbox, ["set", "ours", "1"]);
      await untilTempIsComplete(sandbox);
      await save(sandbox, command);
      const [result] = await goOn([writer]);
      assertEquals(result, { code: 0, stdout: "", stderr: "" });
      assertEquals(await sandbox.read("app.toml"), "# kept\na = 1\nforeign = 1\nours = 1\n");
      assertEquals(tempsIn(sandbox), []);
    },
  });
}

function tempsIn({ directory }: Sandbox): string[] {
  return Array.from(Deno.readDirSync(directory), ({ name }) => name).filter((name) => name.endsWith(".pawl-tmp"));
}

Deno.test({
  name: "what sed -i saves while pawl commits the changes of a whole group is kept, and so are theirs",
  ignore: !hasStrace,
  async fn() {
    await using sandbox = await makeSandbox();
    const holder = await holdWithLibrary(sandbox, "app.toml", "test");
    const args = ["increment", "n", "--timeout", "60s"];
    await using first = await startStopped(sandbox, args);
    await using second = await startStopped(sandbox, args);
    await untilPosted(sandbox, 2);
    await holder.release();
    await untilTempIsComplete(sandbox);
    await save(sandbox, TOOLS["sed -i"]!);
    const results = await goOn([first, second]);
    assertEquals(results.map(({ code }) => code), [0, 0], results.map(({ stderr }) => stderr).join());
    assertEquals(await sandbox.read("app.toml"), "# kept\na = 1\nforeign = 1\nn = 2\n");
    assertEquals(tempsIn(sandbox), []);
  },
});

Deno.test({
  name: "what a program saves that makes the file invalid is not touched by pawl, which says so",
  ignore: !hasStrace,
  async fn() {
    await using sandbox = await makeSandbox();
    await using writer = await startStopped(sandbox, ["set", "ours", "1"]);
    await untilTempIsComplete(sandbox);
    await save(sandbox, ["sed", "-i", "s/^# mark$/half = /", "app.toml"]);
    const [result] = await goOn([writer]);
    assertEquals(result!.code, 4);
    assertEquals(await sandbox.read("app.toml"), "# kept\na = 1\nhalf = \n");
    assertEquals(tempsIn(sandbox), []);
  },
});

Deno.test({
  name: "what a program saves between pawl's last look and its rename is overwritten, which the guarantees say",
  ignore: !hasStrace,
  async fn() {
    await using sandbox = await makeSandbox();
    // strace writes down the call when it begins, and the delay is long enough for the slowest machine.
    const injection = injecting("delay_enter=5s", "rename").with(4, "trace");
    await using writer = await sandbox.start(["set", "ours", "1", "-f", "app.toml"], {
      through: ["strace", ...injection],
    });
    while (!(await Deno.readTextFile(sandbox.path("trace")).catch(() => "")).includes("rename(")) await pause(5);
    await save(sandbox, TOOLS["an editor that renames"]!);
    assertStringIncludes(await sandbox.read("app.toml"), "foreign = 1");
    assertEquals((await writer.result()).code, 0);
    assertEquals(await sandbox.read("app.toml"), "# kept\na = 1\nours = 1\n# mark\n");
    assertStringIncludes(
      await Deno.readTextFile(projectPath("docs/guarantees.md")),
      "between the last look at the file and the rename",
    );
  },
});

Deno.test({
  name: "git config, whose lock has the same name, refuses beside pawl's and loses nothing",
  ignore: !canRun(["git", "--version"]),
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": "[server]\n" });
    assertEquals((await sandbox.pawl(["set", "server.port", "1", "-f", "app.toml"])).code, 0);
    const command = ["git", "config", "-f", "app.toml", "server.foreign", "1"];
    await using tool = await startProcess(command, { directory: sandbox.directory });
    const { code, stderr } = await tool.result();
    assert(code !== 0);
    assertStringIncludes(stderr, "could not lock config file app.toml: File exists");
    assertEquals(await sandbox.read("app.toml"), "[server]\nport = 1\n");
  },
});
