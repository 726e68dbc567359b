/**
 * `pawl edit`: lets a person change the file in an editor.
 *
 * @module
 */
import { InvalidDocumentError, PawlError } from "../../model/errors.ts";
import { formatFor } from "../../format/detect.ts";
import type { Format } from "../../format/format.ts";
import { readFile } from "../../store/file_store.ts";
import type { UpdateResult } from "../../store/update.ts";
import type { Snapshot } from "../../store/snapshot.ts";
import { runToSuccess } from "../child_process.ts";
import type { Command, Invocation } from "../command.ts";
import { reportConflict } from "../working_copy/edit_conflict.ts";
import { readVersion } from "../working_copy/edited_version.ts";
import { onOneLine } from "../one_line.ts";
import { COMMON_OPTIONS } from "../options.ts";
import { documentPath, formatOptions } from "../settings.ts";
import type { Terminal } from "../terminal.ts";
import { usageError } from "../usage_error.ts";
import { WorkingCopy } from "../working_copy/working_copy.ts";
import { reportWrite, updateText } from "../write_text.ts";

/** The command. */
export const editCommand: Command = {
  name: "edit",
  summary: "Change the file in an editor",
  usage: "",
  argumentCount: [0, 0],
  arguments: [],
  options: ["timeout", "no-wait", "if-match", "private", "diff", ...COMMON_OPTIONS],
  details: [
    "The editor is $VISUAL, else $EDITOR, else vi. It works on a copy and without the lock. What does not parse is not " +
    "written: at a terminal you are asked whether to go on editing.",
    "If the file was changed in the meantime, nothing is written and the keys that differ in either version are " +
    "printed. What you have typed is never lost: unless it was written, the copy is kept and a message says where. " +
    "With --json the error says " +
    "so: kept is the path of the copy, theirs and yours are the keys that differ.",
  ],
  examples: ["pawl edit -f app.toml", "EDITOR='code --wait' pawl edit"],
  run,
};

/** A version of a document that a person has made. */
interface Session {
  readonly invocation: Invocation;
  readonly path: string;
  readonly format: Format;
  readonly original: Snapshot;
  readonly copy: WorkingCopy;
}

async function run(invocation: Invocation): Promise<number> {
  const path = documentPath(invocation);
  const format = await formatFor(path, formatOptions(invocation));
  const original = readFile(path);
  using copy = new WorkingCopy(path, original.text, (note) => invocation.note(note));
  const session = { invocation, path, format, original, copy };
  let update: UpdateResult | undefined;
  try {
    const text = await editUntilValid(session);
    if (text !== original.text) update = await commit(session, text);
  } catch (error) {
    throw keepWork(session, error);
  }
  if (update === undefined) invocation.note("nothing was changed");
  else await reportWrite(invocation, path, update);
  return 0;
}

const EDITOR_HINT = "set VISUAL or EDITOR to a command that edits a file";

async function editUntilValid({ invocation, path, format, copy }: Session): Promise<string> {
  const { terminal } = invocation;
  const editor = editorOf(terminal);
  while (true) {
    const command = { ...editorCommand(editor, copy.path), action: `Cannot edit "${path}"`, hint: EDITOR_HINT };
    await runToSuccess(command, terminal.signal);
    try {
      return readVersion(copy, path, format, "as you left it");
    } catch (error) {
      if (!(error instanceof InvalidDocumentError)) throw error;
      const answer = await terminal.ask(`pawl: ${onOneLine(error.message)}\nGo on editing? [Y/n] `);
      if (answer === undefined || /^n/i.test(answer)) throw error;
    }
  }
}

/** The shell would take one of blanks for no command, and succeed. */
function editorOf({ environment }: Terminal): string {
  for (const variable of ["VISUAL", "EDITOR"]) {
    const editor = environment(variable);
    if (editor?.trim() === "") throw usageError(`${variable} cannot be "${editor}": wanted a command`, EDITOR_HINT);
    if (editor !== undefined) return editor;
  }
  return "vi";
}

/** As git does: the variable is a command line of the shell, for it often holds options. */
function editorCommand(editor: string, path: string) {
  if (Deno.build.os !== "windows") {
    return { program: "sh", args: ["-c", `${editor} "$@"`, editor, path], label: editor };
  }
  const [program, ...args] = editor.split(" ");
  return { program: program!, args: [...args, path], label: editor };
}

async function commit({ invocation, path, format, original }: Session, text: string): Promise<UpdateResult> {
  let current: Snapshot = original;
  let isCurrent = true;
  const update = await updateText(invocation, path, format, (found) => {
    current = found;
    isCurrent = found.exists === original.exists && found.text === original.text;
    return isCurrent ? text : found.text;
  });
  // The same change made in the meantime is no conflict.
  if (isCurrent || update.after === text) return update;
  const versions = { original: original.text, theirs: current.text, yours: text };
  throw reportConflict(invocation, path, format, versions);
}

/** Before anything else is said, and also with --quiet: what the user has typed may be impossible to recover. */
function keepWork({ invocation, original, copy }: Session, error: unknown): unknown {
  if (!copy.differsFrom(original.text)) return error;
  copy.keep();
  // An error is one line with --json, but not everything that ends an editor is an error.
  if (invocation.has("json") && error instanceof PawlError) return Object.assign(error, { kept: copy.path });
  invocation.terminal.writeError(`pawl: your version is kept in "${copy.path}"\n`);
  return error;
}
