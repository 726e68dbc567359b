/**
 * A FIFO, a device or a socket in place of a file never blocks pawl for good: what cannot be read is refused, and what the
 * user hands over by name can be waited for and interrupted.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { pawlInShell } from "../support/pawl_in_shell.ts";
import { Sandbox } from "../support/sandbox.ts";

const ignore = Deno.build.os === "windows";

async function createWithFifo(name: string): Promise<Sandbox> {
  const sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
  const { success } = await new Deno.Command("mkfifo", { args: [sandbox.path(name)] }).output();
  assertEquals(success, true);
  return sandbox;
}

const INPUTS: readonly (readonly string[])[] = [
  ["merge", "fifo", "--from", "toml", "-f", "app.toml"],
  ["set", "a", "--from-file", "fifo", "-f", "app.toml"],
  ["apply", "fifo", "-f", "app.toml"],
  ["convert", "fifo", "new.json", "--from", "toml"],
];

for (const args of INPUTS) {
  Deno.test({
    name: `pawl ${args.join(" ")} waits for a writer and ends with SIGTERM`,
    ignore,
    async fn() {
      await using sandbox = await createWithFifo("fifo");
      const before = await sandbox.state();
      await using child = await sandbox.start(args);
      await untilOpening(child.process.pid);
      child.process.kill("SIGTERM");
      assertEquals(await child.result(), { code: 143, stdout: "", stderr: "" });
      assertEquals(await sandbox.state(), before);
    },
  });
}

/** Waits until the process has a child that opens the FIFO. */
async function untilOpening(pid: number): Promise<void> {
  while (true) {
    const { success } = await new Deno.Command("pgrep", { args: ["-P", `${pid}`, "cat"], stdout: "null" }).output();
    if (success) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

Deno.test({
  name: "what is handed over through a pipe by its name is read to its end",
  ignore,
  async fn() {
    await using sandbox = await createWithFifo("fifo");
    const scripts = {
      '(echo late >fifo) & "$@" a --from-file fifo': "late",
      'echo streamed | "$@" a --from-file /dev/stdin': "streamed",
      'bash -c \'"$@" a --from-file <(sleep 0.1; echo substituted)\' bash "$@"': "substituted",
    };
    for (const [script, value] of Object.entries(scripts)) {
      const result = await pawlInShell(sandbox, script, ["set", "-f", "app.toml", "--force-type"]);
      assertEquals(result, { code: 0, stdout: "", stderr: "" }, script);
      assertEquals(await sandbox.read("app.toml"), `a = "${value}"\n`);
    }
  },
});

Deno.test({
  name: "pawl modify refuses a FIFO that the command has put in place of its copy",
  ignore,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
    const { code, stderr } = await sandbox.pawl(
      ["modify", "-f", "app.toml", "--", "sh", "-c", 'rm "$1"; mkfifo "$1"', "sh", "{}"],
    );
    assertEquals([code, stderr], [
      6,
      'pawl: Cannot read "app.toml", as the command left it: it is a FIFO, not a file\n',
    ]);
    assertEquals(await sandbox.read("app.toml"), "a = 1\n");
  },
});

/** The ID of a change for whose answer somebody waits. */
const WAITING = "01796000000000000-1-01234567.wait";

const QUEUE_FILES = ["1.json", WAITING, `${WAITING}.result`, `${WAITING}.taken`, "group.commit", ".head.pawl-new"];

for (const name of QUEUE_FILES) {
  Deno.test({
    name: `a FIFO "${name}" in the write queue blocks nobody`,
    ignore,
    async fn() {
      await using sandbox = await createWithFifo("fifo");
      Deno.mkdirSync(sandbox.path("app.toml.queue"));
      Deno.renameSync(sandbox.path("fifo"), sandbox.path(`app.toml.queue/${name}`));
      const commands = [["queue", "list"], ["status"], ["set", "a", "2"], ["queue", "drain"]];
      for (const command of commands) {
        const { code, stderr } = await sandbox.pawl([...command, "-f", "app.toml"], {
          through: ["timeout", "-k1", "10"],
        });
        assertMatch(`${code}`, /^(0|1|74)$/, `${command.join(" ")}: ${stderr}`);
      }
      assertEquals(await sandbox.read("app.toml"), "a = 2\n");
    },
  });
}
