/**
 * How far the exhaustive tests go: `deno task test` is for every change and has to end within two or three minutes,
 * `deno task test:all` leaves nothing out.
 *
 * @module
 */

/** Whether exhaustive tests are to go to the end. */
const GOES_TO_THE_END = Deno.env.get("PAWL_ALL_TESTS") === "1";

/**
 * The bound of an exhaustive test.
 *
 * @param quick For every change.
 * @param full For `deno task test:all`.
 */
export function bound<T>(quick: T, full: T): T {
  return GOES_TO_THE_END ? full : quick;
}
