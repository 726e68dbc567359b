/**
 * Whether new tables get headers of their own or braces: as those beside them have it.
 *
 * @module
 */
import { isTable, type Value } from "../../model/value.ts";
import type { Pair, TomlDocument } from "./document.ts";
import { skipTrivia } from "./scan.ts";
import type { TableNode, TomlTree } from "./tree.ts";

/** What the tables in a table look like. */
type Style = "headers" | "braces" | "none";

/** Looks at the tables that a document has. */
export class SiblingStyle {
  readonly #document: TomlDocument;
  readonly #tree: TomlTree;
  /** Thousands of tables may be added to one, hence one look at what is in it. */
  readonly #styles = new Map<TableNode, Style>();

  /** */
  constructor(document: TomlDocument, tree: TomlTree) {
    this.#document = document;
    this.#tree = tree;
  }

  /** Whether a value that is new in a table is written with headers. */
  writesHeaders(table: TableNode, value: Value): boolean {
    // Under a header of its own a table that dotted keys define could not be extended.
    if (table.section === undefined && table.dotted !== undefined) return false;
    if (Array.isArray(value)) return value.length > 0 && value.every(isTable) && this.#styleIn(table) !== "braces";
    if (!isTable(value) || Object.keys(value).length === 0) return false;
    const isRootWithHeaders = table === this.#tree.root && this.#document.first.next !== undefined;
    const style = this.#styleIn(table);
    return style === "headers" || style === "none" && isRootWithHeaders;
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
    return hasHeaders ? "headers" : "none";
  }
}

/** Whether a pair's value is an inline table or an array that begins with one. */
function hasBraces({ source, valueStart }: Pair): boolean {
  const start = source[valueStart] === "[" ? skipTrivia(source, valueStart + 1) : valueStart;
  return source[start] === "{";
}
