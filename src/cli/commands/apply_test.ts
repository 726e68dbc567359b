import { assert, assertEquals } from "@std/assert";
import { run } from "../run.ts";
import type { Terminal } from "../terminal.ts";

/** Runs `pawl apply --dry-run` of an absent file, with standard input that comes to its end when the caller says so. */
async function applyAtTerminal(input: Promise<Uint8Array>, behavior: Partial<Terminal>): Promise<void> {
  const terminal: Terminal = {
    args: ["apply", "--dry-run", "-f", "never.toml"],
    signal: new AbortController().signal,
    environment: () => undefined,
    readInput: () => input,
    isWatched: () => true,
    ask: () => Promise.resolve(undefined),
    writeOutput: () => {},
    writeError: () => {},
    ...behavior,
  };
  assertEquals(await run(terminal), 0);
}

Deno.test("applyCommand says on a terminal what it waits for once a second is over, and clears the line", async () => {
  const { promise: input, resolve } = Promise.withResolvers<Uint8Array>();
  const startMs = performance.now();
  let errors = "";
  let shownAfterMs = 0;
  await applyAtTerminal(input, {
    writeError(text) {
      errors += text;
      shownAfterMs ||= performance.now() - startMs;
      resolve(new TextEncoder().encode("set a 1\n"));
    },
  });
  assertEquals(errors, "\r\x1b[Kpawl: reading changes\r\x1b[Kpawl: making 1 change\r\x1b[K");
  assert(shownAfterMs >= 990, `shown after ${shownAfterMs} ms`);
});

Deno.test("applyCommand says nothing if it is done at once, or if nobody watches", async () => {
  const bytes = new TextEncoder().encode("set a 1\n".repeat(25_000));
  const fail = { writeError: (text: string) => assertEquals(text, "nothing") };
  await applyAtTerminal(Promise.resolve(bytes.subarray(0, 8)), fail);
  await applyAtTerminal(Promise.resolve(bytes), { ...fail, isWatched: () => false });
});
