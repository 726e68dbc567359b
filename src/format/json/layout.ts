/**
 * Writes new pairs, elements and containers in a document's style.
 *
 * @module
 */
import type { Node } from "jsonc-parser";
import type { Colon } from "./alignment.ts";
import { printScalar } from "./print.ts";
import type { DocumentStyle, ListClass } from "./style.ts";
import { type Container, type Item, itemsOf } from "./tree.ts";

/** Where something new is written. */
export interface Place {
  /** Finds the indentation of the line that it begins on, which takes time where lines are long. */
  readonly indent: () => string;
  /** Whether it begins that line. */
  readonly isOnOwnLine: boolean;
  /** The container that it comes into, if that stands in the document. */
  readonly parent: Node | undefined;
}

/**
 * Writes a new pair or element.
 *
 * @param place Where it is written.
 * @param colon What stands between its key and its value; by default what the document has most often.
 * @returns Its text.
 */
export function printItem(item: Item, style: DocumentStyle, place: Place, colon: Colon = () => style.colon): string {
  const content = printContent(item, style, place);
  if (item.key === undefined) return content;
  const key = style.quote(item.key);
  if (place.isOnOwnLine && /^[[{][\r\n]/.test(content) && style.isBelowKey) {
    return `${key}:${style.endOfLine}${place.indent()}${content}`;
  }
  return key + colon(key) + content;
}

/**
 * Writes a new value.
 *
 * @param item The item that has it.
 * @param place Where it is written.
 * @returns Its text.
 */
export function printContent({ content }: Item, style: DocumentStyle, place: Place): string {
  if (content === undefined) throw new Error("what stands in the text is not printed");
  if (content.kind === "scalar") return content.spelling ?? printScalar(content.value, (text) => style.quote(text));
  const items = itemsOf(content);
  const [open, close] = content.kind === "array" ? ["[", "]"] : ["{", "}"];
  if (items.length === 0) return open + close;
  return open + printItems(content, items, style, place, undefined) + close;
}

/**
 * Writes all that stands between the brackets of a container that was empty or is new.
 *
 * @param place Where the container stands.
 * @param self The container, if it stands in the document.
 * @returns The text between its brackets.
 */
export function printItems(
  container: Container,
  items: readonly Item[],
  style: DocumentStyle,
  place: Place,
  self: Node | undefined,
): string {
  const { isBroken, pad } = style.listStyle(listClassOf(container, items), place.isOnOwnLine, place.parent, self);
  if (!isBroken) {
    const texts = items.map((item) =>
      printItem(item, style, { indent: place.indent, isOnOwnLine: false, parent: self })
    );
    return pad + texts.join(`,${style.separator}`) + pad;
  }
  const outerIndent = place.indent();
  const indent = outerIndent + style.unit;
  const lines = items.map((item) => style.endOfLine + indent + printItem(item, style, lineOfItsOwn(indent, self)));
  return lines.join(",") + (style.hasTrailingCommas ? "," : "") + style.endOfLine + outerIndent;
}

/** The place of something at the beginning of a new line. */
export function lineOfItsOwn(indent: string, parent: Node | undefined): Place {
  return { indent: () => indent, isOnOwnLine: true, parent };
}

/** What a container with some items holds. */
export function listClassOf(container: Container, items: readonly Item[]): ListClass {
  if (container.kind === "object") return "object";
  return items.some(isContainer) ? "nested" : "scalars";
}

function isContainer({ content, valueNode }: Item): boolean {
  if (content !== undefined) return content.kind !== "scalar";
  return valueNode?.type === "object" || valueNode?.type === "array";
}
