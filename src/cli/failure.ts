/**
 * Prints errors: a line for people, or an object for programs, and the exit status that belongs to them.
 *
 * @module
 */
import { ConflictError, PawlError } from "../model/errors.ts";
import { pawlErrorFrom, systemReason } from "../file/system_error.ts";
import { lstatIfPresent, requireRegularFile, resolveTarget } from "../file/target.ts";
import { readFile } from "../store/file_store.ts";
import { CommandFailedError } from "./child_process.ts";
import type { Deed, Invocation } from "./command.ts";
import { BUG_EXIT_CODE, EXIT_CODES } from "./exit_codes.ts";
import { onOneLine, visible } from "./one_line.ts";
import { OPTIONS } from "./options.ts";
import { documentPath } from "./settings.ts";
import { OutputError, type Terminal } from "./terminal.ts";
import { UnknownOptionError, UnknownWordError } from "./usage_error.ts";

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
  const error = invocation?.deed ? failedReport(thrown, invocation.deed) : underlyingFault(thrown, invocation);
  const isBug = !(error instanceof PawlError);
  const message = onOneLine(isBug ? bugMessage(error) : error.message);
  const etag = isUnclear(error) && invocation !== undefined ? await presentEtag(invocation) : undefined;
  const hint = isBug
    ? "run it again with --debug, and report this bug with what it prints"
    : await hintFor(error, etag);
  if (isRequested(terminal, "--json")) {
    const code = isBug ? "internal" : error.code;
    const report = {
      code,
      message,
      hint,
      path: pathOf(error, invocation),
      ...detailsOf(error),
      ...await changesSince(error, invocation),
      etag,
    };
    terminal.writeError(JSON.stringify({ error: report }) + "\n");
  } else {
    terminal.writeError(`pawl: ${message}\n`);
    if (hint !== undefined) terminal.writeError(`hint: ${onOneLine(hint)}\n`);
  }
  if (isBug && isRequested(terminal, "--debug")) terminal.writeError(`${visible(Deno.inspect(error))}\n`);
  if (error instanceof CommandFailedError) return error.exitCode;
  return isBug ? BUG_EXIT_CODE : EXIT_CODES[error.code];
}

/** Only the report has failed, and nobody is to believe that nothing has happened. */
function failedReport(error: unknown, { what, look }: Deed): PawlError {
  const isOutput = error instanceof OutputError;
  const reason = isOutput ? systemReason(error.cause) : error instanceof Error ? error.message : String(error);
  const action = isOutput ? error.message : "Cannot make the report";
  return new PawlError("io", `${action}, but ${what}: ${reason}`, { hint: look, cause: error });
}

/** Whether nobody knows what has become of the document. */
function isUnclear(error: unknown): boolean {
  return error instanceof PawlError && (error.code === "durability-unknown" || error.code === "outcome-unknown");
}

/** What there is to compare, if the document can be read. */
async function presentEtag(invocation: Invocation): Promise<string | undefined> {
  try {
    const { exists, text } = readFile(documentPath(invocation));
    return exists ? (await import("../model/etag.ts")).etagOf(text) : undefined;
  } catch {
    // What is reported is the error that came first.
    return undefined;
  }
}

/** What is really wrong: a directory's name says no format, and a device can't be locked, but that is not the point. */
function underlyingFault(error: unknown, invocation: Invocation | undefined): unknown {
  if (error instanceof OutputError) return pawlErrorFrom(error.cause, error.message);
  if (isOverflow(error) && invocation !== undefined) return tooDeep(error, documentPath(invocation));
  if (invocation === undefined || isUsageError(error) || isUnclear(error)) return error;
  try {
    const target = resolveTarget(documentPath(invocation));
    const info = lstatIfPresent(target.realPath, Deno);
    if (info !== undefined) requireRegularFile(info, target.path);
    return error;
  } catch (fault) {
    return fault instanceof PawlError ? fault : error;
  }
}

/** What overflows the stack is nesting, wherever that shows. */
function isOverflow(error: unknown): boolean {
  return error instanceof RangeError && /call stack/i.test(error.message);
}

function tooDeep(cause: unknown, path: string): PawlError {
  return new PawlError("invalid-document", `Cannot work on "${path}": found values nested too deeply`, { cause });
}

function isUsageError(error: unknown): boolean {
  return error instanceof PawlError && error.code === "usage";
}

function bugMessage(error: unknown): string {
  return `Internal error, please report it: ${error instanceof Error ? `${error.name}: ${error.message}` : error}`;
}

/** How many digits of an etag messages show. */
const SHOWN_DIGITS = 16;

async function hintFor(error: PawlError, etag: string | undefined): Promise<string | undefined> {
  if (etag !== undefined) return [error.hint, `its etag is ${etag.slice(0, SHOWN_DIGITS)} now`].join("; ");
  if (!(error instanceof UnknownWordError)) return error.hint;
  const { nearest } = await import("./nearest.ts");
  const candidate = nearest(error.word, error.candidates);
  if (candidate !== undefined) return `try "${candidate}"`;
  if (!(error instanceof UnknownOptionError)) return error.hint;
  const { orderedLine } = await import("./option_order.ts");
  const line = orderedLine(error.args, OPTIONS);
  const advice = line.includes(" -- ") ? 'write "--" before a word that begins with "-"' : "quote such a key";
  return `${advice}: pawl ${line}`;
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

/** What another writer has changed, if the version that was expected is still there. */
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
