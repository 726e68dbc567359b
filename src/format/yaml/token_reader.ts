/**
 * Turns the library's nested tokens into one list, in the order of the text, and finds the anchor of each alias.
 *
 * @module
 */
import type { CST } from "yaml";
import type { Slot } from "./node.ts";
import { newToken, type Token, type TokenKind, TokenList } from "./token_list.ts";

/** An alias and the anchor that it refers to. */
export interface AliasLink {
  /** Where the alias stands. */
  readonly slot: Slot;
  /** Whether it is the key there, or a part of it. */
  readonly isKey: boolean;
  readonly alias: Token;
  readonly anchor: Token;
}

const KINDS: Readonly<Record<string, TokenKind>> = {
  "alias": "alias",
  "anchor": "anchor",
  "block-scalar-header": "header",
  "byte-order-mark": "mark",
  "comment": "comment",
  "directive": "directive",
  "doc-end": "mark",
  "doc-start": "mark",
  "double-quoted-scalar": "scalar",
  "newline": "newline",
  "scalar": "scalar",
  "single-quoted-scalar": "scalar",
  "space": "space",
  "tag": "tag",
};

/** Adds tokens to a list. */
export class TokenReader {
  readonly tokens = new TokenList();
  /** The aliases so far. */
  readonly links: AliasLink[] = [];
  readonly #anchors = new Map<string, Token>();
  readonly #isNew: boolean;
  #offset = 0;

  /** @param isNew Whether the text is to be put into another document, whose offsets it knows nothing of. */
  constructor(isNew: boolean) {
    this.#isNew = isNew;
  }

  /** Adds one token of the library. */
  add(part: { readonly type: string; readonly source: string }): Token {
    const token = this.#push(KINDS[part.type] ?? "indicator", part.source);
    if (token.kind === "anchor") this.#anchors.set(token.text.slice(1), token);
    return token;
  }

  /** Adds all tokens of a part in order, and returns the first one. */
  addAll(part: CST.Token, slot: Slot, isKey = false): Token {
    const before = this.tokens.last;
    switch (part.type) {
      case "block-scalar":
        for (const token of part.props) this.addAll(token, slot, isKey);
        if (part.source !== "") this.#push("body", part.source);
        break;
      case "block-map":
      case "block-seq":
      case "flow-collection":
        this.#addCollection(part, slot, isKey);
        break;
      case "document":
      case "error":
        throw new Error(`a valid document has a token of type ${part.type} in it`);
      default:
        this.add(part);
        if (part.type === "alias") this.#link(slot, isKey);
        for (const token of ("end" in part ? part.end : undefined) ?? []) this.add(token);
    }
    return before === undefined ? this.tokens.first! : before.next!;
  }

  /** The last token so far that is neither blanks, nor a comment, nor the end of a line. */
  lastContent(): Token {
    let token = this.tokens.last!;
    while (token.kind === "space" || token.kind === "comment" || token.kind === "newline") token = token.previous!;
    return token;
  }

  #addCollection(part: CST.BlockMap | CST.BlockSequence | CST.FlowCollection, slot: Slot, isKey: boolean): void {
    const isFlow = part.type === "flow-collection";
    if (isFlow) this.add(part.start);
    for (const { start, key, sep, value } of part.items as CST.CollectionItem[]) {
      for (const token of start) this.add(token);
      if (key) this.addAll(key, slot, isKey);
      for (const token of sep ?? []) this.add(token);
      if (value) this.addAll(value, slot, isKey);
    }
    if (isFlow) { for (const token of part.end) this.add(token); }
  }

  #link(slot: Slot, isKey: boolean): void {
    const alias = this.tokens.last!;
    const anchor = this.#anchors.get(alias.text.slice(1));
    if (anchor !== undefined) this.links.push({ slot, isKey, alias, anchor });
  }

  #push(kind: TokenKind, text: string): Token {
    const token = this.tokens.push(newToken(kind, text, this.#isNew ? -1 : this.#offset));
    this.#offset += text.length;
    return token;
  }
}
