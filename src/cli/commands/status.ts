/**
 * `pawl status`: says how the file and its lock stand.
 *
 * @module
 */
import { InvalidDocumentError, type LockHolder, PawlError } from "../../model/errors.ts";
import { etagOf } from "../../model/etag.ts";
import { describeHolder, describeSpan } from "../../lock/holder_record.ts";
import { formatFor } from "../../format/detect.ts";
import type { Format } from "../../format/format.ts";
import { type Revision, revisionOf } from "../../edit/revision.ts";
import { type FileStatus, readStatus } from "../../store/file_status.ts";
import { readFile } from "../../store/file_store.ts";
import type { Command, Invocation } from "../command.ts";
import { onOneLine } from "../one_line.ts";
import { exactInteger } from "../print/json.ts";
import { COMMON_OPTIONS } from "../options.ts";
import { documentPath, formatOptions } from "../settings.ts";

/** The command. */
export const statusCommand: Command = {
  name: "status",
  summary: "Print the state of the file and its lock",
  usage: "",
  argumentCount: [0, 0],
  arguments: [],
  options: COMMON_OPTIONS,
  details: [
    "It waits for no lock and exits with 0, whatever it finds. With --json: file, exists, format, etag, size " +
    "(bytes), rev, " +
    "updated_at, fault (why the file is not valid), locked, holder (pid, host, command, since, age in seconds), pending " +
    "(changes in the write queue), rejected (changes that were set aside), leftovers (files of dead writers; not " +
    "known while the file is locked), poisoned. " +
    "Whatever is absent is null.",
    "A file is poisoned if a writer died with the lock; the next writer takes care of that by itself. A lock that " +
    "others share, as readers do, does not count as locked.",
  ],
  examples: ["pawl status -f app.toml", "pawl status --json | jq .holder.pid"],
  isReadOnly: true,
  run,
};

/** What the file itself says. */
interface Content {
  readonly exists: boolean;
  readonly etag: string | undefined;
  readonly sizeBytes: number | undefined;
  readonly revision: Revision | undefined;
  /** Why it is not valid. */
  readonly fault: string | undefined;
}

async function run(invocation: Invocation): Promise<number> {
  const file = documentPath(invocation);
  const format = await formatOf(invocation, file);
  const status = readStatus(file);
  const content = readContent(file, format);
  const text = invocation.has("json") ? asJson(file, format, content, status) : asLines(file, format, content, status);
  invocation.terminal.writeOutput(text);
  return 0;
}

async function formatOf(invocation: Invocation, file: string): Promise<Format | undefined> {
  try {
    return await formatFor(file, formatOptions(invocation));
  } catch (error) {
    if (invocation.has("format") || !(error instanceof PawlError) || error.code !== "unsupported-format") throw error;
    return undefined;
  }
}

function readContent(file: string, format: Format | undefined): Content {
  let exists = true;
  let etag: string | undefined;
  let sizeBytes: number | undefined;
  let revision: Revision | undefined;
  let fault: string | undefined;
  try {
    const snapshot = readFile(file);
    exists = snapshot.exists;
    if (exists) {
      const bytes = new TextEncoder().encode(snapshot.text);
      sizeBytes = bytes.length;
      etag = etagOf(bytes);
      revision = revisionOf(format?.parse(snapshot.text, file));
    }
  } catch (error) {
    if (!(error instanceof InvalidDocumentError)) throw error;
    fault = error.message;
  }
  return { exists, etag, sizeBytes, revision, fault };
}

function asJson(file: string, format: Format | undefined, content: Content, status: FileStatus): string {
  const { exists, etag, sizeBytes, revision, fault } = content;
  const { isLocked, holder, crashedHolder, pendingCount, rejectedCount, leftoverCount } = status;
  return JSON.stringify({
    file,
    exists,
    format: format?.name ?? null,
    etag: etag ?? null,
    size: sizeBytes ?? null,
    rev: revision === undefined ? null : exactInteger(revision.rev),
    updated_at: revision?.updatedAt ?? null,
    fault: fault ?? null,
    locked: isLocked,
    holder: holder === undefined ? null : { ...holder, age: ageSeconds(holder) ?? null },
    pending: pendingCount ?? null,
    rejected: rejectedCount ?? null,
    leftovers: leftoverCount ?? null,
    poisoned: crashedHolder !== undefined,
  }) + "\n";
}

function asLines(file: string, format: Format | undefined, content: Content, status: FileStatus): string {
  const { exists, etag, sizeBytes, revision, fault } = content;
  const { crashedHolder, pendingCount, rejectedCount, leftoverCount } = status;
  const entries: readonly (readonly [name: string, value: string | number | bigint | undefined])[] = [
    ["file", exists ? file : `${file} (absent)`],
    ["format", format?.name ?? "unknown"],
    ["etag", etag],
    ["size", sizeBytes],
    ["rev", revision?.rev],
    ["updated_at", revision?.updatedAt],
    ["fault", fault],
    ["locked", describeLock(status)],
    ["pending", pendingCount ?? "unknown"],
    ["rejected", rejectedCount ?? "unknown"],
    ["leftovers", leftoverCount ?? "unknown"],
    ["poisoned", crashedHolder === undefined ? "no" : `yes, ${describeHolder(crashedHolder)} died`],
  ];
  return entries.map(([name, value]) => value === undefined ? "" : `${name}: ${onOneLine(`${value}`)}\n`).join("");
}

function describeLock({ isLocked, holder }: FileStatus): string {
  if (!isLocked) return "no";
  if (holder === undefined) return "yes, by a holder that left no name";
  const age = ageSeconds(holder);
  return `yes, by ${describeHolder(holder)}${age === undefined ? "" : ` for ${describeSpan(age * 1000)}`}`;
}

/** The clock of another host may be ahead, and the text may be no date. */
function ageSeconds({ since }: LockHolder): number | undefined {
  const ageMs = Date.now() - Date.parse(since);
  return ageMs >= 0 ? ageMs / 1000 : undefined;
}
