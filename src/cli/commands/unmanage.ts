/**
 * `pawl unmanage`: ends that the file counts its own changes.
 *
 * @module
 */
import type { Change } from "../../model/change.ts";
import { planUnmanaging } from "../../manage_file.ts";
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS, WRITING_OPTIONS } from "../options.ts";
import { documentPath, formatOptions } from "../settings.ts";
import { runChanges } from "../write.ts";

/** The command. */
export const unmanageCommand: Command = {
  name: "unmanage",
  summary: "Stop counting the changes of the file",
  usage: "",
  argumentCount: [0, 0],
  arguments: [],
  options: [...WRITING_OPTIONS, ...COMMON_OPTIONS],
  details: [
    "The keys version, rev and updated_at are removed. If the file is managed again, rev begins at 1, so an " +
    "old rev must not be used any more.",
  ],
  examples: ["pawl unmanage -f app.toml"],
  changes,
  run: runChanges,
};

function changes(invocation: Invocation): Promise<Change[]> {
  return planUnmanaging(documentPath(invocation), formatOptions(invocation));
}
