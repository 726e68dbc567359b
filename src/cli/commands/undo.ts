/**
 * `pawl undo`: goes back to an earlier version of the file.
 *
 * @module
 */
import { editText } from "../../edit/edit_text.ts";
import { formatFor } from "../../format/detect.ts";
import type { Format } from "../../format/format.ts";
import { readFile } from "../../store/file_store.ts";
import type { Snapshot } from "../../store/snapshot.ts";
import { planUndo, undoFile } from "../../undo_file.ts";
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS, TEXT_WRITING_OPTIONS } from "../options.ts";
import { requireEtag, showPreview } from "../preview.ts";
import { documentPath, expectedEtag, formatOptions, updateOptions } from "../settings.ts";
import { preconditions } from "../write.ts";
import { isPreview, reportWrite } from "../write_text.ts";

/** The command. */
export const undoCommand: Command = {
  name: "undo",
  summary: "Go back to the previous version of the file",
  usage: "",
  argumentCount: [0, 0],
  arguments: [],
  options: ["to", ...TEXT_WRITING_OPTIONS, ...COMMON_OPTIONS],
  details: [
    'It restores the newest valid version that is kept, or that of --to ("pawl history" lists them), and keeps the ' +
    "present one " +
    "in turn: undo twice, and the file is as it was. The present version need not be valid, the one to go back to " +
    "must be. A " +
    "managed file gets a new rev.",
  ],
  examples: ["pawl undo -f app.toml", "pawl undo -f app.toml --to 41", "pawl undo -f app.toml --dry-run"],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const path = documentPath(invocation);
  const format = await formatFor(path, formatOptions(invocation));
  const to = invocation.value("to");
  const check = await checkFor(invocation, path, format);
  if (isPreview(invocation)) {
    const before = readFile(path);
    const ifMatch = expectedEtag(invocation);
    if (ifMatch !== undefined) requireEtag(path, before, ifMatch);
    check?.(before);
    return showPreview(invocation, { path, format, before, after: planUndo(path, format, to).text });
  }
  const { backups = Infinity, ...options } = updateOptions(invocation);
  const result = await undoFile(path, {
    ...formatOptions(invocation),
    ...options,
    ...{ backups, to, check, command: "pawl undo" },
  });
  const { etag, until } = result.version;
  if (result.changed) invocation.note(`went back to the version ${etag.slice(0, 16)}, replaced at ${until}`);
  await reportWrite(invocation, path, result);
  return 0;
}

/** What the present version must say. */
async function checkFor(
  invocation: Invocation,
  path: string,
  format: Format,
): Promise<((current: Snapshot) => void) | undefined> {
  const tests = await preconditions(invocation);
  if (tests.length === 0) return undefined;
  return ({ text }) => void editText(format, text, tests, path);
}
