/**
 * `pawl history`: lists the versions of the file that are kept.
 *
 * @module
 */
import { type FileVersion, readVersions } from "../../store/file_history.ts";
import { formatFor } from "../../format/detect.ts";
import type { Revision } from "../../edit/revision.ts";
import { revisionOfVersion } from "../../undo_file.ts";
import type { Command, Invocation } from "../command.ts";
import { exactInteger } from "../print/json.ts";
import { COMMON_OPTIONS } from "../options.ts";
import { documentPath, formatOptions } from "../settings.ts";

/** The command. */
export const historyCommand: Command = {
  name: "history",
  summary: "List the kept versions of the file",
  usage: "",
  argumentCount: [0, 0],
  arguments: [],
  options: COMMON_OPTIONS,
  details: [
    "The newest comes first. Each line has the beginning of the etag, the rev of a managed file, the size in " +
    "bytes, and until " +
    "when it was the present version. With --json: etag, rev, updated_at, size, until (null for the present one), path.",
    "Versions are kept only by commands with --backup or $PAWL_BACKUP, as .NAME.TIME.pawl-bak beside the file and " +
    "with its mode. " +
    "A secret that was in the file stays in them: remove those files when it must go.",
  ],
  examples: ["pawl history -f app.toml", "export PAWL_BACKUP=20"],
  isReadOnly: true,
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const path = documentPath(invocation);
  const format = await formatFor(path, formatOptions(invocation));
  const versions = readVersions(path);
  const revisions = versions.map((version) => revisionOfVersion(version, format));
  const text = invocation.has("json")
    ? `${JSON.stringify(versions.map((version, index) => asObject(version, revisions[index])))}\n`
    : versions.map((version, index) => asLine(version, revisions[index])).join("");
  invocation.terminal.writeOutput(text);
  return 0;
}

const SHOWN_DIGITS = 16;

function asLine({ etag, until, bytes }: FileVersion, revision: Revision | undefined): string {
  const rev = revision === undefined ? "-" : String(revision.rev);
  return `${etag.slice(0, SHOWN_DIGITS)}  rev ${rev}  ${bytes.length} bytes  ${until ?? "now"}\n`;
}

function asObject({ etag, until, bytes, path }: FileVersion, revision: Revision | undefined): Record<string, unknown> {
  return {
    etag,
    rev: revision === undefined ? null : exactInteger(revision.rev),
    updated_at: revision?.updatedAt ?? null,
    size: bytes.length,
    until: until ?? null,
    path,
  };
}
