/**
 * A document's value while changes are planned on it.
 *
 * Each primitive edit is made on the value and noted as a {@linkcode Step}, so that the next change sees its result, and
 * in the end the value is what the edited document must parse to.
 *
 * @module
 */
import type { Step } from "./change.ts";
import { PawlError } from "./errors.ts";
import type { Literal } from "./format/format.ts";
import { type KeyPath, printKeyPath } from "./key_path.ts";
import { isTable, kindOf, type Table, type Value } from "./value.ts";

/** A table or an array, with the path to it. */
export interface Container {
  readonly container: Table | Value[];
  readonly path: KeyPath;
}

/** A place in a container: what stands there now, or `undefined`. */
export interface Place extends Container {
  readonly part: string | number;
  /** The path to the place itself, with indices counted from the start. */
  readonly path: KeyPath;
  readonly value: Value | undefined;
}

/** Where a path leads: as far down as the document goes. */
export interface Descent {
  readonly parent: Container;
  /** What is left of the path: its last part, or more where tables are missing. */
  readonly missing: KeyPath;
}

/**
 * A change needs a table or an array that lost its last child, so that the text may hold it no longer: only the edited
 * text can tell.
 */
export class VanishedError extends Error {
  override name = "VanishedError";
  /** Which of the changes it is. */
  changeIndex = 0;
}

/** The value and the steps so far. */
export class Draft {
  readonly steps: Step[] = [];
  /**
   * Tables and arrays that lost their last child. Where a format has no way to write them empty (TOML tables known only
   * through their children), they may vanish from the document.
   */
  readonly emptied = new Set<Value>();
  readonly root: Value;
  /** How many children the containers have from which some were removed: counting anew each time would be quadratic. */
  readonly #sizes = new Map<Value, number>();
  /** How to take each step back. */
  readonly #undo: (() => void)[] = [];

  /** @param root The document's value; it is changed. */
  constructor(root: Value) {
    this.root = root;
  }

  /**
   * Goes down a path as far as the document does; at least the last part is left over.
   *
   * @param path The path.
   * @param label How messages begin: `Cannot set "key" in "document"`.
   * @throws {PawlError} With code `type-mismatch` where the path leads through something that has no children, and
   * `not-found` for an element that is not there.
   */
  descend(path: KeyPath, label: string): Descent {
    let parent = asContainer(this.root, [], label);
    for (let depth = 0; depth < path.length - 1; depth++) {
      const place = placeIn(parent, path[depth]!, label);
      if (place.value === undefined) return { parent, missing: path.slice(depth) };
      this.requirePresent(place.value);
      parent = asContainer(place.value, place.path, label);
    }
    return { parent, missing: path.slice(-1) };
  }

  /**
   * Makes sure that a value still stands in the text.
   *
   * @throws {VanishedError} If it may have vanished with its last child.
   */
  requirePresent(value: Value | undefined): void {
    if (value === undefined || !this.emptied.has(value)) return;
    if (Object.keys(value as Table | Value[]).length === 0 && value !== this.root) throw new VanishedError();
  }

  /** Puts another value into a place. */
  replace({ container, part, path, value: old }: Place, { value, spelling }: Literal): void {
    this.#note({ op: "replace", path, value, spelling }, () => assign(container, part, old!));
    assign(container, part, copyOf(value));
  }

  /** Makes a new key, and the tables on the way to it. */
  add(parent: Container, missing: readonly string[], { value, spelling }: Literal): void {
    const step: Step = { op: "add", path: [...parent.path, ...missing], value, spelling };
    this.#note(step, () => delete (parent.container as Table)[missing[0]!]);
    this.#grow(parent.container);
    let { container } = parent;
    for (const part of missing.slice(0, -1)) {
      const table: Table = Object.create(null);
      assign(container, part, table);
      container = table;
    }
    assign(container, missing.at(-1)!, copyOf(value));
  }

  /** Puts an element into an array. */
  insert(array: Value[], path: KeyPath, index: number, { value, spelling }: Literal): void {
    this.#note({ op: "insert", path: [...path, index], value, spelling }, () => array.splice(index, 1));
    this.#grow(array);
    array.splice(index, 0, copyOf(value));
  }

  /** Takes out what stands in a place. */
  remove({ container, part, path, value }: Place): void {
    const step: Step = { op: "remove", path };
    if (Array.isArray(container)) {
      this.#note(step, () => container.splice(part as number, 0, value!));
      container.splice(part as number, 1);
    } else {
      this.#note(step, () => assign(container, part, value!));
      delete container[part];
    }
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
  }

  #note(step: Step, undo: () => void): void {
    this.steps.push(step);
    this.#undo.push(undo);
  }

  #grow(container: Table | Value[]): void {
    const size = this.#sizes.get(container);
    if (size !== undefined) this.#sizes.set(container, size + 1);
  }
}

function asContainer(value: Value, path: KeyPath, label: string): Container {
  if (Array.isArray(value) || isTable(value)) return { container: value, path };
  throw new PawlError("type-mismatch", `${label}: ${describe(path)} is ${withArticle(value)}, not a table`);
}

/**
 * Finds a part in a container.
 *
 * @param parent The container.
 * @param part A key of a table or an index of an array; a negative one counts from the end.
 * @param label How messages begin.
 * @returns The place, whose value is `undefined` if a table has no such key.
 * @throws {PawlError} With code `type-mismatch` for a key of an array or an index of a table, and `not-found` for an
 * element that is not there.
 */
export function placeIn({ container, path }: Container, part: string | number, label: string): Place {
  if (Array.isArray(container)) {
    if (typeof part === "string") {
      throw new PawlError("type-mismatch", `${label}: ${describe(path)} is an array, not a table`, {
        hint: `name an element, as in "${printKeyPath([...path, 0, part])}"`,
      });
    }
    const index = part < 0 ? container.length + part : part;
    if (index < 0 || index >= container.length) {
      const elements = container.length === 1 ? "1 element" : `${container.length} elements`;
      throw new PawlError("not-found", `${label}: ${describe(path)} has ${elements}, no [${part}]`);
    }
    return { container, part: index, path: [...path, index], value: container[index]! };
  }
  if (typeof part === "number") {
    throw new PawlError("type-mismatch", `${label}: ${describe(path)} is a table, not an array`);
  }
  const value = Object.hasOwn(container, part) ? container[part] : undefined;
  return { container, part, path: [...path, part], value };
}

/** A path in quotes, for messages. */
export function describe(path: KeyPath): string {
  if (path.length === 0) return "the document";
  const text = printKeyPath(path);
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

/** The kind of a value with its article, for messages. */
export function withArticle(value: Value): string {
  const kind = kindOf(value);
  return kind === "null" ? kind : `${/^[aio]/.test(kind) ? "an" : "a"} ${kind}`;
}

function assign(container: Table | Value[], part: string | number, value: Value): void {
  if (Array.isArray(container)) container[part as number] = value;
  // A plain assignment would lose a key named __proto__ in a table that a caller made with an ordinary prototype.
  else Object.defineProperty(container, part, { value, enumerable: true, configurable: true, writable: true });
}

/** Copies arrays and tables, so that later changes do not reach into a step's value. */
function copyOf(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isTable(value)) return value;
  const copy: Table = Object.create(null);
  for (const key of Object.keys(value)) assign(copy, key, copyOf(value[key]!));
  return copy;
}
