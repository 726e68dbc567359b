/**
 * Carries out steps on a YAML document: finds the place of each, and leaves everything else as it is.
 *
 * @module
 */
import type { Step } from "../../model/change.ts";
import { PawlError } from "../../model/errors.ts";
import { type KeyPath, quoteKeyPath } from "../../model/key_path.ts";
import { isDeeper, type Table, type Value } from "../../model/value.ts";
import type { Edit } from "../format.ts";
import { hasSuchKeys } from "./block.ts";
import { addEntry, insertItem, removeChild } from "./children.ts";
import { YamlDocument } from "./document.ts";
import { noteKey, requireNewKey } from "./equal_keys.ts";
import { checkTag, enterSlot, locate, locateDeepest, refusal } from "./locate.ts";
import { type Child, type Entry, indexOf, isContainer, pathOf, type Slot } from "./node.ts";
import { DEPTH_MAX } from "./read.ts";
import { coreIdentity } from "./plain.ts";
import { printKey } from "./print.ts";
import { replaceKey, replaceValue } from "./replace.ts";
import { openSource, requireFits } from "./tagged_value.ts";
import { keepsTag, requireNoTag } from "./tags.ts";
import type { Token } from "./token_list.ts";

/** A place whose value is, by an alias, that of another place. */
export interface Mirror {
  readonly path: KeyPath;
  /** The path to the anchored value. */
  readonly source: KeyPath;
}

/** An edit of a YAML document. */
export interface YamlEdit extends Edit {
  /** Aliases of values that were exchanged, in the document's order: they mean the new values now. */
  readonly mirrors: readonly Mirror[];
}

/**
 * Says which characters of a YAML document must change.
 *
 * @param steps The steps, each seeing the result of those before it.
 * @returns The edits, the source text that was asked to go, and what changes elsewhere through aliases.
 * @throws {PawlError} With code `type-mismatch` if YAML can't say a value, or a place can't be edited for sure.
 */
export function editYaml(text: string, steps: readonly Step[]): YamlEdit {
  const document = new YamlDocument(text);
  for (const step of steps) {
    if ("value" in step) requireDepth(step.path, step.value);
    if ("value" in step && step.isSource) applySource(document, step);
    else apply(document, step);
  }
  requireKeptText(document);
  const mirrors = findMirrors(document);
  return { edits: document.edits(), removed: document.removed, mirrors };
}

/** No edit may change what another value says, for any reader. */
function requireKeptText({ tree, tokens }: YamlDocument): void {
  const text = tokens.endedText();
  if (text === undefined) return;
  const place = quoteKeyPath(pathOf(slotOf(text, tree.root)!));
  const message = `Cannot write after ${place}: its text ends with the file, without a line feed`;
  throw new PawlError("type-mismatch", message, {
    hint: 'end the file with a line feed if the text has one, else write "|-" for its "|"',
  });
}

/** The slot of a scalar that ends with a token. */
function slotOf(last: Token, slot: Slot): Slot | undefined {
  const { node } = slot;
  if (node.kind === "scalar") return node.last === last ? slot : undefined;
  if (!isContainer(node)) return undefined;
  return node.children.map((child) => slotOf(last, child)).find((found) => found !== undefined);
}

/** What the strict reader would refuse afterwards is no bug of the edit. */
function requireDepth(path: KeyPath, value: Value): void {
  if (!isDeeper(value, Math.max(0, DEPTH_MAX - 1 - path.length))) return;
  throw refusal(path, `values may be nested ${DEPTH_MAX} levels deep`, "write less of it into one value");
}

/** Writes a value by its source, as if it were a scalar that is spelled like that. */
function applySource(document: YamlDocument, step: Step & { op: "replace" | "add" | "insert" }): void {
  const source = step.spelling!;
  const holder = step.op === "replace" ? locate(document, step.path) : undefined;
  if (holder !== undefined) {
    document.expand(holder);
    requireFits(holder, source, step.path);
    replaceValue(document, holder, null, source, true);
  } else apply(document, { ...step, value: null, isSource: false });
  openSource(document, step.path, step.value, source);
}

function apply(document: YamlDocument, step: Step): void {
  switch (step.op) {
    case "replace": {
      const slot = locate(document, step.path);
      if (!keepsTag(slot, step.value)) checkTag(slot, step.path);
      requireNoTag(slot, step.path, step.value);
      return replaceValue(document, slot, step.value, step.spelling);
    }
    case "add":
      return add(document, step.path, step.value, step.spelling);
    case "insert":
      return insert(document, step.path, step.value, step.spelling);
    case "remove": {
      const slot = locate(document, step.path);
      return removeChild(document, slot.container!, slot as Child, step.keepsComment);
    }
    case "rename":
      return rename(document, step.path, step.key);
  }
}

function add(document: YamlDocument, path: KeyPath, value: Value, spelling: string | undefined): void {
  const { slot, rest } = locateDeepest(document, path);
  const [key, ...deeper] = rest as string[];
  if (rest.includes("<<")) throw refusal(path, '"<<" brings in keys of another map', "write it with an editor");
  const inner = deeper.reduceRight<Value>((nested, part) => tableOf(part, nested), value);
  if (slot.node.kind === "map") {
    requireNewKey(slot.node, key!, path);
    addEntry(document, slot.node, key!, inner, spelling);
  } else replaceValue(document, slot, tableOf(key!, inner), spelling);
}

function tableOf(key: string, value: Value): Table {
  const table: Table = Object.create(null);
  table[key] = value;
  return table;
}

function insert(document: YamlDocument, path: KeyPath, value: Value, spelling: string | undefined): void {
  const slot = locate(document, path.slice(0, -1));
  enterSlot(document, slot, path);
  if (slot.node.kind === "seq") insertItem(document, slot.node, path.at(-1) as number, value, spelling);
  else replaceValue(document, slot, [value], spelling);
}

function rename(document: YamlDocument, path: KeyPath, key: string): void {
  const entry = locate(document, path) as Entry;
  if (entry.hasKeyProperties) throw refusal(path, "the key has an anchor or a tag", "rename it with an editor");
  if (key === "<<") throw refusal(path, '"<<" brings in keys of another map', "choose another name");
  const map = entry.container;
  if (coreIdentity(key) !== coreIdentity(entry.key)) requireNewKey(map, key, [...path.slice(0, -1), key]);
  const keepsKind = hasSuchKeys(map, key);
  replaceKey(document, entry, (style) => printKey(key, style, map.style !== "block", keepsKind));
  indexOf(map).delete(entry.key);
  entry.key = key;
  indexOf(map).set(key, entry);
  noteKey(map, entry);
}

/** Finds the aliases that mean something else now; one that means nothing any more, or another key, can't be. */
function findMirrors({ tree }: YamlDocument): Mirror[] {
  const mirrors: Mirror[] = [];
  for (const { slot, isKey, alias, anchor } of tree.links) {
    if (alias.isGone) continue;
    const source = tree.anchored.get(anchor);
    const path = pathOf(slot);
    if (anchor.isGone) throw aliasRefusal("remove", anchor.text, path, "is its alias");
    if (!source?.isReplaced) continue;
    if (isKey) throw aliasRefusal("change", anchor.text, path, "has its alias as the key");
    mirrors.push({ path, source: pathOf(source) });
  }
  return mirrors;
}

function aliasRefusal(what: string, anchor: string, path: KeyPath, role: string): PawlError {
  const place = quoteKeyPath(path);
  return new PawlError("type-mismatch", `Cannot ${what} the value anchored as ${anchor}: ${place} ${role}`, {
    hint: path.at(-1) === "<<" ? 'remove the "<<" with an editor first' : `unset or replace ${place} first`,
  });
}
