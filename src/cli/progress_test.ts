import { assert, assertEquals } from "@std/assert";
import { Progress } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

/** A terminal that only takes what is written to standard error. */
function watchedTerminal(writeError: (text: string) => void, isWatched = true): Terminal {
  return { isWatched: () => isWatched, writeError } as Terminal;
}

Deno.test("Progress says what is being done once a second is over, and clears its line", async () => {
  const startMs = performance.now();
  const shown = Promise.withResolvers<string>();
  let errors = "";
  const terminal = watchedTerminal((text) => {
    errors += text;
    shown.resolve(text);
  });
  {
    using progress = new Progress(terminal);
    progress.report("reading");
    progress.report("waiting");
    assertEquals(await shown.promise, "\r\x1b[Kpawl: waiting");
    assert(performance.now() - startMs >= 990);
    progress.report("writing");
  }
  assertEquals(errors, "\r\x1b[Kpawl: waiting\r\x1b[Kpawl: writing\r\x1b[K");
});

Deno.test("Progress shows at once what is known to take long", () => {
  let errors = "";
  {
    using progress = new Progress(watchedTerminal((text) => void (errors += text)));
    progress.report("reading");
    progress.report("writing", true);
  }
  assertEquals(errors, "\r\x1b[Kpawl: writing\r\x1b[K");
});

Deno.test("Progress says nothing if all is done at once, or if nobody watches", () => {
  const fail = (text: string) => assertEquals(text, "nothing");
  {
    using progress = new Progress(watchedTerminal(fail));
    progress.report("reading");
  }
  {
    using progress = new Progress(watchedTerminal(fail, false));
    progress.report("writing", true);
  }
});
