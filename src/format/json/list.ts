/**
 * A container of the text whose items come and go: where the old ones stand, and which commas the new list needs.
 *
 * A comma belongs to the item before it, or to the one behind it where the author puts commas at the beginning of lines.
 *
 * @module
 */
import type { Node } from "jsonc-parser";
import { ownLineStart, skipBlanksBack } from "./scan.ts";
import { measure, type Spot } from "./spot.ts";
import type { DocumentStyle } from "./style.ts";
import { type Container, type Item, itemsOf } from "./tree.ts";

/** An item of the text. */
export interface Old {
  readonly item: Item;
  readonly spot: Spot;
  /** Its comma, or -1. */
  readonly comma: number;
}

/** A container that is about to be rearranged. */
export interface List {
  readonly text: string;
  readonly style: DocumentStyle;
  readonly container: Container;
  readonly node: Node;
  /** Behind the opening bracket. */
  readonly open: number;
  /** Before the closing bracket. */
  readonly close: number;
  /** The items of the text. */
  readonly olds: readonly Old[];
  /** The items that there will be. */
  readonly items: readonly Item[];
  /** Where commas lead lines: what stands on such a line before the item. */
  readonly lead: string | undefined;
  /** Whether a comma stands behind the last item. */
  readonly hasTrailingComma: boolean;
}

/** Looks at a container of the text. */
export function readList(text: string, style: DocumentStyle, container: Container): List {
  const node = container.node!;
  const spots = container.original.map((item) => measure(text, item.node!));
  const lead = findLead(text, spots);
  const olds = container.original.map((item, index) => {
    const owner = lead === undefined ? index : index - 1;
    return { item, spot: spots[index]!, comma: spots[owner]?.comma ?? -1 };
  });
  return {
    text,
    style,
    container,
    node,
    open: node.offset + 1,
    close: node.offset + node.length - 1,
    olds,
    items: itemsOf(container),
    lead,
    hasTrailingComma: (spots.at(-1)?.comma ?? -1) >= 0,
  };
}

/** Commas lead the lines if each of them does. */
function findLead(text: string, spots: readonly Spot[]): string | undefined {
  let lead: string | undefined;
  for (let index = 1; index < spots.length; index++) {
    const { comma } = spots[index - 1]!;
    const { start } = spots[index]!;
    const lineStart = ownLineStart(text, comma);
    if (lineStart < 0 || skipBlanksBack(text, start) !== comma + 1) return undefined;
    lead = text.slice(lineStart, start);
  }
  return spots.at(-1)?.comma === -1 ? lead : undefined;
}

/** Whether an item needs a comma on the side where this list has them. */
export function needsComma({ items, lead, hasTrailingComma }: List, item: Item): boolean {
  if (lead !== undefined) return item !== items[0];
  return hasTrailingComma || item !== items.at(-1);
}
