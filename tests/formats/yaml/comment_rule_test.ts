/**
 * Which comments go with keys and elements of YAML, on generated documents; the library `yaml` says where these begin.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { isMap, isScalar, isSeq, type ParsedNode, parseDocument } from "yaml";
import { editText } from "../../../src/edit/edit_text.ts";
import { yamlFormat } from "../../../src/format/yaml/format.ts";
import { PawlError } from "../../../src/model/errors.ts";
import type { KeyPath } from "../../../src/model/key_path.ts";
import { Choices } from "../choices.ts";
import { commentStart } from "../comment_rule.ts";
import { YamlGenerator } from "./generator.ts";

const RUNS = Number(Deno.env.get("PAWL_PROPERTY_RUNS") ?? 150);
const SEED = Deno.env.get("PAWL_PROPERTY_SEED");
const COMMENT = /# (?:head|below|tail|(?:comment|trailing) \d+)[^\r\n]*/g;

/** A key or an element that has a line to itself. */
interface Removable {
  readonly path: KeyPath;
  readonly start: number;
  /** Whether comments that are indented deeper belong to what stands above it. */
  readonly isInner: boolean;
}

Deno.test("editText() takes along the comment right above what goes from YAML, and nothing else", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(839), { size: "max", maxLength: 300 }), (layout) => {
      const { text } = new YamlGenerator(new Choices(layout)).document();
      if (text.startsWith("\ufeff")) return;
      const root = parseDocument(text, { uniqueKeys: false }).contents;
      for (const removable of removablesIn(text, root as ParsedNode, [])) judge(text, removable);
    }),
    { numRuns: RUNS, interruptAfterTimeLimit: 60_000, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
  );
});

function judge(text: string, { path, start, isInner }: Removable): void {
  const line = lineStart(text, start);
  const comments = Array.from(
    text.matchAll(COMMENT),
    ({ 0: { length }, index }) => ({ start: index, end: index + length }),
  )
    .filter((comment) => !isInner || !isDeeper(text, comment.start, start - line));
  const expected = unset(text.slice(0, commentStart(text, start, comments)) + text.slice(line), path, true);
  // Some places can't be edited for sure.
  if (expected !== undefined) assertEquals(unset(text, path, false), expected, JSON.stringify([text, path]));
}

function unset(text: string, path: KeyPath, keepComment: boolean): string | undefined {
  try {
    return editText(yamlFormat, text, [{ op: "unset", path, keepComment }], "test.yaml").text;
  } catch (error) {
    if (error instanceof PawlError) return undefined;
    throw error;
  }
}

function removablesIn(text: string, node: ParsedNode | null, path: KeyPath): Removable[] {
  if (isMap(node)) {
    return node.items.flatMap(({ key, value }, index) => {
      const name = isScalar(key) && typeof key.value === "string" ? key.value : (key as { source?: string }).source!;
      const own = [...path, name];
      const inner = removablesIn(text, value as ParsedNode | null, own);
      const start = (key as ParsedNode).range[0];
      const isAlone = text.slice(lineStart(text, start), start).trim() === "" && node.items.length > 1;
      return isAlone ? [{ path: own, start, isInner: !node.flow && index > 0 }, ...inner] : inner;
    });
  }
  if (!isSeq(node)) return [];
  return node.items.flatMap((item, index) => {
    const own = [...path, index];
    const inner = removablesIn(text, item as ParsedNode, own);
    const [from] = (item as ParsedNode).range;
    const before = text.slice(lineStart(text, from), from);
    const isAlone = node.flow ? before.trim() === "" : /^ *- +(?:[!&]\S* +)*$/.test(before);
    const start = node.flow ? from : from - before.length + before.indexOf("-");
    return isAlone && node.items.length > 1
      ? [{ path: own, start, isInner: !node.flow && index > 0 }, ...inner]
      : inner;
  });
}

/** Whether a comment has a line to itself, and stands further to the right than a column. */
function isDeeper(text: string, start: number, column: number): boolean {
  const line = lineStart(text, start);
  return text.slice(line, start).trim() === "" && start - line > column;
}

function lineStart(text: string, position: number): number {
  return text.lastIndexOf("\n", position - 1) + 1;
}
