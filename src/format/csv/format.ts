/**
 * CSV tables: RFC 4180, also with `;`, `|`, tab or any other character between the fields.
 *
 * A document is a table of rows by key: `{alice: {email: "x", age: "3"}}`.
 *
 * - The first column, or the one that `keyColumn` names, holds the keys. It is not part of the rows: a row's key changes by
 *   renaming the row.
 * - Every cell is a string. A cell with nothing in it is not there, a cell with `""` in it is the empty string; to unset a
 *   cell leaves nothing in it, and a new row has nothing in the columns that it was not given.
 * - Columns go by their names in the header, those without a name by their number, from 1. Columns are never added, removed
 *   or renamed, except that the rows added to a document without any record decide what its columns are.
 * - Lines with nothing in them are kept, and mean nothing. There are no comments.
 *
 * @module
 */
import { PawlError } from "../../model/errors.ts";
import type { Format } from "../format.ts";
import type { CsvOptions } from "./dialect.ts";
import { editCsv } from "./edit.ts";
import { parseCsv } from "./parse.ts";
import { printCsvValue } from "./print.ts";
import { printScalar, readScalar } from "./scalar.ts";

/**
 * Makes the format of CSV tables.
 *
 * @param options What is known of the documents; the rest is detected in each of them.
 * @returns The format.
 * @throws {PawlError} With code `usage` if the delimiter can't be one.
 */
export function csvFormat(options: CsvOptions = {}): Format {
  const known = { ...options, delimiter: readDelimiter(options.delimiter) };
  return {
    name: "csv",
    cellTexts: { read: readScalar, print: printScalar },
    parse: (text, document) => parseCsv(text, known, document),
    edit: (text, steps) => editCsv(text, steps, known),
    // Whatever is typed is the text of a cell, also 3, true and {}.
    readLiteral: () => undefined,
    printLiteral: printCsvValue,
    comments: () => [],
  };
}

/** Spellings of the delimiter that is hard to type. */
const TAB_NAMES: readonly (string | undefined)[] = ["\\t", "tab"];

function readDelimiter(delimiter: string | undefined): string | undefined {
  if (TAB_NAMES.includes(delimiter)) return "\t";
  if (delimiter === undefined || /^[^"\r\n\ufeff\ud800-\udfff]$/.test(delimiter)) return delimiter;
  throw new PawlError("usage", `Cannot use delimiter ${JSON.stringify(delimiter)}: wanted one character`, {
    hint: 'use a character such as "," or ";", or "tab"',
  });
}
