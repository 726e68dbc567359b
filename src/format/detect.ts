/**
 * Which format a file has: by its name, unless the caller says it.
 *
 * Formats are loaded on demand, so that a change of a TOML file pays nothing for any other.
 *
 * @module
 */
import { PawlError } from "../errors.ts";
import type { Format } from "./format.ts";

const LOADERS: Readonly<Record<string, () => Promise<Format>>> = {
  toml: async () => (await import("./toml/format.ts")).tomlFormat,
};

/** Files that are TOML although their names do not end in `.toml`. */
const TOML_NAMES: ReadonlySet<string> = new Set(["Cargo.lock", "Pipfile", "poetry.lock", "uv.lock"]);

/**
 * Finds a file's format.
 *
 * @param path The file's path.
 * @param name The format's name, if the caller says it.
 * @returns The format.
 * @throws {PawlError} With code `unsupported-format` if there is no such format, or none for such a file.
 */
export async function formatFor(path: string, name?: string): Promise<Format> {
  const load = LOADERS[name ?? formatName(path)];
  if (load !== undefined) return await load();
  const known = Object.keys(LOADERS).join(", ");
  if (name !== undefined) {
    throw new PawlError("unsupported-format", `Cannot use format "${name}": known formats are ${known}`);
  }
  throw new PawlError("unsupported-format", `Cannot tell the format of "${path}" from its name`, {
    hint: `pass --format NAME; known formats are ${known}`,
  });
}

function formatName(path: string): string {
  const fileName = path.slice(path.search(/[^/\\]*$/));
  if (TOML_NAMES.has(fileName)) return "toml";
  const dot = fileName.lastIndexOf(".");
  return dot < 0 ? "" : fileName.slice(dot + 1).toLowerCase();
}
