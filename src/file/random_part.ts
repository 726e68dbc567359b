/**
 * What makes a name one that nobody else has.
 *
 * @module
 */

/**
 * Makes up a part of a name. Not from `crypto`, which takes 0.2 ms to load: such files are created exclusively, so that
 * a name that an attacker has guessed does no harm.
 *
 * @returns Eight hexadecimal digits.
 */
export function randomPart(): string {
  return Math.floor(Math.random() * 0x1_0000_0000).toString(16).padStart(8, "0");
}
