import { assert, assertEquals, assertMatch } from "@std/assert";
import { run } from "./run.ts";
import { Interruption, OutputError, type Terminal } from "./terminal.ts";

/** A terminal without a process: it keeps what is written, and can misbehave where a test wants it to. */
function recordingTerminal(args: string[], behavior: Partial<Terminal> = {}) {
  const written = { output: "", errors: "" };
  const terminal: Terminal = {
    args,
    signal: new AbortController().signal,
    environment: () => undefined,
    readInput: () => Promise.resolve(new Uint8Array()),
    isWatched: () => false,
    showsOutput: () => false,
    ask: () => Promise.resolve(undefined),
    takeSignals: () => {},
    passSignals: () => {},
    writeOutput: (text) => void (written.output += text),
    writeError: (text) => void (written.errors += text),
    ...behavior,
  };
  return { terminal, written };
}

const BUGGY: Partial<Terminal> = {
  environment() {
    throw new RangeError("no such\nthing");
  },
};

Deno.test("run() reports a bug in one line and a hint, and returns 70", async () => {
  const { terminal, written } = recordingTerminal(["path"], BUGGY);
  assertEquals(await run(terminal), 70);
  assertEquals(written, {
    output: "",
    errors: "pawl: Internal error, please report it: RangeError: no such\\nthing\n" +
      "hint: run it again with --debug, and report this bug with what it prints\n",
  });
});

Deno.test("run() prints the stack of a bug only with --debug", async () => {
  const { terminal, written } = recordingTerminal(["path", "--debug"], BUGGY);
  assertEquals(await run(terminal), 70);
  assertMatch(written.errors, /\n {4}at .*settings\.ts/);
});

Deno.test("run() reports a bug as an object with --json", async () => {
  const { terminal, written } = recordingTerminal(["path", "--json"], BUGGY);
  assertEquals(await run(terminal), 70);
  const { error } = JSON.parse(written.errors);
  assertEquals(error.code, "internal");
  assert(error.message.includes("no such"));
});

Deno.test("run() does not take a value for --json or --debug", async () => {
  for (const args of [["path", "surplus", "--", "--json"], ["path", "--default=--json", "--debugg"]]) {
    const { terminal, written } = recordingTerminal(args);
    assertEquals(await run(terminal), 2);
    assert(written.errors.startsWith("pawl: "), written.errors);
  }
});

Deno.test("run() ends without a word when it is interrupted", async () => {
  const { terminal, written } = recordingTerminal(["set", "a", "-", "-f", "never.toml"], {
    readInput: () => Promise.reject(new Interruption(130)),
  });
  assertEquals(await run(terminal), 130);
  assertEquals(written, { output: "", errors: "" });
});

Deno.test("run() takes a reader that has gone for no failure", async () => {
  const { terminal, written } = recordingTerminal(["--version"], {
    writeOutput() {
      throw new OutputError(new Deno.errors.BrokenPipe("gone"));
    },
  });
  assertEquals(await run(terminal), 0);
  assertEquals(written.errors, "");
});

for (
  const { args, takes } of [
    { args: ["--version"], takes: false },
    { args: ["get", "a", "-f", "never.toml"], takes: false },
    { args: ["set", "a", "-", "-f", "never.toml"], takes: true },
    { args: ["wait", "-f", "never.toml"], takes: true },
  ]
) {
  Deno.test(`run() ${takes ? "takes signals in" : "leaves signals alone in"} ${args[0]}`, async () => {
    let isTaken = false;
    const { terminal } = recordingTerminal(args, {
      takeSignals: () => void (isTaken = true),
      readInput: () => Promise.reject(new Interruption(130)),
    });
    await run(terminal);
    assertEquals(isTaken, takes);
  });
}
