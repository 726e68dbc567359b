/**
 * `pawl watch`, as somebody sees it who watches a file that others change.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import type { RunningProcess } from "../support/pawl_process.ts";
import { Sandbox } from "../support/sandbox.ts";

const FILE = ["-f", "app.toml"];
const DOCUMENT = '# kept\na = 1\n\n[server]\nhost = "x"\nport = 80\n';
const TIME = "2026-11-21T10:00:00.000Z";

/** Reads a stream line by line. */
class Lines {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = "";

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  async next(): Promise<string> {
    while (!this.#text.includes("\n")) {
      const { value, done } = await this.#reader.read();
      if (done) throw new Error(`Cannot read a line: found the end after "${this.#text}"`);
      this.#text += this.#decoder.decode(value, { stream: true });
    }
    const [line] = this.#text.split("\n", 1);
    this.#text = this.#text.slice(line!.length + 1);
    return line!;
  }

  release(): void {
    this.#reader.releaseLock();
  }
}

interface Watching extends AsyncDisposable {
  readonly output: Lines;
  readonly errors: Lines;
  /** Sends Ctrl-C. */
  interrupt(): Promise<number>;
}

/** Starts a watch and waits until it has begun. */
async function watch(sandbox: Sandbox, args: readonly string[]): Promise<Watching> {
  const child: RunningProcess = await sandbox.start(["watch", ...args]);
  const output = new Lines(child.process.stdout);
  const errors = new Lines(child.process.stderr);
  const release = () => {
    output.release();
    errors.release();
  };
  assertMatch(await errors.next(), /^pawl: note: watching ".*"$/);
  return {
    output,
    errors,
    async interrupt() {
      child.process.kill("SIGINT");
      release();
      return (await child.result()).code;
    },
    async [Symbol.asyncDispose]() {
      release();
      await child[Symbol.asyncDispose]();
    },
  };
}

function replace(sandbox: Sandbox, text: string): void {
  Deno.writeTextFileSync(sandbox.path("new"), text);
  Deno.renameSync(sandbox.path("new"), sandbox.path("app.toml"));
}

Deno.test("pawl watch prints what changes, survives all that can happen to a file, and ends with 130", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  await using watching = await watch(sandbox, FILE);
  const { output, errors } = watching;
  await sandbox.pawl(["set", "a", "2", "server.port", "81", ...FILE]);
  assertEquals([await output.next(), await output.next()], ["a: 1 -> 2", "server.port: 80 -> 81"]);
  replace(sandbox, "a = ");
  assertMatch(await errors.next(), /^pawl: note: Cannot parse "app\.toml": .* at line 1, column 5$/);
  replace(sandbox, 'a = "two"\n');
  const lines = [await output.next(), await output.next(), await output.next()];
  assertEquals(lines, ['a: 2 -> "two"', 'server.host: "x" -> (none)', "server.port: 81 -> (none)"]);
  Deno.removeSync(sandbox.path("app.toml"));
  assertEquals(await output.next(), 'a: "two" -> (none)');
  await sandbox.pawl(["set", "b", "[1, 2]", ...FILE]);
  assertEquals(await output.next(), "b: (none) -> [1, 2]");
  assertEquals(await watching.interrupt(), 130);
});

Deno.test("pawl watch KEY --json tells of that key alone", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  await using watching = await watch(sandbox, ["server", "--json", ...FILE]);
  replace(sandbox, DOCUMENT.replace("a = 1", "a = 5"));
  replace(sandbox, DOCUMENT.replace("80", "9007199254740993"));
  const line = await watching.output.next();
  const etag = (await sandbox.pawl(["etag", ...FILE])).stdout.trim();
  const changes = '[{"key":"server.port","old":80,"new":9007199254740993}]';
  const version = `"etag":"${etag}","rev":null,"updated_at":null,"missed":0`;
  assertEquals(line, `{"file":"app.toml",${version},"changes":${changes}}`);
});

Deno.test("pawl watch says which rev of a managed file it is, and how many it has missed", async () => {
  const managed = (a: number, rev: number) => `a = ${a}\nversion = 1\nrev = ${rev}\nupdated_at = ${TIME}\n`;
  await using sandbox = await Sandbox.create({ "app.toml": managed(1, 1) });
  await using watching = await watch(sandbox, ["--json", ...FILE]);
  replace(sandbox, managed(2, 2));
  const { changes, rev, missed, updated_at: updatedAt } = JSON.parse(await watching.output.next());
  assertEquals([changes, rev, missed, updatedAt], [[{ key: "a", old: 1, new: 2 }], 2, 0, TIME]);
  replace(sandbox, managed(5, 5));
  assertEquals(await watching.errors.next(), "pawl: note: 2 versions were missed");
  assertEquals(JSON.parse(await watching.output.next()).missed, 2);
});

Deno.test({
  name: "pawl watch --exec runs a command for each version, and goes on when it fails",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
    const command = 'echo "$PAWL_FILE ${#PAWL_ETAG}"; read -r line; echo "$line"; exit 3';
    await using watching = await watch(sandbox, ["--exec", command, ...FILE]);
    const { output, errors } = watching;
    for (const [old, next] of [[1, 2], [2, 3]]) {
      replace(sandbox, DOCUMENT.replace("a = 1", `a = ${next}`));
      assertEquals(await output.next(), "app.toml 64");
      assertEquals(JSON.parse(await output.next()).changes, [{ key: "a", old, new: next }]);
      assertEquals(await errors.next(), "pawl: note: the command exited with status 3");
    }
    assertEquals(await watching.interrupt(), 130);
  },
});

Deno.test({
  name: "pawl watch --exec goes on when the command reads none of its standard input",
  ignore: Deno.build.os === "windows",
  async fn() {
    // More than a pipe holds, so that the command ends while it is being written to.
    const filler = "x".repeat(300_000);
    const version = (a: number) => `a = ${a}\nfiller = "${filler}${a}"\n`;
    for (const command of ["true", "exit 3", "exec <&-; exit 3"]) {
      await using sandbox = await Sandbox.create({ "app.toml": version(0) });
      await using watching = await watch(sandbox, ["--exec", `echo ran; ${command}`, ...FILE]);
      for (const a of [1, 2, 3]) {
        replace(sandbox, version(a));
        assertEquals(await watching.output.next(), "ran");
        if (command === "true") continue;
        assertEquals(await watching.errors.next(), "pawl: note: the command exited with status 3");
      }
      assertEquals(await watching.interrupt(), 130, command);
    }
  },
});

Deno.test("pawl watch fails with 4 when the file does not parse at first", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = " });
  const { code, stdout, stderr } = await sandbox.pawl(["watch", ...FILE]);
  assertEquals({ code, stdout }, { code: 4, stdout: "" });
  assertMatch(stderr, /^pawl: Cannot parse "app\.toml": /);
});
