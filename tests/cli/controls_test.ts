/**
 * What is in a file, a path or a record of a holder does not drive the terminal of whoever looks at it; programs get it
 * as it is.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { canRun } from "../support/can_run.ts";
import { pawlCommand, startProcess } from "../support/pawl_process.ts";
import { Sandbox } from "../support/sandbox.ts";

/** One of each kind: C0, DEL, C1, and two that turn the direction of text. */
const EVIL = "\x1b[31m\x07\x7f\x9b1m\u202e\u2066";
// deno-lint-ignore no-control-regex -- these are the characters that terminals act upon.
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

const QUOTED = JSON.stringify(EVIL);
const escaped = QUOTED.replaceAll("\x7f", "\\u007F").replaceAll("\x9b", "\x9b");

const FILES: Readonly<Record<string, string>> = {
  "a.json": `{${QUOTED}: ${QUOTED}, "b": 1}\n`,
  "a.toml": `${escaped} = ${escaped}\nb = 1\n`,
  "a.yaml": `"\\e[31m\x9b\u202e": "\\e[31m\\a\\x7f\x9b1m\u202e\u2066"\nb: 1 # \x9b \u202e\nc: \u202eplain\n`,
  "a.csv": `id,v\nx,"\x1b[31m\x9b\u202e"\nb,1\n`,
};

/** Commands that print for people; `%` stands for a key with such characters. */
const SHOWN: readonly (readonly string[])[] = [
  ["list"],
  ["list", "--output", "flat"],
  ["keys", "--output", "flat"],
  ["set", "--dry-run", "%", "new"],
  ["set", "--diff", "%", "new"],
  ["unset", "%", "--dry-run"],
  ["diff"],
  ["get", `${JSON.stringify(EVIL + "x")}`],
  ["set", `${JSON.stringify(EVIL + "x")}.y.z`, "1", "--if-present", JSON.stringify(`${EVIL}z`)],
  ["history"],
  ["status"],
];

for (const [name, text] of Object.entries(FILES)) {
  Deno.test(`no command that prints for people lets the controls of ${name} through`, async () => {
    await using sandbox = await Sandbox.create();
    for (const args of SHOWN) {
      await sandbox.write(name, text.replace("1", "0"));
      await sandbox.pawl(["set", "-f", name, "--backup", name === "a.csv" ? "b.v" : "b", "1"]);
      await sandbox.write(name, text);
      const key = name === "a.yaml" ? '"\\u001b[31m\x9b\u202e"' : name === "a.csv" ? "x.v" : QUOTED;
      const { stdout, stderr } = await sandbox.pawl(["-f", name, ...args.map((word) => word.replace("%", key))]);
      assert(!CONTROLS.test(stdout + stderr), `${args.join(" ")}: ${JSON.stringify(stdout + stderr)}`);
      assert(stdout + stderr !== "", args.join(" "));
    }
  });
}

Deno.test("programs get values and keys as they are", async () => {
  await using sandbox = await Sandbox.create({ "a.json": FILES["a.json"]! });
  const outputOf = async (...args: string[]) => (await sandbox.pawl([...args, "-f", "a.json"])).stdout;
  assertEquals(await outputOf("get", QUOTED), `${EVIL}\n`);
  assertEquals(await outputOf("get", QUOTED, "-z"), `${EVIL}\0`);
  assertEquals(JSON.parse(await outputOf("get", QUOTED, "--json")), EVIL);
  assertStringIncludes(await outputOf("get", QUOTED, "--json"), "\u202e");
  assertEquals(await outputOf("keys"), `${EVIL}\nb\n`);
  assertEquals(await outputOf("keys", "-z"), `${EVIL}\0b\0`);
  assertStringIncludes(await outputOf("list", "-z"), "\u202e");
  assertStringIncludes(await outputOf("list", "--json"), "\u202e");
  const converted = await sandbox.pawl(["convert", "a.json", "-", "--to", "toml"]);
  assertStringIncludes(converted.stdout, "\u202e");
});

Deno.test("paths and holders in messages are shown in escapes", async () => {
  const record = { pid: 1, host: `h${EVIL}`, command: `c${EVIL}`, since: "2026-11-21T10:00:00.000Z" };
  const name = `a${EVIL.replaceAll("\x9b", "")}.toml`;
  await using sandbox = await Sandbox.create({
    [name]: "a = 1\n",
    [`${name}.lock`]: `${JSON.stringify({ pawl: "lock", ...record })}\n`,
  });
  for (const args of [["status"], ["get", "b"], ["set", "a", "2"], ["set", "a", "x"], ["manage", "--dry-run"]]) {
    const { stdout, stderr } = await sandbox.pawl(["-f", name, ...args]);
    assert(!CONTROLS.test(stdout + stderr), `${args.join(" ")}: ${JSON.stringify(stdout + stderr)}`);
  }
});

const hasTerminals = Deno.build.os === "linux" && canRun(["script", "-qec", "true", "/dev/null"]);
if (!hasTerminals) console.warn("Skipping the tests at a terminal: there is no script(1) that can make one");

Deno.test({
  name: "at a terminal values are shown in escapes, too, unless they are for programs",
  ignore: !hasTerminals,
  async fn() {
    await using sandbox = await Sandbox.create({ "a.json": `{"a": ${QUOTED}}\n` });
    const atTerminal = async (...args: string[]) => {
      const words = [...await pawlCommand(), ...args].map((word) => `'${word}'`);
      const command = ["script", "-qec", words.join(" "), "/dev/null"];
      await using child = await startProcess(command, { directory: sandbox.directory });
      return (await child.result()).stdout.replaceAll("\r\n", "\n");
    };
    const file = ["-f", "a.json"];
    for (const args of [["get", "a", ...file], ["list", ...file], ["convert", "a.json", "-", "--to", "yaml"]]) {
      const shown = await atTerminal(...args);
      assertStringIncludes(shown, "31m");
      assert(!CONTROLS.test(shown), `${args.join(" ")}: ${JSON.stringify(shown)}`);
    }
    assertStringIncludes(await atTerminal("get", "a", "--json", ...file), "\u202e");
    assertStringIncludes(await atTerminal("get", "a", "-z", ...file), "\u202e");
  },
});
