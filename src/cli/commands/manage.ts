/**
 * `pawl manage`: lets the file count its own changes.
 *
 * @module
 */
import type { Change } from "../../model/change.ts";
import { onceMore, planManaging } from "../../manage_file.ts";
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS, WRITING_OPTIONS } from "../options.ts";
import { documentPath, formatOptions } from "../settings.ts";
import { runChanges } from "../write.ts";

/** The command. */
export const manageCommand: Command = {
  name: "manage",
  summary: "Count the changes of the file in the file itself",
  usage: "",
  argumentCount: [0, 0],
  arguments: [],
  options: [...WRITING_OPTIONS, ...COMMON_OPTIONS],
  details: [
    "The file gets the top-level keys version (1), rev (1) and updated_at (RFC 3339, UTC). From then on each " +
    "change by pawl increments rev and sets the time, together with the change or not at all, and these keys " +
    "change in no other way. " +
    "--expect-rev then tells whether another writer was faster.",
    "A file counts as managed if it has all three keys with these types. pawl cannot count what other programs change.",
  ],
  examples: ["pawl manage -f app.toml", "pawl set port 8080 -f app.toml --expect-rev 3"],
  changes,
  run: (invocation) => onceMore(() => runChanges(invocation)),
};

function changes(invocation: Invocation): Promise<Change[]> {
  return planManaging(documentPath(invocation), formatOptions(invocation));
}
