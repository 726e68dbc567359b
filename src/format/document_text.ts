/**
 * Writes whole documents in any format, each printer loaded on demand.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import { isTable, kindOf, type Value } from "../model/value.ts";
import type { Format } from "./format.ts";

const PRINTERS: Readonly<Record<string, () => Promise<(value: Value) => string>>> = {
  toml: async () => (await import("./toml/print_document.ts")).printTomlDocument,
  yaml: async () => (await import("./yaml/print_document.ts")).printYamlDocument,
  json: async () => (await import("./json/print_document.ts")).printJsonDocument,
  jsonc: async () => (await import("./json/print_document.ts")).printJsonDocument,
  // Where a file may be either, JSON is what every reader of it understands.
  "json or yaml": async () => (await import("./json/print_document.ts")).printJsonDocument,
};

/**
 * Writes a document.
 *
 * @returns The document.
 * @throws {PawlError} With code `type-mismatch` for what the format can't say.
 */
export async function printDocument(format: Format, value: Value): Promise<string> {
  const load = PRINTERS[format.name];
  return load === undefined ? printFromNothing(format, value) : (await load())(value);
}

/** What a format needs to add keys to an empty document is enough to write any that is a table. */
function printFromNothing(format: Format, value: Value): string {
  if (!isTable(value)) {
    const name = format.name.toUpperCase();
    throw new PawlError("type-mismatch", `${name} has no way to write a document of type ${kindOf(value)}`);
  }
  const { edits } = format.edit("", Object.keys(value).map((key) => ({ op: "add", path: [key], value: value[key]! })));
  return edits.map(({ text }) => text).join("");
}
