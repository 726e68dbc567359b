/**
 * The values of pairs that steps have led into.
 *
 * What such a value says now is not in its line yet: thousands of steps may lead into one array, and each would copy it.
 *
 * @module
 */
import type { Pair, TomlDocument } from "./document.ts";
import { InlineValue } from "./inline_value.ts";

/** Opens the values of pairs, and writes them back. */
export class PairValues {
  readonly #document: TomlDocument;
  readonly #opened = new Map<Pair, InlineValue>();

  /** @param document The document in which the pairs stand. */
  constructor(document: TomlDocument) {
    this.#document = document;
  }

  /** The items of a pair's value, to be changed in place. */
  open(pair: Pair): InlineValue {
    let value = this.#opened.get(pair);
    if (value === undefined) this.#opened.set(pair, value = new InlineValue(sourceOf(pair)));
    return value;
  }

  /** Writes a value back, if it was opened, and tells its source. */
  close(pair: Pair): string {
    const value = this.#opened.get(pair);
    if (value !== undefined) {
      this.#opened.delete(pair);
      this.write(pair, value.print());
    }
    return sourceOf(pair);
  }

  /** Writes all opened values back. */
  closeAll(): void {
    for (const pair of [...this.#opened.keys()]) this.close(pair);
  }

  /** Gives a pair whose value is not open another one. */
  write(pair: Pair, value: string): void {
    this.#document.rewrite(pair.section, pair, pair.valueStart, pair.valueEnd, value);
  }
}

function sourceOf({ source, valueStart, valueEnd }: Pair): string {
  return source.slice(valueStart, valueEnd);
}
