/**
 * Merges the chunks of a bundle that are always loaded together.
 *
 * The bundler cuts a chunk for each set of entries that share code, so that a lazy part loads nothing twice and nothing
 * in vain. With some fifty lazy parts, one call loads 25 of these chunks, and each costs 40 to 60 µs besides its text.
 * What is on the path of every call is therefore merged again: 1.1 of 39 ms for `pawl set`.
 *
 * @module
 */

/** A bundle in a folder: the names of its files are `NAME.js`, and they import each other as `./NAME.js`. */
export interface Bundle {
  /** The folder. */
  readonly folder: string;
  /**
   * Bundles one file of the folder into another, without the files that are named as external.
   *
   * @param from The file's name.
   * @param to The name of the new file.
   * @param external The names of the files that stay what they are.
   */
  bundle(from: string, to: string, external: readonly string[]): Promise<void>;
}

/** A merged file: its name, and a name in it that begins a path which is to be loaded at once. */
export interface Merge {
  /** The name of the file to make. */
  readonly into: string;
  /** What has to be in it: all that this file loads, or the one that exports this name. */
  readonly root: { readonly file: string } | { readonly exported: string };
}

/** `import{a as b}from"./c.js"`, `import"./c.js"` and `export{a}from"./c.js"`, as the bundler prints them. */
const STATIC_IMPORT = /\b(import|export)\s*(?:\{([^}]*)\}\s*from\s*)?"\.\/([^"]+)"/g;

/**
 * Merges chunks. What an earlier merge took is not in a later one.
 *
 * @param bundle The bundle; its files are changed.
 * @param merges What to merge, in order.
 * @throws {Error} If a root is missing, or if a file refers to one that is not there afterwards.
 */
export async function mergeChunks(bundle: Bundle, merges: readonly Merge[]): Promise<void> {
  const files = readFiles(bundle.folder);
  const places = new Map<string, Place>();
  for (const { into, root } of merges) {
    const first = "file" in root ? root.file : findExporter(files, root.exported);
    const group = loadedBy(first, files).filter((name) => !places.has(name) && !("file" in root && name === first));
    for (const [index, name] of group.entries()) places.set(name, { into, prefix: `m${index}_` });
    await writeMerged(bundle, into, group, files);
  }
  for (const [name, text] of readFiles(bundle.folder)) writeReferring(bundle.folder, name, text, places, files);
  requireWhole(bundle.folder);
}

/** Where the exports of a merged chunk are, and what stands before their names there. */
interface Place {
  readonly into: string;
  readonly prefix: string;
}

function readFiles(folder: string): Map<string, string> {
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
  return new Map(names.map((name) => [name, Deno.readTextFileSync(`${folder}/${name}`)]));
}

function findExporter(files: ReadonlyMap<string, string>, exported: string): string {
  for (const [name, text] of files) if (exportsOf(text).includes(exported)) return name;
  throw new Error(`Cannot merge chunks: none exports "${exported}"`);
}

/** The names that a file exports; the bundler prints one list at the end, and behind it only licences. */
function exportsOf(text: string): string[] {
  const list = Array.from(text.matchAll(/\bexport\s*\{([^}]*)\}(?!\s*from)/g)).at(-1)?.[1] ?? "";
  return list.split(",").map((name) => name.split(" as ").at(-1)!.trim()).filter((name) => name !== "");
}

/** A file and all that it loads at once, each after what it loads itself. */
function loadedBy(name: string, files: ReadonlyMap<string, string>, found = new Set<string>()): string[] {
  for (const [, , , imported] of files.get(name)!.matchAll(STATIC_IMPORT)) {
    if (!found.has(imported!)) loadedBy(imported!, files, found);
  }
  found.add(name);
  return [...found];
}

async function writeMerged(
  bundle: Bundle,
  into: string,
  group: readonly string[],
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const lines = group.map((name, index) => {
    const names = exportsOf(files.get(name)!).map((exported) => `${exported} as m${index}_${exported}`);
    return `export {${names.join(",")}} from "./${name}";\n`;
  });
  const list = `${into}.list.js`;
  Deno.writeTextFileSync(`${bundle.folder}/${list}`, lines.join(""));
  await bundle.bundle(list, into, [...files.keys()].filter((name) => !group.includes(name)));
  Deno.removeSync(`${bundle.folder}/${list}`);
}

/** A merged chunk that is loaded lazily as well stays as a reference, any other goes. */
function writeReferring(
  folder: string,
  name: string,
  text: string,
  places: ReadonlyMap<string, Place>,
  files: ReadonlyMap<string, string>,
): void {
  const path = `${folder}/${name}`;
  const place = places.get(name);
  if (place === undefined) return Deno.writeTextFileSync(path, redirected(text, places));
  const isLazy = Array.from(files.values()).some((other) => other.includes(`import("./${name}")`));
  if (!isLazy) return Deno.removeSync(path);
  const names = exportsOf(text).map((exported) => `${place.prefix}${exported} as ${exported}`);
  Deno.writeTextFileSync(path, `export{${names.join(",")}}from"./${place.into}";`);
}

function redirected(text: string, places: ReadonlyMap<string, Place>): string {
  return text.replaceAll(STATIC_IMPORT, (statement, keyword, names: string | undefined, imported) => {
    const place = places.get(imported);
    if (place === undefined) return statement;
    if (names === undefined) return `${keyword}"./${place.into}"`;
    const moved = names.split(",").map((name) => {
      const [exported, local = exported] = name.split(" as ").map((part) => part.trim());
      return `${place.prefix}${exported} as ${local}`;
    });
    return `${keyword}{${moved.join(",")}}from"./${place.into}"`;
  });
}

function requireWhole(folder: string): void {
  const files = readFiles(folder);
  for (const [name, text] of files) {
    for (const [, imported] of text.matchAll(/(?:\bfrom|\bimport\s*\(?)\s*"\.\/([^"]+\.js)"/g)) {
      if (!files.has(imported!)) throw new Error(`Cannot merge chunks: "${name}" imports "${imported}", which is gone`);
    }
  }
}
