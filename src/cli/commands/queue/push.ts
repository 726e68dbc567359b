/**
 * `pawl queue push`: leaves a change to the next writer.
 *
 * @module
 */
import type { Change } from "../../../model/change.ts";
import { parseChanges } from "../../../model/change_json.ts";
import { parseJsonValue } from "../../../model/json_value.ts";
import { queueWrite, queueWriteJson, type QueueWriteOptions } from "../../../queue/write_queue.ts";
import type { Command, Invocation } from "../../command.ts";
import { readInputText } from "../../input_text.ts";
import { COMMON_OPTIONS, type OptionName, PRECONDITION_OPTIONS } from "../../options.ts";
import { queueLimit } from "../../queue_limit.ts";
import { backupCount, documentPath, expectedEtag, formatOptions } from "../../settings.ts";
import { STANDARD_STREAM } from "../../terminal.ts";
import { findChangeCommand, readTransaction } from "../../transaction.ts";
import { preconditions } from "../../write.ts";

/** What says how a value is read, and when and how the change may be made. */
export const CHANGE_OPTIONS: readonly OptionName[] = [
  ...["type", "force-type", "from-file", "fields", "no-fields", "unique", "by", "if-exists", "keep-comment"] as const,
  ...["if-match", ...PRECONDITION_OPTIONS, "private", "backup"] as const,
];

/** The command. */
export const pushCommand: Command = {
  name: "queue push",
  summary: "Leave a change to the next writer",
  usage: "CHANGE",
  argumentCount: [1, Infinity],
  arguments: [],
  options: [...CHANGE_OPTIONS, "queue-limit", ...COMMON_OPTIONS],
  examples: [],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const path = documentPath(invocation);
  const options: QueueWriteOptions = {
    ...formatOptions(invocation),
    limit: queueLimit(invocation),
    ifMatch: expectedEtag(invocation),
    private: invocation.has("private"),
    backups: backupCount(invocation),
  };
  const id = await push(invocation, path, options);
  invocation.hasDone({ what: `the change of "${path}" is queued as ${id}`, look: 'look with "pawl queue list"' });
  invocation.terminal.writeOutput(invocation.has("json") ? `${JSON.stringify({ id, file: path })}\n` : `${id}\n`);
  return 0;
}

async function push(invocation: Invocation, path: string, options: QueueWriteOptions): Promise<string> {
  const { args, terminal, commands } = invocation;
  const guards = await preconditions(invocation);
  const input = args.length === 1 && args[0] === STANDARD_STREAM
    ? await readInputText(terminal, STANDARD_STREAM, "Cannot read changes")
    : undefined;
  const entry = input === undefined ? args.length === 1 && isJson(args[0]!, "{") && args[0]! : onlyObject(input);
  // Alone it stays as it is: rows remain rows.
  if (entry && guards.length === 0) return await queueWriteJson(path, entry, options);
  const changes = input === undefined
    ? await readChanges(invocation)
    : (await readTransaction(input, terminal, commands, () => {})).changes;
  return await queueWrite(path, [...guards, ...changes], options);
}

/** The text without its byte order mark if it is one JSON object, and not one per line. */
function onlyObject(text: string): string | undefined {
  const object = text.replace(/^\ufeff/, "");
  try {
    return isJson(object, "{") && parseJsonValue(object) !== undefined ? object : undefined;
  } catch {
    // Read line by line, it gets an error that names the line.
    return undefined;
  }
}

async function readChanges(invocation: Invocation): Promise<readonly Change[]> {
  const { args: [first, ...rest], args } = invocation as Invocation & { args: [string, ...string[]] };
  if (isJson(first, "{") || isJson(first, "[")) return args.flatMap(parseChanges);
  const command = await findChangeCommand(first, invocation.commands);
  return await command.changes!(invocation.as(command, [], rest));
}

function isJson(word: string, start: string): boolean {
  return word.trimStart().startsWith(start);
}
