/**
 * Durations as people write them: `250ms`, `5s`, `2m`.
 *
 * @module
 */
import { usageError } from "./usage_error.ts";

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** The longest time that a timer can wait. */
const LIMIT_MS = 2 ** 31 - 1;

/**
 * Reads a duration.
 *
 * @param text A number with a unit (ms, s, m, h), for example `1.5s`.
 * @param source Where the text comes from, as messages name it.
 * @returns The duration in ms, rounded up.
 * @throws {PawlError} With code `usage` if the text is no duration, or one beyond 24 days.
 */
export function parseDuration(text: string, source: string): number {
  const [, count, unit] = /^([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  if (count === undefined) {
    throw usageError(`${source} cannot be "${text}": wanted a duration such as 250ms, 5s or 2m`);
  }
  if (unit === undefined) {
    throw usageError(
      `${source} cannot be "${text}": wanted a duration with a unit`,
      `write ${text}s for seconds, or ${text}ms for milliseconds`,
    );
  }
  const durationMs = Math.ceil(Number(count) * UNITS_MS[unit]!);
  if (durationMs > LIMIT_MS) throw usageError(`${source} cannot be "${text}": wanted 24 days (576h) at most`);
  return durationMs;
}
