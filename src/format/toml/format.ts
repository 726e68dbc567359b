/**
 * TOML 1.0 and 1.1.
 *
 * @module
 */
import type { Format } from "../format.ts";
import { editToml } from "./edit.ts";
import { readTomlLiteral } from "./literal.ts";
import { parseToml } from "./parse.ts";
import { printValue } from "./print.ts";
import { listComments } from "./scan.ts";

/** Reads TOML 1.1 and writes only what TOML 1.0 knows too. */
export const tomlFormat: Format = {
  name: "toml",
  emptiedMayVanish: true,
  parse: parseToml,
  edit: editToml,
  readLiteral: readTomlLiteral,
  printLiteral: printValue,
  comments: listComments,
};
