/**
 * One chunk of the bundler as a function, so that many of them can lie in one file without being run before they are
 * needed.
 *
 * The bundler cuts a chunk for each set of entries that share code. As a module of its own each costs 0.1 to 0.2 ms
 * besides its text, and one call needs 25; as a function it costs nothing until it is called.
 *
 * Whatever does not look as it is expected to fails the build: nothing of the bundler's output is passed on unseen.
 *
 * @module
 */

/** A chunk, taken apart. */
export interface Chunk {
  /** What it loads at once: the other chunks' names, with what it takes of each and calls it by. */
  readonly imports: readonly { readonly from: string; readonly names: readonly Binding[] }[];
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
/** Only comments may follow the list: the same words in a string are no exports. */
const EXPORTS = /\bexport\s*\{([^{}]*)\}\s*;?((?:\s|\/\*[^]*?\*\/|\/\/.*)*)$/;
const BINDING = /^([\w$]+)(?:\s+as\s+([\w$]+))?$/;

/**
 * Takes a chunk apart.
 *
 * @param text The chunk, as the bundler prints it: imports first, one list of exports last, only licences after it.
 * @returns Its parts.
 * @throws {Error} If its imports or exports are not as the bundler prints them.
 */
export function parseChunk(text: string): Chunk {
  const imports: Chunk["imports"][number][] = [];
  let rest = text;
  for (let match; (match = STATIC_IMPORT.exec(rest)) !== null;) {
    imports.push({ from: match[2]!, names: readBindings(match[1] ?? "") });
    rest = rest.slice(match[0].length);
  }
  const list = EXPORTS.exec(rest);
  const body = list === null ? rest : rest.slice(0, list.index) + list[2];
  const exports = readBindings(list?.[1] ?? "").map(({ exported, local }) => ({ exported: local, local: exported }));
  return { imports, exports, body };
}

/** Reads `a as b,c` as an import has it: the other's name first. */
function readBindings(list: string): Binding[] {
  return list.split(",").map((part) => part.trim()).filter((part) => part !== "").map((part) => {
    const [, exported, local = exported] = BINDING.exec(part) ?? [];
    if (exported === undefined) throw new Error(`Cannot read the names of a chunk: found "${part}"`);
    return { exported, local: local! };
  });
}

/**
 * Prints a chunk as a function of the loader's `load` and `loadLazily` that returns what the chunk exports.
 *
 * Hazard: what is imported is copied, so a module must not export a variable that it changes later; the linter refuses
 * `export let`.
 *
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
  // It would look for a file that is not there, and only when it is called.
  if (/\bimport\s*\(/.test(body)) {
    throw new Error(`Cannot make a function of the chunk "${name}": it imports by itself`);
  }
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
