/**
 * Tags whose meaning only the readers of a document know, as `!include` and `!secret`. Values do not show them.
 *
 * @module
 */
import { visit } from "yaml";
import { PawlError } from "../../model/errors.ts";
import { type KeyPath, quoteKeyPath } from "../../model/key_path.ts";
import { kindOf, type Value } from "../../model/value.ts";
import type { Slot } from "./node.ts";
import { readYaml } from "./read.ts";

/** Tags that say no more than what stands there. */
const HARMLESS_TAGS: ReadonlySet<string | undefined> = new Set([
  undefined,
  "!",
  ...["bool", "float", "int", "map", "null", "seq", "str"].map((name) => `tag:yaml.org,2002:${name}`),
]);

/** Whether a tag says no more than what stands there. */
export function isHarmlessTag(tag: string | undefined): boolean {
  return HARMLESS_TAGS.has(tag);
}

const KINDS: Readonly<Record<string, string>> = {
  bool: "boolean",
  float: "float",
  int: "integer",
  null: "null",
  str: "string",
};

/** Whether a scalar's tag says as much of a new value as of the old one. */
export function keepsTag({ node, properties, tag }: Slot, value: Value): boolean {
  if (node.kind !== "scalar" || !properties.some(({ kind }) => kind === "tag")) return false;
  // What its readers make of it only they know; to all others it is a string.
  const core = /^tag:yaml\.org,2002:(bool|float|int|null|str)$/.exec(tag ?? "")?.[1];
  return kindOf(value) === (core === undefined ? "string" : KINDS[core]);
}

/**
 * Makes sure that a value that would stand behind a tag is not meant to be a tag itself.
 *
 * @param path The path of the edit, for the message.
 */
export function requireNoTag({ properties }: Slot, path: KeyPath, value: Value): void {
  const tag = properties.find(({ kind }) => kind === "tag");
  if (tag === undefined || typeof value !== "string" || !/^![^ ]* /.test(value)) return;
  const found = `it has the tag ${tag.text}, and the new value begins with "!"`;
  throw new PawlError("type-mismatch", `Cannot edit ${quoteKeyPath(path)}: ${found}`, {
    hint: "pass --type yaml for a value with its own tag, or leave the tag out to keep the old one",
  });
}

/**
 * Lists the tags of a document that values do not show.
 *
 * @returns Each such tag once.
 */
export function listYamlTags(text: string): string[] {
  const tags = new Set<string>();
  visit(readYaml(text, "").document, {
    Node: (_key, node) => {
      const { tag } = node as { tag?: string };
      if (!isHarmlessTag(tag)) tags.add(tag!);
    },
  });
  return [...tags];
}
