/**
 * Every function that the library exports has an example in its documentation, and every example works, with no other
 * permissions than those that docs/guide.md names.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import * as library from "../../src/mod.ts";
import { projectPath } from "../support/pawl_process.ts";
import { Sandbox } from "../support/sandbox.ts";

const MODULE = new URL("../../src/mod.ts", import.meta.url).href;
const DOCUMENTED_FUNCTION = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport (?:async )?function\*? ?(\w+)/g;
const EXAMPLE = /^ \* ```ts.*\n((?: \*.*\n)*?) \* ```$/gm;

/** The examples in a documentation comment, as programs. */
function examplesIn(comment: string): string[] {
  return [...comment.matchAll(EXAMPLE)].map(([, code]) => code!.replaceAll(/^ \* ?/gm, ""));
}

function sourcesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return sourcesIn(path);
    return name.endsWith(".ts") && !name.endsWith("_test.ts") ? [Deno.readTextFileSync(path)] : [];
  });
}

const SOURCES = sourcesIn(projectPath("src"));

Deno.test("every function that the library exports has an example that imports it", () => {
  const documented = new Set<string>();
  for (const source of SOURCES) {
    for (const [, comment, name] of source.matchAll(DOCUMENTED_FUNCTION)) {
      if (examplesIn(comment!).some((code) => new RegExp(`import {[^}]*\\b${name}\\b`).test(code))) {
        documented.add(name!);
      }
    }
  }
  const isVerb = ([name, value]: [string, unknown]) => typeof value === "function" && /^[a-z]/.test(name);
  const verbs = Object.entries(library).filter(isVerb).map(([name]) => name);
  assert(verbs.includes("setValue"), "the search finds nothing");
  assertEquals(verbs.filter((name) => !documented.has(name)), []);
});

Deno.test("no signature that the library exports shows the operating system", () => {
  assertEquals(Deno.readTextFileSync(projectPath("src/mod.ts")).includes("FileIo"), false);
  const verbs = [...Deno.readDirSync(projectPath("src"))].filter(({ name }) => name.endsWith("_file.ts"));
  assert(verbs.length > 5, "the search finds nothing");
  for (const { name } of verbs) {
    assertEquals(Deno.readTextFileSync(projectPath(`src/${name}`)).includes("FileIo"), false, name);
  }
});

Deno.test("every example in the documentation of the library works", async () => {
  const examples = SOURCES.flatMap((source) => examplesIn(source)).filter((code) => code.includes('"@pawl/pawl"'));
  assert(examples.length > 25, "the search finds nothing");
  await using sandbox = await Sandbox.create();
  for (const [index, example] of examples.entries()) {
    await Deno.mkdir(sandbox.path(String(index)));
    await sandbox.write(`${index}/app.toml`, "[server]\nport = 80\ndebug = true\n");
    await sandbox.write(`${index}/users.csv`, "id,name\n1,Bob\n");
    await sandbox.write(`${index}.ts`, example.replace('"@pawl/pawl"', JSON.stringify(MODULE)));
  }
  const run = examples.map((_, index) =>
    `console.log("example ${index}"); Deno.chdir(root + "/${index}"); await import("./${index}.ts");`
  );
  await sandbox.write("all.ts", ["const root = Deno.cwd();", ...run].join("\n"));
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--check", "--allow-read", "--allow-write", "--allow-sys=hostname"],
      `--config=${projectPath("deno.json")}`,
      "all.ts",
    ],
    cwd: sandbox.path("."),
  }).output();
  const text = new TextDecoder();
  assert(success, `${text.decode(stderr)}\nafter\n${text.decode(stdout)}`);
  // The values that the examples claim, as in: console.log(x); // 7n
  const claimed = examples.flatMap((code) =>
    [...code.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(([, it]) => it!)
  );
  const printed = text.decode(stdout).split("\n");
  assert(claimed.length > 5, "the search finds nothing");
  assertEquals(claimed.filter((line) => !printed.includes(line)), []);
});
