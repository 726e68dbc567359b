/**
 * Tags whose meaning only the readers of a document know, as `!include` and `!secret`. Values do not show them.
 *
 * @module
 */
import { visit } from "yaml";
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
