/**
 * One chunk of the bundler as a function, so that many of them can lie in one file without being compiled before they are
 * needed.
 *
 * The bundler cuts a chunk for each set of entries that share code. As a module of its own each costs 40 to 60 µs besides
 * its text, and one call needs 25; as a function it costs nothing until it is called, and V8 can cache its code.
 *
 * @module
 */

/** A chunk, taken apart. */
export interface Chunk {
  /** What it loads at once: the other chunks' names, with what it takes of each and calls it by. */
  readonly imports: readonly { readonly from: string; readonly names: readonly Binding[] }[];
  /** The names of the chunks that it loads when it needs them. */
  readonly lazyImports: readonly string[];
  /** What it gives to others. */
  readonly exports: readonly Binding[];
  /** Everything else. */
  readonly body: string;
}

/** What others call a thing, and what the chunk itself calls it. */
export interface Binding {
  readonly exported: string;
  readonly local: string;
}

/** Where the chunks are in the end. */
export interface Places {
  /** The place of a chunk, as the loader knows it. */
  place(name: string): string;
  /** The packs that have to be there before a chunk can be loaded. */
  packsFor(name: string): readonly string[];
}

const STATIC_IMPORT = /^\s*import\s*(?:\{([^}]*)\}\s*from\s*)?"\.\/([^"]+)\.js";?/;
const LAZY_IMPORT = /\bimport\("\.\/([^"]+)\.js"\)/g;
const EXPORTS = /\bexport\s*\{([^}]*)\}\s*;?/g;

/**
 * Takes a chunk apart.
 *
 * @param text The chunk, as the bundler prints it: imports first, one list of exports last, only licences after it.
 * @returns Its parts.
 */
export function parseChunk(text: string): Chunk {
  const imports: Chunk["imports"][number][] = [];
  let rest = text;
  for (let match; (match = STATIC_IMPORT.exec(rest)) !== null;) {
    imports.push({ from: match[2]!, names: bindings(match[1] ?? "") });
    rest = rest.slice(match[0].length);
  }
  const list = Array.from(rest.matchAll(EXPORTS)).at(-1);
  const body = list === undefined ? rest : rest.slice(0, list.index) + rest.slice(list.index + list[0].length);
  const exports = bindings(list?.[1] ?? "").map(({ exported, local }) => ({ exported: local, local: exported }));
  return { imports, lazyImports: Array.from(body.matchAll(LAZY_IMPORT), ([, name]) => name!), exports, body };
}

/** Reads `a as b,c` as an import has it: the other's name first. */
function bindings(list: string): Binding[] {
  return list.split(",").map((part) => part.trim()).filter((part) => part !== "").map((part) => {
    const [exported, local = exported] = part.split(/\s+as\s+/);
    return { exported: exported!, local: local! };
  });
}

/**
 * Prints a chunk as a function of the loader's `load` and `loadLazily` that returns what the chunk exports.
 *
 * Hazard: what is imported is copied, so a module must not export a variable that it changes later.
 *
 * @param name The chunk's name.
 * @param chunk The chunk.
 * @param places Where the chunks are.
 * @param isEntry Whether it is the entry, which may await and then returns a promise.
 * @returns A function expression. It is not in parentheses: V8 would compile it at once.
 * @throws {Error} If that is no function, because the chunk holds something that only a module may.
 */
export function printChunk(name: string, chunk: Chunk, places: Places, isEntry: boolean): string {
  const head = chunk.imports.map(({ from, names }) => {
    const call = `$load("${places.place(from)}");`;
    if (names.length === 0) return call;
    return `const{${names.map(({ exported, local }) => `${exported}:${local}`).join(",")}}=${call}`;
  });
  const body = chunk.body.replaceAll(LAZY_IMPORT, (_, lazy) => {
    return `$lazy("${places.place(lazy)}",${JSON.stringify(places.packsFor(lazy))})`;
  });
  const exports = chunk.exports.map(({ exported, local }) => `${exported}:${local}`);
  const printed = `${isEntry ? "async " : ""}function($load,$lazy){"use strict";${head.join("")}${body}\nreturn{${
    exports.join(",")
  }}}`;
  try {
    // Compiled, not run.
    new Function(`return ${printed}`);
  } catch (error) {
    throw new Error(`Cannot make a function of the chunk "${name}"`, { cause: error });
  }
  return printed;
}
