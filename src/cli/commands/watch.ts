/**
 * `pawl watch`: prints what changes in the file, as it changes.
 *
 * @module
 */
import { etagOf } from "../../model/etag.ts";
import { formatFor } from "../../format/detect.ts";
import type { Format } from "../../format/format.ts";
import type { KeyPath } from "../../model/key_path.ts";
import { parseKeyArgument } from "../key_argument.ts";
import { REVISION_KEYS, revisionOf } from "../../edit/revision.ts";
import { type FileChange, watchFile } from "../../watch_file.ts";
import type { Value } from "../../model/value.ts";
import type { Command, Invocation } from "../command.ts";
import { type Difference, differencesBetween } from "../print/differences.ts";
import { lookUp } from "../print/lookup.ts";
import { COMMON_OPTIONS } from "../options.ts";
import { differenceAsJson, differenceAsLine } from "../preview.ts";
import { documentPath, formatOptions } from "../settings.ts";
import { runForVersion } from "../version_command.ts";

/** The command. */
export const watchCommand: Command = {
  name: "watch",
  summary: "Print changes of the file as they happen",
  usage: "[KEY]",
  argumentCount: [0, 1],
  arguments: [["KEY", "The table, array or value to watch; everything by default"]],
  options: ["exec", ...COMMON_OPTIONS],
  details: [
    'Each line is "key: old -> new", as literals of the format, secrets included. With --json each version is an ' +
    "object with " +
    "file, etag, rev, updated_at, missed and changes (key, old, new). The rev and updated_at of a managed file are no " +
    "changes of their own.",
    "With --exec nothing is printed, but COMMAND is run, with PAWL_FILE and PAWL_ETAG in its environment and that " +
    "object on " +
    "standard input. The next version waits until it has ended.",
    "The file may be replaced, be absent or not parse for a while, and so may its directory. Versions that follow each " +
    "other too fast are one change; of a managed file it is known and said how many were missed. It ends with " +
    "Ctrl-C (exit " +
    "status 130).",
  ],
  examples: [
    "pawl watch -f app.toml",
    "pawl watch server -f app.toml --json",
    "pawl watch -f app.toml --exec 'systemctl reload app'",
  ],
  run,
};

/** What is watched, and how it is told. */
interface Watch {
  readonly invocation: Invocation;
  readonly file: string;
  readonly format: Format;
  readonly key: KeyPath;
  readonly command: string | undefined;
}

async function run(invocation: Invocation): Promise<number> {
  const { args: [key], terminal: { signal } } = invocation;
  const file = documentPath(invocation);
  const options = formatOptions(invocation);
  const format = await formatFor(file, options);
  const path = key === undefined ? [] : parseKeyArgument(key);
  const watch: Watch = { invocation, file, format, key: path, command: invocation.value("exec") };
  const changes = watchFile(file, {
    ...options,
    signal,
    onReady: () => invocation.note(`watching "${file}"`),
    onFault: newFaultNote(invocation),
  });
  for await (const change of changes) await tell(watch, change);
  throw signal.reason;
}

/** A file that is being written is looked at again and again. */
function newFaultNote(invocation: Invocation): (fault: Error) => void {
  let lastMessage: string | undefined;
  return ({ message }) => {
    if (message !== lastMessage) invocation.note(message);
    lastMessage = message;
  };
}

async function tell(watch: Watch, change: FileChange): Promise<void> {
  const { invocation, format, command } = watch;
  const { missedCount } = change;
  const differences = differencesIn(watch, change);
  if (missedCount > 0) {
    invocation.note(`${missedCount === 1 ? "1 version was" : `${missedCount} versions were`} missed`);
  }
  if (differences.length === 0) return;
  if (command !== undefined) {
    await runForVersion(invocation, command, environmentOf(watch, change), asJson(watch, change));
  } else if (invocation.has("json")) invocation.terminal.writeOutput(asJson(watch, change));
  else invocation.terminal.writeOutput(differences.map((difference) => differenceAsLine(difference, format)).join(""));
}

function differencesIn({ key }: Watch, { before, after }: FileChange): Difference[] {
  const find = (root: Value | undefined) => root === undefined ? undefined : lookUp(root, key);
  const differences = differencesBetween(find(before), find(after), key);
  if (key.length > 0 || (revisionOf(before) ?? revisionOf(after)) === undefined) return differences;
  const isOwn = ({ path: [part, ...rest] }: Difference) =>
    rest.length === 0 && (REVISION_KEYS as readonly unknown[]).includes(part);
  return differences.filter((difference) => !isOwn(difference));
}

function asJson(watch: Watch, change: FileChange): string {
  const { file, format } = watch;
  const revision = revisionOf(change.after);
  const members = [
    `"file":${JSON.stringify(file)}`,
    `"etag":${JSON.stringify(change.after === undefined ? null : etagOf(change.text))}`,
    `"rev":${revision?.rev ?? null}`,
    `"updated_at":${JSON.stringify(revision?.updatedAt ?? null)}`,
    `"missed":${change.missedCount}`,
    `"changes":[${differencesIn(watch, change).map((difference) => differenceAsJson(difference, format)).join(",")}]`,
  ];
  return `{${members.join(",")}}\n`;
}

function environmentOf({ file }: Watch, { after, text }: FileChange): Record<string, string> {
  return { PAWL_FILE: file, PAWL_ETAG: after === undefined ? "" : etagOf(text) };
}
