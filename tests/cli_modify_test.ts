/**
 * Changes by other programs: `pawl modify` with any command, `pawl edit` with an editor.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { run } from "../src/cli/run.ts";
import type { Terminal } from "../src/cli/terminal.ts";
import { inParallel } from "./in_parallel.ts";
import type { ProcessResult } from "./pawl_process.ts";
import { Sandbox } from "./sandbox.ts";

/** Shell scripts stand for the commands and editors of users. */
function shellTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: Deno.build.os === "windows", fn });
}

/** A folder with the document, and one for temporary files in it, so that a test sees what stays behind. */
async function createSandbox(document: string | undefined, file = "app.toml"): Promise<Sandbox> {
  const sandbox = await Sandbox.create(document === undefined ? {} : { [file]: document });
  await Deno.mkdir(sandbox.path("tmp"));
  return sandbox;
}

async function pawl(
  sandbox: Sandbox,
  args: string[],
  environment: Record<string, string> = {},
): Promise<ProcessResult> {
  return await sandbox.pawl(args, {
    environment: { PAWL_FILE: "app.toml", TMPDIR: sandbox.path("tmp"), ...environment },
  });
}

function leftCopies(sandbox: Sandbox): string[] {
  return Array.from(Deno.readDirSync(sandbox.path("tmp")), ({ name }) => name);
}

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
    message: 'Cannot parse "app.toml, as the command left it": invalid value at line 2, column 4',
  },
  {
    command: ["sh", "-c", "printf '\\377' >>{}"],
    code: 4,
    message: 'Cannot parse "app.toml, as the command left it": the bytes are not UTF-8 at line 2, column 1',
  },
  { command: ["rm", "{}"], code: 1, message: 'Cannot read "app.toml, as the command left it": it was removed' },
  {
    command: ["true"],
    code: 2,
    message: 'No "{}" in the command: it stands for the path of the copy that the command is to change',
  },
  {
    args: ["--if-value", "a", "2"],
    command: ["sh", "-c", "touch ran {}"],
    code: 3,
    message: 'Expected "a" to be 2, found 1',
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

shellTest("pawl modify gives up after 10 runs", async () => {
  await using sandbox = await createSandbox("a = 1\n");
  const script = "echo x >>runs; echo b$(wc -l <runs)=1 >>app.toml; echo c=1 >>{}";
  const { code, stderr } = await pawl(sandbox, ["modify", "--", "sh", "-c", script]);
  assertEquals(code, 3);
  assertMatch(stderr, /^pawl: Cannot modify "app\.toml": it was changed 10 times while the command ran\nhint: /);
  assertEquals((await sandbox.read("runs")).length, 20);
  assert(!(await sandbox.read("app.toml")).includes("c=1"));
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

shellTest("pawl edit writes what an editor makes of the file, and nothing if it makes nothing", async () => {
  await using sandbox = await createSandbox("a = 1 # one\n");
  const edit = (environment: Record<string, string>) => pawl(sandbox, ["edit"], environment);
  assertEquals(await edit({ EDITOR: "false", VISUAL: "sed -i 's/1/2 2/;s/ 2//'" }), {
    code: 0,
    stdout: "",
    stderr: "",
  });
  assertEquals(await edit({ EDITOR: "true" }), { code: 0, stdout: "", stderr: "pawl: note: nothing was changed\n" });
  assertEquals([await sandbox.read("app.toml"), leftCopies(sandbox)], ["a = 2 # one\n", []]);
});

shellTest("pawl edit makes a new file, and repairs a broken one", async () => {
  await using sandbox = await createSandbox(undefined);
  for (const [editor, after] of [["sh -c 'echo a=1 >>$1' sh", "a=1\n"], ["sh -c 'echo a=2 >$1' sh", "a=2\n"]]) {
    assertEquals(await pawl(sandbox, ["edit"], { EDITOR: editor! }), { code: 0, stdout: "", stderr: "" });
    assertEquals(await sandbox.read("app.toml"), after);
    await sandbox.write("app.toml", "a =\n");
  }
});

/** Where the copy is kept, as the message says. */
function keptCopy(stderr: string): string {
  const match = /^pawl: your version is kept in "(.+)"$/m.exec(stderr);
  if (match === null) throw new Error(`no copy is kept: ${stderr}`);
  return match[1]!;
}

shellTest("pawl edit keeps what was typed if it does not parse, or the editor fails", async () => {
  await using sandbox = await createSandbox("a = 1\n");
  for (
    const [script, code, message] of [
      ["echo b= >>", 4, 'Cannot parse "app.toml, as you left it": invalid value at line 2, column 3'],
      ["echo b=2 >>", 7, 'Cannot edit "app.toml": "sh ./editor" exited with status 7'],
    ] as const
  ) {
    await sandbox.write("editor", `${script}"$1"; exit ${code === 4 ? 0 : code}`);
    const { stderr, ...result } = await pawl(sandbox, ["edit", "--quiet"], { EDITOR: "sh ./editor" });
    assertEquals(result, { code, stdout: "" });
    assertStringIncludes(stderr, `pawl: ${message}\n`);
    assert((await Deno.readTextFile(keptCopy(stderr))).startsWith("a = 1\nb="));
    assertEquals((await Deno.stat(keptCopy(stderr))).mode! & 0o777, 0o600);
  }
  assertEquals(await sandbox.read("app.toml"), "a = 1\n");
});

shellTest("pawl edit shows what differs and keeps the copy if the file was changed meanwhile", async () => {
  await using sandbox = await createSandbox("a = 1\nb = 1\n");
  await sandbox.write("editor", `echo 'b = 2' >app.toml; sed -i 's/^a.*/a = "x"/' "$1"`);
  const { code, stderr } = await pawl(sandbox, ["edit"], { EDITOR: "sh ./editor" });
  assertEquals(code, 3);
  const expected = [
    "theirs: a: 1 -> (none)",
    "theirs: b: 1 -> 2",
    'yours: a: 1 -> "x"',
    `pawl: your version is kept in "${keptCopy(stderr)}"`,
    'pawl: Conflict detected in "app.toml": it was changed while you edited it',
    'hint: run "pawl edit" again, and take over from your version what you still want',
    "",
  ];
  assertEquals(stderr.split("\n"), expected);
  assertEquals(await Deno.readTextFile(keptCopy(stderr)), 'a = "x"\nb = 1\n');
  assertEquals(await sandbox.read("app.toml"), "b = 2\n");
});

shellTest("pawl edit keeps what was typed when it is ended by a signal", async () => {
  await using sandbox = await createSandbox("a = 1\n");
  await sandbox.write("editor", `echo b=2 >>"$1"; echo typed; read -r line`);
  await using child = await sandbox.start(["edit", "-f", "app.toml"], {
    environment: { TMPDIR: sandbox.path("tmp"), EDITOR: "sh ./editor" },
  });
  const reader = child.process.stdout.getReader();
  assertEquals(new TextDecoder().decode((await reader.read()).value), "typed\n");
  child.process.kill("SIGTERM");
  assertEquals((await child.process.status).code, 143);
  const [directory] = leftCopies(sandbox);
  assertEquals(await sandbox.read(`tmp/${directory}/app.toml`), "a = 1\nb=2\n");
  assertEquals(await sandbox.read("app.toml"), "a = 1\n");
  reader.releaseLock();
});

shellTest("pawl edit takes the same change by somebody else for no conflict", async () => {
  await using sandbox = await createSandbox("a = 1\n");
  await sandbox.write("editor", `echo 'a = 2' | tee app.toml >"$1"`);
  assertEquals(await pawl(sandbox, ["edit"], { EDITOR: "sh ./editor" }), { code: 0, stdout: "", stderr: "" });
  assertEquals(leftCopies(sandbox), []);
});

shellTest("pawl edit says how to name an editor if there is none", async () => {
  await using sandbox = await createSandbox("a = 1\n");
  const { code, stderr } = await pawl(sandbox, ["edit"], { EDITOR: "no-such-editor -x" });
  assertEquals(code, 127);
  assertStringIncludes(stderr, 'pawl: Cannot edit "app.toml": "no-such-editor -x" exited with status 127\n');
  assertStringIncludes(stderr, "hint: set VISUAL or EDITOR to a command that edits a file\n");
  assertEquals(leftCopies(sandbox), []);
});

/** Runs `pawl edit` in this process, with somebody at the terminal who answers. */
async function editAtTerminal(sandbox: Sandbox, answers: string[]): Promise<{ code: number; questions: string[] }> {
  const questions: string[] = [];
  const terminal: Terminal = {
    args: ["edit", "-f", sandbox.path("app.toml")],
    signal: new AbortController().signal,
    environment: (name) => name === "EDITOR" ? `sh ${sandbox.path("editor")}` : undefined,
    readInput: () => Promise.reject(new Error("nobody reads")),
    isWatched: () => true,
    ask(question) {
      questions.push(question);
      return Promise.resolve(answers.shift());
    },
    writeOutput: () => {},
    writeError: (text) => void questions.push(text),
  };
  return { code: await run(terminal), questions };
}

shellTest("pawl edit offers to go on editing what does not parse", async () => {
  await using sandbox = await createSandbox("a = 1\n");
  const marker = sandbox.path("again");
  await sandbox.write(
    "editor",
    `if [ -e ${marker} ]; then sed -i 's/^b=$/b=2/' "$1"; else touch ${marker}; echo b= >>"$1"; fi`,
  );
  const { code, questions } = await editAtTerminal(sandbox, [""]);
  const document = `${sandbox.path("app.toml")}, as you left it`;
  assertEquals(questions, [
    `pawl: Cannot parse "${document}": invalid value at line 2, column 3\nGo on editing? [Y/n] `,
  ]);
  assertEquals([code, await sandbox.read("app.toml")], [0, "a = 1\nb=2\n"]);
});

shellTest("pawl edit keeps the copy of who does not want to go on", async () => {
  await using sandbox = await createSandbox("a = 1\n");
  await sandbox.write("editor", `echo b= >>"$1"`);
  const { code, questions } = await editAtTerminal(sandbox, ["", "No"]);
  assertEquals([code, questions.length], [4, 4]);
  const copy = keptCopy(questions[2]!);
  assertEquals(await Deno.readTextFile(copy), "a = 1\nb=\nb=\n");
  await Deno.remove(copy.slice(0, copy.lastIndexOf("/")), { recursive: true });
});
