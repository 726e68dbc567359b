/**
 * Files that hold JSON or YAML, as their owner likes (`.prettierrc`): the text tells which, each time.
 *
 * @module
 */
import type { Format } from "./format.ts";
import { jsoncFormat } from "./json/format.ts";
import { yamlFormat } from "./yaml/format.ts";

/** JSON if the text begins with a brace, else YAML. */
export const jsonOrYamlFormat: Format = {
  name: "json or yaml",
  hasMergeKeys: true,
  parse: (text, document) => formatOf(text).parse(text, document),
  edit: (text, steps) => formatOf(text).edit(text, steps),
  comments: (text) => formatOf(text).comments(text),
  // What JSON can say, YAML reads in the same way.
  readLiteral: jsoncFormat.readLiteral,
  printLiteral: jsoncFormat.printLiteral,
};

function formatOf(text: string): Format {
  return /^\uFEFF?\s*(?:\{|\/[/*])/.test(text) ? jsoncFormat : yamlFormat;
}
