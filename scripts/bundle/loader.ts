/**
 * The module that a bundle starts with: it opens packs, and loads the chunks in them.
 *
 * @module
 */

/**
 * A chunk is loaded at once, with all that it loads at once, so the packs of all that are opened before.
 *
 * Hazard: where the runtime can foresee what a dynamic import may name, as from a template, it reads and parses all those
 * files at each start. So the name comes from a function.
 */
const LOADER = `const modules = new Map();
function load(place) {
  let exported = modules.get(place);
  if (exported === undefined) {
    const [pack, name] = place.split("/");
    modules.set(place, exported = packs.get(pack)[name](load, loadLazily));
  }
  return exported;
}
const addressOf = (pack) => "./" + pack + ".js";
async function loadLazily(place, needed) {
  for (const pack of needed) packs.get(pack) ?? packs.set(pack, (await import(addressOf(pack))).default);
  return load(place);
}
`;

/** Says which chunks are loaded, so that they can be packed. */
const OBSERVER = `modules.set = (place, exported) => {
  Deno.writeTextFileSync(import.meta.dirname + "/" + Deno.pid + ".loads", place + "\\n", { append: true });
  return Map.prototype.set.call(modules, place, exported);
};
`;

/** What the loader has to know of the packs, which are modules beside it. */
export interface LoaderOptions {
  /** The place of the chunk to start with. */
  readonly entryPlace: string;
  /** The packs that it needs. */
  readonly entryPacks: readonly string[];
  /** Whether to write the places of the chunks that a process loads into a file `PID.loads` beside the loader. */
  readonly isObserved?: boolean;
}

/**
 * Prints the loader.
 *
 * @returns A module.
 */
export function printLoader({ entryPlace, entryPacks, isObserved = false }: LoaderOptions): string {
  // What every call needs is there at once: a dynamic import takes 0.5 ms.
  const imports = entryPacks.map((pack, index) => `import pack${index} from "./${pack}.js";\n`).join("");
  const packs = entryPacks.map((pack, index) => `["${pack}", pack${index}]`);
  const opened = `const packs = new Map([${packs.join(", ")}]);\n`;
  return `${imports}${opened}${LOADER}${isObserved ? OBSERVER : ""}await load("${entryPlace}");\n`;
}
