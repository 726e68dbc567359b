/**
 * Judges an edit of a YAML document by what a reader of the file could notice: the value, as two parsers see it, the bytes
 * outside the asked place, comments, line ends and blank lines.
 *
 * The second parser is that of the Deno standard library. It is no strict reader, so it counts only where it reads the
 * document before the edit as pawl does.
 *
 * @module
 */
import { parse } from "@std/yaml";
import { Draft } from "../../../src/edit/draft.ts";
import { applyEdits, type EditedText, editText } from "../../../src/edit/edit_text.ts";
import { PawlError } from "../../../src/model/errors.ts";
import { editYaml } from "../../../src/format/yaml/edit.ts";
import { yamlFormat } from "../../../src/format/yaml/format.ts";
import { planChanges } from "../../../src/edit/plan.ts";
import { equalValues, isTable, type Table, type Value } from "../../../src/model/value.ts";
import { asChange, describeChange, type PlainChange, valueAt } from "../change_model.ts";

/** A document under judgment. */
export interface YamlSubject {
  readonly text: string;
  readonly value: Value;
  /** Whether the second parser reads it as pawl does. */
  readonly isCommon: boolean;
}

/** Reads a document once for many judgments. */
export function subjectOf(text: string): YamlSubject {
  const value = yamlFormat.parse(text, "test.yaml");
  return { text, value, isCommon: isReadAlike(text, value) };
}

/**
 * Makes changes and judges the result.
 *
 * @param subject The document.
 * @param changes The changes, made as one edit.
 * @returns The edited text, or the error with which pawl refuses the edit.
 * @throws {Error} That names the fault, the changes and both texts.
 */
export function editAndJudge(subject: YamlSubject, ...changes: PlainChange[]): EditedText | PawlError {
  let edited: EditedText | undefined;
  try {
    edited = edit(subject.text, changes);
    judgeText(subject, edited);
    judgeMeaning(subject, changes, edited);
    if (changes.length === 1) judgeScope(subject, changes[0]!, edited);
    return edited;
  } catch (error) {
    if (error instanceof PawlError) return error;
    const after = edited === undefined ? "" : `\n--- after ---\n${JSON.stringify(edited.text)}`;
    const asked = changes.map(describeChange).join("; ");
    const fault = `${(error as Error).message}\n--- changes --- ${asked}\n--- before ---\n${
      JSON.stringify(subject.text)
    }`;
    throw new Error(fault + after, { cause: error });
  }
}

/** Values exchanged behind an anchor change what aliases mean, of which the planner knows nothing. */
function edit(text: string, changes: readonly PlainChange[]): EditedText {
  try {
    return editText(yamlFormat, text, changes.map(asChange), "test.yaml");
  } catch (error) {
    if (error instanceof PawlError || !text.includes("*")) throw error;
    const { edits } = editYaml(text, planFor(text, changes).steps);
    return { text: applyEdits(text, edits), changed: true, edits };
  }
}

function planFor(text: string, changes: readonly PlainChange[]): Draft {
  const draft = new Draft(yamlFormat.parse(text, "test.yaml"), yamlFormat);
  planChanges(yamlFormat, draft, changes.map(asChange), "test.yaml");
  return draft;
}

/** What the document must mean: the plan, and in it the new values of aliases. */
function expectedValue(text: string, changes: readonly PlainChange[]): Value {
  const { root, steps } = planFor(text, changes);
  for (const { path, source } of text.includes("*") ? editYaml(text, steps).mirrors : []) {
    const holder = valueAt(root, path.slice(0, -1)) as Record<string | number, Value>;
    holder[path.at(-1)!] = valueAt(root, source)!;
  }
  return root;
}

function ensure(condition: boolean, fault: string): void {
  if (!condition) throw new Error(fault);
}

/** The edits are in order and not idle; line ends, byte order mark and final newline stay as they are. */
function judgeText({ text }: YamlSubject, { text: edited, edits }: EditedText): void {
  for (const { offset, length, text: replacement } of edits) {
    ensure(text.slice(offset, offset + length) !== replacement, "an edit replaces a text by itself");
  }
  ensure(applyEdits(text, edits) === edited, "the edits do not lead to the new text");
  ensure(text.startsWith("\ufeff") === edited.startsWith("\ufeff"), "the byte order mark changed");
  if (text.includes("\n") && !/(?<!\r)\n/.test(text)) ensure(!/(?<!\r)\n/.test(edited), "a bare LF in a CRLF document");
  if (!text.includes("\r")) ensure(!edited.includes("\r"), "a CR in an LF document");
  // The last line end may be a part of the text of a block scalar.
  const hasBlockScalar = /[|>][-+0-9]*[ \t]*(?:#.*)?\r?\n/.test(edited);
  const isSame = text.endsWith("\n") === edited.endsWith("\n");
  ensure(isSame || /^\ufeff?$/.test(text) || hasBlockScalar, "the final newline changed");
  ensure(longestGap(edited) <= Math.max(longestGap(text), 1), "more blank lines in a row than before");
}

function longestGap(text: string): number {
  const gaps = text.match(/^(?:[ \t]*\r?\n)+/gm) ?? [];
  return Math.max(0, ...gaps.map((gap) => gap.split("\n").length - 1));
}

/** Both parsers read exactly what was asked for, and a second edit of the same kind finds nothing to do. */
function judgeMeaning(
  { text, isCommon }: YamlSubject,
  changes: readonly PlainChange[],
  { text: edited }: EditedText,
): void {
  const actual = yamlFormat.parse(edited, "edited.yaml");
  ensure(equalValues(expectedValue(text, changes), actual), "pawl reads another value than asked for");
  // The second parser loses aliases of null, and misreads what follows an element that is written as nothing.
  const isMisread = (edited.includes("*") && edited.includes("&")) || /(?:^|[ \t])-[ \t]*(?:#.*)?\r?$/m.test(edited);
  if (isCommon && !isMisread) {
    ensure(isReadAlike(edited, actual), "the second parser reads another value than asked for");
  }
  const sets = changes.filter((change) => change.op === "set");
  if (sets.length < changes.length || edited.includes("*")) return;
  const again = editText(yamlFormat, edited, changes.slice(-1).map(asChange), "test.yaml");
  ensure(!again.changed && again.edits.length === 0, "a second set changes the text");
}

/** A removal only takes away, an addition only brings. */
function judgeScope({ text, value }: YamlSubject, change: PlainChange, { edits }: EditedText): void {
  const isNew = change.op === "insert" || (change.op === "set" && valueAt(value, change.path) === undefined);
  for (const { offset, length, text: replacement } of edits) {
    const gone = text.slice(offset, offset + length);
    if (change.op === "unset") {
      ensure(/^[ \t]*(?:\{\}|\[\]|[{}[\]]|)\s*$/.test(replacement), "an unset writes something");
    }
    if (isNew) ensure(/^[ \t]*(?:\{\}|\[\]|[{}[\]]|~|null|Null|NULL|)\s*$/.test(gone), "a new key removes something");
  }
}

function isReadAlike(text: string, value: Value): boolean {
  try {
    return isAlike(parse(text, { schema: "core" }), value);
  } catch {
    return false;
  }
}

/** Whether the second parser's value is the same, as far as its numbers go. */
function isAlike(other: unknown, value: Value): boolean {
  if (Array.isArray(value)) {
    return Array.isArray(other) && other.length === value.length &&
      value.every((item, index) => isAlike(other[index], item));
  }
  if (isTable(value)) return isAlikeTable(other, value);
  if (typeof value === "bigint") return other === Number(value);
  return Object.is(other, value);
}

function isAlikeTable(other: unknown, value: Table): boolean {
  const keys = Object.keys(value);
  // It reads an empty document as null.
  if (other === null || typeof other !== "object" || Array.isArray(other)) return other === null && keys.length === 0;
  return Object.keys(other).length === keys.length &&
    keys.every((key) => Object.hasOwn(other, key) && isAlike((other as Record<string, unknown>)[key], value[key]!));
}
