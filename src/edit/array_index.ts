/**
 * What the elements of an array are, counted once and kept up to date.
 *
 * Thousands of changes may each ask of one array whether it holds a value, or whether its elements are of one kind;
 * looking at all of them each time would be quadratic.
 *
 * @module
 */
import { isTable, type Kind, kindOf, type Value } from "../model/value.ts";

/** The kinds and the values of an array's elements. */
export class ArrayCensus {
  readonly #array: readonly Value[];
  readonly #kinds = new Map<Kind, number>();
  readonly #simple = new Map<Value, number>();
  /** The other values by what they say; none until they are asked for. */
  #compound: Map<string, number> | undefined;
  /** Which state of what is inside the elements that is. */
  #innerState = 0;

  /** @param array The array. */
  constructor(array: readonly Value[]) {
    this.#array = array;
    for (const value of array) this.enter(value);
  }

  /** Whether all elements are of one kind; false if there are none. */
  get isUniform(): boolean {
    return this.#kinds.size === 1;
  }

  /** Whether an element is a float. */
  get hasFloat(): boolean {
    return this.#kinds.has("float");
  }

  /**
   * Whether an element equals a value.
   *
   * @param innerState A number that changes whenever something inside an element does.
   */
  has(value: Value, innerState = 0): boolean {
    if (isSimple(value)) return this.#simple.has(value);
    if (this.#compound === undefined || this.#innerState !== innerState) {
      this.#innerState = innerState;
      this.#compound = new Map();
      for (const element of this.#array) if (!isSimple(element)) count(this.#compound, contentOf(element), 1);
    }
    return this.#compound.has(contentOf(value));
  }

  /** Counts an element in. */
  enter(value: Value): void {
    this.#count(value, 1);
  }

  /** Counts an element out. */
  leave(value: Value): void {
    this.#count(value, -1);
  }

  #count(value: Value, by: number): void {
    count(this.#kinds, kindOf(value), by);
    if (isSimple(value)) count(this.#simple, value, by);
    else if (this.#compound !== undefined) count(this.#compound, contentOf(value), by);
  }
}

/**
 * Whether a value equals another one exactly if `===` says so. Floats do not: a zero has a sign, and NaN equals itself.
 */
export function isSimple(value: Value): boolean {
  return value === null || (typeof value !== "object" && typeof value !== "number");
}

/** A text that two values share exactly if they are equal. */
function contentOf(value: Value): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "boolean" || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(contentOf).join()}]`;
  if (!isTable(value)) return `${kindOf(value)} ${value}`;
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${contentOf(value[key]!)}`).join()}}`;
}

function count<T>(counts: Map<T, number>, key: T, by: number): void {
  const sum = (counts.get(key) ?? 0) + by;
  if (sum === 0) counts.delete(key);
  else counts.set(key, sum);
}
