/**
 * Every failure pawl can name, as one base class and the few subclasses that carry data callers need.
 *
 * `code` is the contract; messages may be reworded. The exit status of each code is decided in one place,
 * `src/cli/exit_codes.ts`.
 *
 * @module
 */

/** What went wrong, stable across releases (see the exit codes in docs/guarantees.md). */
export type ErrorCode =
  | "not-found"
  | "usage"
  | "unsupported-format"
  | "conflict"
  | "exists"
  | "missing"
  | "invalid-document"
  | "poisoned"
  | "type-mismatch"
  | "not-replaceable"
  | "durability-unknown"
  | "outcome-unknown"
  | "queue-full"
  | "command-failed"
  | "io"
  | "lock-timeout"
  | "permission";

/** What accompanies a {@linkcode PawlError}. */
export interface PawlErrorOptions {
  /** What the reader can do about it: one imperative sentence without a final period. */
  hint?: string | undefined;
  /** The error that caused this one. */
  cause?: unknown;
}

/** A failure with a stable code: one sentence, no final period, and a hint where there is a remedy. */
export class PawlError extends Error {
  /** The name of the class. */
  override name = "PawlError";
  /** What went wrong, as a stable code. */
  readonly code: ErrorCode;
  /** What the reader can do about it, if anything. */
  readonly hint: string | undefined;

  /**
   * Makes the error.
   *
   * @param code The stable code.
   * @param message One sentence in sentence case, without a final period, naming the path and the key.
   * @param options A hint and the cause.
   */
  constructor(code: ErrorCode, message: string, options: PawlErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}

/** A document that does not parse. Nothing is ever written over it. */
export class InvalidDocumentError extends PawlError {
  /** The name of the class. */
  override name = "InvalidDocumentError";
  /** What the parser found and wanted, without the place. */
  readonly reason: string;
  /** The line of the fault, from 1. */
  readonly line: number;
  /** The column of the fault in UTF-16 code units, from 1. */
  readonly column: number;

  /**
   * Makes the error.
   *
   * @param document The document's name, as messages show it (a path).
   * @param reason What the parser found and wanted, without the place.
   * @param line The line of the fault, from 1.
   * @param column The column of the fault in UTF-16 code units, from 1.
   * @param options A hint and the cause.
   */
  constructor(
    document: string,
    reason: string,
    line: number,
    column: number,
    options: PawlErrorOptions = {},
  ) {
    super(
      "invalid-document",
      `Cannot parse "${document}": ${reason} at line ${line}, column ${column}`,
      options,
    );
    this.reason = reason;
    this.line = line;
    this.column = column;
  }
}

/** A precondition on the document's version that does not hold. Nothing was written. */
export class ConflictError extends PawlError {
  /** The name of the class. */
  override name = "ConflictError";
  /** What the caller expected, for example an etag. */
  readonly expected: string;
  /** What was found. */
  readonly actual: string;

  /**
   * Makes the error.
   *
   * @param message One sentence naming the document.
   * @param expected What the caller expected.
   * @param actual What was found.
   * @param options A hint and the cause.
   */
  constructor(message: string, expected: string, actual: string, options: PawlErrorOptions = {}) {
    super("conflict", message, options);
    this.expected = expected;
    this.actual = actual;
  }
}

/** Who holds a lock, as the lock file says. */
export interface LockHolder {
  /** The process id on {@linkcode LockHolder.host}. */
  pid: number;
  /** The host's name. */
  host: string;
  /** What it runs, without any values from its command line. */
  command: string;
  /** When it took the lock (ISO 8601, UTC). */
  since: string;
}

/** The lock could not be acquired in time. Nothing was written. */
export class LockTimeoutError extends PawlError {
  /** The name of the class. */
  override name = "LockTimeoutError";
  /** How long the lock was waited for, in ms. */
  readonly waitedMs: number;
  /** Who held it at the end, if the lock file says so. */
  readonly holder: LockHolder | undefined;

  /**
   * Makes the error.
   *
   * @param message One sentence naming the document and the holder.
   * @param waitedMs How long the lock was waited for, in ms.
   * @param holder Who held it at the end, if known.
   * @param options A hint and the cause.
   */
  constructor(
    message: string,
    waitedMs: number,
    holder: LockHolder | undefined,
    options: PawlErrorOptions = {},
  ) {
    super("lock-timeout", message, options);
    this.waitedMs = waitedMs;
    this.holder = holder;
  }
}

/** The last lock holder died and left a document that does not parse. Nothing was written. */
export class LockPoisonedError extends PawlError {
  /** The name of the class. */
  override name = "LockPoisonedError";
  /** Who died holding the lock. */
  readonly holder: LockHolder;

  /**
   * Makes the error.
   *
   * @param message One sentence naming the document, its fault and the dead holder.
   * @param holder Who died holding the lock.
   * @param options A hint and the cause.
   */
  constructor(message: string, holder: LockHolder, options: PawlErrorOptions = {}) {
    super("poisoned", message, options);
    this.holder = holder;
  }
}
