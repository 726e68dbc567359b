/**
 * JSON and JSONC.
 *
 * @module
 */
import type { Format } from "../format.ts";
import { editJson, editJsonc } from "./edit.ts";
import { readJsonLiteral } from "./literal.ts";
import { parseJson, parseJsonc } from "./parse.ts";
import { printLiteral } from "./print.ts";
import { listComments } from "./scan.ts";

/** JSON as RFC 8259 has it: no comments, no trailing commas. */
export const jsonFormat: Format = {
  name: "json",
  hasOneNumberType: true,
  parse: parseJson,
  edit: editJson,
  readLiteral: readJsonLiteral,
  printLiteral,
  comments: () => [],
};

/** JSON with comments and trailing commas. */
export const jsoncFormat: Format = {
  name: "jsonc",
  hasOneNumberType: true,
  parse: parseJsonc,
  edit: editJsonc,
  readLiteral: readJsonLiteral,
  printLiteral,
  comments: listComments,
};
