/**
 * Which source files import which, types and lazy imports included, as their texts say: a lint rule sees one file only.
 *
 * @module
 */

/** `from "./a.ts"`, `import "./a.ts"` and `import("./a.ts")`, in the form that the formatter gives them. */
const SPECIFIER = /\b(?:from|import)(?: |\(\s*)"(\.{1,2}\/[^"]+)"/g;

/** Finds circles of imports. */
export class ImportGraph {
  readonly #readText: (path: string) => string;
  /** What has been read. An editor that keeps the linter running may see an old circle; `deno task check` does not. */
  readonly #imports = new Map<string, readonly string[]>();

  /** @param readText Reads a file of the project; throws if there is none. */
  constructor(readText: (path: string) => string) {
    this.#readText = readText;
  }

  /**
   * Looks for the way back from a file that is imported.
   *
   * @param importer The file that imports it, as a path from the root of the project.
   * @param imported The file that is imported.
   * @returns The shortest way from the importer through the imported file to the importer; `undefined` if there is none.
   */
  circle(importer: string, imported: string): readonly string[] | undefined {
    const seen = new Set([imported]);
    const ways = [[importer, imported]];
    for (const way of ways) {
      const last = way.at(-1)!;
      if (last === importer) return way;
      for (const next of this.#importsOf(last)) {
        if (seen.has(next)) continue;
        seen.add(next);
        ways.push([...way, next]);
      }
    }
    return undefined;
  }

  #importsOf(path: string): readonly string[] {
    let imports = this.#imports.get(path);
    if (imports === undefined) this.#imports.set(path, imports = this.#readImports(path));
    return imports;
  }

  #readImports(path: string): string[] {
    let text: string;
    try {
      text = this.#readText(path);
    } catch {
      // The type check says that it is missing.
      return [];
    }
    return Array.from(text.matchAll(SPECIFIER), ([, specifier]) => resolveImport(path, specifier!));
  }
}

/** The path from the root that a relative specifier in a file leads to. */
export function resolveImport(importer: string, specifier: string): string {
  return decodeURIComponent(new URL(specifier, `file:///${importer}`).pathname.slice(1));
}
