/**
 * The strict reader: a text becomes the tokens and nodes of the library `yaml`, or is refused with the place of the fault.
 *
 * The library accepts a little more than YAML 1.2 allows; what is known of that is refused here, and so is what pawl does
 * not edit: streams of several documents and documents that declare YAML 1.1, whose plain words mean other values.
 *
 * The last reading is kept until the running job ends, because `parse` and `edit` read the same text one after the other.
 *
 * @module
 */
import { Composer, type CST, type Document, Lexer, Parser } from "yaml";
import { InvalidDocumentError, PawlError } from "../../model/errors.ts";
import { tooDeep } from "../limits.ts";

/** A valid text with one document, as the library reads it. */
export interface YamlSource {
  readonly text: string;
  /** The text without a byte order mark, behind which the library loses count of columns. All offsets count in it. */
  readonly body: string;
  /** The tokens of the stream; each character of the body is in exactly one. */
  readonly tokens: readonly CST.Token[];
  readonly document: Document.Parsed;
}

// Its own check for equal keys compares each key with each other one, and it does not know all that pawl takes for equal.
const OPTIONS = {
  intAsBigInt: true,
  keepSourceTokens: true,
  prettyErrors: false,
  resolveKnownTags: false,
  schema: "core",
  uniqueKeys: false,
} as const;

/** How many levels of maps, sequences and scalars may stand in each other: far from what overflows the stack. */
export const DEPTH_MAX = 500;

let latest: YamlSource | undefined;

/**
 * Reads a text.
 *
 * @returns What the library says of it.
 * @throws {InvalidDocumentError} If it is not valid YAML 1.2.
 * @throws {PawlError} With code `unsupported-format` if it is YAML that pawl does not edit.
 */
export function readYaml(text: string, document: string): YamlSource {
  if (latest?.text === text) return latest;
  const body = text.startsWith("\ufeff") ? text.slice(1) : text;
  checkCharacters(body, document);
  const tokens = [...new Parser().parse(body)];
  const documents = compose(body, tokens, document);
  checkDirectives(body, tokens, document);
  if (documents.length > 1) {
    throw new PawlError(
      "unsupported-format",
      `Cannot read "${document}": it holds ${documents.length} YAML documents`,
      {
        hint: 'split the file at its "---" lines; pawl edits files of one document',
      },
    );
  }
  if (latest === undefined) queueMicrotask(() => latest = undefined);
  latest = { text, body, tokens, document: documents[0]! };
  return latest;
}

/**
 * The error that a text is invalid at an offset.
 *
 * @param text The text, without a byte order mark.
 * @param offset Where the fault is, in UTF-16 code units.
 * @param reason What was found, without the place.
 * @param cause The error that caused this one.
 * @returns The error, to be thrown.
 */
export function invalidAt(
  text: string,
  offset: number,
  reason: string,
  document: string,
  cause?: unknown,
): InvalidDocumentError {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  const column = offset - before.lastIndexOf("\n");
  return new InvalidDocumentError(document, reason, line, Math.max(column, 1), { cause });
}

function compose(text: string, tokens: readonly CST.Token[], document: string): Document.Parsed[] {
  const documents: Document.Parsed[] = [];
  for (const item of new Composer(OPTIONS).compose(tokens, true, text.length)) {
    const [error] = item.errors;
    if (error !== undefined) throw invalidAt(text, error.pos[0], reasonOf(error.message), document, error);
    documents.push(item as Document.Parsed);
  }
  return documents;
}

/** The library's sentences, as the middle of one of ours. It reports also that its own stack overflows. */
function reasonOf(message: string): string {
  if (/call stack/i.test(message)) return tooDeep(DEPTH_MAX);
  const line = message.split("\n", 1)[0]!.replace(/[.!]+$/, "");
  return /^[A-Z][a-z ]/.test(line) ? line[0]!.toLowerCase() + line.slice(1) : line;
}

// deno-lint-ignore no-control-regex -- these are the characters that no YAML text may contain.
const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/u;
/** Characters that only quoted text may contain. */
const QUOTED_ONLY = /[\x7f-\x84\x86-\x9f]/;

/** @see https://yaml.org/spec/1.2.2/#51-character-set */
function checkCharacters(text: string, document: string): void {
  const index = text.search(FORBIDDEN);
  if (index >= 0) throw invalidAt(text, index, "found a character that YAML forbids", document);
  const lineEnd = text.search(/\r(?!\n)/);
  if (lineEnd >= 0) throw invalidAt(text, lineEnd, "found a carriage return without a line feed", document);
  if (!QUOTED_ONLY.test(text)) return;
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    const place = /^["']/.test(lexeme) ? -1 : lexeme.search(QUOTED_ONLY);
    if (place >= 0) throw invalidAt(text, offset + place, "found a control character outside quotes", document);
    // The lexer marks what follows with characters that no text contains, as was just checked.
    if (!FORBIDDEN.test(lexeme)) offset += lexeme.length;
  }
}

function checkDirectives(text: string, tokens: readonly CST.Token[], document: string): void {
  let versions = 0;
  for (const token of tokens) {
    if (token.type === "document") return;
    if (token.type !== "directive" || !token.source.startsWith("%YAML")) continue;
    if (++versions > 1) throw invalidAt(text, token.offset, "found a second %YAML directive", document);
    if (!/^%YAML[ \t]+1\.1$/.test(token.source)) continue;
    throw new PawlError("unsupported-format", `Cannot read "${document}": it declares YAML 1.1, wanted YAML 1.2`, {
      hint: 'remove the "%YAML 1.1" line if nothing in the file depends on it',
    });
  }
}
