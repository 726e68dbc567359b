/**
 * The layers of the project: which files they are, and which may import which.
 *
 * @module
 */

/** A part of the project, from the ground up: a folder of `src`, the verbs of the library, its list of names, main.ts. */
export type Layer =
  | "model"
  | "format"
  | "edit"
  | "file"
  | "lock"
  | "spool"
  | "store"
  | "queue"
  | "verb"
  | "facade"
  | "cli"
  | "main";

/** The arrows: a layer may import itself and these. `format` and `file` never meet; nobody imports `facade`. */
export const MAY_IMPORT: Readonly<Record<Layer, readonly Layer[]>> = {
  model: [],
  format: ["model"],
  edit: ["model", "format"],
  file: ["model"],
  lock: ["model", "file"],
  spool: ["model", "file", "lock"],
  store: ["model", "file", "lock", "spool"],
  queue: ["model", "format", "edit", "file", "lock", "spool", "store"],
  verb: ["model", "format", "edit", "file", "lock", "spool", "store", "queue"],
  facade: ["model", "format", "edit", "file", "lock", "spool", "store", "queue", "verb"],
  cli: ["model", "format", "edit", "file", "lock", "spool", "store", "queue", "verb"],
  main: ["model", "cli"],
};

/** The folder of the project, with a slash at the end. */
export const ROOT = decodeURIComponent(new URL("../../", import.meta.url).pathname).replace(/^\/(?=[A-Za-z]:)/, "");

/** The path of a file from the root of the project, with slashes. */
export function projectPath(filename: string): string {
  const path = filename.replaceAll("\\", "/");
  return path.startsWith(ROOT) ? path.slice(ROOT.length) : path;
}

/** The layer of a file, or `undefined` for tests, scripts and whatever else has no place in the arrows. */
export function layerOf(path: string): Layer | undefined {
  if (path.endsWith("_test.ts")) return undefined;
  if (path === "main.ts") return "main";
  if (path === "src/mod.ts") return "facade";
  if (/^src\/[^/]+_file\.ts$/.test(path)) return "verb";
  const folder = /^src\/([^/]+)\//.exec(path)?.[1];
  return folder !== undefined && Object.hasOwn(MAY_IMPORT, folder) ? folder as Layer : undefined;
}
