/**
 * Carries out the changes of a writing command, or shows what they would do.
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import { editFile } from "../edit_file.ts";
import { type KeyPath, printKeyPath } from "../model/key_path.ts";
import type { Deed, Invocation } from "./command.ts";
import type { QueueOptions } from "../queue/edit_request.ts";
import { PRECONDITION_OPTIONS, QUEUE_OPTIONS } from "./options.ts";
import { documentPath, formatOptions, updateOptions } from "./settings.ts";

/**
 * Runs a command that is a number of changes.
 *
 * @returns The exit status.
 * @throws {PawlError} What {@linkcode applyChanges} throws, and `usage` if the arguments make no sense.
 */
export async function runChanges(invocation: Invocation): Promise<number> {
  return await applyChanges(invocation, await invocation.command.changes!(invocation));
}

/**
 * Runs a command that is one change, and with `--json` prints the value that its key has afterwards.
 *
 * @returns The exit status.
 * @throws {PawlError} What {@linkcode runChanges} throws.
 */
export async function runValueChange(invocation: Invocation): Promise<number> {
  const changes = await invocation.command.changes!(invocation);
  return await applyChanges(invocation, changes, changes[0]!.path);
}

/**
 * Carries out changes on the file that a command is about: all of them or none, in one update.
 *
 * @param invocation The call; its options say how.
 * @param changes What the user asks for.
 * @param shownPath The key whose new value is printed with `--json`, if any.
 * @returns The exit status: 1 if `--check` finds that the changes are still needed, 75 if they are pending and `--strict`
 * was given, else 0.
 * @throws {PawlError} If they could not be made; nothing was written then, except with code `durability-unknown`, and
 * perhaps with code `outcome-unknown`.
 */
export async function applyChanges(
  invocation: Invocation,
  changes: readonly Change[],
  shownPath?: KeyPath,
): Promise<number> {
  const path = documentPath(invocation);
  const options = {
    ...formatOptions(invocation),
    ...updateOptions(invocation),
    ...await queueOptions(invocation),
    command: lockLabel(invocation.command.name, changes),
    // A caller that wants to see the texts has to make the change itself.
    isPostable: !invocation.has("json") && !invocation.has("diff"),
  };
  const guarded = [...await preconditions(invocation), ...changes];
  if (invocation.has("check") || invocation.has("dry-run")) {
    const { preview } = await import("./preview.ts");
    return await preview(invocation, path, guarded, options);
  }
  // Before the change, because after it a failure to load this would be one to report it.
  const report = options.isPostable ? undefined : await import("./print/outcome.ts");
  const { changed, before, after, notes, pending } = await editFile(path, guarded, options);
  if (changed) invocation.hasDone(changeOf(path));
  for (const note of notes) invocation.note(note);
  if (pending !== undefined) return (await import("./pending_write.ts")).reportPending(invocation, path, pending);
  if (before !== undefined && after !== undefined && report !== undefined) {
    const { printOutcome, readBack, readRevision } = report;
    const value = shownPath && invocation.has("json") ? await readBack(path, after, shownPath, options) : undefined;
    const rev = invocation.has("json") ? await readRevision(path, after, options) : undefined;
    printOutcome(invocation, { path, changed, before, after, rev, ...(value && { value }) });
  }
  return 0;
}

/** That a file was changed. */
export function changeOf(path: string): Deed {
  return { what: `"${path}" was changed`, look: 'look with "pawl list" before you repeat it' };
}

/** What keys must say, as changes that change nothing. */
export async function preconditions(invocation: Invocation): Promise<readonly Change[]> {
  if (!PRECONDITION_OPTIONS.some((option) => invocation.has(option))) return [];
  return (await import("./preconditions.ts")).readPreconditions(invocation);
}

/** What is to happen if the lock could not be acquired in time. */
async function queueOptions(invocation: Invocation): Promise<QueueOptions> {
  if (!QUEUE_OPTIONS.some((option) => invocation.has(option))) return {};
  return (await import("./pending_write.ts")).readQueueOptions(invocation);
}

const MAX_LABEL_KEYS = 3;

/**
 * What others see who wait for the lock: the command and its keys, never its values.
 *
 * @param changes What it does.
 * @returns A short command line, for example `pawl set server.port`.
 */
export function lockLabel(command: string, changes: readonly Change[]): string {
  const keys = changes.slice(0, MAX_LABEL_KEYS).map(({ path }) => printKeyPath(path));
  const rest = changes.length > MAX_LABEL_KEYS ? ["..."] : [];
  return ["pawl", command, ...keys, ...rest].join(" ");
}
