/**
 * Values that are written as YAML source because of their tags (`!secret db`, `!reference [a, b]`), which no value shows.
 *
 * @module
 */
import { PawlError } from "../../model/errors.ts";
import { type KeyPath, quoteKeyPath } from "../../model/key_path.ts";
import type { Value } from "../../model/value.ts";
import type { Literal } from "../format.ts";
import { listComments } from "./comments.ts";
import { freshNode, type YamlDocument } from "./document.ts";
import { isInFlow } from "./fill.ts";
import { readYamlLiteral } from "./literal.ts";
import { locate, refusal } from "./locate.ts";
import type { Slot } from "./node.ts";
import { parseYaml } from "./parse.ts";
import { listYamlTags } from "./tags.ts";

/**
 * Reads the source of one YAML value.
 *
 * @returns The value, with its source if that has tags; `undefined` if the text is none, or can't stand elsewhere: it has
 * anchors, aliases or comments, or tags and more than one line.
 */
export function readYamlSource(text: string): Literal | undefined {
  const source = text.trim();
  if (source === "" || /^(?:---|\.\.\.|%)/.test(source) || /(?:^|[\s[{,])[&*][^\s,[\]{}]/.test(unquoted(source))) {
    return;
  }
  let value: Value;
  try {
    value = parseYaml(source, "");
    if (listComments(source).length > 0) return undefined;
    if (listYamlTags(source).length === 0) return readYamlLiteral(source) ?? { value };
  } catch (error) {
    if (error instanceof PawlError) return undefined;
    throw error;
  }
  return isOneLine(source) ? { value, spelling: source, isSource: true } : undefined;
}

/** Whether a text with tags can stand behind a colon: no lines, and no keys or elements but in brackets. */
function isOneLine(source: string): boolean {
  try {
    return !/[\r\n]/.test(source) && !/^(?:![^\s]*\s+)?[-?](?:\s|$)/.test(source) &&
      typeof parseYaml(`k: ${source}`, "") === "object";
  } catch (error) {
    if (error instanceof PawlError) return false;
    throw error;
  }
}

function unquoted(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g, "");
}

/** Makes sure that a source means the same where it is to stand. */
export function requireFits(slot: Slot, source: string, path: KeyPath): void {
  if (!isInFlow(slot)) return;
  try {
    const value = parseYaml(`[${source}]`, "");
    if (Array.isArray(value) && value.length === 1) return;
  } catch (error) {
    if (!(error instanceof PawlError)) throw error;
  }
  throw refusal(path, `${quoteKeyPath(path)} stands in brackets`, "put the value in quotes, behind its tag");
}

/** Makes a value whose source was put down as if it were a scalar what it is. */
export function openSource(document: YamlDocument, path: KeyPath, value: Value, source: string): void {
  const slot = locate(document, path);
  const { node } = slot;
  if (node.kind !== "scalar" || node.first.text !== source) return;
  slot.node = freshNode(node.first, value, 0, false);
}
