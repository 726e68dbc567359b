/**
 * `pawl modify`: lets any command change the file.
 *
 * @module
 */
import { editText } from "../../edit/edit_text.ts";
import { Deadline } from "../../model/deadline.ts";
import { PawlError } from "../../model/errors.ts";
import { formatFor } from "../../format/detect.ts";
import type { Format } from "../../format/format.ts";
import { DEFAULT_TIMEOUT_MS } from "../../lock/lock.ts";
import { pause } from "../../queue/durable_post.ts";
import { readFile } from "../../store/file_store.ts";
import type { Snapshot } from "../../store/snapshot.ts";
import { runToSuccess } from "../child_process.ts";
import type { Command, Invocation } from "../command.ts";
import { readVersion } from "../working_copy/edited_version.ts";
import { COMMON_OPTIONS, TEXT_WRITING_OPTIONS } from "../options.ts";
import { requireEtag } from "../preview.ts";
import { documentPath, expectedEtag, formatOptions, timeoutMs } from "../settings.ts";
import { usageError } from "../usage_error.ts";
import { WorkingCopy } from "../working_copy/working_copy.ts";
import { preconditions } from "../write.ts";
import { isPreview, previewText, reportWrite, updateText } from "../write_text.ts";

/** The command. */
export const modifyCommand: Command = {
  name: "modify",
  summary: "Let any command change a copy, and commit the result",
  usage: "-- COMMAND [ARGUMENT ...]",
  takesCommandLine: true,
  argumentCount: [1, Infinity],
  arguments: [
    ["COMMAND", "The command to run"],
    ["ARGUMENT", "Its arguments; {} in them stands for the path of the copy, which has the name of the file"],
  ],
  options: [...TEXT_WRITING_OPTIONS, ...COMMON_OPTIONS],
  details: [
    "COMMAND has to be given {} at least once: it gets the text in no other way, and nothing but the copy is committed.",
    "COMMAND runs without the lock, so it may take its time. If the file was changed in the meantime, COMMAND runs again " +
    "on what " +
    "it says then, after a short pause, until the time of --timeout is up since the first time. Its result has to parse.",
    "If COMMAND fails nothing is changed, and its exit status is that of pawl: 126 if it cannot be run, 127 if it is not " +
    "found, 128 and the number of the signal that ended it. The message tells it from a failure of pawl itself.",
  ],
  examples: ["pawl modify -f app.toml -- sed -i 's/debug/info/' {}", "pawl modify -f app.yaml -- ./migrate.py {}"],
  run,
};

const PLACEHOLDER = "{}";

/**
 * The longest pause before another run, in ms: at first, and at most; each time twice as long. Those who were in each
 * other's way do not begin again at the same moment.
 */
const FIRST_PAUSE_MS = 20;
const MAX_PAUSE_MS = 500;

async function run(invocation: Invocation): Promise<number> {
  if (!invocation.args.some((word) => word.includes(PLACEHOLDER))) {
    throw usageError('No "{}" in the command: it stands for the path of the copy that the command is to change');
  }
  const path = documentPath(invocation);
  const format = await formatFor(path, formatOptions(invocation));
  using copy = new WorkingCopy(path, "", (note) => invocation.note(note));
  let patience: Deadline | undefined;
  for (let attempt = 1;; attempt++) {
    const original = readFile(path);
    await requirePreconditions(invocation, path, format, original);
    const result = await runOn(copy, original, invocation, path, format);
    if (isPreview(invocation)) return previewText(invocation, path, format, () => result);
    if (await commit(invocation, path, format, original, result)) return 0;
    // How long the command takes is nobody's fault; how long others get in its way is what the limit is for.
    patience ??= new Deadline(timeoutMs(invocation) ?? DEFAULT_TIMEOUT_MS, invocation.terminal.signal);
    await pauseBefore(attempt, patience, invocation.terminal.signal);
    if (patience.isOver) throw gaveUp(path, attempt);
  }
}

async function pauseBefore(attempt: number, patience: Deadline, signal: AbortSignal): Promise<void> {
  const longestMs = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), MAX_PAUSE_MS);
  const leftMs = Math.max(0, patience.timeoutMs - patience.waitedMs);
  await pause(Math.min(Math.random() * longestMs, leftMs), signal);
  signal.throwIfAborted();
}

function gaveUp(path: string, attemptCount: number): PawlError {
  const times = attemptCount === 1 ? "" : `, each of ${attemptCount} times`;
  return new PawlError("conflict", `Cannot modify "${path}": it was changed while the command ran${times}`, {
    hint: "run it again, raise --timeout, or stop other programs from changing the file",
  });
}

/** What must hold is looked at before the command runs; the commit is bound to the version that was looked at. */
async function requirePreconditions(
  invocation: Invocation,
  path: string,
  format: Format,
  original: Snapshot,
): Promise<void> {
  const ifMatch = expectedEtag(invocation);
  if (ifMatch !== undefined) requireEtag(path, original, ifMatch);
  editText(format, original.text, await preconditions(invocation), path);
}

async function runOn(
  copy: WorkingCopy,
  original: Snapshot,
  invocation: Invocation,
  path: string,
  format: Format,
): Promise<string> {
  copy.write(original.text);
  const [program, ...args] = invocation.args.map((word) => word.replaceAll(PLACEHOLDER, copy.path)) as [string];
  const action = `Cannot modify "${path}"`;
  await runToSuccess({ program, args, action, label: invocation.args[0]! }, invocation.terminal.signal);
  return readVersion(copy, path, format, "as the command left it");
}

async function commit(
  invocation: Invocation,
  path: string,
  format: Format,
  original: Snapshot,
  result: string,
): Promise<boolean> {
  let isCurrent = true;
  const update = await updateText(invocation, path, format, ({ exists, text }) => {
    isCurrent = exists === original.exists && text === original.text;
    return isCurrent ? result : text;
  });
  if (isCurrent) await reportWrite(invocation, path, update);
  return isCurrent;
}
