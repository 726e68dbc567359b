import { assertEquals } from "@std/assert";
import plugin from "./lint_plugin.ts";

interface Case {
  rule: "error-message" | "layer-imports" | "no-ambient" | "no-circle" | "no-exported-variable" | "no-reexport";
  file: string;
  refused?: string[];
  allowed?: string[];
}

const cases: Case[] = [
  {
    rule: "layer-imports",
    file: "src/format/toml/edit.ts",
    allowed: [
      `import { PawlError } from "../../model/errors.ts";`,
      `import type { Step } from "../../model/change.ts";`,
      `import { scan } from "./scan.ts";`,
      `import type { Format } from "../format.ts";`,
      `import { parse } from "smol-toml";`,
      `type NodeFs = typeof import("node:fs");`,
    ],
    refused: [
      `import { acquireLock } from "../../lock/lock.ts";`,
      `import type { Target } from "../../file/target.ts";`,
      `import { updateFile } from "../../store/file_store.ts";`,
      `import { editText } from "../../edit/edit_text.ts";`,
      `import { option } from "../../cli/options.ts";`,
      `const lock = await import("../../lock/lock.ts");`,
      `import { Buffer } from "node:buffer";`,
      `function f(lock: import("../../lock/lock.ts").FileLock) {}`,
    ],
  },
  {
    rule: "layer-imports",
    file: "src/lock/lock.ts",
    allowed: [`import { PawlError } from "../model/errors.ts";`, `import { resolveTarget } from "../file/target.ts";`],
    refused: [
      `import { applyEdits } from "../format/format.ts";`,
      `import { updateFile } from "../store/file_store.ts";`,
      `import { acquireLock } from "../mod.ts";`,
      `import { assert } from "../../tests/fixtures.ts";`,
    ],
  },
  {
    rule: "layer-imports",
    file: "src/file/replace.ts",
    allowed: [`import { PawlError } from "../model/errors.ts";`],
    refused: [`import { acquireLock } from "../lock/lock.ts";`, `import { Spool } from "../spool/spool.ts";`],
  },
  {
    rule: "layer-imports",
    file: "src/store/file_store.ts",
    allowed: [`import { acquireLock } from "../lock/lock.ts";`],
    refused: [`import { formatFor } from "../format/detect.ts";`, `const edit = await import("../edit_file.ts");`],
  },
  {
    rule: "layer-imports",
    file: "src/edit_file.ts",
    allowed: [`import { updateFile } from "./store/file_store.ts";`, `import { editText } from "./edit/edit_text.ts";`],
    refused: [`import { run } from "./cli/run.ts";`],
  },
  {
    rule: "layer-imports",
    file: "src/queue/group.ts",
    allowed: [`import { editText } from "../edit/edit_text.ts";`, `import { acquireLock } from "../lock/lock.ts";`],
    refused: [`import { editFile } from "../edit_file.ts";`],
  },
  {
    rule: "layer-imports",
    file: "src/edit/edit_text.ts",
    allowed: [`import type { Format } from "../format/format.ts";`],
    refused: [`import { updateFile } from "../store/file_store.ts";`, `import { Group } from "../queue/group.ts";`],
  },
  {
    rule: "layer-imports",
    file: "src/model/errors.ts",
    allowed: [`import type { KeyPath } from "./key_path.ts";`],
    refused: [`import { planChanges } from "../edit/plan.ts";`],
  },
  {
    rule: "layer-imports",
    file: "src/mod.ts",
    allowed: [`export { acquireLock } from "./lock/lock.ts";`],
    refused: [`export { run } from "./cli/run.ts";`],
  },
  {
    rule: "layer-imports",
    file: "main.ts",
    allowed: [`import { run } from "./src/cli/run.ts";`],
    refused: [`import { updateFile } from "./src/store/file_store.ts";`],
  },
  {
    rule: "layer-imports",
    file: "src/format/toml/edit_test.ts",
    allowed: [`import { acquireLock } from "../../lock/lock.ts";`],
  },
  {
    rule: "no-circle",
    file: "src/lock/borrowed_lock.ts",
    allowed: [`import type { HeldLock } from "./held_lock.ts";`, `import { PawlError } from "../model/errors.ts";`],
    refused: [
      `import { acquireLock } from "./lock.ts";`,
      `import type { FileLock } from "./lock.ts";`,
      `const { acquireLock } = await import("./lock.ts");`,
      `let lock: import("./lock.ts").FileLock;`,
      `export { acquireLock } from "./lock.ts";`,
      `export * from "./lent_lock.ts";`,
      `import "./borrowed_lock.ts";`,
    ],
  },
  {
    rule: "no-circle",
    file: "src/cli/commands/help.ts",
    allowed: [`import { helpFor } from "../help.ts";`],
    refused: [`import { COMMANDS } from "../command_table.ts";`, `import { run } from "../run.ts";`],
  },
  {
    rule: "no-reexport",
    file: "src/edit_file.ts",
    allowed: [`export function editFile() {}`, `const a = 1; export { a };`],
    refused: [
      `export { editText } from "./edit/edit_text.ts";`,
      `export * from "./edit/edit_text.ts";`,
      `import { editText } from "./edit/edit_text.ts"; export { editText };`,
      `export type { Change } from "./model/change.ts";`,
    ],
  },
  { rule: "no-reexport", file: "src/mod.ts", allowed: [`export { editText } from "./edit/edit_text.ts";`] },
  {
    rule: "no-exported-variable",
    file: "src/model/value.ts",
    allowed: [`export const a = 1;`, `export function f() {}`, `let a = 1; a += 1;`],
    refused: [`export let a = 1;`, `export var a = 1;`],
  },
  {
    rule: "no-ambient",
    file: "src/lock/lock.ts",
    allowed: [`Deno.openSync("x");`, `Deno.pid;`],
    refused: [
      `console.error("x");`,
      `Deno.env.get("HOME");`,
      `Deno.exit(1);`,
      `Deno["exit"](1);`,
      `Deno.exitCode = 1;`,
      `Deno.stderr.writeSync(new Uint8Array());`,
      `Deno.addSignalListener("SIGINT", stop);`,
    ],
  },
  { rule: "no-ambient", file: "src/format/toml/edit.ts", refused: [`Deno.readTextFileSync("x");`, `console.log(1);`] },
  {
    rule: "no-ambient",
    file: "src/cli/run.ts",
    allowed: [`Deno.env.get("HOME");`, `Deno.stdout.writeSync(new Uint8Array());`],
    refused: [`Deno.exit(1);`],
  },
  { rule: "no-ambient", file: "main.ts", allowed: [`Deno.exit(1);`, `Deno.addSignalListener("SIGINT", stop);`] },
  { rule: "no-ambient", file: "scripts/build.ts", allowed: [`Deno.exit(1);`, `console.log(1);`] },
  {
    rule: "error-message",
    file: "src/edit/plan.ts",
    allowed: [
      'new PawlError("io", `Cannot read "${path}": it is a directory`);',
      `new PawlError("io", message);`,
      'new PawlError("io", `${what} is absent`, { hint: "use --force-type" });',
      `new PawlError("io", "Cannot read it", { hint: "UTF-8 is wanted" });`,
      `new PawlError("not.a.message.", "Cannot read the directory's parent");`,
      `new InvalidDocumentError("app.toml", "found a tab", 1, 1);`,
      `new LockTimeoutError("Cannot lock the file", 5000, undefined);`,
      `new Error("what a bug report quotes.");`,
    ],
    refused: [
      'new PawlError("io", `cannot read "${path}"`);',
      'new PawlError("io", `Cannot read "${path}".`);',
      `new PawlError("io", "Cannot read: it isn't a file");`,
      `new PawlError("io", "Cannot read: it’s a directory");`,
      `new PawlError("io", "Cannot read\\nthe file");`,
      'new PawlError("io", missing ? "Cannot read: absent" : `cannot read "${path}"`);',
      'new PawlError("io", "cannot read " + path);',
      `new PawlError("io", "Cannot read it", { hint: "use --force-type." });`,
      `new PawlError("io", "Cannot read it", { hint: "Use --force-type" });`,
      `new InvalidDocumentError("app.toml", "found a tab.", 1, 1);`,
      `new ConflictError("conflict found", "1", "2");`,
    ],
  },
  { rule: "error-message", file: "src/edit/plan_test.ts", allowed: [`new PawlError("io", "oops.");`] },
];

function findings(rule: string, file: string, source: string): string[] {
  const path = new URL(`../${file}`, import.meta.url);
  const name = decodeURIComponent(path.pathname);
  return Deno.lint.runPlugin(plugin, name, source).map(({ id }) => id).filter((id) => id === `pawl/${rule}`);
}

for (const { rule, file, allowed = [], refused = [] } of cases) {
  Deno.test(`${rule} refuses ${refused.length} and allows ${allowed.length} lines in ${file}`, () => {
    for (const source of refused) assertEquals(findings(rule, file, source), [`pawl/${rule}`], source);
    for (const source of allowed) assertEquals(findings(rule, file, source), [], source);
  });
}
