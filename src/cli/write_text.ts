/**
 * Writes a file as a whole, for commands that do not work key by key: the same lock, the same atomic replace, and the same
 * options and reports as those of all others.
 *
 * @module
 */
import { withNextRevision } from "../edit/edit_text.ts";
import { InvalidDocumentError } from "../model/errors.ts";
import type { Format } from "../format/format.ts";
import { type Revision, revisionOf, scanForRev } from "../edit/revision.ts";
import { readFile, updateFile } from "../store/file_store.ts";
import type { UpdateResult } from "../store/update.ts";
import type { Snapshot, Transform } from "../store/snapshot.ts";
import type { Invocation } from "./command.ts";
import { requireEtag, showPreview } from "./preview.ts";
import { expectedEtag, formatOptions, updateOptions } from "./settings.ts";
import { changeOf } from "./write.ts";

/**
 * Writes a file, or shows what that would do.
 *
 * @param invocation The call; its options say how.
 * @param transform Makes the new text.
 * @returns The exit status: 1 if `--check` finds that the file would change, else 0.
 * @throws {PawlError} If it could not be written; nothing was written then, except with code `durability-unknown`.
 */
export async function writeText(
  invocation: Invocation,
  path: string,
  format: Format,
  transform: Transform,
): Promise<number> {
  if (isPreview(invocation)) return previewText(invocation, path, format, transform);
  await reportWrite(invocation, path, await updateText(invocation, path, format, transform));
  return 0;
}

/** Whether a call is to write nothing. */
export function isPreview(invocation: Invocation): boolean {
  return invocation.has("check") || invocation.has("dry-run");
}

/**
 * Shows what {@linkcode updateText} would do.
 *
 * @param transform Makes the new text.
 * @returns The exit status.
 */
export function previewText(invocation: Invocation, path: string, format: Format, transform: Transform): number {
  const before = readFile(path);
  const ifMatch = expectedEtag(invocation);
  if (ifMatch !== undefined) requireEtag(path, before, ifMatch);
  return showPreview(invocation, { path, format, before, after: revised(path, format, transform)(before) });
}

/**
 * Updates a file under its lock.
 *
 * @param invocation The call; its options say how.
 * @param transform Makes the new text.
 * @returns What was done.
 */
export function updateText(
  invocation: Invocation,
  path: string,
  format: Format,
  transform: Transform,
): Promise<UpdateResult> {
  return updateFile(path, revised(path, format, transform), {
    ...updateOptions(invocation),
    command: `pawl ${invocation.command.name}`,
  });
}

/** A managed file gets its next revision with whatever text it gets. */
function revised(path: string, format: Format, transform: Transform): Transform {
  return (current) => {
    const text = transform(current);
    const last = text === current.text ? undefined : lastRevision(path, format, current, text);
    return last === undefined ? text : withNextRevision(format, text, last, path);
  };
}

function lastRevision(path: string, format: Format, { text }: Snapshot, after: string): Revision | undefined {
  try {
    return revisionOf(format.parse(text, path));
  } catch (error) {
    // What is replaced need not be valid, but its rev must not come twice.
    if (!(error instanceof InvalidDocumentError)) throw error;
    const next = revisionOf(format.parse(after, path));
    const found = scanForRev(text);
    return next && found > next.rev ? { ...next, rev: found } : next;
  }
}

/**
 * Prints what an update did, as far as the options ask for it.
 *
 * @param result What was done.
 */
export async function reportWrite(invocation: Invocation, path: string, result: UpdateResult): Promise<void> {
  const { changed, before, after, notes } = result;
  if (changed) invocation.hasDone(changeOf(path));
  for (const note of notes) invocation.note(note);
  if (!invocation.has("json") && !invocation.has("diff")) return;
  const { printOutcome, readRevision } = await import("./print/outcome.ts");
  const rev = invocation.has("json") ? await readRevision(path, after, formatOptions(invocation)) : undefined;
  printOutcome(invocation, { path, changed, before, after, rev });
}
