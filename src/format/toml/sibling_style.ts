/**
 * Whether new tables get headers of their own or braces: as those beside them have it.
 *
 * @module
 */
import { isTable, type Table, type Value } from "../../model/value.ts";
import type { Pair } from "./document.ts";
import { printValue } from "./print.ts";
import { skipTrivia } from "./scan.ts";
import type { TableNode } from "./node.ts";
import type { TomlTree } from "./tree.ts";

/** What a table has in it: tables in braces, nothing but pairs under a header, or anything else. */
type Style = "braces" | "pairs" | "none";

/** The longest table that stands in braces. */
const BRACES_MAX = 100;

/** Whether a table is too long to stand in braces. */
export function isTooLong(table: Table): boolean {
  return printValue(table).length > BRACES_MAX;
}

/** Looks at the tables that a document has. */
export class SiblingStyle {
  readonly #tree: TomlTree;
  /** Thousands of tables may be added to one, hence one look at what is in it. */
  readonly #styles = new Map<TableNode, Style>();

  /** */
  constructor(tree: TomlTree) {
    this.#tree = tree;
  }

  /**
   * Whether a value that is new in a table is written with headers.
   *
   * @param keys The keys that lead to it from the table, which has none of them.
   */
  writesHeaders(table: TableNode, keys: readonly string[], value: Value): boolean {
    if (isDotted(table) || !this.isSection(value)) return false;
    // In a table that is new itself there are no siblings.
    if (keys.length > 1) return true;
    const style = this.#styleIn(table);
    return Array.isArray(value) ? style !== "braces" : style === "none" || isTooLong(value as Table);
  }

  /** Whether a value can have a header of its own: a table with something in it, or an array of nothing but tables. */
  isSection(value: Value): boolean {
    if (Array.isArray(value)) return value.length > 0 && value.every(isTable);
    return isTable(value) && Object.keys(value).length > 0;
  }

  /** Whether a table that is new in another one is spelled out with dotted keys, as that is. */
  writesDottedKeys(table: TableNode, value: Value): boolean {
    return isDotted(table) && isTable(value) && this.isSection(value) && this.#styleIn(table) !== "braces";
  }

  #styleIn(table: TableNode): Style {
    let style = this.#styles.get(table);
    if (style === undefined) this.#styles.set(table, style = this.#look(table));
    return style;
  }

  #look(table: TableNode): Style {
    const children = [...this.#tree.childrenOf(table).values()];
    if (children.some((child) => child.kind === "pair" && hasBraces(child))) return "braces";
    const hasHeaders = children.some((child) => child.kind === "array" || child.kind === "table" && !child.dotted);
    // Among the pairs under a header that is not new, as in [dependencies], a short table is one of them.
    const isOld = table !== this.#tree.root && table.section !== undefined && table.section.start >= 0;
    return isOld && children.length > 0 && !hasHeaders ? "pairs" : "none";
  }
}

/** Whether a table is spelled out with dotted keys: under a header of its own it could not be extended. */
function isDotted({ section, dotted }: TableNode): boolean {
  return section === undefined && dotted !== undefined;
}

/** Whether a pair's value is an inline table or an array that begins with one. */
function hasBraces({ source, valueStart }: Pair): boolean {
  const start = source[valueStart] === "[" ? skipTrivia(source, valueStart + 1) : valueStart;
  return source[start] === "{";
}
