/**
 * Writes values on one line.
 *
 * A CSV cell that holds a line end has no spelling on one line, and a row has none at all without its header; JSON has
 * both, and reads the same to everybody.
 *
 * @module
 */
import { PawlError } from "../../model/errors.ts";
import { isTable, kindOf, type Value } from "../../model/value.ts";

/**
 * Writes a value as JSON.
 *
 * @param value A cell, a row or a whole table.
 * @returns The value on one line.
 * @throws {PawlError} With code `type-mismatch` for what is in no CSV table: anything but strings and tables.
 */
export function printCsvValue(value: Value): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (!isTable(value)) {
    throw new PawlError("type-mismatch", `CSV has no way to write a value of type ${kindOf(value)}`, {
      hint: "pass --type string to write it as text",
    });
  }
  const cells = Object.keys(value).map((key) => `${JSON.stringify(key)}:${printCsvValue(value[key]!)}`);
  return `{${cells.join(",")}}`;
}
