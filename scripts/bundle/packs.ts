/**
 * Which chunks lie in one file: those that the same calls need.
 *
 * @module
 */
import { type Chunk, parseChunk, type Places, printChunk } from "./chunk.ts";

/** The pack of all chunks that no other pack has. */
export const REST = "rest";

/** A pack: its name, and the calls that need its chunks. */
export interface PackRule {
  readonly name: string;
  /** Whether all of these calls need each of its chunks, or any of them. */
  readonly neededBy: "all" | "any";
  /** The chunks that each of its calls loads. */
  readonly loads: readonly ReadonlySet<string>[];
}

/** The chunks of a bundle, and where they are to lie. */
export class Packs implements Places {
  readonly #chunks: ReadonlyMap<string, Chunk>;
  readonly #packs = new Map<string, string>();
  readonly #entry: string;

  /**
   * @param texts The chunks by their names, as the bundler prints them.
   * @param entry The name of the chunk to start with.
   * @param rules The packs; a chunk lies in the first one whose rule fits, else in {@linkcode REST}.
   * @throws {Error} If chunks load each other in a circle, which functions can't.
   */
  constructor(texts: ReadonlyMap<string, string>, entry: string, rules: readonly PackRule[]) {
    this.#chunks = new Map(Array.from(texts, ([name, text]) => [name, parseChunk(text)]));
    this.#entry = entry;
    for (const name of texts.keys()) {
      const rule = rules.find(({ neededBy, loads }) =>
        neededBy === "all" ? loads.every((load) => load.has(name)) : loads.some((load) => load.has(name))
      );
      this.#packs.set(name, rule?.name ?? REST);
      this.#loadedBy(name);
    }
  }

  /** The names of the packs that hold anything. */
  get names(): string[] {
    return [...new Set(this.#packs.values())].sort();
  }

  /** The place of the chunk to start with. */
  get entryPlace(): string {
    return this.place(this.#entry);
  }

  /** @inheritdoc */
  place(name: string): string {
    return `${this.#packOf(name)}/${name}`;
  }

  /** @inheritdoc */
  packsFor(name: string): string[] {
    return [...new Set(this.#loadedBy(name).map((loaded) => this.#packOf(loaded)))].sort();
  }

  /** Prints a pack: a module that exports an object with a function for each chunk. */
  print(name: string): string {
    const members = Array.from(this.#packs).filter(([, pack]) => pack === name).map(([chunk]) => {
      return `"${chunk}":${printChunk(chunk, this.#chunks.get(chunk)!, this, chunk === this.#entry)}`;
    });
    return `export default{${members.join(",\n")}};\n`;
  }

  #packOf(name: string): string {
    const pack = this.#packs.get(name);
    if (pack === undefined) throw new Error(`Cannot pack chunks: "${name}" is imported, and there is no such chunk`);
    return pack;
  }

  /** A chunk and all that it loads at once. */
  #loadedBy(name: string, found = new Set<string>(), above: readonly string[] = []): string[] {
    if (above.includes(name)) throw new Error(`Cannot pack chunks: "${name}" loads itself by way of "${above.at(-1)}"`);
    if (!found.has(name)) {
      for (const { from } of this.#chunks.get(name)?.imports ?? []) this.#loadedBy(from, found, [...above, name]);
      found.add(name);
    }
    return [...found];
  }
}
