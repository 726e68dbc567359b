/**
 * Prints errors: a line for people, or an object for programs, and the exit status that belongs to them.
 *
 * @module
 */
import { ConflictError, PawlError } from "../model/errors.ts";
import { pawlErrorFrom } from "../file/system_error.ts";
import { lstatIfPresent, requireRegularFile, resolveTarget } from "../file/target.ts";
import { CommandFailedError } from "./child_process.ts";
import type { Invocation } from "./command.ts";
import { BUG_EXIT_CODE, EXIT_CODES } from "./exit_codes.ts";
import { onOneLine } from "./one_line.ts";
import { documentPath } from "./settings.ts";
import { OutputError, type Terminal } from "./terminal.ts";
import { UnknownWordError } from "./usage_error.ts";

/** What an error object can have beside its code, message and hint. */
const DETAILS = [
  ...["line", "column", "reason", "expected", "actual", "waitedMs", "holder", "exitCode"] as const,
  ...["pending", "theirs", "yours", "kept"] as const,
];

/**
 * Prints an error to standard error.
 *
 * @param thrown What was thrown.
 * @param invocation The call, if the command line was understood that far.
 * @returns What to exit with.
 */
export async function printFailure(
  thrown: unknown,
  terminal: Terminal,
  invocation: Invocation | undefined,
): Promise<number> {
  const error = underlyingFault(thrown, invocation);
  const isBug = !(error instanceof PawlError);
  const message = onOneLine(isBug ? bugMessage(error) : error.message);
  const hint = isBug ? "run it again with --debug, and report this bug with what it prints" : await hintFor(error);
  if (isRequested(terminal, "--json")) {
    const code = isBug ? "internal" : error.code;
    const report = {
      code,
      message,
      hint,
      path: pathOf(error, invocation),
      ...detailsOf(error),
      ...await changesSince(error, invocation),
    };
    terminal.writeError(JSON.stringify({ error: report }) + "\n");
  } else {
    terminal.writeError(`pawl: ${message}\n`);
    if (hint !== undefined) terminal.writeError(`hint: ${onOneLine(hint)}\n`);
  }
  if (isBug && isRequested(terminal, "--debug")) terminal.writeError(`${Deno.inspect(error)}\n`);
  if (error instanceof CommandFailedError) return error.exitCode;
  return isBug ? BUG_EXIT_CODE : EXIT_CODES[error.code];
}

/** What is really wrong: a directory's name says no format, and a device can't be locked, but that is not the point. */
function underlyingFault(error: unknown, invocation: Invocation | undefined): unknown {
  if (error instanceof OutputError) return pawlErrorFrom(error.cause, error.message);
  if (invocation === undefined || isUsageError(error)) return error;
  try {
    const target = resolveTarget(documentPath(invocation));
    const info = lstatIfPresent(target.realPath, Deno);
    if (info !== undefined) requireRegularFile(info, target.path);
    return error;
  } catch (fault) {
    return fault instanceof PawlError ? fault : error;
  }
}

function isUsageError(error: unknown): boolean {
  return error instanceof PawlError && error.code === "usage";
}

function bugMessage(error: unknown): string {
  return `Internal error, please report it: ${error instanceof Error ? `${error.name}: ${error.message}` : error}`;
}

async function hintFor(error: PawlError): Promise<string | undefined> {
  if (!(error instanceof UnknownWordError)) return error.hint;
  const { nearest } = await import("./nearest.ts");
  const candidate = nearest(error.word, error.candidates);
  return candidate === undefined ? error.hint : `try "${candidate}"`;
}

/** Looks at the raw arguments, because the error may be that they could not be read. */
function isRequested({ args }: Terminal, option: string): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? undefined : end).includes(option);
}

/** The file that the command was about; a wrong command line is about none. */
function pathOf(error: unknown, invocation: Invocation | undefined): string | undefined {
  if (invocation === undefined || isUsageError(error)) return undefined;
  try {
    return documentPath(invocation);
  } catch {
    // What keeps it from being known is the error that is being printed.
    return undefined;
  }
}

/** What somebody else has changed, if the version that was expected is still there. */
async function changesSince(error: unknown, invocation: Invocation | undefined): Promise<Record<string, unknown>> {
  if (!(error instanceof ConflictError) || invocation === undefined) return {};
  const { readChangesSince } = await import("./conflict_changes.ts");
  const changes = await readChangesSince(error, invocation);
  return changes === undefined ? {} : { changes };
}

function detailsOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof PawlError)) return {};
  const values = error as unknown as Readonly<Record<string, unknown>>;
  return Object.fromEntries(DETAILS.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]));
}
