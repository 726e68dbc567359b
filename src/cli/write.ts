/**
 * Carries out the changes of a writing command, or shows what they would do.
 *
 * @module
 */
import type { Change } from "../change.ts";
import { editFile } from "../edit_file.ts";
import { printKeyPath } from "../key_path.ts";
import type { Invocation } from "./command.ts";
import { documentPath, expectedEtag, formatOptions, timeoutMs } from "./settings.ts";

/**
 * Carries out changes on the file that a command is about: all of them or none, in one update.
 *
 * @param invocation The call; its options say how.
 * @param changes What the user asks for.
 * @returns The exit status: 1 if `--check` finds that the changes are still needed, else 0.
 * @throws {PawlError} If they could not be made; nothing was written then, except with code `durability-unknown`.
 */
export async function applyChanges(invocation: Invocation, changes: readonly Change[]): Promise<number> {
  const path = documentPath(invocation);
  const options = {
    ...formatOptions(invocation),
    timeoutMs: timeoutMs(invocation),
    ifMatch: expectedEtag(invocation),
    private: invocation.has("private"),
    signal: invocation.terminal.signal,
    command: lockLabel(invocation.command.name, changes),
    // Whoever wants to see the texts has to make the change itself.
    isPostable: !invocation.has("json") && !invocation.has("diff"),
  };
  if (invocation.has("check") || invocation.has("dry-run")) {
    const { preview } = await import("./preview.ts");
    return await preview(invocation, path, changes, options);
  }
  const { changed, before, after, notes } = await editFile(path, changes, options);
  for (const note of notes) invocation.note(note);
  if (before !== undefined && after !== undefined && (invocation.has("json") || invocation.has("diff"))) {
    const { printOutcome } = await import("./outcome.ts");
    printOutcome(invocation, { path, changed, before, after, isWritten: changed });
  }
  return 0;
}

const MAX_LABEL_KEYS = 3;

/**
 * What others see who wait for the lock: the command and its keys, never its values.
 *
 * @param command The command's name.
 * @param changes What it does.
 * @returns A short command line, for example `pawl set server.port`.
 */
export function lockLabel(command: string, changes: readonly Change[]): string {
  const keys = changes.slice(0, MAX_LABEL_KEYS).map(({ path }) => printKeyPath(path));
  const rest = changes.length > MAX_LABEL_KEYS ? ["..."] : [];
  return ["pawl", command, ...keys, ...rest].join(" ");
}
