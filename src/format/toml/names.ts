/**
 * How tables are called in headers and in dotted keys.
 *
 * @module
 */
import type { Line, Section, TomlDocument } from "./document.ts";
import { printKeyLike } from "./keys.ts";
import { type DottedKey, keyPartSpan } from "./scan.ts";
import type { ArrayNode, TableNode, TomlTree } from "./tree.ts";

/** The keys that lead to a table from the root, without the indices of arrays: those of its header. */
export function keysOf(table: TableNode | ArrayNode): string[] {
  const keys: string[] = [];
  for (let node: TableNode | ArrayNode | undefined = table; node; node = node.parent) {
    // The root and the elements of arrays have no key of their own; an empty key is one.
    if (node.parent?.kind === "table") keys.unshift(node.key);
  }
  return keys;
}

/** How the keys begin that spell out a table in the section where it is written with dotted keys. */
export function dottedPrefix(table: TableNode): string[] {
  return keysOf(table).slice(table.dotted?.header?.key.parts.length ?? 0);
}

/** Renames a table in the headers of all tables in it, and in the dotted keys that spell it out. */
export function renameTable(document: TomlDocument, tree: TomlTree, node: TableNode | ArrayNode, key: string): void {
  const depth = keysOf(node).length - 1;
  const sections = new Set(tree.sectionsOf(node));
  for (const section of sections) {
    renameKeyPart(document, section, document.linesOf(section)[0]!, section.header!.key, depth, key);
  }
  for (const pair of tree.pairsOf(node)) {
    if (sections.has(pair.section)) continue;
    const inHeader = pair.section.header?.key.parts.length ?? 0;
    renameKeyPart(document, pair.section, pair, pair.key, depth - inHeader, key);
  }
}

/** Renames one part of a header's or a pair's key. */
export function renameKeyPart(
  document: TomlDocument,
  section: Section,
  line: Line,
  { start }: DottedKey,
  depth: number,
  key: string,
): void {
  const span = keyPartSpan(line.source, start, depth);
  const old = line.source.slice(span.start, span.end);
  document.rewrite(section, line, span.start, span.end, printKeyLike(key, old));
}
