/**
 * Says what changes would do, for `--dry-run` and `--check`: reads, and neither locks nor writes.
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import { editText } from "../edit/edit_text.ts";
import { ConflictError } from "../model/errors.ts";
import { etagOf } from "../model/etag.ts";
import { formatFor, type FormatOptions } from "../format/detect.ts";
import type { Format } from "../format/format.ts";
import { printKeyPath } from "../model/key_path.ts";
import { readFile } from "../store/file_store.ts";
import type { Snapshot } from "../store/snapshot.ts";
import type { Value } from "../model/value.ts";
import type { Invocation } from "./command.ts";
import { visible } from "./one_line.ts";
import { type Difference, differencesBetween } from "./print/differences.ts";
import { printJson } from "./print/json.ts";
import { printOutcome } from "./print/outcome.ts";

/**
 * Shows what changes would do.
 *
 * @param changes What the user asks for.
 * @param options The format's name and the version that the file must have, if the user says them.
 * @returns The exit status: 1 if `--check` was given and the file would change, else 0.
 * @throws {PawlError} What the update itself would throw, as far as that shows without writing.
 */
export async function preview(
  invocation: Invocation,
  path: string,
  changes: readonly Change[],
  options: FormatOptions & { readonly ifMatch?: string | undefined },
): Promise<number> {
  const format = await formatFor(path, options);
  const before = readFile(path);
  if (options.ifMatch !== undefined) requireEtag(path, before, options.ifMatch);
  const { text: after } = editText(format, before.text, changes, path);
  return showPreview(invocation, { path, format, before, after });
}

/** A change to a file that has not been made. */
export interface PlannedWrite {
  readonly path: string;
  readonly format: Format;
  readonly before: Snapshot;
  readonly after: string;
}

/**
 * Shows what a change of the text would do.
 *
 * @returns The exit status, as {@linkcode preview} has it.
 */
export function showPreview(invocation: Invocation, { path, format, before, after }: PlannedWrite): number {
  const changed = after !== before.text;
  const differences = changed ? differencesBetween(format.parse(before.text, path), format.parse(after, path)) : [];
  if (invocation.has("json") || invocation.has("diff")) {
    const list = differences.map((difference) => differenceAsJson(difference, format));
    printOutcome(invocation, { path, changed, before, after, changes: list });
  } else if (invocation.has("dry-run")) {
    const lines = differences.map((difference) => differenceAsLine(difference, format));
    invocation.terminal.writeOutput(lines.join(""));
  }
  return changed && invocation.has("check") ? 1 : 0;
}

/** What the update itself would check, and in the same words. */
export function requireEtag(path: string, { exists, text }: Snapshot, expected: string): void {
  const actual = exists ? etagOf(text) : "none";
  if (actual.startsWith(expected)) return;
  const found = exists ? actual.slice(0, SHOWN_DIGITS) : "no file";
  throw new ConflictError(
    `Conflict detected in "${path}": expected etag ${expected.slice(0, SHOWN_DIGITS)}, found ${found}`,
    expected,
    actual,
    { hint: "read the document again and repeat the change" },
  );
}

/** How many digits of an etag messages show. */
const SHOWN_DIGITS = 16;

/**
 * Writes a difference on a line of its own.
 *
 * @param format The format of the document.
 */
export function differenceAsLine(difference: Difference, format: Format): string {
  const show = (value: Value | undefined) => value === undefined ? "(none)" : format.printLiteral(value);
  return visible(`${printKeyPath(difference.path)}: ${show(difference.old)} -> ${show(difference.new)}\n`);
}

/**
 * Writes a difference as a JSON object. A value that is not there has no member, because `null` is a value in some formats.
 *
 * @param format The format of the document.
 * @returns A JSON text.
 */
export function differenceAsJson(difference: Difference, format: Format): string {
  const members = [`"key":${JSON.stringify(printKeyPath(difference.path))}`];
  if (difference.old !== undefined) members.push(`"old":${printJson(difference.old, format)}`);
  if (difference.new !== undefined) members.push(`"new":${printJson(difference.new, format)}`);
  return `{${members.join(",")}}`;
}
