/**
 * `pawl diff`: prints what has changed since an earlier version of the file.
 *
 * @module
 */
import { InvalidDocumentError } from "../../model/errors.ts";
import { formatFor } from "../../format/detect.ts";
import type { Format } from "../../format/format.ts";
import { type FileVersion, readVersions, textOfVersion } from "../../store/file_history.ts";
import { earlierVersions, findVersion, missingVersion, revisionOfVersion } from "../../undo_file.ts";
import type { Command, Invocation } from "../command.ts";
import { visible } from "../one_line.ts";
import { unifiedDiff } from "../print/unified_diff.ts";
import { differencesBetween } from "../print/differences.ts";
import { COMMON_OPTIONS } from "../options.ts";
import { differenceAsJson } from "../preview.ts";
import { documentPath, formatOptions } from "../settings.ts";

/** The command. */
export const diffCommand: Command = {
  name: "diff",
  summary: "Print what changed since an earlier version of the file",
  usage: "",
  argumentCount: [0, 0],
  arguments: [],
  options: ["to", ...COMMON_OPTIONS],
  details: [
    "It compares with the version before the present one, or with that of --to, and exits with 0 whether they " +
    "differ or not. " +
    'With --json: file, etag and rev of the earlier version, changes key by key, and the diff. "pawl history" lists the ' +
    "versions.",
  ],
  examples: ["pawl diff -f app.toml", "pawl diff -f app.toml --to 41"],
  isReadOnly: true,
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const path = documentPath(invocation);
  const format = await formatFor(path, formatOptions(invocation));
  const versions = readVersions(path);
  const to = invocation.value("to");
  const earlier = to === undefined ? earlierVersions(versions)[0] : findVersion(versions, format, to);
  if (earlier === undefined) throw missingVersion(path, versions, to, `Cannot compare "${path}"`);
  const present = versions.find(({ until }) => until === undefined);
  const oldText = textOfVersion(earlier);
  const newText = present === undefined ? "" : textOfVersion(present);
  const diff = unifiedDiff(path, { text: oldText, exists: true }, newText);
  const text = invocation.has("json") ? asJson(path, earlier, format, oldText, newText, diff) : visible(diff);
  invocation.terminal.writeOutput(text);
  return 0;
}

function asJson(
  path: string,
  earlier: FileVersion,
  format: Format,
  oldText: string,
  newText: string,
  diff: string,
): string {
  const rev = revisionOfVersion(earlier, format)?.rev ?? null;
  const changes = changesBetween(format, oldText, newText, path);
  const members = [
    `"file":${JSON.stringify(path)}`,
    `"etag":${JSON.stringify(earlier.etag)}`,
    `"rev":${rev}`,
    `"changes":${changes === undefined ? null : `[${changes.join(",")}]`}`,
    `"diff":${JSON.stringify(diff)}`,
  ];
  return `{${members.join(",")}}\n`;
}

/** Nothing can be said key by key of a version that is not valid. */
function changesBetween(format: Format, oldText: string, newText: string, path: string): string[] | undefined {
  try {
    const differences = differencesBetween(format.parse(oldText, path), format.parse(newText, path));
    return differences.map((difference) => differenceAsJson(difference, format));
  } catch (error) {
    if (error instanceof InvalidDocumentError) return undefined;
    throw error;
  }
}
