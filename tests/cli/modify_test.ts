/**
 * Changes by any command: `pawl modify`.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { createSandbox, leftCopies, pawl, shellTest } from "./copy_sandbox.ts";
import { inParallel } from "../support/in_parallel.ts";

interface Modification {
  script: string;
  before?: string;
  after: string;
  args?: string[];
  stdout?: string;
  code?: number;
}

const MODIFICATIONS: Modification[] = [
  { script: "sed -i s/1/2/ {}", before: "a = 1 # one\n", after: "a = 2 # one\n" },
  { script: "cat {}; echo b=2 >>{}", before: "a = 1\n", after: "a = 1\nb=2\n", stdout: "a = 1\n" },
  { script: "echo a=1 >{}.new; mv {}.new {}", after: "a=1\n" },
  {
    script: "basename {}; stat -c %a {} $(dirname {})",
    before: "a = 1\n",
    after: "a = 1\n",
    stdout: "app.toml\n600\n700\n",
  },
  { script: ": {}", before: "a = 1\n", after: "a = 1\n" },
  { script: "sed -i s/1/2/ {}", args: ["--dry-run"], before: "a = 1\n", after: "a = 1\n", stdout: "a: 1 -> 2\n" },
  { script: "sed -i s/1/2/ {}", args: ["--check"], before: "a = 1\n", after: "a = 1\n", code: 1 },
  { script: "sed -i s/1/2/ {}", args: ["--if-value", "a", "1"], before: "a = 1\n", after: "a = 2\n" },
];

shellTest("pawl modify commits what a command makes of a private copy", async () => {
  await inParallel(MODIFICATIONS, async ({ script, before, after, args = [], stdout = "", code = 0 }) => {
    await using sandbox = await createSandbox(before);
    const result = await pawl(sandbox, ["modify", ...args, "--", "sh", "-c", script]);
    assertEquals(result, { code, stdout, stderr: "" }, script);
    assertEquals(await sandbox.read("app.toml"), after, script);
    assertEquals(leftCopies(sandbox), [], script);
  });
});

interface FailingCommand {
  command: string[];
  code: number;
  message: string;
  args?: string[];
}

const FAILING_COMMANDS: FailingCommand[] = [
  {
    command: ["sh", "-c", "echo b=2 >>{}; exit 3"],
    code: 3,
    message: 'Cannot modify "app.toml": "sh" exited with status 3',
  },
  { command: ["sh", "-c", "kill -9 $$ {}"], code: 137, message: 'Cannot modify "app.toml": "sh" was ended by SIGKILL' },
  {
    command: ["no-such-command", "{}"],
    code: 127,
    message: 'Cannot modify "app.toml": cannot run "no-such-command": there is no such command',
  },
  { command: ["/", "{}"], code: 126, message: 'Cannot modify "app.toml": cannot run "/": permission denied' },
  {
    command: ["sh", "-c", "echo 'b =' >>{}"],
    code: 4,
    message: 'Cannot parse "app.toml", as the command left it: invalid value at line 2, column 4',
  },
  {
    command: ["sh", "-c", "printf '\\377' >>{}"],
    code: 4,
    message: 'Cannot parse "app.toml", as the command left it: the bytes are not UTF-8 at line 2, column 1',
  },
  { command: ["rm", "{}"], code: 1, message: 'Cannot read "app.toml", as the command left it: it was removed' },
  {
    command: ["true"],
    code: 2,
    message: 'No "{}" in the command: it stands for the path of the copy that the command is to change',
  },
  {
    args: ["--if-value", "a", "2"],
    command: ["sh", "-c", "touch ran {}"],
    code: 3,
    message: 'Expected "a" in "app.toml" to be 2, found 1',
  },
  {
    args: ["--if-match", "0123456789abcdef"],
    command: ["sh", "-c", "touch ran {}"],
    code: 3,
    message: 'Conflict detected in "app.toml": expected etag 0123456789abcdef, found cb78bd8a17f7b751',
  },
];

shellTest("pawl modify changes nothing if the command fails, and passes its status on", async () => {
  await inParallel(FAILING_COMMANDS, async ({ command, code, message, args = [] }) => {
    await using sandbox = await createSandbox("a = 1\n");
    const before = await sandbox.state();
    const result = await pawl(sandbox, ["modify", ...args, "--", ...command]);
    const [line] = result.stderr.split("\n");
    assertEquals({ ...result, stderr: line }, { code, stdout: "", stderr: `pawl: ${message}` }, command.join(" "));
    assertEquals(await sandbox.state(), before, command.join(" "));
  });
});

shellTest("pawl modify --json tells the command's failure from pawl's own", async () => {
  await using sandbox = await createSandbox("a = 1\n");
  const { stderr } = await pawl(sandbox, ["modify", "--json", "--", "sh", "-c", "exit 3 {}"]);
  const { code, exitCode, path } = JSON.parse(stderr).error;
  assertEquals({ code, exitCode, path }, { code: "command-failed", exitCode: 3, path: "app.toml" });
});

shellTest("pawl modify does not touch a file that does not parse", async () => {
  await using sandbox = await createSandbox("a = \n");
  const { code } = await pawl(sandbox, ["modify", "--", "sh", "-c", "echo a=1 >{}; touch ran"]);
  assertEquals([code, await sandbox.read("app.toml")], [4, "a = \n"]);
});

shellTest("pawl modify runs the command again if the file was changed meanwhile, and holds no lock", async () => {
  await using sandbox = await createSandbox("a = 1\n");
  // The first run changes the file itself, through the lock of others.
  const script = "[ -e ran ] || { touch ran; flock -w 9 app.toml.lock sh -c 'echo b=1 >>app.toml'; }; echo c=1 >>{}";
  const result = await pawl(sandbox, ["modify", "--", "sh", "-c", script]);
  assertEquals(result, { code: 0, stdout: "", stderr: "" });
  assertEquals(await sandbox.read("app.toml"), "a = 1\nb=1\nc=1\n");
});

shellTest("pawl modify gives up when its time is up, and at once if it is not to wait", async () => {
  const script = "echo x >>runs; echo b$(wc -l <runs)=1 >>app.toml; echo c=1 >>{}";
  for (const [limit, least] of [[["--timeout", "2s"], 4], [["--no-wait"], 1]] as const) {
    await using sandbox = await createSandbox("a = 1\n");
    const { code, stderr } = await pawl(sandbox, ["modify", ...limit, "--", "sh", "-c", script]);
    const runCount = (await sandbox.read("runs")).length / 2;
    const times = runCount === 1 ? "" : `, each of ${runCount} times`;
    const message = `pawl: Cannot modify "app.toml": it was changed while the command ran${times}\nhint: `;
    assertEquals([code, stderr.slice(0, message.length)], [3, message]);
    assert(runCount >= least && (least > 1 || runCount === 1), `${runCount} runs`);
    assert(!(await sandbox.read("app.toml")).includes("c=1"));
  }
});

shellTest("pawl modify tries more than ten times while its time lasts", async () => {
  await using sandbox = await createSandbox("a = 1\n");
  const script = "echo x >>runs; [ $(wc -l <runs) -gt 12 ] || echo b$(wc -l <runs)=1 >>app.toml; echo c=1 >>{}";
  const result = await pawl(sandbox, ["modify", "--timeout", "60s", "--", "sh", "-c", script]);
  assertEquals(result, { code: 0, stdout: "", stderr: "" });
  assert((await sandbox.read("app.toml")).endsWith("b12=1\nc=1\n"));
});

shellTest("pawl modify: 8 processes that count with sed lose nothing", async () => {
  await using sandbox = await createSandbox("n = 0\n");
  const script = 'n=$(cut -d" " -f3 {}); echo "n = $((n + 1))" >{}';
  const results = await Promise.all(
    Array.from({ length: 8 }, () => pawl(sandbox, ["modify", "--", "sh", "-c", script])),
  );
  assertEquals(results.map(({ code }) => code), Array(8).fill(0));
  assertEquals(await sandbox.read("app.toml"), "n = 8\n");
});

shellTest("pawl modify passes a signal on, ends as it says and leaves nothing behind", async () => {
  await using sandbox = await createSandbox("a = 1\n");
  const script =
    "trap 'echo stopped >trapped; exit 0' TERM; echo ready; echo b=1 >>{}; while :; do read -r x <&0 || :; done";
  await using child = await sandbox.start(["modify", "-f", "app.toml", "--", "sh", "-c", script], {
    environment: { TMPDIR: sandbox.path("tmp") },
  });
  const reader = child.process.stdout.getReader();
  assertEquals(new TextDecoder().decode((await reader.read()).value), "ready\n");
  reader.releaseLock();
  child.process.kill("SIGTERM");
  assertEquals((await child.process.status).code, 143);
  assertEquals(await sandbox.read("trapped"), "stopped\n");
  assertEquals([await sandbox.read("app.toml"), leftCopies(sandbox)], ["a = 1\n", []]);
});
