/**
 * How many changes may be pending when one more is left to the next writer: `--queue-limit`.
 *
 * @module
 */
import { DEFAULT_QUEUE_LIMIT } from "../queue/durable_post.ts";
import type { Invocation } from "./command.ts";
import { usageError } from "./usage_error.ts";

const MAX_QUEUE_LIMIT = 10_000;

/**
 * Reads the limit.
 *
 * @returns How many changes there may be for which nobody waits.
 * @throws {PawlError} With code `usage` if the option is no such number.
 */
export function queueLimit(invocation: Invocation): number {
  const given = invocation.value("queue-limit") ?? String(DEFAULT_QUEUE_LIMIT);
  const limit = /^[0-9]{1,5}$/.test(given) ? Number(given) : 0;
  if (limit >= 1 && limit <= MAX_QUEUE_LIMIT) return limit;
  throw usageError(`Option "--queue-limit" cannot be "${given}": wanted a number from 1 to ${MAX_QUEUE_LIMIT}`);
}
