/**
 * The documents say what the program does: each command, option, exit code and variable is documented, and the examples
 * work.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { ENVIRONMENT, reference, REFERENCE_FILE } from "../scripts/reference.ts";
import { EXIT_CODE_MEANINGS, EXIT_CODES } from "../src/cli/exit_codes.ts";
import { type OptionDefinition, OPTIONS } from "../src/cli/options.ts";
import { Sandbox } from "./support/sandbox.ts";

const ROOT = new URL("../", import.meta.url);
const README = Deno.readTextFileSync(new URL("README.md", ROOT));
const REFERENCE = Deno.readTextFileSync(REFERENCE_FILE);
const GUARANTEES = Deno.readTextFileSync(new URL("docs/guarantees.md", ROOT));
const GUIDE = Deno.readTextFileSync(new URL("docs/guide.md", ROOT));
/** What users read, and those who change pawl. */
const DOCUMENTS = [
  "README.md",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  ...[...Deno.readDirSync(new URL("docs", ROOT))].map(({ name }) => `docs/${name}`),
];

/** The rows of the table under a heading of a document, as their cells. */
function tableUnder(document: string, heading: string): string[][] {
  const section = document.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| ")).slice(2);
  return rows.map((row) => row.split("|").slice(1, -1).map((cell) => cell.trim()));
}

Deno.test("the reference lists every command and every option as they are (else run `deno task docs`)", async () => {
  assertEquals(REFERENCE, await reference());
});

Deno.test("the README is short enough to be read: at most 220 lines", () => {
  assert(README.trimEnd().split("\n").length <= 220);
});

Deno.test("the reference shows an option as help does: a value that can be left out is not behind a space", () => {
  assert(REFERENCE.includes("\n| `--backup[=N]` | "));
  assert(REFERENCE.includes("\n| `-f, --file PATH` | "));
});

Deno.test("the guarantees explain every exit code and every error code", () => {
  const rows = tableUnder(GUARANTEES, "Exit codes");
  const documented = new Map(rows.flatMap(([cell, codes]) => cell!.split(", ").map((status) => [status, codes])));
  for (const [code, status] of Object.entries(EXIT_CODES)) {
    assert(documented.get(String(status))?.includes(`\`${code}\``), `${code} is not documented with ${status}`);
  }
  const statuses = rows.flatMap(([status]) => status!.split(", "));
  for (const [status] of EXIT_CODE_MEANINGS) assert(statuses.includes(String(status)), `${status} is not documented`);
  const codes = rows.flatMap(([, cell]) => cell!.match(/[a-z-]+(?=`)/g) ?? []);
  assertEquals(codes.filter((code) => !Object.hasOwn(EXIT_CODES, code)), []);
});

Deno.test("the reference explains every environment variable", async () => {
  const documented = tableUnder(REFERENCE, "Environment").map(([name]) => name!.replaceAll("`", ""));
  assertEquals(documented, Object.keys(ENVIRONMENT));
  const definitions: readonly OptionDefinition[] = Object.values(OPTIONS);
  const variables = definitions.map(({ environment }) => environment).filter((name) => name !== undefined);
  for await (const source of sourcesIn(new URL("src/", ROOT))) {
    for (const [, name] of source.matchAll(/\benvironment\("([A-Z_]+)"\)/g)) variables.push(name!);
  }
  assert(variables.includes("PAWL_TIMEOUT") && variables.includes("XDG_CONFIG_HOME"), "the search finds nothing");
  assertEquals(variables.filter((name) => !documented.includes(name)), []);
});

async function* sourcesIn(folder: URL): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sourcesIn(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts") && !name.endsWith("_test.ts")) yield await Deno.readTextFile(new URL(name, folder));
  }
}

Deno.test("the README and the guide have an example for the library that works", async () => {
  const example = /```ts\n([\s\S]*?)```/.exec(README)![1]!;
  assertEquals(/```ts\n([\s\S]*?)```/.exec(GUIDE)![1], example);
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

Deno.test("the documents link only to files and headings that exist", () => {
  let count = 0;
  for (const name of DOCUMENTS) {
    const base = new URL(name, ROOT);
    const text = withoutCode(Deno.readTextFileSync(base));
    for (const [, link] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link!)) continue;
      const target = new URL(link!, base);
      const fragment = target.hash.slice(1);
      target.hash = "";
      assert(Deno.statSync(target).isFile, `${name} links to ${link}`);
      if (fragment !== "") {
        assert(anchorsIn(Deno.readTextFileSync(target)).includes(fragment), `${name} links to ${link}`);
      }
      count += 1;
    }
  }
  assert(count > 50, "the search finds nothing");
});

function withoutCode(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, "");
}

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsIn(text: string): string[] {
  const headings = [...withoutCode(text).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading!);
  return headings.map((heading) => heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-"));
}

Deno.test("ARCHITECTURE names only files and folders that exist", () => {
  const text = Deno.readTextFileSync(new URL("ARCHITECTURE.md", ROOT));
  const tree = text.split("## The tree")[1]!.split("```")[1]!;
  for (const [, path] of tree.matchAll(/^((?:main\.ts|src\/[\w./]+|tests\/|scripts\/))/gm)) {
    assert(Deno.statSync(new URL(path!, ROOT)) !== undefined, path);
  }
});
