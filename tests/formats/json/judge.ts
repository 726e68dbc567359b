/**
 * Judges an edit of a JSON or JSONC document by everything that a reader of the file could notice: the value, the bytes
 * outside the asked place, comments and what they belong to, commas and line ends.
 *
 * The judge relies on its own plain reader, not on pawl's parsers, planner or verifier.
 *
 * @module
 */
import { type EditedText, editText } from "../../../src/edit/edit_text.ts";
import type { Format } from "../../../src/format/format.ts";
import { jsoncFormat, jsonFormat } from "../../../src/format/json/format.ts";
import { type KeyPath, printKeyPath } from "../../../src/model/key_path.ts";
import { equalValues, isTable, kindOf, type Table, type Value } from "../../../src/model/value.ts";
import { commentStart } from "../comment_rule.ts";
import { commentsOf, type Outline, type OutlinedItem, outlineOf, type Span } from "./outline.ts";
import { asChange, describeChange, type PlainChange, valueAt } from "../change_model.ts";

/** A document under judgment. */
export interface JsonSubject {
  readonly text: string;
  readonly format: Format;
  readonly outline: Outline;
}

/** Reads a document once for many judgments. */
export function subjectOf(text: string, isJsonc: boolean): JsonSubject {
  return { text, format: isJsonc ? jsoncFormat : jsonFormat, outline: outlineOf(text) };
}

/**
 * Makes changes and judges the result.
 *
 * @param subject The document.
 * @param changes The changes, made as one edit.
 * @returns The edited text.
 * @throws {Error} That names the fault, the changes and both texts.
 */
export function editAndJudge(subject: JsonSubject, ...changes: PlainChange[]): EditedText {
  let edited: EditedText | undefined;
  try {
    edited = editText(subject.format, subject.text, changes.map(asChange), "test.json");
    const after = outlineOf(edited.text);
    judgeText(subject, edited);
    judgeStyle(subject, edited.text, after);
    judgeMeaning(subject, changes, edited.text, after);
    judgeRepetition(subject.format, edited.text, changes.at(-1)!);
    if (changes.length === 1) {
      judgeScope(subject, changes[0]!, edited);
      judgeComments(subject.outline, changes[0]!, after);
    }
    return edited;
  } catch (error) {
    const after = edited === undefined ? "" : `\n--- after ---\n${JSON.stringify(edited.text)}`;
    const asked = changes.map(describeChange).join("; ");
    const before = JSON.stringify(subject.text);
    throw new Error(`${(error as Error).message}\n--- changes --- ${asked}\n--- before ---\n${before}${after}`, {
      cause: error,
    });
  }
}

function ensure(condition: boolean, fault: string): void {
  if (!condition) throw new Error(fault);
}

/** The edits are in order, within the text, not idle, and lead to the new text. */
function judgeText({ text }: JsonSubject, { text: edited, edits, changed }: EditedText): void {
  let result = "";
  let position = 0;
  for (const { offset, length, text: replacement } of edits) {
    ensure(offset >= position && offset + length <= text.length, "the edits overlap or leave the text");
    ensure(text.slice(offset, offset + length) !== replacement, "an edit replaces a text by itself");
    result += text.slice(position, offset) + replacement;
    position = offset + length;
  }
  ensure(result + text.slice(position) === edited, "the edits do not lead to the new text");
  ensure(changed === (edited !== text), "`changed` is wrong");
}

/** Byte order mark, line ends and final newline stay; trailing commas come only where there are some. */
function judgeStyle({ text, format, outline }: JsonSubject, edited: string, after: Outline): void {
  ensure(text.startsWith("\ufeff") === edited.startsWith("\ufeff"), "the byte order mark changed");
  const lastBreak = (body: string) => /(?:\r\n|\n|\r)?$/.exec(body)![0];
  if (outline.items.length > 0) ensure(lastBreak(text) === lastBreak(edited), "the final newline changed");
  if (/[\r\n]/.test(text)) {
    const kinds = new Set(text.match(/\r\n|\n|\r/g));
    ensure((edited.match(/\r\n|\n|\r/g) ?? []).every((end) => kinds.has(end)), "a foreign line end");
  }
  ensure(outline.hasTrailingComma || !after.hasTrailingComma, "a trailing comma in a document without any");
  if (format.name === "json") JSON.parse(edited.replace("\ufeff", ""));
}

/** Both readers read exactly what was asked for. */
function judgeMeaning(subject: JsonSubject, changes: readonly PlainChange[], edited: string, after: Outline): void {
  const expected = changes.reduce(applyChange, copyValue(subject.outline.root));
  ensure(equalValues(expected, after.root), "the judge reads another value than asked for");
  ensure(equalValues(expected, subject.format.parse(edited, "")), "pawl reads another value than asked for");
}

function applyChange(root: Value, change: PlainChange): Value {
  const { path } = change;
  let parent = root as Record<string | number, Value>;
  for (const part of path.slice(0, -1)) {
    if (!Object.hasOwn(parent, part)) parent[part] = Object.create(null) as Table;
    parent = parent[part] as Record<string | number, Value>;
  }
  const last = path.at(-1)!;
  const list = parent as unknown as Value[];
  if (change.op === "set") parent[last] = copyValue(change.value);
  else if (change.op === "insert") list.splice(last as number, 0, copyValue(change.value));
  else if (change.op === "unset" && Array.isArray(list)) list.splice(last as number, 1);
  else if (change.op === "unset" || change.key !== last) {
    if (change.op === "rename") parent[change.key] = parent[last]!;
    delete parent[last];
  }
  return root;
}

function copyValue(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyValue);
  if (!isTable(value)) return value;
  const copy: Table = Object.create(null);
  for (const key of Object.keys(value)) copy[key] = copyValue(value[key]!);
  return copy;
}

/** A set of what is there already changes nothing. */
function judgeRepetition(format: Format, edited: string, change: PlainChange): void {
  if (change.op !== "set") return;
  const again = editText(format, edited, [asChange(change)], "test.json");
  ensure(!again.changed && again.text === edited && again.edits.length === 0, "a second set changes the text");
}

/** Only what the change is about is touched. */
function judgeScope({ outline }: JsonSubject, change: PlainChange, edited: EditedText): void {
  const item = outline.byPath.get(printKeyPath(change.path));
  for (const { offset, length, text: replacement } of edited.edits) {
    // Where commas lead the lines, the new first item takes the indentation of the old one.
    if (change.op === "unset") ensure(replacement.trim() === "", "an unset writes something");
    else if (change.op === "rename") ensure(isKey(outline, change.path, offset, length), "a rename leaves the key");
    else if (change.op === "insert" || item === undefined) {
      ensure(length === 0 || outline.items.length === 0, "something new removes something");
    } else {
      ensure(offset >= item.value.start && offset + length <= item.value.end, "a set reaches outside the value");
    }
  }
}

function isKey({ items }: Outline, path: KeyPath, offset: number, length: number): boolean {
  return items.some(({ key, path: own }) =>
    printKeyPath(own) === printKeyPath(path) && key!.start === offset && key!.end === offset + length
  );
}

/** Only comments that go with what goes are lost, none is new or moved, and each stays with its item. */
function judgeComments(before: Outline, change: PlainChange, after: Outline): void {
  const kept = before.comments.filter((comment) => !mayGo(before, change, comment));
  const texts = commentsOf({ ...before, comments: kept });
  ensure(isSubsequence(texts, commentsOf(after)), "a comment is lost or moved");
  ensure(isSubsequence(commentsOf(after), commentsOf(before)), "a comment is new or moved");
  if (change.op === "insert" || typeof change.path.at(-1) === "number") return;
  for (const [name, item] of before.byPath) {
    const same = after.byPath.get(name);
    const isInChange = change.path.every((part, depth) => part === item.path[depth]);
    if (same === undefined || isInChange || before.items.filter(({ path }) => printKeyPath(path) === name).length > 1) {
      continue;
    }
    const [own, now] = [tailComments(before, item), tailComments(after, same)];
    // A comment before an item that goes stays, and then stands behind the item before; and one behind a trailing comma
    // comes to stand before a new item.
    const isSame = change.op === "unset"
      ? isPrefix(own, now)
      : own.join() === now.join() || (before.hasTrailingComma && isPrefix(now, own));
    ensure(isSame, `the comments behind ${name} are others`);
    const above = commentAbove(before, item);
    ensure(above === undefined || above === commentAbove(after, same), `the comment above ${name} is another one`);
  }
}

/** Whether a comment stands in what goes, or behind it before the next item. */
function mayGo(outline: Outline, change: PlainChange, comment: Span): boolean {
  if (change.op === "insert" || change.op === "rename") return false;
  return outline.items.some((item) => {
    const isBelow = change.path.every((part, depth) => part === item.path[depth]);
    const fate = isBelow ? fateOf(outline, change, item.path) : "stays";
    if (fate === "stays") return false;
    return isWithin(comment, item.value) || (fate === "goes" && isWithin(comment, item)) ||
      (fate === "goes" && tailOf(outline, item).includes(comment)) ||
      (fate === "goes" && change.op === "set" && belongsTo(outline, item, comment));
  });
}

function belongsTo({ text, comments }: Outline, { start }: OutlinedItem, comment: Span): boolean {
  return isWithin(comment, { start: commentStart(text, start, comments), end: start });
}

/** What becomes of an item in what a change is about; elements of an array that is set anew may all go. */
function fateOf({ root }: Outline, change: PlainChange & { op: "set" | "unset" }, path: KeyPath): string {
  if (change.op === "unset") return "goes";
  const rest = path.slice(change.path.length);
  const isReachable = rest.length === 0 || (isTable(change.value) && rest.every((part) => typeof part === "string"));
  const wanted = isReachable ? valueAt(change.value, rest) : undefined;
  if (wanted === undefined) return "goes";
  const kind = kindOf(valueAt(root, path)!);
  return kind === kindOf(wanted) && (kind === "table" || kind === "array") ? "stays" : "is replaced";
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** The comments behind an item on its line: up to the line's end, else up to its comma. */
function tailOf({ text, comments }: Outline, { end }: OutlinedItem): Span[] {
  const rest = /^(?:[ \t]|\/\*[^]*?\*\/)*(?<comma>,?)(?:[ \t]|\/\*[^]*?\*\/|\/\/[^\r\n]*)*(?<next>[\r\n\]}]|$)?/.exec(
    text.slice(end),
  )!;
  const tail = rest.groups!["next"] === undefined ? /^(?:[ \t]|\/\*[^]*?\*\/)*/.exec(text.slice(end))![0] : rest[0];
  return comments.filter((comment) => isWithin(comment, { start: end, end: end + tail.length }));
}

function tailComments(outline: Outline, item: OutlinedItem): string[] {
  return commentsOf({ ...outline, comments: tailOf(outline, item) });
}

/** The comment on the line above an item, if both have their lines to themselves. */
function commentAbove(outline: Outline, item: OutlinedItem): string | undefined {
  const above = outline.comments.findLast(({ end }) => end <= item.start);
  if (above === undefined || !/^[ \t]*(?:\r\n|\n|\r)[ \t]*$/.test(outline.text.slice(above.end, item.start))) {
    return undefined;
  }
  const isAlone = /(?:^|[\r\n])[ \t]*$/.test(outline.text.slice(0, above.start));
  return isAlone ? commentsOf({ ...outline, comments: [above] })[0] : undefined;
}

function isPrefix(part: readonly string[], whole: readonly string[]): boolean {
  return part.every((text, index) => text === whole[index]);
}

function isSubsequence(items: Iterable<string>, whole: Iterable<string>): boolean {
  const part = [...items];
  let position = 0;
  for (const item of whole) if (item === part[position]) position++;
  return position === part.length;
}
