/**
 * Follows key paths to the places of a document, as far as these can be edited for sure.
 *
 * @module
 */
import { PawlError } from "../../model/errors.ts";
import { type KeyPath, printKeyPath, quoteKeyPath } from "../../model/key_path.ts";
import type { YamlDocument } from "./document.ts";
import { type Entry, indexOf, isContainer, isEntry, pathOf, type Slot } from "./node.ts";
import { isHarmlessTag } from "./tags.ts";

/**
 * Finds a place that exists.
 *
 * @param path The path to it.
 * @returns The place.
 * @throws {PawlError} With code `type-mismatch` if what leads there can't be edited for sure.
 */
export function locate(document: YamlDocument, path: KeyPath): Slot {
  const { slot, rest } = locateDeepest(document, path);
  if (rest.length > 0) throw new Error(`there is no "${printKeyPath(path)}" to edit`);
  return slot;
}

/**
 * Follows a path as far as the document does.
 *
 * @returns The last place that exists, and what is left of the path.
 * @throws {PawlError} With code `type-mismatch` if what leads there can't be edited for sure.
 */
export function locateDeepest(document: YamlDocument, path: KeyPath): { slot: Slot; rest: KeyPath } {
  let slot = document.tree.root;
  for (let depth = 0; depth < path.length; depth++) {
    enterSlot(document, slot, path);
    const child = childOf(slot, path[depth]!);
    if (child === undefined) return { slot, rest: path.slice(depth) };
    if (isEntry(child)) checkEntry(child, path);
    slot = child;
  }
  return { slot, rest: [] };
}

/**
 * Makes sure that what a slot holds can be edited inside.
 *
 * @param path The path of the edit, for messages.
 */
export function enterSlot(document: YamlDocument, slot: Slot, path: KeyPath): void {
  document.expand(slot);
  if (slot.node.kind === "alias") {
    const { alias, anchor } = document.tree.links.find((link) => link.slot === slot)!;
    const place = document.tree.anchored.get(anchor);
    const target = place === undefined ? anchor.text : quoteKeyPath(pathOf(place));
    throw refusal(
      path,
      `${describe(slot)} is the alias ${alias.text}`,
      `edit ${target} to change it for all its aliases`,
    );
  }
  checkTag(slot, path);
}

/**
 * Makes sure that a slot's value has no tag of which only its reader knows the meaning.
 *
 * @param path The path of the edit, for messages.
 */
export function checkTag(slot: Slot, path: KeyPath): void {
  if (isHarmlessTag(slot.tag)) return;
  const tag = slot.properties.find(({ kind }) => kind === "tag")!.text;
  throw refusal(
    path,
    `${describe(slot)} has the tag ${tag}`,
    "pass --type yaml to write the whole value, with its tag",
  );
}

function checkEntry(entry: Entry, path: KeyPath): void {
  switch (entry.obstacle) {
    case "explicit":
      throw refusal(path, `${describe(entry)} is written with "? "`, 'write the key without "? " first');
    case "complex":
      throw refusal(path, `the key of ${describe(entry)} is not a string`, "change it with an editor");
    case "multiline":
      throw refusal(path, `the key of ${describe(entry)} goes over several lines`, "write it on one line first");
    case "merge":
      throw refusal(path, `${describe(entry)} brings in keys of another map`, "edit that map, or set the key itself");
  }
}

/** An error that says why a place can't be edited. */
export function refusal(path: KeyPath, reason: string, hint: string): PawlError {
  return new PawlError("type-mismatch", `Cannot edit ${quoteKeyPath(path)}: ${reason}`, { hint });
}

function describe(slot: Slot): string {
  return slot.container === undefined ? "the document" : quoteKeyPath(pathOf(slot));
}

function childOf({ node }: Slot, part: string | number): Slot | undefined {
  if (!isContainer(node)) return undefined;
  return node.kind === "map" ? indexOf(node).get(part as string) : node.children[part as number];
}
