/**
 * Turns the operating system's errors into {@linkcode PawlError}s.
 *
 * Deno gives some of them a class (`Deno.errors.*`), others only a `code` (EBUSY, EXDEV, ENOSPC, EIO, EROFS) and a few
 * neither (EDQUOT, ENOLCK); EINVAL comes as a `TypeError` with a `code`. Messages are shown, never compared.
 *
 * @module
 */
import { type ErrorCode, PawlError } from "../model/errors.ts";

/** Codes of errors that say "not here" to every caller. */
const NOT_REPLACEABLE_CODES: readonly string[] = ["EBUSY", "EXDEV", "EROFS", "ETXTBSY"];

/** Codes of errors that say "no room". */
const NO_SPACE_CODE = "ENOSPC";

/** What the failed step means where it happened, if that is more than the error itself says. */
export interface SystemErrorMeaning {
  /** The code of an error that denies permission; `permission` by default. */
  readonly denied?: ErrorCode;
  /** The remedy if permission was denied. */
  readonly deniedHint?: string;
  /** The remedy of every other failure. */
  readonly hint?: string;
}

/**
 * Tells a failure of the operating system from a bug.
 *
 * @param error What was thrown.
 * @returns Whether the operating system (or Deno's permission check in front of it) refused.
 */
export function isSystemError(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof PawlError) return false;
  if (systemCode(error) !== undefined) return true;
  if (error.constructor === Error) return true;
  return Object.values(Deno.errors).some((type) => error instanceof type);
}

/**
 * Reads an error's code.
 *
 * @param error What was thrown.
 * @returns The code, for example `EBUSY`, or `undefined` if Deno gave it none.
 */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === "string" && code.startsWith("E") ? code : undefined;
}

/**
 * Turns a failure of the operating system into a {@linkcode PawlError}.
 *
 * @param error What was thrown. Anything that is not a system error (a `PawlError`, a bug) is returned as it is.
 * @param action What could not be done, for example `Cannot read "app.toml"`.
 * @param meaning What the failure means at this place.
 * @returns What to throw.
 */
export function pawlErrorFrom(error: unknown, action: string, meaning: SystemErrorMeaning = {}): unknown {
  if (!isSystemError(error)) return error;
  const code = codeOf(error, meaning);
  const hint = hintFor(error) ?? (isDenied(error) ? meaning.deniedHint : meaning.hint);
  return new PawlError(code, `${action}: ${systemReason(error)}`, { hint, cause: error });
}

/**
 * Says in words why the operating system refused.
 *
 * @returns Lower-case words without Deno's trailer, for example `no space left on device`.
 */
export function systemReason(error: Error): string {
  if (error instanceof Deno.errors.NotCapable) return "this program runs without the permission for it";
  // Deno writes "No space left on device (os error 28): open 'path'".
  const words = error.message.split(" (os error ", 1)[0] ?? "";
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/**
 * Says whether an error denies permission.
 *
 * @param error What was thrown.
 * @returns Whether it is EACCES, EPERM or a refusal of Deno's own permission check.
 */
export function isDenied(error: unknown): boolean {
  if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable) return true;
  const code = systemCode(error);
  return code === "EACCES" || code === "EPERM";
}

function codeOf(error: Error, meaning: SystemErrorMeaning): ErrorCode {
  if (error instanceof Deno.errors.NotCapable) return "permission";
  if (isDenied(error)) return meaning.denied ?? "permission";
  if (error instanceof Deno.errors.IsADirectory) return "not-replaceable";
  return NOT_REPLACEABLE_CODES.includes(systemCode(error) ?? "") ? "not-replaceable" : "io";
}

function hintFor(error: Error): string | undefined {
  if (error instanceof Deno.errors.NotCapable) {
    return "Keep the file outside of /dev, /proc and /sys, or give the program the permission";
  }
  return systemCode(error) === NO_SPACE_CODE ? "free some space on the file system and run it again" : undefined;
}
