/**
 * Every option of the command line, defined once: the parser, `--help`, and whatever else lists options read this table.
 *
 * @module
 */

/** One option. */
export interface OptionDefinition {
  /** What it does, as help shows it: an imperative sentence without a final period. */
  readonly help: string;
  /** The one-letter form, without the dash. */
  readonly short?: string;
  /** The names of the values that follow it, as help shows them; a switch has none. */
  readonly values?: readonly string[];
  /** The only words that its value can be. */
  readonly choices?: readonly string[];
  /** Whether its value can only be given with `=`, and may be left out. */
  readonly isValueOptional?: boolean;
  /** Whether it can be given more than once. */
  readonly isRepeatable?: boolean;
  /** What holds when neither it nor its variable is given. */
  readonly byDefault?: string;
  /** The environment variable that stands in for it. */
  readonly environment?: string;
}

/** Some options by their long names, without the dashes. */
export type OptionTable = Readonly<Record<string, OptionDefinition>>;

/** All options, in the order in which help lists them. */
export const OPTIONS = {
  file: {
    short: "f",
    values: ["PATH"],
    isRepeatable: true,
    help: "Work on this file",
    environment: "PAWL_FILE",
    byDefault: "pawl/config.toml in $XDG_CONFIG_HOME or ~/.config",
  },
  format: {
    values: ["NAME"],
    help: "Read the file as this format instead of going by its name",
  },
  delimiter: {
    values: ["CHARACTER"],
    help: "Use this character as the field separator of a CSV file (tab for a tab)",
    byDefault: "what its first lines show",
  },
  key: {
    values: ["COLUMN"],
    help: "Use this column of a CSV file as the key of each row",
    byDefault: "the first one",
  },
  "no-header": {
    help: "Treat the first line of a CSV file as a row; columns go by their numbers",
  },
  type: {
    values: ["TYPE"],
    choices: ["auto", "string", "int", "float", "bool", "datetime", "json", "yaml"],
    byDefault: "auto",
    help: "Read VALUE as this type; auto keeps the type of the value that it replaces",
  },
  "force-type": {
    help: "Allow a value of another type to replace the present one",
  },
  "from-file": {
    values: ["PATH"],
    help: "Read the last VALUE from this file, so that a secret appears in no process list",
  },
  fields: {
    help: "Treat the arguments as FIELD=VALUE, which together are a table",
  },
  "no-fields": {
    help: "Treat every argument as a VALUE, even if it looks like FIELD=VALUE",
  },
  unique: {
    help: "Skip values that the array already holds",
  },
  by: {
    values: ["N"],
    help: "Add this number, which may be negative",
    byDefault: "1",
  },
  arrays: {
    values: ["HOW"],
    choices: ["replace", "append", "unique"],
    help: "Replace an array that both have, or append to it (unique: only values it lacks)",
    byDefault: "replace",
  },
  from: {
    values: ["NAME"],
    help: "Read the input as this format instead of going by its name",
  },
  to: {
    values: ["NAME"],
    help: "Write this format (convert), or the version with this ETAG or REV (undo, diff)",
  },
  default: {
    values: ["VALUE"],
    help: "Print VALUE if the key or the file does not exist",
  },
  "if-exists": {
    help: "Succeed if the key or element does not exist",
  },
  "keep-comment": {
    help: "Keep the comment lines right above what is removed",
  },
  force: {
    help: "Replace a file that already exists",
  },
  unset: {
    help: "Remove KEY",
  },
  timeout: {
    values: ["DURATION"],
    help: "Wait at most this long for the lock, as in 250ms, 5s, 2m",
    environment: "PAWL_TIMEOUT",
    byDefault: "5s",
  },
  "no-wait": {
    help: "Fail at once if the file is locked",
  },
  "on-timeout": {
    values: ["WHAT"],
    choices: ["fail", "queue"],
    byDefault: "fail",
    help: "If the lock is not acquired in time, fail, or leave the change to the next writer",
  },
  strict: {
    help: "Exit with 75, not with 0, if the change was left to the next writer",
  },
  "queue-limit": {
    values: ["N"],
    byDefault: "100",
    help: "Leave a change to the next writer only if fewer than N are pending",
  },
  rejected: {
    help: "List the changes that were set aside, with the reasons",
  },
  shared: {
    help: "Let others hold a shared lock at the same time; nobody can write while it is held",
  },
  "if-match": {
    values: ["ETAG"],
    help: "Change the file only if it still has this etag (16 digits or more)",
  },
  "expect-rev": {
    values: ["N"],
    help: "Change the file only if it is managed and has this rev",
  },
  "if-absent": {
    values: ["KEY"],
    isRepeatable: true,
    help: "Change the file only if this key does not exist",
  },
  "if-present": {
    values: ["KEY"],
    isRepeatable: true,
    help: "Change the file only if this key exists",
  },
  "if-value": {
    values: ["KEY", "VALUE"],
    isRepeatable: true,
    help: "Change the file only if the key has this value",
  },
  private: {
    help: "Let only its owner read or write the file (mode 0600 if it is new)",
  },
  backup: {
    values: ["N"],
    isValueOptional: true,
    help: "Keep the last N versions beside the file, secrets included, for undo",
    environment: "PAWL_BACKUP",
    byDefault: "none; without N the last 10",
  },
  check: {
    help: "Write nothing; exit with 1 if the change is still needed, else with 0",
  },
  "dry-run": {
    help: "Write nothing and take no lock; print what would change",
  },
  diff: {
    help: "Print the change to the file as a unified diff",
  },
  "with-etag": {
    help: "With --json, print the etag and the rev of the file beside the value",
  },
  exec: {
    values: ["COMMAND"],
    help: "Run this shell command for each version, with the changes as JSON on standard input",
  },
  output: {
    values: ["FORM"],
    choices: ["value", "flat", "json", "toml", "yaml", "csv"],
    help: "Print values alone, lines of key = value, or a document of this format",
  },
  null: {
    short: "z",
    help: "End each value or line with a NUL character, so that it can hold line ends",
  },
  json: {
    help: "Print results and errors as JSON",
  },
  quiet: {
    short: "q",
    help: "Print no notes, only errors",
  },
  debug: {
    help: "Print the stack trace of an internal error",
  },
  help: {
    short: "h",
    help: "Print help",
  },
  version: {
    short: "V",
    help: "Print the version",
  },
} as const satisfies OptionTable;

/** The long name of an option. */
export type OptionName = keyof typeof OPTIONS;

/** What every command takes. */
export const COMMON_OPTIONS = [
  "file",
  "format",
  "delimiter",
  "key",
  "no-header",
  "json",
  "quiet",
  "debug",
  "help",
] as const satisfies OptionName[];

/** What keys must say before the file is changed. */
export const PRECONDITION_OPTIONS = [
  "expect-rev",
  "if-absent",
  "if-present",
  "if-value",
] as const satisfies OptionName[];

/** What every command takes that writes a file as a whole. */
export const TEXT_WRITING_OPTIONS = [
  "timeout",
  "no-wait",
  "if-match",
  ...PRECONDITION_OPTIONS,
  "private",
  "backup",
  "check",
  "dry-run",
  "diff",
] as const satisfies OptionName[];

/** What can happen to a change for which the lock could not be acquired in time. */
export const QUEUE_OPTIONS = ["on-timeout", "strict", "queue-limit"] as const satisfies OptionName[];

/** What every command takes that changes keys. */
export const WRITING_OPTIONS = [...TEXT_WRITING_OPTIONS, ...QUEUE_OPTIONS] as const satisfies OptionName[];
