/**
 * The JSON parsing corpus, read where it lies; it is never copied into the repository.
 *
 * @see https://github.com/nst/JSONTestSuite
 * @module
 */

/** A document of the corpus. */
export interface CorpusDocument {
  /** Its file name; the first letter says whether it must be accepted (y), refused (n) or either (i). */
  readonly name: string;
  /** Its text, or `undefined` if its bytes are not UTF-8. */
  readonly text: string | undefined;
}

/** The corpus' directory of documents, or `undefined` if it is not on this machine. */
export function findCorpus(): URL | undefined {
  const given = Deno.env.get("PAWL_JSON_SUITE");
  const root = given === undefined
    ? new URL("../../../../shared/conformance/json-test-suite/", import.meta.url)
    : new URL(`file://${Deno.realPathSync(given)}/`);
  const documents = new URL("test_parsing/", root);
  try {
    Deno.statSync(documents);
    return documents;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** All documents, by name. */
export function readDocuments(corpus: URL): CorpusDocument[] {
  const names = Array.from(Deno.readDirSync(corpus), ({ name }) => name).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => ({
    name,
    text: decode(Deno.readFileSync(new URL(encodeURIComponent(name), corpus))),
  }));
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
