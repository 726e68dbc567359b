/**
 * Which format a file has: by its name, unless the caller names it.
 *
 * Formats are loaded on demand, so that a change of a TOML file pays nothing for any other.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import type { CsvOptions } from "./csv/dialect.ts";
import type { Format } from "./format.ts";

/** What a caller may specify about a file's format. */
export interface FormatOptions extends CsvOptions {
  /** The format's name; by default the one that the file's name says. */
  readonly format?: string | undefined;
}

/** Loads each format by its name. */
const LOADERS: Readonly<Record<string, (options: FormatOptions) => Promise<Format>>> = {
  toml: async () => (await import("./toml/format.ts")).tomlFormat,
  yaml: async () => (await import("./yaml/format.ts")).yamlFormat,
  json: async () => (await import("./json/format.ts")).jsonFormat,
  jsonc: async () => (await import("./json/format.ts")).jsoncFormat,
  csv: async (options) => (await import("./csv/format.ts")).csvFormat(options),
  tsv: async (options) =>
    (await import("./csv/format.ts")).csvFormat({ ...options, delimiter: options.delimiter ?? "\t" }),
};

/** The names of all formats. */
export const FORMAT_NAMES: readonly string[] = Object.keys(LOADERS);

/** The format of a file of which only the text shows whether it is JSON or YAML. */
const JSON_OR_YAML = "json or yaml";

const EXTENSIONS: Readonly<Record<string, string>> = {
  toml: "toml",
  yaml: "yaml",
  yml: "yaml",
  json: "json",
  geojson: "json",
  ipynb: "json",
  webmanifest: "json",
  jsonc: "jsonc",
  "code-workspace": "jsonc",
  "code-snippets": "jsonc",
  csv: "csv",
  tsv: "tsv",
  tab: "tsv",
};

/** Files whose names say more than their extensions, in lower case. */
const NAMES: Readonly<Record<string, string>> = {
  "cargo.lock": "toml",
  "pdm.lock": "toml",
  "pipfile": "toml",
  "poetry.lock": "toml",
  "uv.lock": "toml",
  ".clang-format": "yaml",
  ".clang-tidy": "yaml",
  ".condarc": "yaml",
  ".yamllint": "yaml",
  "podfile.lock": "yaml",
  "pubspec.lock": "yaml",
  "composer.lock": "json",
  "flake.lock": "json",
  "pipfile.lock": "json",
  ".babelrc": "jsonc",
  ".jshintrc": "jsonc",
  ".swcrc": "jsonc",
  "deno.json": "jsonc",
  "devcontainer.json": "jsonc",
  ".eslintrc.json": "jsonc",
  "jsconfig.json": "jsonc",
  "tslint.json": "jsonc",
};

/** Files that hold JSON or YAML, as their owner likes; only their text shows which. */
const JSON_OR_YAML_NAMES: ReadonlySet<string> = new Set([
  ".eslintrc",
  ".lintstagedrc",
  ".markdownlintrc",
  ".prettierrc",
  ".stylelintrc",
]);

/** `tsconfig.json`, `tsconfig.build.json`, and VS Code's settings. */
const JSONC_PATH = /(?:^|[/\\])(?:tsconfig(?:\.[^/\\]+)?\.json|(?:\.vscode|Code[^/\\]*[/\\]User)[/\\][^/\\]+\.json)$/;

/**
 * Finds a file's format, and loads it.
 *
 * @param options The format's name, if the caller says it, and details of the format.
 * @returns The format.
 * @throws {PawlError} With code `unsupported-format` if there is no such format, or none for such a file.
 */
export async function formatFor(path: string, options: FormatOptions = {}): Promise<Format> {
  const name = formatNameFor(path, options);
  if (name === JSON_OR_YAML) return (await import("./json_or_yaml.ts")).jsonOrYamlFormat;
  return await LOADERS[name]!(options);
}

/**
 * Finds the name of a file's format.
 *
 * @param options The format's name, if the caller says it.
 * @returns The name.
 * @throws {PawlError} What {@linkcode formatFor} throws.
 */
export function formatNameFor(path: string, options: FormatOptions = {}): string {
  const fileName = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1).toLowerCase();
  if (options.format === undefined && JSON_OR_YAML_NAMES.has(fileName)) return JSON_OR_YAML;
  const name = options.format ?? formatName(path, fileName);
  if (name !== undefined && Object.hasOwn(LOADERS, name)) return name;
  const known = FORMAT_NAMES.join(", ");
  if (options.format !== undefined) {
    throw new PawlError("unsupported-format", `Cannot use format "${options.format}": known formats are ${known}`);
  }
  throw new PawlError("unsupported-format", `Cannot tell the format of "${path}" from its name`, {
    hint: `pass --format NAME; known formats are ${known}`,
  });
}

function formatName(path: string, fileName: string): string | undefined {
  if (Object.hasOwn(NAMES, fileName)) return NAMES[fileName];
  const extension = fileName.slice(fileName.lastIndexOf(".") + 1);
  if (extension === "json" && JSONC_PATH.test(path)) return "jsonc";
  return fileName.includes(".") && Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] : undefined;
}
