/**
 * Reads what the user hands over in a file or on standard input, beside the document itself.
 *
 * Such a file may be a pipe (`<(…)` of a shell), so it is read as a stream and no document's rules hold for it.
 *
 * @module
 */
import { PawlError } from "../model/errors.ts";
import { pawlErrorFrom } from "../file/system_error.ts";
import { formatFor, type FormatOptions } from "../format/detect.ts";
import type { Format } from "../format/format.ts";
import type { Invocation } from "./command.ts";
import { STANDARD_STREAM, type Terminal } from "./terminal.ts";
import { usageError } from "./usage_error.ts";

const MAX_INPUT_SIZE_BYTES = 64 * 1024 * 1024;

/**
 * Says what a source is called in messages.
 *
 * @param source A path, or `-` for standard input.
 */
export function describeSource(source: string): string {
  return source === STANDARD_STREAM ? "standard input" : `"${source}"`;
}

/**
 * Reads a source to its end.
 *
 * @param source A path, or `-` for standard input.
 * @param action How messages begin: `Cannot read the value of "key"`.
 * @returns The text, as it is.
 * @throws {PawlError} With code `usage` if it is not UTF-8 or has more than 64 MiB, `not-found` if there is no such file,
 * else what the operating system says.
 */
export async function readInputText(terminal: Terminal, source: string, action: string): Promise<string> {
  const start = `${action} from ${describeSource(source)}`;
  const bytes = await readBytes(terminal, source, start);
  if (bytes.length > MAX_INPUT_SIZE_BYTES) throw usageError(`${start}: it has more than 64 MiB`);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw usageError(`${start}: it is not UTF-8`);
  }
}

async function readBytes(terminal: Terminal, source: string, start: string): Promise<Uint8Array> {
  try {
    return await terminal.readInput(MAX_INPUT_SIZE_BYTES, source === STANDARD_STREAM ? undefined : source);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new PawlError("not-found", `${start}: there is no such file`);
    if (error instanceof Deno.errors.NotCapable) {
      // Deno lets nobody but programs with all permissions open anything below /dev and /proc.
      throw new PawlError("permission", `${start}: it is not an ordinary file`, { hint: INPUT_HINT, cause: error });
    }
    throw pawlErrorFrom(error, start);
  }
}

const INPUT_HINT = 'hand it over on standard input, and write "-" for it';

/**
 * Finds the format of a source or of a result, whose name an option can say.
 *
 * @param path A path, or `-` for a standard stream.
 * @param option The option that says the format.
 * @param options Details of the format.
 * @returns The format.
 * @throws {PawlError} With code `usage` for a standard stream without the option, `unsupported-format` for a file whose
 * name says nothing.
 */
export async function streamFormat(
  invocation: Invocation,
  path: string,
  option: "from" | "to",
  options: FormatOptions,
): Promise<Format> {
  const format = invocation.value(option);
  if (path === STANDARD_STREAM && format === undefined) {
    const stream = option === "to" ? "standard output" : "standard input";
    throw usageError(`Cannot tell the format of ${stream}`, `pass --${option} NAME`);
  }
  try {
    return await formatFor(path, { ...options, format });
  } catch (error) {
    if (format !== undefined || !(error instanceof PawlError) || error.code !== "unsupported-format") throw error;
    const hint = error.hint?.replace("--format", `--${option}`);
    throw new PawlError(error.code, error.message, { hint, cause: error });
  }
}
