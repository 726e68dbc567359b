/**
 * The module that a bundle starts with: it opens packs, and loads the chunks in them.
 *
 * @module
 */
import type { Carrier } from "./packs.ts";

/** A chunk is loaded at once, with all that it loads at once, so the packs of all that are opened before. */
const LOADER = `const packs = new Map(), modules = new Map();
function load(place) {
  let exported = modules.get(place);
  if (exported === undefined) {
    const [pack, name] = place.split("/");
    modules.set(place, exported = packs.get(pack)[name](load, loadLazily));
  }
  return exported;
}
async function loadLazily(place, needed) {
  for (const pack of needed) packs.get(pack) ?? packs.set(pack, await openPack(pack));
  return load(place);
}
`;

/** Where V8's code can't be cached. */
const MODULE_OPENER = `const openPack = async (pack) => (await import(\`./\${pack}.js\`)).default;
`;

/**
 * V8 looks whether a cache fits the text, its own version and its flags, and compiles the text if it does not. Both come
 * out of the binary itself, so nobody else can have written them.
 */
const SCRIPT_OPENER = `import { Script } from "node:vm";
const openPack = async (pack) => (await compilePack(pack)).runInThisContext();
async function compilePack(pack) {
  const path = \`\${import.meta.dirname}/\${pack}\`;
  const [source, cachedData] = RARE.includes(pack) ? await readCompressed(path) : readPack(path);
  return new Script(source, { filename: \`\${pack}.js\`, cachedData });
}
const readPack = (path) => [Deno.readTextFileSync(\`\${path}.pack\`), Deno.readFileSync(\`\${path}.cache\`)];
async function readCompressed(path) {
  const { gunzipSync } = await import("node:zlib");
  const read = (ending) => gunzipSync(Deno.readFileSync(\`\${path}.\${ending}.gz\`));
  return [new TextDecoder().decode(read("pack")), read("cache")];
}
`;

/** What the loader has to know of the packs. */
export interface LoaderOptions {
  /** What they are: modules `NAME.js`, or scripts `NAME.pack` with a `NAME.cache` each, all beside the loader. */
  readonly carrier: Carrier;
  /** Those whose files are compressed, if they are scripts. */
  readonly rare: readonly string[];
  /** The place of the chunk to start with. */
  readonly entryPlace: string;
  /** The packs that it needs. */
  readonly entryPacks: readonly string[];
}

/**
 * Prints the loader.
 *
 * @param options What it has to know of the packs.
 * @returns A module.
 */
export function printLoader({ carrier, rare, entryPlace, entryPacks }: LoaderOptions): string {
  const opener = carrier === "module" ? MODULE_OPENER : scriptOpener(rare);
  return `${opener}${LOADER}await loadLazily("${entryPlace}", ${JSON.stringify(entryPacks)});\n`;
}

/**
 * Prints a program that fails if V8 does not take the cache of each pack. A loader would not notice.
 *
 * @param packs The names of the packs, which are scripts.
 * @param rare Those whose files are compressed.
 * @returns A module, to lie where the loader lies.
 */
export function printCacheProbe(packs: readonly string[], rare: readonly string[]): string {
  return `${scriptOpener(rare)}for (const pack of ${JSON.stringify(packs)}) {
  if ((await compilePack(pack)).cachedDataRejected) throw new Error(\`the cache of the pack "\${pack}" does not fit\`);
}
`;
}

function scriptOpener(rare: readonly string[]): string {
  return SCRIPT_OPENER.replace("RARE", JSON.stringify(rare));
}
