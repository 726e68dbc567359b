/**
 * YAML 1.2, read in the core schema: timestamps are strings, `yes` and `no` too, integers have any number of digits.
 *
 * What pawl reads and edits:
 * - A file is one document. A stream of several is refused whole, because a key path names no document; so is a file
 *   that declares YAML 1.1. An empty file, or one of comments, is an empty table.
 * - Keys are strings. A key that is something else (`1:`, `true:`, `[a, b]:`) goes by its source text; two keys that
 *   come out the same are refused as invalid, and so is a new key that equals one by value (`16` beside `0x10`).
 * - A block scalar with which a file without a final line feed ends has no line end of its own, as the specification says.
 *   Many readers see one, so nothing is written behind it.
 * - `<<` is a key like any other in the text: setting a key that it brings in from another map sets it here. Who looks for
 *   keys sees through it (`model/merge_keys.ts`).
 * - An alias reads as the value of its anchor. Editing an anchored value changes what its aliases mean; editing through
 *   an alias or inside `<<` is refused.
 * - A scalar keeps its tag when its value changes; the source of a value (`--type yaml`) brings its own.
 * - Refused, too, are edits inside values with tags of applications (`!reference [a, b]`), of keys behind `? `, and of
 *   keys that are no strings or go over several lines.
 *
 * What is not asked to change stays byte for byte. Strings are written plain only where readers of YAML 1.2 and 1.1
 * agree that they are strings; long lines are never folded. The comment lines right above a key or an element, without a
 * blank line between, belong to it: they stay with it when something is put before it, and go with it.
 *
 * @module
 */
import type { Format } from "../format.ts";
import { listComments } from "./comments.ts";
import { editYaml } from "./edit.ts";
import { readYamlLiteral } from "./literal.ts";
import { olderReaders } from "./older_readers.ts";
import { parseYaml } from "./parse.ts";
import { DEFAULT_STYLE, printInline } from "./print.ts";
import { readYamlSource } from "./tagged_value.ts";
import { listYamlTags } from "./tags.ts";

/** YAML 1.2 in one document per file. */
export const yamlFormat: Format = {
  name: "yaml",
  parse: parseYaml,
  edit: editYaml,
  readLiteral: readYamlLiteral,
  readSource: readYamlSource,
  printLiteral: (value) => printInline(value, DEFAULT_STYLE, false),
  comments: listComments,
  tags: listYamlTags,
  olderReaders,
  hasMergeKeys: true,
};
