/**
 * How the author of a document writes: found in what is there, near the place of an edit before anywhere else.
 *
 * Only so many nodes are looked at that it costs nothing in a large document.
 *
 * @module
 */
import { type Container, isBlockContainer, isContainer, type Node, type Slot } from "./node.ts";
import { isPlainScalar, plainKind } from "./plain.ts";
import { DEFAULT_STYLE, type PrintStyle } from "./print.ts";
import type { Quote } from "./quote.ts";
import type { Token } from "./token_list.ts";

const NODES_MAX = 2000;
/** How many of the last children of a collection are models for a new one. */
const NEIGHBOURS_MAX = 8;

type Changeable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** The style of a whole document. */
export function documentStyle(root: Slot, endOfLine: string): PrintStyle {
  const facts: Facts = { flowSeqs: 0, blockSeqs: 0, single: 0, double: 0 };
  const found: Partial<Changeable<PrintStyle>> = {};
  const queue: Slot[] = [root];
  for (let count = 0; count < queue.length && count < NODES_MAX; count++) {
    const { node } = queue[count]!;
    if (node.kind === "scalar" && (node.style === "single" || node.style === "double")) facts[node.style]++;
    if (!isContainer(node)) continue;
    countSeq(node, facts);
    noteSteps(node, node.children.slice(0, NODES_MAX), found);
    for (const child of node.children.slice(0, NODES_MAX)) queue.push(child);
  }
  return {
    ...DEFAULT_STYLE,
    ...found,
    usesFlowSeqs: facts.flowSeqs > 0 && facts.blockSeqs === 0,
    quote: facts.single > facts.double ? "single" : "double",
    endOfLine,
  };
}

/** The style for a new child of a collection. */
export function styleIn(container: Container | undefined, style: PrintStyle): PrintStyle {
  if (container === undefined) return style;
  const neighbours: readonly Slot[] = container.children.slice(-NEIGHBOURS_MAX);
  const inner: Slot[] = [];
  for (const { node } of neighbours) if (isContainer(node)) inner.push(...node.children.slice(-NEIGHBOURS_MAX));
  const found: Partial<Changeable<PrintStyle>> = {};
  noteSteps(container, neighbours, found);
  noteCollections(container, neighbours, inner, found);
  const models = [...neighbours, ...inner];
  const keyFacts = models.map(keyQuote);
  const stringFacts = models.map(stringQuote).filter((fact) => fact !== undefined);
  found.keyQuote = commonQuote(keyFacts);
  // Who quotes all keys writes JSON, where strings have quotes too.
  found.stringQuote = commonQuote(stringFacts.length > 0 ? stringFacts : keyFacts);
  return { ...style, ...found };
}

/** Notes whether the collections in a collection are in brackets and braces. */
function noteCollections(
  container: Container,
  neighbours: readonly Slot[],
  inner: readonly Slot[],
  found: Partial<Changeable<PrintStyle>>,
): void {
  const maps = neighbours.map(({ node }) => node).filter((node) => node.kind === "map" && node.children.length > 0);
  // Elements are all alike more often than the values of a map.
  const isFlow = maps.at(-1)?.kind === "map" && maps.slice(container.kind === "seq" ? -1 : 0).every(isFlowNode);
  if (isFlow) found.usesFlowMaps = true;
  for (const node of maps) if (isContainer(node) && isFlow) noteSteps(node, node.children, found);
  const seqs = [...inner, ...neighbours].map(({ node }) => node).filter(isScalarSeq);
  const last = seqs.at(-1);
  if (last !== undefined) found.usesFlowSeqs = isFlowNode(last);
}

function isFlowNode(node: Node): boolean {
  return isContainer(node) && node.style !== "block";
}

function isScalarSeq(node: Node): boolean {
  return node.kind === "seq" && node.children.length > 0 &&
    node.children.slice(0, NEIGHBOURS_MAX).every(({ node }) => node.kind === "scalar");
}

interface Facts {
  flowSeqs: number;
  blockSeqs: number;
  single: number;
  double: number;
}

function countSeq(node: Container, facts: Facts): void {
  if (node.kind !== "seq" || node.children.length === 0) return;
  if (node.style === "block") facts.blockSeqs++;
  else facts.flowSeqs++;
}

/** Notes how the children of a collection are indented; the first finding counts. */
function noteSteps(container: Container, children: readonly Slot[], found: Partial<Changeable<PrintStyle>>): void {
  if (container.style === "flow" && container.kind === "map" && children.length > 0) {
    const padding = container.open!.next!;
    found.bracePadding ??= padding.kind === "space" ? " " : "";
  }
  if (container.style !== "block") return;
  for (const { node, indicator } of children) {
    if (container.kind === "seq") {
      const gap = dashGapOf(indicator!);
      if (gap > 0) found.dashGap ??= gap;
    } else if (isBlockContainer(node)) {
      const step = node.indent - container.indent;
      if (node.kind === "map") found.mapStep ??= step;
      else found.seqStep ??= step;
    }
  }
}

/** The blanks between a dash and what stands behind it on its line, or 0. */
function dashGapOf(dash: Token): number {
  const space = dash.next;
  const isInline = space?.kind === "space" && space.next?.kind !== "newline" && space.next?.kind !== "comment";
  return isInline && !space.text.includes("\t") ? space.text.length : 0;
}

/** A model's quotes, `none` if it has none although it could, or `undefined` if it says nothing. */
type QuoteFact = Quote | "none" | undefined;

function keyQuote(slot: Slot): QuoteFact {
  if (slot.container?.kind !== "map") return undefined;
  const { key, keyFirst } = slot as Slot & { key: string; keyFirst: Token | undefined };
  return keyFirst === undefined ? undefined : quoteFact(key, keyFirst.text);
}

function stringQuote({ node }: Slot): QuoteFact {
  if (node.kind !== "scalar" || typeof node.value !== "string" || node.style === "block") return undefined;
  return quoteFact(node.value, node.first.text);
}

function quoteFact(value: string, source: string): QuoteFact {
  if (!isPlainScalar(value, true) || plainKind(value) !== "string" || value.includes("{{")) return undefined;
  if (source.startsWith("'")) return "single";
  return source.startsWith('"') ? "double" : "none";
}

function commonQuote(facts: readonly QuoteFact[]): Quote | undefined {
  const [first, ...others] = new Set(facts.filter((fact) => fact !== undefined));
  return others.length > 0 || first === "none" ? undefined : first;
}
