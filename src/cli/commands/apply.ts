/**
 * `pawl apply`: carries out many changes at once.
 *
 * @module
 */
import { formatFor } from "../../format/detect.ts";
import { readFile } from "../../store/file_store.ts";
import type { Command, Invocation } from "../command.ts";
import { readInputText } from "../input_text.ts";
import { STANDARD_STREAM } from "../terminal.ts";
import { errorAtLine, findRefusedChange } from "../line_error.ts";
import { COMMON_OPTIONS, WRITING_OPTIONS } from "../options.ts";
import { Progress } from "../progress.ts";
import { documentPath, formatOptions } from "../settings.ts";
import { readTransaction, type Transaction } from "../transaction.ts";
import { applyChanges } from "../write.ts";

/** The command. */
export const applyCommand: Command = {
  name: "apply",
  summary: "Make many changes in one update, all of them or none",
  usage: "[FILE]",
  argumentCount: [0, 1],
  arguments: [["FILE", 'The changes, one per line; "-", the default, is standard input']],
  options: [...WRITING_OPTIONS, ...COMMON_OPTIONS],
  details: [
    "A line is a command with its arguments (set, add, update, unset, append, prepend, insert, remove, increment, toggle, " +
    "rename), quoted as in a shell, where nothing is expanded; or a JSON object such as " +
    '{"op": "set", "path": "server.port", "value": 8080}. Empty lines and those that begin with # mean nothing.',
    "Lines take --type, --force-type, --fields, --no-fields, --unique, --by, --if-exists, --keep-comment, --if-absent, " +
    "--if-present and --if-value. " +
    'A JSON object has "op", "path", "value" (with "type" it is read as it would be typed; or "values"), and what ' +
    'the operation needs: "to", "by", "unique", "ifExists", "keepComment", "force", "arrays"; "test" with "value" ' +
    'or "expect": "absent" ' +
    'or "present" changes nothing and fails with 3 if it does not hold.',
    "Each line sees what those before it did. If one fails nothing is changed, and the message names the line.",
  ],
  examples: [
    `printf 'set a 1\\nappend tags "on sale"\\n' | pawl apply -f app.toml`,
    "pawl apply changes.jsonl --dry-run",
  ],
  run,
};

/** So many changes take longer than a second, in which nothing else can be reported. */
const LONG_CHANGE_COUNT = 20_000;

async function run(invocation: Invocation): Promise<number> {
  const { args: [source = STANDARD_STREAM], terminal, commands } = invocation;
  const text = await readInputText(terminal, source, "Cannot read changes");
  // Not before, because the user may be typing them at the same terminal.
  using progress = new Progress(terminal);
  const reportRead = (count: number) => progress.report(`read ${count} lines`);
  const transaction = await readTransaction(text, terminal, commands, reportRead);
  const count = transaction.changes.length;
  progress.report(count === 1 ? "making 1 change" : `making ${count} changes`, count >= LONG_CHANGE_COUNT);
  try {
    return await applyChanges(invocation, transaction.changes);
  } catch (error) {
    throw await namingLine(error, transaction, invocation);
  }
}

async function namingLine(error: unknown, { changes, lines }: Transaction, invocation: Invocation): Promise<unknown> {
  try {
    const path = documentPath(invocation);
    const format = await formatFor(path, formatOptions(invocation));
    const index = findRefusedChange(format, readFile(path).text, changes, path, error);
    return index === undefined ? error : errorAtLine(error, lines[index]!);
  } catch {
    // The document has become unreadable meanwhile; what the update was refused with still holds.
    return error;
  }
}
