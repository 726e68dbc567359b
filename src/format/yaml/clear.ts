/**
 * Empties a slot: `key: value` becomes `key:`.
 *
 * @module
 */
import type { YamlDocument } from "./document.ts";
import { blockEndOf, endsLine, lineEndFrom, ownLineStart } from "./line.ts";
import { type Container, firstOf, isBlockContainer, lastOf, type Slot, startOf } from "./node.ts";

/** Takes out what a slot in a block holds, so that it can be filled anew. Comments that are not within that stay. */
export function clearSlot(document: YamlDocument, slot: Slot): void {
  document.expand(slot);
  const { node } = slot;
  if (isBlockContainer(node)) clearLines(document, node);
  else if (node.kind !== "empty") clearInline(document, slot);
  slot.node = { kind: "empty" };
}

function clearLines(document: YamlDocument, { children }: Container): void {
  const first = startOf(children[0]!);
  const lastChild = children.at(-1)!;
  const start = ownLineStart(first);
  if (start !== undefined) return document.discard(start, blockEndOf(lastChild));
  const last = lastOf(lastChild)!;
  const isOneLine = lineEndFrom(first) === lineEndFrom(last) && !endsLine(last);
  const before = first.previous!;
  if (isOneLine) document.discard(first, last);
  else {
    document.discard(first, blockEndOf(lastChild));
    document.tokens.insertAfter(before, document.newline());
  }
  if (before.kind === "space") document.tokens.remove(before);
}

function clearInline(document: YamlDocument, slot: Slot): void {
  const { node } = slot;
  const first = firstOf(node)!;
  const last = lastOf(slot)!;
  const before = first.previous;
  const start = ownLineStart(first);
  const end = lineEndFrom(last);
  const isAlone = start !== undefined && (end === last || end.previous === last);
  if (node.kind === "scalar" && node.last.kind === "body" && start === undefined) {
    document.discard(node.last, node.last);
    document.discard(first, first);
  } else if (isAlone) return document.discard(start, end);
  else document.discard(first, last);
  if (before?.kind === "space" && start === undefined) document.tokens.remove(before);
}
