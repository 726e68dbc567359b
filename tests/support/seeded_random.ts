/**
 * Random numbers that a seed repeats, for tests that are no properties of a value that could be shrunk.
 *
 * @module
 */

/** A source of random decisions. */
export class SeededRandom {
  #state: number;

  /** @param seed Any integer; the same one makes the same decisions. */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to, but not including, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer from 0 to `count - 1`. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** True in about one of `outOf` cases. */
  oneIn(outOf: number): boolean {
    return this.below(outOf) === 0;
  }

  /** One of some alternatives. */
  pick<T>(alternatives: readonly T[]): T {
    return alternatives[this.below(alternatives.length)]!;
  }
}

/**
 * Runs a random test. The seed is a new one each time, or `$PAWL_PROPERTY_SEED`.
 *
 * @param run The test.
 * @throws {Error} What the test throws, with the seed that repeats its decisions.
 */
export async function withSeed(run: (random: SeededRandom) => Promise<void>): Promise<void> {
  const seed = Number(Deno.env.get("PAWL_PROPERTY_SEED") ?? crypto.getRandomValues(new Uint32Array(1))[0]);
  try {
    await run(new SeededRandom(seed));
  } catch (error) {
    throw new Error(`Failed with PAWL_PROPERTY_SEED=${seed}`, { cause: error });
  }
}
