/**
 * The nodes of a TOML document's tree, and the keys that lead to them.
 *
 * @module
 */
import type { Pair, Section } from "./document.ts";

/** A table that is written with headers or dotted keys (an inline table is part of a {@linkcode Pair}). */
export interface TableNode {
  readonly kind: "table";
  readonly parent: TableNode | ArrayNode | undefined;
  /** Its key in the parent table; empty for the root and for elements of arrays. */
  key: string;
  readonly children: Map<string, Node>;
  /** The section under its own header; the document's first section for the root. */
  section: Section | undefined;
  /** The section in which it is spelled out with dotted keys, if it is. */
  dotted: Section | undefined;
  /** The last section, in the document's order, of the table and all that is in it. */
  tail: Section | undefined;
  isRead: boolean;
}

/** An array of tables, written with `[[headers]]`. */
export interface ArrayNode {
  readonly kind: "array";
  readonly parent: TableNode;
  key: string;
  readonly elements: TableNode[];
}

/** Anything that a path can lead to. */
export type Node = TableNode | ArrayNode | Pair;

/** Makes a table without children or sections. */
export function newTable(parent: TableNode | ArrayNode | undefined, key: string): TableNode {
  const children = new Map<string, Node>();
  return {
    kind: "table",
    parent,
    key,
    children,
    section: undefined,
    dotted: undefined,
    tail: undefined,
    isRead: false,
  };
}

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
