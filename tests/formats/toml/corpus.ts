/**
 * The toml-test corpus, read where it lies; it is never copied into the repository.
 *
 * @see https://github.com/toml-lang/toml-test
 * @module
 */
import type { Table, Value } from "../../../src/model/value.ts";

/** A document of the corpus. */
export interface CorpusDocument {
  /** Its path in the corpus, as `valid/array/array.toml`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A document that must be accepted, and what it must mean. */
export interface ValidDocument extends CorpusDocument {
  readonly text: string;
  readonly expected: Table;
}

/** The path of the corpus' `tests` directory, or `undefined` if it is not on this machine. */
export function findCorpus(): string | undefined {
  const root = Deno.env.get("PAWL_TOML_TEST") ?? `${import.meta.dirname}/../../../../shared/conformance/toml-test`;
  const tests = `${root}/tests`;
  try {
    Deno.statSync(`${tests}/files-toml-1.1.0`);
    return tests;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Every document that TOML 1.1 accepts. */
export function readValidDocuments(corpus: string): ValidDocument[] {
  return listFiles(corpus, "files-toml-1.1.0").filter((name) => name.startsWith("valid/")).map((name) => {
    const bytes = Deno.readFileSync(`${corpus}/${name}`);
    const tagged = Deno.readTextFileSync(`${corpus}/${name.replace(/\.toml$/, ".json")}`);
    const expected = readTagged(JSON.parse(tagged)) as Table;
    return { name, bytes, text: decodeDocument(bytes), expected };
  });
}

/** Every document that TOML 1.1 refuses. */
export function readInvalidDocuments(corpus: string): CorpusDocument[] {
  return listFiles(corpus, "files-toml-1.1.0").filter((name) => name.startsWith("invalid/"))
    .map((name) => ({ name, bytes: Deno.readFileSync(`${corpus}/${name}`) }));
}

/** Decodes a document's bytes as pawl does: strictly, keeping a byte order mark. */
export function decodeDocument(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

function listFiles(corpus: string, list: string): string[] {
  return Deno.readTextFileSync(`${corpus}/${list}`).split("\n").filter((name) => name.endsWith(".toml"));
}

/** Turns toml-test's tagged JSON, `{"type": "integer", "value": "1"}`, into a value. */
function readTagged(tagged: unknown): Value {
  if (Array.isArray(tagged)) return tagged.map(readTagged);
  const { type, value } = tagged as { type?: unknown; value?: unknown };
  if (typeof type === "string" && typeof value === "string") return readScalar(type, value);
  const table: Table = Object.create(null);
  for (const [key, item] of Object.entries(tagged as Record<string, unknown>)) table[key] = readTagged(item);
  return table;
}

function readScalar(type: string, text: string): Value {
  switch (type) {
    case "string":
      return text;
    case "integer":
      return BigInt(text);
    case "float":
      return readFloat(text);
    case "bool":
      return text === "true";
    case "datetime":
      return readOffsetDateTime(text);
    case "datetime-local":
      return Temporal.PlainDateTime.from(text);
    case "date-local":
      return Temporal.PlainDate.from(text);
    case "time-local":
      return Temporal.PlainTime.from(text);
  }
  throw new Error(`toml-test has the unknown type "${type}"`);
}

function readFloat(text: string): number {
  return text.endsWith("inf") ? (text.startsWith("-") ? -Infinity : Infinity) : Number(text);
}

/** Reads an RFC 3339 date-time with its offset; Temporal wants the offset a second time, as the zone. */
export function readOffsetDateTime(text: string): Temporal.ZonedDateTime {
  const zone = /(?:[Zz]|-00:00)$/.test(text) ? "+00:00" : text.slice(-6);
  return Temporal.ZonedDateTime.from(`${text}[${zone}]`);
}
