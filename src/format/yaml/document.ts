/**
 * A document while it is edited: its tokens, its nodes, its style, and what was asked to go.
 *
 * @module
 */
import type { Value } from "../../model/value.ts";
import type { TextEdit } from "../format.ts";
import { textBetween } from "./line.ts";
import type { FreshNode, Node, Slot } from "./node.ts";
import { printInline, type PrintStyle } from "./print.ts";
import { readYaml } from "./read.ts";
import { documentStyle } from "./style.ts";
import { newToken, type Token, type TokenList } from "./token_list.ts";
import { buildTree, type YamlTree } from "./tree.ts";

/** A document that edits are made in. */
export class YamlDocument {
  readonly text: string;
  readonly tree: YamlTree;
  readonly tokens: TokenList;
  readonly endOfLine: string;
  /** The source text of everything that was asked to go. */
  readonly removed: string[] = [];
  #style: PrintStyle | undefined;

  /** @param text A valid document. */
  constructor(text: string) {
    this.text = text;
    const lineFeed = text.indexOf("\n");
    this.endOfLine = lineFeed > 0 && text[lineFeed - 1] === "\r" ? "\r\n" : "\n";
    this.tree = buildTree(readYaml(text, "the document"));
    this.tokens = this.tree.tokens;
    this.tokens.endLastLine(this.endOfLine);
  }

  /** How the author of the document writes. */
  get style(): PrintStyle {
    return this.#style ??= documentStyle(this.tree.root, this.endOfLine);
  }

  /** Makes the end of a line. */
  newline(): Token {
    return newToken("newline", this.endOfLine);
  }

  /** Notes that the text from one token to another was asked to go, and takes it out. */
  discard(first: Token, last: Token): void {
    this.removed.push(textBetween(first, last));
    this.tokens.remove(first, last);
  }

  /** Turns a new collection, of which there is only the text, into nodes. */
  expand(slot: Slot): void {
    const { node } = slot;
    if (node.kind !== "fresh") return;
    const padding = " ".repeat(node.column);
    const { tokens, root } = buildTree(readYaml(padding + node.token.text, "the new value"), true);
    if (node.column > 0) tokens.remove(tokens.first!);
    const parts: Token[] = [];
    for (let token = tokens.first; token; token = token.next) parts.push(token);
    this.tokens.replace(node.token, node.token, ...parts);
    slot.node = root.node;
    // The source of a value may begin with a tag.
    if (root.properties.length > 0) slot.properties.push(...root.properties);
    if (root.properties.length > 0) slot.tag = root.tag;
    if (slot.node.kind === "map" || slot.node.kind === "seq") slot.node.slot = slot;
  }

  /** The edits that lead from the text to the document as it is now. */
  edits(): TextEdit[] {
    return this.tokens.edits(this.text);
  }
}

/** Makes the token and the node of a value that is written on one line. */
export function inlineNode(
  value: Value,
  style: PrintStyle,
  isInFlow: boolean,
  spelling: string | undefined,
): { token: Token; node: Node } {
  const token = newToken("scalar", printInline(value, style, isInFlow, spelling));
  return { token, node: nodeOf(value, token) };
}

/** The node of a value that one new token holds. */
export function nodeOf(value: Value, token: Token): Node {
  if (typeof value === "object" && value !== null) return freshNode(token, value, 0, false);
  const style = token.text.startsWith('"') ? "double" : token.text.startsWith("'") ? "single" : "plain";
  return { kind: "scalar", first: token, last: token, style, value };
}

/** The node of a new collection. */
export function freshNode(token: Token, value: Value, column: number, isBlock: boolean): FreshNode {
  return { kind: "fresh", token, value, column, isBlock };
}

/** Blanks as a token, or nothing. */
export function blanks(count: number): Token[] {
  return count > 0 ? [newToken("space", " ".repeat(count))] : [];
}
