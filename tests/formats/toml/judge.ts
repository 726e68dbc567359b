/**
 * Judges an edit of a TOML document by everything that a reader of the file could notice: the value, the bytes outside the
 * asked place, comments, line ends, blank lines and the syntax's version.
 *
 * The judge relies on `toml-eslint-parser` and plain string work, not on pawl's own scanner, planner or verifier.
 *
 * @module
 */
import { type EditedText, editText } from "../../../src/edit/edit_text.ts";
import { tomlFormat } from "../../../src/format/toml/format.ts";
import { type KeyPath, printKeyPath } from "../../../src/model/key_path.ts";
import { isTable, kindOf } from "../../../src/model/value.ts";
import { commentStart } from "../comment_rule.ts";
import { asChange, describeChange, isOutcome, type PlainChange, valueAt } from "../change_model.ts";
import { commentsOf, isOldSyntax, type Outline, outlineOf, type OutlinePair, type Span } from "./outline.ts";

/** A document under judgment. */
export interface Subject {
  readonly text: string;
  readonly outline: Outline;
  readonly isOldSyntax: boolean;
}

/** Reads a document once for many judgments. */
export function subjectOf(text: string): Subject {
  return { text, outline: outlineOf(text), isOldSyntax: isOldSyntax(text) };
}

/**
 * Makes changes and judges the result.
 *
 * @param subject The document.
 * @param changes The changes, made as one edit.
 * @returns The edited text.
 * @throws {Error} That names the fault, the changes and both texts.
 */
export function editAndJudge(subject: Subject, ...changes: PlainChange[]): EditedText {
  let edited: EditedText | undefined;
  try {
    edited = editText(tomlFormat, subject.text, changes.map(asChange), "test.toml");
    judgeText(subject, edited, changes.length === 1);
    judgeStyle(subject, edited.text);
    if (!changes.some((change) => isInValue(subject, change))) judgeBlankLines(subject.text, edited.text);
    judgeMeaning(subject, changes, edited.text);
    judgeRepetition(edited.text, changes.at(-1)!);
    if (changes.length === 1) judgeScope(subject, changes[0]!, edited);
    return edited;
  } catch (error) {
    const after = edited === undefined ? "" : `\n--- after ---\n${JSON.stringify(edited.text)}`;
    const asked = changes.map(describeChange).join("; ");
    const fault = `${(error as Error).message}\n--- changes --- ${asked}\n--- before ---\n${
      JSON.stringify(subject.text)
    }`;
    throw new Error(fault + after, { cause: error });
  }
}

function ensure(condition: boolean, fault: string): void {
  if (!condition) throw new Error(fault);
}

/** The edits are in order, within the text, and lead to the new text; that of a single change is not idle. */
function judgeText({ text }: Subject, { text: edited, edits, changed }: EditedText, isSingle: boolean): void {
  let result = "";
  let position = 0;
  for (const { offset, length, text: replacement } of edits) {
    ensure(offset >= position && offset + length <= text.length, "the edits overlap or leave the text");
    // Of several changes one may take back what another one did.
    const isIdle = text.slice(offset, offset + length) === replacement;
    ensure(!isSingle || !isIdle, "an edit replaces a text by itself");
    result += text.slice(position, offset) + replacement;
    position = offset + length;
  }
  ensure(result + text.slice(position) === edited, "the edits do not lead to the new text");
  ensure(changed === (edited !== text), "`changed` is wrong");
}

/** Line ends, blank lines, byte order mark, final newline and TOML version stay as they are. */
function judgeStyle({ text, isOldSyntax: wasOldSyntax }: Subject, edited: string): void {
  ensure(text.startsWith("\ufeff") === edited.startsWith("\ufeff"), "the byte order mark changed");
  const body = text.replace("\ufeff", "");
  if (edited.trim() === "") return;
  // Where a first pair is put above blank lines at the start, the last of these may come to end the document.
  if (body !== "" && !startsBlank(text)) {
    ensure(body.endsWith("\n") === edited.endsWith("\n"), "the final newline changed");
  }
  if (body.includes("\n") && !/(?<!\r)\n/.test(body)) ensure(!/(?<!\r)\n/.test(edited), "a bare LF in a CRLF document");
  if (!body.includes("\r")) ensure(!edited.includes("\r"), "a CR in an LF document");
  if (wasOldSyntax) ensure(isOldSyntax(edited), "syntax of TOML 1.1 in a document of TOML 1.0");
}

/** Whether a change is about a part of a value, where blank lines are nobody's business. */
function isInValue({ outline }: Subject, { path }: PlainChange): boolean {
  return path.some((_, depth) => depth > 0 && outline.values.has(printKeyPath(path.slice(0, depth))));
}

function judgeBlankLines(text: string, edited: string): void {
  // A document that begins or ends with blank lines is no model of tidiness.
  if (edited.trim() === "" || startsBlank(text) || endsBlank(text)) return;
  ensure(longestGap(edited) <= Math.max(longestGap(text), 1), "more blank lines in a row than before");
  ensure(!startsBlank(edited), "a blank line at the start");
  ensure(!endsBlank(edited), "a blank line at the end");
}

function startsBlank(text: string): boolean {
  return /^\ufeff?[ \t]*\r?\n/.test(text);
}

function endsBlank(text: string): boolean {
  return /(?:^\ufeff?|\n)[ \t]*\r?\n$/.test(text);
}

function longestGap(text: string): number {
  let longest = 0;
  let gap = 0;
  for (const line of text.split("\n").slice(0, -1)) {
    gap = line.trim() === "" ? gap + 1 : 0;
    longest = Math.max(longest, gap);
  }
  return longest;
}

/** Both parsers read exactly what was asked for. */
function judgeMeaning({ outline }: Subject, changes: readonly PlainChange[], edited: string): void {
  ensure(isOutcome(outline, changes, outlineOf(edited).root), "toml-eslint-parser reads another value than asked for");
  ensure(isOutcome(outline, changes, tomlFormat.parse(edited, "")), "smol-toml reads another value than asked for");
}

/** A set of what is there already changes nothing. */
function judgeRepetition(edited: string, change: PlainChange): void {
  if (change.op !== "set") return;
  const again = editText(tomlFormat, edited, [asChange(change)], "test.toml");
  ensure(!again.changed && again.text === edited && again.edits.length === 0, "a second set changes the text");
}

/** Only what the change is about is touched, and only comments that go with it are lost. */
function judgeScope(subject: Subject, change: PlainChange, edited: EditedText): void {
  const { outline, text } = subject;
  const old = valueAt(outline.root, change.path);
  const span = outline.values.get(printKeyPath(change.path));
  for (const { offset, length, text: replacement } of edited.edits) {
    const gone = text.slice(offset, offset + length);
    // Inside one value, several small cuts may be one edit.
    if (change.op === "unset") ensure(isSubsequence(replacement, gone), "an unset writes something");
    else if (change.op === "rename") {
      // Several dotted keys of one inline table are one edit.
      const isInside = isKey(outline, offset, offset + length) || isInValue(subject, change);
      ensure(isInside, "a rename reaches outside the key");
    } else if (change.op === "insert" || old === undefined) {
      ensure(isSubsequence(gone, replacement), "something new removes something");
    } else if (span !== undefined && kindOf(old) === kindOf(change.value)) {
      ensure(offset >= span.start && offset + length <= span.end, "a set reaches outside the value");
    }
  }
  if (change.op === "set" && old === undefined) judgePlace(change.path, outlineOf(edited.text));
  judgeComments(subject, change, edited.text);
}

/** A new pair stands behind all others of its table, indented and spaced like the one before it. */
function judgePlace(path: KeyPath, after: Outline): void {
  const parent = path.slice(0, -1);
  const siblings = after.pairs.filter(({ path: other }) => other.length === path.length && startsWith(other, parent));
  const index = siblings.findIndex((pair) => startsWith(pair.path, path));
  if (index < 0) return;
  ensure(index === siblings.length - 1, "a new key is not the last one of its table");
  const added = siblings[index]!;
  const model = after.pairs.filter(({ isInline }) => !isInline).findLast(({ start }) => start < added.start);
  // Behind a header of its own it has no model.
  if (model === undefined || added.isInline || isParted(after, model, added)) return;
  ensure(indentOf(after, added) === indentOf(after, model), "a new key is not indented like the one before it");
  ensure(
    equalsOf(after, added) === equalsOf(after, model),
    "a new key's equals sign is not spaced like the one before it",
  );
}

/** Whether a header stands between two pairs. */
function isParted({ sections }: Outline, first: Span, second: Span): boolean {
  return sections.some(({ start }) => start > first.start && start < second.start);
}

function indentOf({ text }: Outline, { start }: Span): string {
  return text.slice(text.lastIndexOf("\n", start - 1) + 1, start).replace("\ufeff", "");
}

/** What stands around the equals sign, whether it is blanks or not; how many there are is a matter of alignment. */
function equalsOf({ text }: Outline, { key, value }: OutlinePair): string {
  return text.slice(key.end, value.start).replace(/[ \t]+/g, " ");
}

function isKey({ pairs, sections }: Outline, start: number, end: number): boolean {
  return [...pairs, ...sections].some(({ key }) => start >= key.start && end <= key.end);
}

function judgeComments({ outline }: Subject, change: PlainChange, edited: string): void {
  const before = commentsOf(outline);
  const after = commentsOf(outlineOf(edited));
  const kept = outline.comments.filter((comment) => !mayGo(outline, change, comment))
    .map(({ start, end }) => outline.text.slice(start, end));
  ensure(isSubsequence(kept, after), "a comment is lost or moved");
  ensure(isSubsequence(after, before), "a comment is new or moved");
}

function isSubsequence(items: Iterable<string>, whole: Iterable<string>): boolean {
  const part = [...items];
  let position = 0;
  for (const item of whole) if (item === part[position]) position++;
  return position === part.length;
}

/** Whether a comment stands in what goes, or behind it on its line. */
function mayGo(outline: Outline, change: PlainChange, comment: Span): boolean {
  return goingSpans(outline, change).some(({ start, end }) => {
    const isInside = comment.start >= start && comment.end <= end;
    return isInside || (comment.start >= end && /^[ \t]*,?[ \t]*$/.test(outline.text.slice(end, comment.start)));
  });
}

function goingSpans(outline: Outline, change: PlainChange): Span[] {
  if (change.op === "insert" || change.op === "rename") return [];
  const { path } = change;
  const own = outline.values.get(printKeyPath(path));
  if (change.op === "set" && own !== undefined) return [{ start: own.start, end: own.end }];
  const goes = (below: KeyPath) => startsWith(below, path) && !staysIn(outline, change, below);
  const spans: Span[] = outline.pairs.filter((pair) => goes(pair.path));
  if (own !== undefined) spans.push(own);
  for (const section of outline.sections) {
    if (goes(section.path)) spans.push({ start: section.start, end: lastPairEnd(section) });
  }
  if (change.op === "unset") return spans;
  // What is set to another content may lose whole parts, with the comments that belong to them.
  const { text, comments } = outline;
  return spans.map(({ start, end }) => ({ start: commentStart(text, start, comments), end }));
}

/** Whether a table that is set to another content keeps a pair or a section: then its comments must be there too. */
function staysIn({ root }: Outline, change: PlainChange & { op: "set" | "unset" }, path: KeyPath): boolean {
  const old = valueAt(root, change.path);
  if (change.op === "unset" || !isTable(old) || !isTable(change.value)) return old === undefined;
  const rest = path.slice(change.path.length);
  const value = valueAt(change.value, rest);
  // An array that differs is written anew as a whole.
  if (value === undefined || rest.some((part) => typeof part === "number")) return false;
  return kindOf(value) === kindOf(valueAt(root, path)!) && !Array.isArray(value);
}

function lastPairEnd(section: Outline["sections"][number]): number {
  // Without pairs the header ends behind its last key; the brackets are at most two.
  return section.pairs.at(-1)?.end ?? section.end;
}

function startsWith(path: KeyPath, prefix: KeyPath): boolean {
  return prefix.every((part, depth) => part === path[depth]);
}
