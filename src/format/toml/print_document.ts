/**
 * Writes whole TOML documents.
 *
 * @module
 * @see https://toml.io/en/v1.0.0
 */
import { PawlError } from "../../model/errors.ts";
import { type KeyPath, printKey } from "../../model/key_path.ts";
import { isTable, kindOf, type Table, type Value } from "../../model/value.ts";
import { printNew, printValue } from "./print.ts";
import { BASIC_STYLE } from "./strings.ts";

/**
 * Writes a document: a section for each table that is not in an array of other values, with its pairs first.
 *
 * @returns A document of TOML 1.0; tables come after the other values of the table that they are in.
 * @throws {PawlError} With code `type-mismatch` for what TOML can't say.
 */
export function printTomlDocument(value: Value): string {
  if (!isTable(value)) {
    throw new PawlError("type-mismatch", `TOML has no way to write a document of type ${kindOf(value)}`);
  }
  return printSections(value, []).join("\n");
}

/** The text of a table, and of each section below it. */
function printSections(table: Table, path: KeyPath, header = ""): string[] {
  const keys = Object.keys(table);
  const pairs = keys.filter((key) => !isSection(table[key]!)).map((key) =>
    `${printKeyOf(key)} = ${printNew(table[key]!, BASIC_STYLE, "\n")}\n`
  );
  const sections = keys.filter((key) => isSection(table[key]!)).flatMap((key) =>
    printSection(table[key] as Table | Table[], [...path, key])
  );
  // A header is left out where the headers below it say the same.
  const isImplied = header.startsWith("[") && !header.startsWith("[[") && pairs.length === 0 && sections.length > 0;
  const own = (isImplied ? "" : header) + pairs.join("");
  return own === "" ? sections : [own, ...sections];
}

function printSection(value: Table | Table[], path: KeyPath): string[] {
  const name = path.map((part) => printKeyOf(String(part))).join(".");
  if (!Array.isArray(value)) return printSections(value, path, `[${name}]\n`);
  return value.flatMap((table) => printSections(table, path, `[[${name}]]\n`));
}

function isSection(value: Value): boolean {
  return isTable(value) || Array.isArray(value) && value.length > 0 && value.every(isTable);
}

/** A value refuses half of a surrogate pair, and a key has to as well. */
function printKeyOf(key: string): string {
  printValue(key);
  return printKey(key);
}
