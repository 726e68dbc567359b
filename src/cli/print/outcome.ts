/**
 * Prints what a writing command did, for `--json` and `--diff`.
 *
 * @module
 */
import { etagOf } from "../../model/etag.ts";
import { formatFor, type FormatOptions } from "../../format/detect.ts";
import type { KeyPath } from "../../model/key_path.ts";
import { revisionOf } from "../../edit/revision.ts";
import type { Snapshot } from "../../store/snapshot.ts";
import type { Invocation } from "../command.ts";
import { visible } from "../one_line.ts";
import { unifiedDiff } from "./unified_diff.ts";
import { printJson } from "./json.ts";
import { lookUp } from "./lookup.ts";

/** What a writing command did or would do. */
export interface Outcome {
  /** The file, as the user named it. */
  readonly path: string;
  /** Whether the new text differs from the old one. */
  readonly changed: boolean;
  readonly before: Snapshot;
  readonly after: string;
  /** The changes one by one, as JSON texts. */
  readonly changes?: readonly string[];
  /** The new value of the key that the command was about, as a JSON text. */
  readonly value?: string;
  /** The revision of a managed file afterwards. */
  readonly rev?: bigint | undefined;
}

/**
 * Prints an outcome: an object with `--json`, else the unified diff.
 *
 * @param outcome What to print.
 * @throws {OutputError} If it can't be printed.
 */
export function printOutcome(invocation: Invocation, outcome: Outcome): void {
  const diff = invocation.has("diff") ? unifiedDiff(outcome.path, outcome.before, outcome.after) : undefined;
  invocation.terminal.writeOutput(invocation.has("json") ? `${printObject(outcome, diff)}\n` : visible(diff ?? ""));
}

function printObject({ path, changed, before, after, ...rest }: Outcome, diff: string | undefined): string {
  const { changes, value, rev } = rest;
  const etag = changed || before.exists ? etagOf(after) : null;
  const members = [`"changed":${changed}`, `"file":${JSON.stringify(path)}`, `"etag":${JSON.stringify(etag)}`];
  if (rev !== undefined) members.push(`"rev":${rev}`);
  if (value !== undefined) members.push(`"value":${value}`);
  if (changes !== undefined) members.push(`"changes":[${changes.join(",")}]`);
  if (diff !== undefined) members.push(`"diff":${JSON.stringify(diff)}`);
  return `{${members.join(",")}}`;
}

/**
 * Finds the value of a key in a text.
 *
 * @param path The file that has the text, for its format.
 * @param key The key; it is there.
 * @param options The format's name and details, if the user says them.
 * @returns The value as a JSON text.
 */
export async function readBack(path: string, text: string, key: KeyPath, options: FormatOptions): Promise<string> {
  const format = await formatFor(path, options);
  return printJson(lookUp(format.parse(text, path), key)!, format);
}

/**
 * Finds the revision of a text.
 *
 * @param path The file that has the text, for its format.
 * @param options The format's name and details, if the user says them.
 * @returns The revision, or `undefined` if the file is not managed.
 */
export async function readRevision(path: string, text: string, options: FormatOptions): Promise<bigint | undefined> {
  // Few files are managed, and those that are say so.
  if (!text.includes("updated_at")) return undefined;
  const format = await formatFor(path, options);
  return revisionOf(format.parse(text, path))?.rev;
}
