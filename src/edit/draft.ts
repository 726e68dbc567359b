/**
 * A document's value while changes are planned on it.
 *
 * Each primitive edit is made on the value and noted as a {@linkcode Step}, so that the next change sees its result, and
 * in the end the value is what the edited document must parse to.
 *
 * @module
 */
import { ArrayCensus } from "./array_index.ts";
import type { Step } from "../model/change.ts";
import type { Format, Literal, OlderReaders } from "../format/format.ts";
import type { KeyPath } from "../model/key_path.ts";
import { asContainer, type Container, type Place, placeIn } from "./place.ts";
import { assign, copyOf, tableOf } from "./value_building.ts";
import type { Table, Value } from "../model/value.ts";

/** Where a path leads: as far down as the document goes. */
export interface Descent {
  readonly parent: Container;
  /** What is left of the path: its last part, or more where tables are missing. */
  readonly missing: KeyPath;
}

/**
 * A change needs what only the edited text can tell: whether a table or an array that lost its last child is there, or
 * how a value is written.
 */
export class TextNeededError extends Error {
  override name = "TextNeededError";
  /** Which of the changes it is. */
  changeIndex = 0;
}

/** The value and the steps so far. */
export class Draft {
  readonly steps: Step[] = [];
  /** Tables and arrays that lost their last child and may have vanished with it, in a format in which they may. */
  readonly emptied = new Set<Value>();
  readonly root: Value;
  /** How many children the containers have from which some were removed: counting anew each time would be quadratic. */
  readonly #sizes = new Map<Value, number>();
  readonly #censuses = new Map<Value, ArrayCensus>();
  /** How often something was changed inside elements of arrays. */
  #innerState = 0;
  /** How to take each step back. */
  readonly #undo: (() => void)[] = [];

  readonly #emptiedMayVanish: boolean;
  readonly #olderReaders: OlderReaders | undefined;
  readonly #text: string | undefined;
  /** How many steps there were when the present change began. */
  #changeStart = 0;

  /**
   * @param root The document's value; it is changed.
   * @param text The document.
   */
  constructor(root: Value, format: Pick<Format, "emptiedMayVanish" | "olderReaders">, text?: string) {
    this.root = root;
    this.#emptiedMayVanish = format.emptiedMayVanish ?? false;
    this.#olderReaders = format.olderReaders;
    this.#text = text;
  }

  /** Notes that the next change begins. */
  beginChange(): void {
    this.#changeStart = this.steps.length;
  }

  /**
   * Finds how a value is written, in a format that older readers read otherwise.
   *
   * @returns The source of a scalar, or `undefined` if it can't be told.
   * @throws {TextNeededError} If a change before this one may have written it.
   */
  sourceAt(path: KeyPath): string | undefined {
    if (this.#text === undefined || this.#olderReaders === undefined) return undefined;
    const index = this.steps.findIndex((step) => mayMove(step, path));
    if (index < 0) return this.#olderReaders.sourceAt(this.#text, path);
    if (index < this.#changeStart) throw new TextNeededError();
    return undefined;
  }

  /**
   * Goes down a path as far as the document does; at least the last part is left over.
   *
   * @param label How messages begin: `Cannot set "key" in "document"`.
   * @throws {PawlError} With code `type-mismatch` where the path leads through something that has no children, and
   * `not-found` for an element that is not there.
   */
  descend(path: KeyPath, label: string): Descent {
    let parent = asContainer(this.root, [], label);
    for (let depth = 0; depth < path.length - 1; depth++) {
      const place = placeIn(parent, path[depth]!, label);
      // A null holds the place for any value, a table too.
      if (place.value === undefined || place.value === null) {
        return { parent, missing: [place.part, ...path.slice(depth + 1)] };
      }
      this.requirePresent(place.value);
      parent = asContainer(place.value, place.path, label);
    }
    return { parent, missing: path.slice(-1) };
  }

  /**
   * Makes sure that a value still stands in the text.
   *
   * @throws {TextNeededError} If it may have vanished with its last child.
   */
  requirePresent(value: Value | undefined): void {
    if (value === undefined || !this.emptied.has(value)) return;
    if (Object.keys(value as Table | Value[]).length === 0 && value !== this.root) throw new TextNeededError();
  }

  /** Whether an element of an array equals a value. */
  holds(array: Value[], value: Value): boolean {
    return this.#censusOf(array).has(value, this.#innerState);
  }

  /** Whether an element of an array is a float. */
  holdsFloats(array: Value[]): boolean {
    return this.#censusOf(array).hasFloat;
  }

  /** Whether all elements of an array are of one kind; false if there are none. */
  isUniform(array: Value[]): boolean {
    return this.#censusOf(array).isUniform;
  }

  /** Puts another value into a place. */
  replace({ container, part, path, value: old }: Place, { value, ...source }: Literal): void {
    this.#note({ op: "replace", path, value, ...source }, () => assign(container, part, old!));
    this.#recount(container, old, value);
    assign(container, part, copyOf(value));
  }

  /** Makes a new key, and the tables on the way to it; the first of these may take the place of a null. */
  add(parent: Container, missing: KeyPath, { value, ...source }: Literal): void {
    const step: Step = { op: "add", path: [...parent.path, ...missing], value, ...source };
    const { container } = parent;
    const part = missing[0]!;
    const { value: old } = placeIn(parent, part, "");
    this.#note(step, () => {
      if (old === undefined) delete (container as Table)[part];
      else assign(container, part, old);
    });
    const made = missing.slice(1).reduceRight<Value>((inner, key) => tableOf(key as string, inner), copyOf(value));
    if (old === undefined) this.#grow(container);
    else this.#recount(container, old, made);
    assign(container, part, made);
  }

  /** Puts an element into an array. */
  insert(array: Value[], path: KeyPath, index: number, { value, ...source }: Literal): void {
    this.#note({ op: "insert", path: [...path, index], value, ...source }, () => array.splice(index, 1));
    this.#grow(array);
    this.#recount(array, undefined, value);
    array.splice(index, 0, copyOf(value));
  }

  /** Takes out what stands in a place. */
  remove({ container, part, path, value }: Place, keepsComment?: boolean): void {
    const step: Step = keepsComment ? { op: "remove", path, keepsComment } : { op: "remove", path };
    if (Array.isArray(container)) {
      this.#note(step, () => container.splice(part as number, 0, value!));
      container.splice(part as number, 1);
    } else {
      this.#note(step, () => assign(container, part, value!));
      delete container[part];
    }
    this.#recount(container, value, undefined);
    if (!this.#emptiedMayVanish) return;
    const size = (this.#sizes.get(container) ?? Object.keys(container).length + 1) - 1;
    this.#sizes.set(container, size);
    if (size === 0) this.emptied.add(container);
  }

  /** Gives a key of a table another name. */
  rename({ container, part, path, value }: Place, key: string): void {
    this.#note({ op: "rename", path, key }, () => {
      delete (container as Table)[key];
      assign(container, part, value!);
    });
    delete (container as Table)[part];
    assign(container, key, value!);
  }

  /**
   * Gives one place the value of another, as an alias has that of its anchor; no step of its own.
   *
   * @param path The place, which exists.
   * @param source Where its value stands.
   */
  mirror(path: KeyPath, source: KeyPath): void {
    const { parent, missing } = this.descend(path, "");
    assign(parent.container, missing[0]!, copyOf(this.#valueAt(source)));
  }

  #valueAt(path: KeyPath): Value {
    const { parent, missing } = this.descend(path, "");
    return placeIn(parent, missing[0]!, "").value!;
  }

  /**
   * Takes back the last steps.
   *
   * @param count How many steps are to stay.
   */
  rollback(count: number): void {
    while (this.steps.length > count) {
      this.steps.pop();
      this.#undo.pop()!();
    }
    this.#sizes.clear();
    this.#censuses.clear();
  }

  #note(step: Step, undo: () => void): void {
    this.steps.push(step);
    this.#undo.push(undo);
    for (let depth = 0; depth < step.path.length - 1; depth++) {
      if (typeof step.path[depth] === "number") this.#innerState++;
    }
  }

  #censusOf(array: Value[]): ArrayCensus {
    let census = this.#censuses.get(array);
    if (census === undefined) this.#censuses.set(array, census = new ArrayCensus(array));
    return census;
  }

  #recount(container: Table | Value[], old: Value | undefined, value: Value | undefined): void {
    const census = this.#censuses.get(container);
    if (old !== undefined) census?.leave(old);
    if (value !== undefined) census?.enter(value);
  }

  #grow(container: Table | Value[]): void {
    const size = this.#sizes.get(container);
    if (size !== undefined) this.#sizes.set(container, size + 1);
  }
}

/** Whether a step may have changed what stands at a path, or which path leads there. */
function mayMove({ op, path }: Step, asked: KeyPath): boolean {
  const depth = op === "replace" || op === "add" ? path.length : path.length - 1;
  return path.slice(0, depth).every((part, index) => part === asked[index]);
}
