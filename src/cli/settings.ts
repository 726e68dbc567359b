/**
 * What options and environment variables come to: the file, the time to wait, the expected version.
 *
 * An option wins over its variable, and a variable that is not needed is not read.
 *
 * @module
 */
import type { FormatOptions } from "../format/detect.ts";
import type { UpdateOptions } from "../store/file_store.ts";
import type { Invocation } from "./command.ts";
import { parseDuration } from "./duration.ts";
import { OPTIONS } from "./options.ts";
import { usageError } from "./usage_error.ts";

const CONFIGURATION_FILE = "pawl/config.toml";

/**
 * Says which file a command works on.
 *
 * @returns The path, as the user would name it.
 * @throws {PawlError} With code `usage` if nothing names a file, or something names none.
 */
export function documentPath(invocation: Invocation): string {
  const { command, args } = invocation;
  if (command.fileArgument !== undefined) return args[command.fileArgument]!;
  const given = invocation.value("file");
  if (given !== undefined) return checkedPath(given, 'Option "--file"');
  const { environment } = invocation.terminal;
  const named = environment(OPTIONS.file.environment);
  if (named !== undefined) return checkedPath(named, OPTIONS.file.environment);
  const directory = environment("XDG_CONFIG_HOME");
  if (directory === undefined) return `${homeDirectory(environment)}/.config/${CONFIGURATION_FILE}`;
  return `${absoluteDirectory(directory, "XDG_CONFIG_HOME")}/${CONFIGURATION_FILE}`;
}

/** Another one would depend on where the command is run. */
function absoluteDirectory(path: string, source: string): string {
  if (!isAbsolute(path)) throw usageError(`${source} cannot be "${path}": wanted an absolute path`, FILE_HINT);
  return path.replace(/\/+$/, "");
}

const FILE_HINT = "name the file with --file";

function checkedPath(path: string, source: string): string {
  if (path === "") throw usageError(`${source} cannot be "": wanted a path`);
  if (path === "-") {
    throw usageError(`${source} cannot be "-": standard input is not a file`, 'write "./-" for a file of that name');
  }
  return path;
}

function homeDirectory(environment: (name: string) => string | undefined): string {
  const variable = environment("HOME") === undefined && Deno.build.os === "windows" ? "USERPROFILE" : "HOME";
  const home = environment(variable);
  if (home === undefined) throw usageError("No file given, and HOME is not set", FILE_HINT);
  return absoluteDirectory(home, variable);
}

function isAbsolute(path: string): boolean {
  return path.startsWith("/") || Deno.build.os === "windows" && /^(?:[A-Za-z]:)?[\\/]/.test(path);
}

/**
 * Says which files a command works on that takes several.
 *
 * @returns The paths, as the user would name them; at least one.
 * @throws {PawlError} With code `usage` if nothing names a file, or something names none.
 */
export function documentPaths(invocation: Invocation): readonly string[] {
  const given = invocation.values("file").map((path) => checkedPath(path, 'Option "--file"'));
  return given.length > 0 ? given : [documentPath(invocation)];
}

/**
 * Makes a path mean the same in every working directory.
 *
 * @param path A path, as the user named it.
 * @returns The same name behind the working directory, with no link resolved; an absolute path as it is.
 */
export function absolutePath(path: string): string {
  return isAbsolute(path) ? path : `${Deno.cwd().replace(/\/+$/, "")}/${path}`;
}

/**
 * Says how a command updates a file, whatever it changes.
 *
 * @returns What the options and the environment say.
 * @throws {PawlError} With code `usage` if one of them makes no sense.
 */
export function updateOptions(invocation: Invocation): UpdateOptions {
  return {
    timeoutMs: timeoutMs(invocation),
    ifMatch: expectedEtag(invocation),
    private: invocation.has("private"),
    signal: invocation.terminal.signal,
    backups: backupCount(invocation),
    lockToken: lockToken(invocation),
  };
}

const DEFAULT_BACKUP_COUNT = 10;
const MAX_BACKUP_COUNT = 1000;

/**
 * Says how many earlier versions of the file a command keeps.
 *
 * @returns The number, or `undefined` if it keeps none.
 * @throws {PawlError} With code `usage` if the option or its variable is no such number.
 */
export function backupCount(invocation: Invocation): number | undefined {
  const [given] = invocation.values("backup");
  if (invocation.has("backup")) return readBackupCount(given ?? String(DEFAULT_BACKUP_COUNT), 'Option "--backup"');
  const variable = invocation.terminal.environment(OPTIONS.backup.environment);
  return variable === undefined ? undefined : readBackupCount(variable, OPTIONS.backup.environment);
}

function readBackupCount(text: string, source: string): number | undefined {
  const count = /^[0-9]{1,4}$/.test(text) ? Number(text) : NaN;
  if (count <= MAX_BACKUP_COUNT) return count === 0 ? undefined : count;
  throw usageError(`${source} cannot be "${text}": wanted a number from 0 to ${MAX_BACKUP_COUNT}`);
}

/** What `pawl with-lock` puts into the environment of the command that it runs. */
export const LOCK_TOKEN_VARIABLE = "PAWL_LOCK_TOKEN";

/**
 * Says whether this process may run under a lock that another one holds.
 *
 * @returns The token of that lock, which is still to be checked.
 */
export function lockToken(invocation: Invocation): string | undefined {
  return invocation.terminal.environment(LOCK_TOKEN_VARIABLE);
}

/**
 * Says how long a command waits for the lock.
 *
 * @returns The time in ms, or `undefined` if the default holds.
 * @throws {PawlError} With code `usage` if the option or its variable is no duration.
 */
export function timeoutMs(invocation: Invocation): number | undefined {
  const given = invocation.value("timeout");
  if (invocation.has("no-wait")) {
    if (given !== undefined) throw usageError('Options "--no-wait" and "--timeout" cannot be combined');
    return 0;
  }
  if (given !== undefined) return parseDuration(given, 'Option "--timeout"');
  const variable = invocation.terminal.environment(OPTIONS.timeout.environment);
  return variable === undefined ? undefined : parseDuration(variable, OPTIONS.timeout.environment);
}

/**
 * Says which version of the file a command may change.
 *
 * @returns At least the first 16 digits of an etag in lower case, or `undefined` if any version will do.
 * @throws {PawlError} With code `usage` if the option is no etag.
 */
export function expectedEtag(invocation: Invocation): string | undefined {
  const etag = invocation.value("if-match")?.toLowerCase();
  if (etag === undefined || /^[0-9a-f]{16,64}$/.test(etag)) return etag;
  throw usageError(
    `Option "--if-match" cannot be "${etag}": wanted 16 to 64 hexadecimal digits`,
    'print the etag with "pawl etag"',
  );
}

/**
 * Says which format the file has.
 *
 * @returns What the options say of it; the rest goes by the file's name and text.
 */
export function formatOptions(invocation: Invocation): FormatOptions {
  return {
    format: invocation.value("format"),
    delimiter: invocation.value("delimiter"),
    keyColumn: invocation.value("key"),
    ...(invocation.has("no-header") && { header: false }),
  };
}
