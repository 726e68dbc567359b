/**
 * What readers of YAML 1.1 make of plain words: most tools still have one, and take `yes` for true and `0644` for an octal
 * number.
 *
 * @module
 * @see https://yaml.org/type/
 */
import type { KeyPath } from "../../model/key_path.ts";
import type { OlderReaders } from "../format.ts";
import { indexOf, isContainer, type Node, type Slot } from "./node.ts";
import { coreKind } from "./plain.ts";
import { readYaml } from "./read.ts";
import { buildTree, type YamlTree } from "./tree.ts";

const OPPOSITES: ReadonlyMap<string, string> = new Map(
  [["yes", "no"], ["on", "off"]].flatMap(([yes, no]) =>
    [(word: string) => word, capitalize, (word: string) => word.toUpperCase()].flatMap((write) => [
      [write(yes!), write(no!)] as const,
      [write(no!), write(yes!)] as const,
    ])
  ),
);

const INTEGER = /^[-+]?(?:0b[01_]+|0[0-7_]*|[1-9][0-9_]*|0x[0-9a-fA-F_]+)$/;
const FLOAT = /^[-+]?(?:(?:[0-9][0-9_]*)?\.[0-9.]*(?:[eE][-+][0-9]+)?|\.(?:inf|Inf|INF))$|^\.(?:nan|NaN|NAN)$/;

/** The readers of YAML 1.1. */
export const olderReaders: OlderReaders = {
  sourceAt,
  opposite: (word) => OPPOSITES.get(word),
  hasLeadingZero: (source) => /^[-+]?0[0-9]+$/.test(source),
  isAmbiguous: (source) => coreKind(source) === "number" && !INTEGER.test(source) && !FLOAT.test(source),
};

/** The source of a scalar, with its tag. */
function sourceAt(text: string, path: KeyPath): string | undefined {
  let slot: Slot | undefined = treeOf(text).root;
  for (const part of path) {
    const node: Node = slot.node;
    if (!isContainer(node)) return undefined;
    slot = node.kind === "map" ? indexOf(node).get(part as string) : node.children[part as number];
    if (slot === undefined) return undefined;
  }
  const tag = slot.properties.find(({ kind }) => kind === "tag");
  return slot.node.kind === "scalar" ? (tag === undefined ? "" : `${tag.text} `) + slot.node.first.text : undefined;
}

/** The last tree, for the next question of the same edit. */
let latest: { readonly text: string; readonly tree: YamlTree } | undefined;

function treeOf(text: string): YamlTree {
  if (latest?.text === text) return latest.tree;
  if (latest === undefined) queueMicrotask(() => latest = undefined);
  latest = { text, tree: buildTree(readYaml(text, "the document")) };
  return latest.tree;
}

function capitalize(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}
