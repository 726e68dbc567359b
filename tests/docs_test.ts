/**
 * The documents say what the program does: each command, option, exit status and variable is in the README, and the
 * examples work.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { withReference } from "../scripts/reference.ts";
import { EXIT_CODE_MEANINGS, EXIT_CODES } from "../src/cli/exit_codes.ts";
import { type OptionDefinition, OPTIONS } from "../src/cli/options.ts";
import { Sandbox } from "./support/sandbox.ts";

const ROOT = new URL("../", import.meta.url);
const README = Deno.readTextFileSync(new URL("README.md", ROOT));

/** The rows of the table under a heading, as their cells. */
function tableUnder(heading: string): string[][] {
  const section = README.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| ")).slice(2);
  return rows.map((row) => row.split("|").slice(1, -1).map((cell) => cell.trim()));
}

Deno.test("README lists every command and every option as they are (else run `deno task docs`)", async () => {
  assertEquals(README, await withReference(README));
});

Deno.test("README shows an option as help does: a value that can be left out is not behind a space", () => {
  assert(README.includes("\n| `--backup[=N]` | "));
  assert(README.includes("\n| `-f, --file PATH` | "));
});

Deno.test("README explains every exit status and every error code", () => {
  const rows = tableUnder("Exit status");
  const documented = new Map(rows.flatMap(([cell, codes]) => cell!.split(", ").map((status) => [status, codes])));
  for (const [code, status] of Object.entries(EXIT_CODES)) {
    assert(documented.get(String(status))?.includes(`\`${code}\``), `${code} is not documented with ${status}`);
  }
  const statuses = rows.flatMap(([status]) => status!.split(", "));
  for (const [status] of EXIT_CODE_MEANINGS) assert(statuses.includes(String(status)), `${status} is not documented`);
  const codes = rows.flatMap(([, cell]) => cell!.match(/[a-z-]+(?=`)/g) ?? []);
  assertEquals(codes.filter((code) => !Object.hasOwn(EXIT_CODES, code)), []);
});

Deno.test("README explains every environment variable", () => {
  const documented = tableUnder("Environment").map(([name]) => name).join(" ");
  const definitions: readonly OptionDefinition[] = Object.values(OPTIONS);
  const variables = definitions.map(({ environment }) => environment).filter((name) => name !== undefined);
  for (const name of [...variables, "XDG_CONFIG_HOME", "HOME"]) assert(documented.includes(`\`${name}\``), name);
});

Deno.test("README has an example for the library that works", async () => {
  const example = /```ts\n([\s\S]*?)```/.exec(README)![1]!;
  const source = example.replace('"@pawl/pawl"', JSON.stringify(new URL("src/mod.ts", ROOT).href));
  await using sandbox = await Sandbox.create();
  await sandbox.write("example.ts", source);
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--allow-read",
      "--allow-write",
      "--allow-sys",
      `--config=${decodeURIComponent(new URL("deno.json", ROOT).pathname)}`,
      "example.ts",
    ],
    cwd: sandbox.path("."),
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  assertEquals(
    Deno.readTextFileSync(sandbox.path("app.toml")),
    'deploys = 1\nhosts = ["b"]\n\n[server]\nport = 8080\n',
  );
});

Deno.test("README and CONTRIBUTING link only to files that exist", () => {
  for (const name of ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md"]) {
    const text = Deno.readTextFileSync(new URL(name, ROOT));
    for (const [, link] of text.matchAll(/\]\(([^)#:]+)\)/g)) {
      assert(Deno.statSync(new URL(link!, ROOT)).isFile, `${name} links to ${link}`);
    }
  }
});

Deno.test("ARCHITECTURE names only files and folders that exist", () => {
  const text = Deno.readTextFileSync(new URL("ARCHITECTURE.md", ROOT));
  const tree = text.split("## The tree")[1]!.split("```")[1]!;
  for (const [, path] of tree.matchAll(/^((?:main\.ts|src\/[\w./]+|tests\/|scripts\/))/gm)) {
    assert(Deno.statSync(new URL(path!, ROOT)) !== undefined, path);
  }
});
