/**
 * What the process exits with: the one place that turns error codes into exit statuses.
 *
 * @module
 */
import type { ErrorCode } from "../model/errors.ts";

/** The exit status of each error code; stable across releases. */
export const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  "not-found": 1,
  "usage": 2,
  "unsupported-format": 2,
  "conflict": 3,
  "exists": 3,
  "missing": 3,
  "invalid-document": 4,
  "poisoned": 4,
  "type-mismatch": 5,
  "not-replaceable": 6,
  "durability-unknown": 7,
  "outcome-unknown": 7,
  "queue-full": 8,
  "io": 74,
  "lock-timeout": 75,
  "permission": 77,
  // Only where the command could not even be started; else its own exit status is passed on.
  "command-failed": 126,
};

/** The exit status after an error that has no code: a bug. */
export const BUG_EXIT_CODE = 70;

/** What each exit status means, as help shows it. */
export const EXIT_CODE_MEANINGS: readonly (readonly [exitCode: number, meaning: string])[] = [
  [0, "Done, also when nothing had to change"],
  [1, "No such key or file; has and --check answer no"],
  [2, "Wrong command line"],
  [3, "A precondition failed, such as --if-match"],
  [4, "The file does not parse; it was not touched"],
  [5, "A path leads through a value that is not a table, or a type would change"],
  [6, "The file cannot be replaced atomically here"],
  [7, "Changed, but it is unknown whether that survives a power failure; or unknown whether it was changed"],
  [8, "Too many changes are pending already"],
  [70, "A bug in pawl"],
  [74, "Input or output failed, for example because the disk is full"],
  [75, "The lock could not be acquired in time"],
  [77, "Permission denied"],
  [126, "A command that pawl runs cannot be run (127: not found); if it fails, its own exit status"],
  [130, "Interrupted (129, 143: hung up, terminated); nothing was left behind"],
];
