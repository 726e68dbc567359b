/**
 * The YAML test suite, read where it lies; it is never copied into the repository.
 *
 * @see https://github.com/yaml/yaml-test-suite
 * @module
 */

/** A document of the suite. */
export interface SuiteCase {
  /** Its path in the suite, as `229Q` or `2G84/00`. */
  readonly name: string;
  readonly text: string;
  readonly isValid: boolean;
  /** What it means in JSON, one text per document, if that can be said. */
  readonly json: string | undefined;
}

/** The suite's directory, or `undefined` if it is not on this machine. */
export function findSuite(): URL | undefined {
  const given = Deno.env.get("PAWL_YAML_SUITE");
  const root = given === undefined
    ? new URL("../../../../shared/conformance/yaml-test-suite/", import.meta.url)
    : new URL(`file://${Deno.realPathSync(given)}/`);
  return readText(new URL("229Q/in.yaml", root)) === undefined ? undefined : root;
}

/** Every case of the suite, in the order of their names. */
export function readSuite(suite: URL): SuiteCase[] {
  return directoriesIn(suite).flatMap((name) => readCases(name, new URL(`${name}/`, suite)));
}

function readCases(name: string, directory: URL): SuiteCase[] {
  const text = readText(new URL("in.yaml", directory));
  if (text === undefined) {
    return directoriesIn(directory).flatMap((part) => readCases(`${name}/${part}`, new URL(`${part}/`, directory)));
  }
  const isValid = readText(new URL("error", directory)) === undefined;
  return [{ name, text, isValid, json: readText(new URL("in.json", directory)) }];
}

function directoriesIn(directory: URL): string[] {
  const entries = [...Deno.readDirSync(directory)];
  return entries.filter(({ isDirectory }) => isDirectory).map(({ name }) => name).sort();
}

function readText(url: URL): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Deno.readFileSync(url));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
