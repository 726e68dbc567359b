import { assertEquals, assertRejects } from "@std/assert";
import { PawlError } from "../model/errors.ts";
import { FORMAT_NAMES, formatFor } from "./detect.ts";

const FILES: readonly [path: string, format: string][] = [
  ["app.toml", "toml"],
  ["/etc/App.TOML", "toml"],
  ["Cargo.lock", "toml"],
  ["sub/Pipfile", "toml"],
  [".github/workflows/ci.yml", "yaml"],
  ["compose.yaml", "yaml"],
  [".clang-format", "yaml"],
  ["package.json", "json"],
  ["Pipfile.lock", "json"],
  ["tsconfig.json", "jsonc"],
  ["packages/a/tsconfig.build.json", "jsonc"],
  ["not-tsconfig.json", "json"],
  [".vscode/settings.json", "jsonc"],
  ["/home/x/.config/Code - OSS/User/keybindings.json", "jsonc"],
  ["settings.json", "json"],
  ["deno.json", "jsonc"],
  ["x.jsonc", "jsonc"],
  ["users.csv", "csv"],
  ["users.tsv", "csv"],
  [".prettierrc", "json or yaml"],
];

for (const [path, format] of FILES) {
  Deno.test(`formatFor() knows that ${path} is ${format}`, async () => {
    assertEquals((await formatFor(path)).name, format);
  });
}

Deno.test("formatFor() takes the caller's word over the file's name", async () => {
  assertEquals((await formatFor("app.conf", { format: "toml" })).name, "toml");
  assertEquals((await formatFor("app.toml", { format: "yaml" })).name, "yaml");
});

Deno.test("formatFor() loads every format", async () => {
  for (const format of FORMAT_NAMES) assertEquals(typeof (await formatFor("", { format })).parse, "function");
});

Deno.test("formatFor() refuses what it does not know, with the known formats", async () => {
  for (const [path, format] of [["app.ini"], ["toml"], [".toml/x"], ["constructor"], ["x", "ini"], ["x", "valueOf"]]) {
    const error = await assertRejects(() => formatFor(path!, { format }), PawlError);
    assertEquals(error.code, "unsupported-format");
    assertEquals(`${error.message} ${error.hint}`.includes("toml, yaml, json, jsonc, csv, tsv"), true);
  }
});

Deno.test("jsonOrYamlFormat edits JSON as JSON and YAML as YAML", async () => {
  const format = await formatFor(".prettierrc");
  assertEquals(format.parse('{ "semi": true }', ""), format.parse("semi: true\n", ""));
  assertEquals(format.comments("# c\nsemi: true\n"), ["# c"]);
  assertEquals(format.comments('// c\n{ "semi": true }'), ["// c"]);
});
