/**
 * Decisions drawn from a list of numbers, so that a property-testing library that shrinks the list simplifies whatever was
 * built with them: a missing number decides for the first, simplest alternative.
 *
 * @module
 */

/** A source of decisions. */
export class Choices {
  readonly #numbers: readonly number[];
  #position = 0;

  /** @param numbers Natural numbers, one for each decision. */
  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** A number from 0 to `count - 1`; 0 is the simplest. */
  below(count: number): number {
    return (this.#numbers[this.#position++] ?? 0) % count;
  }

  /** True in about one of `outOf` cases. */
  rarely(outOf: number): boolean {
    return this.below(outOf) === outOf - 1;
  }

  /** One of some alternatives, the first being the simplest. */
  pick<T>(alternatives: readonly T[]): T {
    return alternatives[this.below(alternatives.length)]!;
  }

  /** Several results of a function, at most `most`. */
  list<T>(most: number, make: (index: number) => T): T[] {
    return Array.from({ length: this.below(most + 1) }, (_, index) => make(index));
  }

  /** Merges lists at random; each keeps its own order. */
  merge<T>(lists: readonly (readonly T[])[]): T[] {
    const queues = lists.filter((list) => list.length > 0).map((list) => [...list]);
    const merged: T[] = [];
    while (queues.length > 0) {
      const index = this.below(queues.length);
      merged.push(queues[index]!.shift()!);
      if (queues[index]!.length === 0) queues.splice(index, 1);
    }
    return merged;
  }
}
