/**
 * Documents that nest too deeply, and numbers that no float can hold, end alike in every command and format.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { bound } from "../support/bounds.ts";
import { pawlInShell } from "../support/pawl_in_shell.ts";
import { Sandbox } from "../support/sandbox.ts";

const DEPTH = 10_000;

const DEEP: Readonly<Record<string, string>> = {
  "arrays.json": "[".repeat(DEPTH) + "]".repeat(DEPTH),
  "objects.jsonc": '{"a":'.repeat(DEPTH) + "1" + "}".repeat(DEPTH),
  "arrays.toml": `x = ${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}\n`,
  "tables.toml": `x = ${"{a = ".repeat(DEPTH)}1${"}".repeat(DEPTH)}\n`,
  "dotted.toml": `${Array(DEPTH).fill("a").join(".")} = 1\n`,
  "header.toml": `[${Array(DEPTH).fill("a").join(".")}]\n`,
  "array_header.toml": `[[${Array(DEPTH).fill("a").join(".")}]]\n`,
  "flow.yaml": `x: ${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}\n`,
  "block.yaml": `${"- ".repeat(DEPTH)}1\n`,
  "maps.yaml": Array.from({ length: 2000 }, (_, level) => `${" ".repeat(level)}a:\n`).join(""),
};

const OUT_OF_RANGE: Readonly<Record<string, string>> = {
  "a.json": '{"b": 1, "x": 1e400}\n',
  "a.jsonc": '{"b": "1e400", // 1e400\n"x": -1e400}\n',
  "a.toml": 'b = "1e400" # 1e400\nx = 1e400\n',
  "digits.toml": `x = [1, ${"9".repeat(400)}.0]\n`,
  "a.yaml": "b: '1e400' # 1e400\nx: -1e400\n",
};

/** Everything that reads a document; the name of the document comes last. */
const COMMANDS: readonly (readonly string[])[] = [
  ["get", "b", "-f"],
  ["has", "b", "-f"],
  ["list", "-f"],
  ["list", "--json", "-f"],
  ["keys", "-f"],
  ["set", "b", "2", "-f"],
  ["set", "b", "2", "--dry-run", "-f"],
  ["unset", "b", "--if-exists", "-f"],
  ["manage", "-f"],
  ["merge", "-f", "new.json"],
  ["convert"],
];

/** One that reads, one that writes and the two with parsers of their own: those in between share theirs. */
const DEEP_COMMANDS = bound(COMMANDS.filter(([name]) => ["get", "set", "merge", "convert"].includes(name!)), COMMANDS);

async function refusalOf(sandbox: Sandbox, command: readonly string[], name: string): Promise<[number, string]> {
  const args = command[0] === "convert" ? ["convert", name, "-", "--to", "json"] : [...command, name];
  const { code, stdout, stderr } = await sandbox.pawl(args);
  assertEquals(stdout, "", args.join(" "));
  const message = stderr.startsWith("{") ? `pawl: ${JSON.parse(stderr).error.message}\n` : stderr;
  return [code, message];
}

for (const [name, text] of Object.entries(DEEP)) {
  Deno.test(`${name} is refused by every command because it is nested too deeply`, async () => {
    await using sandbox = await Sandbox.create({ [name]: text });
    for (const command of DEEP_COMMANDS) {
      const [code, message] = await refusalOf(sandbox, command, name);
      assertMatch(message, /^pawl: Cannot parse "[^"]*": found values nested deeper than (1000|500) levels at line /);
      assertEquals(code, 4, `${command.join(" ")}: ${message}`);
    }
    assertEquals(await sandbox.read(name), text);
  });
}

for (const [name, text] of Object.entries(OUT_OF_RANGE)) {
  Deno.test(`${name} is refused by every command because a number is out of range`, async () => {
    await using sandbox = await Sandbox.create({ [name]: text });
    for (const command of COMMANDS) {
      const [code, message] = await refusalOf(sandbox, command, name);
      assertMatch(
        message,
        /^pawl: Cannot parse "[^"]*": found a number that is out of range \(more than 1\.8e308\) at line /,
      );
      assertEquals(code, 4, `${command.join(" ")}: ${message}`);
    }
    assertEquals(await sandbox.read(name), text);
  });
}

Deno.test("a YAML number that is out of range may be a text, and the hint says what to do then", async () => {
  await using sandbox = await Sandbox.create({ "a.yaml": "tag: 12e4567\n" });
  const { code, stderr } = await sandbox.pawl(["set", "b", "1", "-f", "a.yaml"]);
  assertEquals([code, stderr.split("\n")[1]], [4, "hint: put it in quotes if it is a text, such as a hash"]);
});

const EMPTY = { "a.json": "{}\n", "a.jsonc": "{}\n", "a.toml": "", "a.yaml": "{}\n" };

for (const [name, text] of Object.entries(EMPTY)) {
  Deno.test(`a number that is out of range is no value of ${name}, whatever it is in`, async () => {
    await using sandbox = await Sandbox.create({ [name]: text });
    for (const value of ["1e400", "-1E+999", "[1, 1e400]"]) {
      const { code, stderr } = await sandbox.pawl(["set", "-f", name, "x", "--", value]);
      const format = name.slice(2).toUpperCase().replace("JSONC", "JSON");
      const message = `pawl: ${format} floats have 64 bits: ${value} is out of their range\n`;
      assertEquals([code, stderr], [5, `${message}hint: pass --type string to keep the digits as text\n`]);
    }
    assertEquals(await sandbox.read(name), text);
    await sandbox.pawl(["set", "-f", name, "x", "1e400", "--type", "string"]);
    assertEquals((await sandbox.pawl(["get", "-f", name, "x"])).stdout, "1e400\n");
  });
}

Deno.test("what only looks like such a number is none: infinities, texts, comments, keys and large integers", async () => {
  const files = {
    "a.toml": `inf = inf # 1e400\ntext = "1e400 ${"9".repeat(400)}"\n1e400 = 1\nint = 1e3\n`,
    "a.yaml": `inf: .inf\ntext: "1e400"\n1e400: 1\nint: ${"9".repeat(400)}\n`,
  };
  await using sandbox = await Sandbox.create(files);
  for (const name of Object.keys(files)) {
    const { code, stderr } = await sandbox.pawl(["set", "-f", name, "b", "2"]);
    assertEquals([code, stderr], [0, ""]);
  }
});

Deno.test({
  name: "set over a limit of file sizes ends with exit 74 and leaves nothing",
  // From its sources the runtime itself writes files, and ends before pawl runs.
  ignore: Deno.build.os !== "linux" || Deno.env.get("PAWL_BINARY") === undefined,
  async fn() {
    await using sandbox = await Sandbox.create({ "a.toml": `text = "${"x".repeat(20_000)}"\n` });
    const state = await sandbox.state();
    const { code, stderr } = await pawlInShell(sandbox, 'ulimit -f 8; "$@"', ["set", "-f", "a.toml", "b", "1"]);
    assertEquals([code, stderr], [74, 'pawl: Cannot write a new "a.toml": file too large\n']);
    assertEquals(await sandbox.state(), state);
  },
});
