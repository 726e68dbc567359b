/**
 * Renames tables in headers and in dotted keys.
 *
 * @module
 */
import type { Line, Section, TomlDocument } from "./document.ts";
import { printKeyLike } from "./keys.ts";
import { type ArrayNode, keysOf, type TableNode } from "./node.ts";
import { type DottedKey, keyPartSpan } from "./scan.ts";
import type { TomlTree } from "./tree.ts";

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
