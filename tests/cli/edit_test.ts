/**
 * Changes by a person: `pawl edit`.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { run } from "../../src/cli/run.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { createSandbox, leftCopies, pawl, shellTest } from "./copy_sandbox.ts";
import type { Sandbox } from "../support/sandbox.ts";

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
      ["echo b= >>", 4, 'Cannot parse "app.toml", as you left it: invalid value at line 2, column 3'],
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
    'hint: run "pawl edit" again, and copy what you still need from your version',
    "",
  ];
  assertEquals(stderr.split("\n"), expected);
  assertEquals(await Deno.readTextFile(keptCopy(stderr)), 'a = "x"\nb = 1\n');
  assertEquals(await sandbox.read("app.toml"), "b = 2\n");
});

shellTest("pawl edit --json says all of it in the one line of the error", async () => {
  await using sandbox = await createSandbox("a = 1\nb = 9223372036854775807\n");
  const edit = async (script: string) => {
    await sandbox.write("editor", script);
    const { code, stderr } = await pawl(sandbox, ["edit", "--json"], { EDITOR: "sh ./editor" });
    assertMatch(stderr, /^\{"error":.*\}\n$/);
    const { kept, ...error } = JSON.parse(stderr).error;
    return { code, error, stderr, text: await Deno.readTextFile(kept) };
  };
  const invalid = await edit('echo c= >>"$1"');
  assertEquals([invalid.code, invalid.error.code, invalid.error.line], [4, "invalid-document", 3]);
  assertEquals(invalid.text, "a = 1\nb = 9223372036854775807\nc=\n");
  const conflict = await edit(`echo 'a = 2' >app.toml; sed -i 's/^a.*/a = "x"/' "$1"`);
  assertEquals([conflict.code, conflict.error.code], [3, "conflict"]);
  assertStringIncludes(conflict.stderr, '"theirs":[{"key":"a","old":1,"new":2},{"key":"b","old":9223372036854775807}]');
  assertEquals(conflict.error.yours, [{ key: "a", old: 1, new: "x" }]);
  assertEquals(conflict.text, 'a = "x"\nb = 9223372036854775807\n');
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
  const terminal: Partial<Terminal> = {
    args: ["edit", "-f", sandbox.path("app.toml")],
    signal: new AbortController().signal,
    takeSignals: () => {},
    environment: (name) => name === "EDITOR" ? `sh ${sandbox.path("editor")}` : undefined,
    ask(question) {
      questions.push(question);
      return Promise.resolve(answers.shift());
    },
    writeError: (text) => void questions.push(text),
  };
  return { code: await run(terminal as Terminal), questions };
}

shellTest("pawl edit offers to go on editing what does not parse", async () => {
  await using sandbox = await createSandbox("a = 1\n");
  const marker = sandbox.path("again");
  await sandbox.write(
    "editor",
    `if [ -e ${marker} ]; then sed -i 's/^b=$/b=2/' "$1"; else touch ${marker}; echo b= >>"$1"; fi`,
  );
  const { code, questions } = await editAtTerminal(sandbox, [""]);
  assertEquals(questions, [
    `pawl: Cannot parse "${
      sandbox.path("app.toml")
    }", as you left it: invalid value at line 2, column 3\nGo on editing? [Y/n] `,
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
