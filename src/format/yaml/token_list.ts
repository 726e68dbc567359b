/**
 * The tokens of a document in one list, in which edits are made: every character of the text is in exactly one token, so
 * that whatever is not taken out comes back byte for byte.
 *
 * @module
 */
import type { TextEdit } from "../format.ts";

/**
 * What a token is; `indicator` is any of `- ? : , { } [ ]`, `header` and `body` are the two parts of a block scalar,
 * `lines` is a new block collection that does not end in one.
 */
export type TokenKind =
  | "alias"
  | "anchor"
  | "body"
  | "comment"
  | "directive"
  | "header"
  | "indicator"
  | "lines"
  | "mark"
  | "newline"
  | "scalar"
  | "space"
  | "tag";

/** A token; its neighbours change with the edits. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Where it stands in the text, or -1 if it is new. */
  readonly offset: number;
  previous: Token | undefined;
  next: Token | undefined;
  /** Whether it was taken out. */
  isGone: boolean;
}

/** Makes a token that is in no list yet. */
export function newToken(kind: TokenKind, text: string, offset = -1): Token {
  return { kind, text, offset, previous: undefined, next: undefined, isGone: false };
}

/** The list. */
export class TokenList {
  first: Token | undefined;
  last: Token | undefined;
  /** The line end that a file without a final one would have; it is written only if something follows it. */
  #impliedEnd: Token | undefined;

  /** Appends a token. */
  push(token: Token): Token {
    this.insertAfter(this.last, token);
    return token;
  }

  /** Ends the last line of a text that leaves it open, so that every line has an end while edits are made. */
  endLastLine(endOfLine: string): void {
    const { last } = this;
    if (last === undefined || last.text.endsWith("\n") || last.kind === "mark" && last.text === "\ufeff") return;
    this.#impliedEnd = this.push(newToken("newline", endOfLine));
  }

  /** Puts tokens behind one of the list, or before all of it. */
  insertAfter(place: Token | undefined, ...tokens: readonly Token[]): void {
    let previous = place;
    const next = place === undefined ? this.first : place.next;
    for (const token of tokens) {
      token.previous = previous;
      if (previous === undefined) this.first = token;
      else previous.next = token;
      previous = token;
    }
    if (previous === undefined) return;
    previous.next = next;
    if (next === undefined) this.last = previous;
    else next.previous = previous;
  }

  /** Puts tokens before one of the list. */
  insertBefore(place: Token, ...tokens: readonly Token[]): void {
    this.insertAfter(place.previous, ...tokens);
  }

  /** Takes out all tokens from one to another. */
  remove(first: Token, last: Token = first): void {
    const before = first.previous;
    const after = last.next;
    for (let token: Token | undefined = first; token !== after; token = token!.next) token!.isGone = true;
    if (before === undefined) this.first = after;
    else before.next = after;
    if (after === undefined) this.last = before;
    else after.previous = before;
  }

  /** Puts tokens in the place of others. */
  replace(first: Token, last: Token, ...tokens: readonly Token[]): void {
    const before = first.previous;
    this.remove(first, last);
    this.insertAfter(before, ...tokens);
  }

  /** Whether a file has no final line end. */
  endsOpen(): boolean {
    return this.#impliedEnd !== undefined;
  }

  /**
   * The text of a block scalar with which a file without a final line end ends, if something stands behind it now: some
   * readers take the line end that it gets for a part of the text, others have always read one there.
   */
  endedText(): Token | undefined {
    const body = this.#impliedEnd?.previous;
    if (body?.kind !== "body" || body.offset < 0 || headerOf(body)!.text.includes("-")) return undefined;
    let next = this.#impliedEnd!.next;
    while (next?.kind === "newline") next = next.next;
    return next === undefined ? undefined : body;
  }

  /** The edits that lead from the text to the list as it is now. */
  edits(text: string): TextEdit[] {
    this.#openLastLine();
    const edits: TextEdit[] = [];
    let cursor = 0;
    let pending = "";
    const flush = (position: number) => {
      if (position > cursor || pending !== "") addEdit(edits, text, cursor, position, pending);
      pending = "";
    };
    for (let token = this.first; token; token = token.next) {
      if (token.offset < 0) {
        pending += token.text;
        continue;
      }
      flush(token.offset);
      cursor = token.offset + token.text.length;
    }
    flush(text.length);
    return edits;
  }

  /** A file without a final line end stays one, unless the end belongs to the text of a block scalar. */
  #openLastLine(): void {
    if (this.#impliedEnd === undefined) return;
    if (this.last === this.#impliedEnd) this.remove(this.last);
    while (this.last?.kind === "newline") this.remove(this.last);
    const { last } = this;
    if (last?.kind === "body" && headerOf(last)?.text.includes("-")) this.#openToken(last);
    if (last?.kind === "lines") this.#openToken(last);
  }

  #openToken(last: Token): void {
    this.replace(last, last, newToken(last.kind, last.text.replace(/\r?\n$/, "")));
  }
}

/** The header of a block scalar's body, if it has a token of its own. */
export function headerOf(body: Token): Token | undefined {
  let token = body.previous;
  while (token !== undefined && token.kind !== "header") token = token.previous;
  return token;
}

/** Notes a replacement without what is the same at both of its ends. */
function addEdit(edits: TextEdit[], text: string, start: number, end: number, replacement: string): void {
  const limit = Math.min(end - start, replacement.length);
  let head = 0;
  while (head < limit && text[start + head] === replacement[head]) head++;
  let tail = 0;
  while (tail < limit - head && text[end - 1 - tail] === replacement.at(-1 - tail)) tail++;
  if (head === end - start && head === replacement.length) return;
  edits.push({
    offset: start + head,
    length: end - start - head - tail,
    text: replacement.slice(head, replacement.length - tail),
  });
}
