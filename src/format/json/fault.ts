/**
 * Says what is wrong with a document that the strict reader has refused, and where.
 *
 * @module
 */
import { type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { InvalidDocumentError } from "../../model/errors.ts";
import { MAX_DEPTH, OUT_OF_RANGE, tooDeep } from "../limits.ts";
import { commentsFrom, skipComment, skipString, withoutMark } from "./scan.ts";

const JSONC_HINT = "pass --format jsonc if comments and trailing commas are wanted";

/** A document holds a number that no float can hold. */
export class NumberRangeError extends Error {
  override name = "NumberRangeError";
}

interface Fault {
  readonly reason: string;
  readonly offset: number;
  readonly hint?: string;
}

/**
 * Describes the first fault of a document.
 *
 * @param text A document that is not valid.
 * @param isStrict Whether comments and trailing commas are faults.
 * @param cause The strict reader's error.
 * @returns The error to throw.
 */
export function describeFault(
  text: string,
  document: string,
  isStrict: boolean,
  cause: unknown,
): InvalidDocumentError {
  const plain = withoutMark(text);
  const { reason, offset, hint } = findDepthFault(plain, isStrict) ??
    (cause instanceof NumberRangeError ? findRangeFault(plain) : findSyntaxFault(plain, isStrict, cause));
  // Nobody sees a byte order mark, and no editor counts it.
  const before = text.slice(0, offset).replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  return new InvalidDocumentError(document, reason, before.length, before.at(-1)!.length + 1, { cause, hint });
}

function findDepthFault(text: string, isStrict: boolean): Fault | undefined {
  let depth = 0;
  for (let position = 0; position < text.length;) {
    const character = text[position]!;
    const end = isStrict ? position : skipComment(text, position);
    if ("[{".includes(character) && ++depth > MAX_DEPTH) {
      return { reason: tooDeep(MAX_DEPTH), offset: position };
    }
    if ("]}".includes(character)) depth--;
    position = character === '"' ? skipString(text, position) : Math.max(end, position + 1);
  }
  return undefined;
}

/** Finds the first number that is out of range, in a text without any other fault. */
function findRangeFault(text: string): Fault {
  const reason = OUT_OF_RANGE;
  for (let position = 0; position < text.length;) {
    const number = numberAt(text, position);
    if (/[.eE]/.test(number) && !Number.isFinite(Number(number))) return { reason, offset: position };
    const end = text[position] === '"' ? skipString(text, position) : skipComment(text, position) + number.length;
    position = Math.max(end, position + 1);
  }
  return { reason, offset: 0 };
}

function numberAt(text: string, position: number): string {
  const pattern = /-?\d[\d.eE+-]*/y;
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0] ?? "";
}

function findSyntaxFault(text: string, isStrict: boolean, cause: unknown): Fault {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: isStrict, allowTrailingComma: !isStrict });
  // The locating parser accepts nothing that the strict reader refuses; should it ever, the engine's words must do.
  const code = errors[0] === undefined ? "" : printParseErrorCode(errors[0].error);
  const offset = errors[0]?.offset ?? positionIn(cause) ?? 0;
  if (code === "InvalidCommentToken") {
    return { reason: "found a comment, which strict JSON does not have", offset, hint: JSONC_HINT };
  }
  const comma = isStrict && "]}".includes(text[offset] ?? " ") ? commaBefore(text, offset) : -1;
  if (comma >= 0) {
    return { reason: "found a trailing comma, which strict JSON does not have", offset: comma, hint: JSONC_HINT };
  }
  const unfinished = UNFINISHED[code];
  if (unfinished !== undefined) return { reason: unfinished, offset: positionIn(cause) ?? offset };
  const at = skipSpace(text, offset);
  // What is no token at all is skipped by the parser, and what it misses then was wanted in its place.
  const missed = code === "InvalidSymbol" ? errors[1] && printParseErrorCode(errors[1].error) : code;
  const wanted = missed === undefined ? "which is not JSON" : `wanted ${WANTED[missed] ?? "a value"}`;
  return { reason: `found ${foundAt(text, at)}, ${wanted}`, offset: at };
}

/** Faults inside a token: the engine knows the character, the locating parser only the token. */
const UNFINISHED: Readonly<Record<string, string>> = {
  InvalidUnicode: "found a malformed Unicode escape",
  InvalidEscapeCharacter: "found an unknown escape",
  InvalidCharacter: "found a control character that is not escaped",
  UnexpectedEndOfString: "found a string without an end",
  UnexpectedEndOfComment: "found a comment without an end",
  UnexpectedEndOfNumber: "found an unfinished number",
};

const WANTED: Readonly<Record<string, string>> = {
  PropertyNameExpected: "a key in double quotes",
  ColonExpected: '":"',
  CommaExpected: '","',
  CloseBraceExpected: '"," or "}"',
  CloseBracketExpected: '"," or "]"',
  EndOfFileExpected: "the end",
};

/** One character is enough to find the place; more could be a secret. */
function foundAt(text: string, offset: number): string {
  return offset < text.length ? JSON.stringify(String.fromCodePoint(text.codePointAt(offset)!)) : "the end";
}

/** The engine's message names the position, but not for short texts. */
function positionIn(error: unknown): number | undefined {
  const position = error instanceof SyntaxError ? / at position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? undefined : Number(position);
}

function commaBefore(text: string, offset: number): number {
  const comma = text.slice(0, offset).trimEnd().length - 1;
  return text[comma] === "," ? comma : -1;
}

function skipSpace(text: string, offset: number): number {
  const end = commentsFrom(text, offset).at(-1)?.end ?? offset;
  return end + /^[ \t\r\n]*/.exec(text.slice(end))![0].length;
}
