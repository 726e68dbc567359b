/**
 * Turns changes into steps, against the document's value.
 *
 * This is where the meaning of a change is decided, once for all formats: what a path leads to, which type a typed text
 * takes, whether anything has to happen at all. The value is changed along, so that each change sees the result of those
 * before it; in the end it is what the edited document must parse to.
 *
 * @module
 */
import type { Change, Step } from "./change.ts";
import { PawlError } from "./errors.ts";
import type { Format } from "./format/format.ts";
import { type NewValue, readInput } from "./input.ts";
import { type KeyPath, printKeyPath } from "./key_path.ts";
import { equalValues, isTable, kindOf, type Table, type Value } from "./value.ts";

/** What some changes come to. */
export interface Plan {
  /** The primitive edits, each seeing the result of those before it; empty if nothing has to change. */
  readonly steps: readonly Step[];
  /** What the document must hold afterwards. */
  readonly expected: Value;
  /**
   * Tables and arrays that lost their last child. Where a format has no way to write them empty (TOML tables known only
   * through their children), they may vanish from the document.
   */
  readonly emptied: ReadonlySet<Value>;
}

/**
 * Plans some changes.
 *
 * @param format The document's format, for the literals of typed values.
 * @param root The document's value; it is changed.
 * @param changes What the user asks for, in order.
 * @param document The document's name, as messages show it.
 * @returns The plan.
 * @throws {PawlError} With code `type-mismatch` or `not-found`.
 */
export function planChanges(format: Format, root: Value, changes: readonly Change[], document: string): Plan {
  const planner = new Planner(format, root, document);
  for (const change of changes) {
    if (change.op === "set") planner.set(change);
    else planner.unset(change);
  }
  return { steps: planner.steps, expected: root, emptied: planner.emptied };
}

/** A place in the document: the container and the key or index in it. */
interface Place {
  readonly container: Table | Value[];
  readonly part: string | number;
  readonly path: KeyPath;
  /** What stands there now. */
  readonly value: Value | undefined;
}

class Planner {
  readonly steps: Step[] = [];
  readonly emptied = new Set<Value>();
  readonly #sizes = new Map<Value, number>();
  readonly #format: Format;
  readonly #root: Value;
  readonly #document: string;

  constructor(format: Format, root: Value, document: string) {
    this.#format = format;
    this.#root = root;
    this.#document = document;
  }

  set(change: Change & { op: "set" }): void {
    const label = `Cannot set "${printKeyPath(change.path)}" in "${this.#document}"`;
    const { parent, missing } = this.#descend(change.path, label);
    const place = missing.length === 1 ? placeIn(parent, missing[0]!, label) : undefined;
    const wanted = readInput(this.#format, change, place?.value, label);
    if (place !== undefined && place.value !== undefined) this.#replace(place, wanted);
    else this.#add(parent, missing, wanted);
  }

  unset(change: Change & { op: "unset" }): void {
    const label = `Cannot unset "${printKeyPath(change.path)}" in "${this.#document}"`;
    const place = this.#find(change.path, label, change.ifExists === true);
    if (place === undefined) return;
    if (place.value === undefined) {
      if (change.ifExists) return;
      throw new PawlError("not-found", `${label}: there is no such key`, {
        hint: "pass --if-exists if an absent key is fine",
      });
    }
    this.#remove(place);
  }

  #find(path: KeyPath, label: string, tolerant: boolean): Place | undefined {
    try {
      const { parent, missing } = this.#descend(path, label);
      return missing.length === 1 ? placeIn(parent, missing[0]!, label) : { ...parent, part: "", value: undefined };
    } catch (error) {
      // Where the path can't lead, the key is absent; whoever said that this is fine has nothing to hear.
      if (tolerant && error instanceof PawlError) return undefined;
      throw error;
    }
  }

  /** Goes as far down a path as the document does; at least the last part is left over. */
  #descend(path: KeyPath, label: string): { parent: Container; missing: KeyPath } {
    let parent = asContainer(this.#root, [], label);
    for (let depth = 0; depth < path.length - 1; depth++) {
      const place = placeIn(parent, path[depth]!, label);
      if (place.value === undefined) return { parent, missing: path.slice(depth) };
      parent = asContainer(place.value, place.path, label);
    }
    return { parent, missing: path.slice(-1) };
  }

  #replace(place: Place, wanted: NewValue): void {
    const old = place.value!;
    if (equalValues(old, wanted.value)) return;
    if (isTable(old) && isTable(wanted.value)) return this.#assignTable(old, place.path, wanted.value);
    this.steps.push({ op: "replace", path: place.path, value: wanted.value, spelling: wanted.spelling });
    assign(place.container, place.part, structuredCopy(wanted.value));
  }

  /** Brings a table to a new content key by key, so that what stays the same keeps its comments and spelling. */
  #assignTable(old: Table, path: KeyPath, wanted: Table): void {
    for (const key of Object.keys(old)) {
      if (Object.hasOwn(wanted, key)) continue;
      this.#remove({ container: old, part: key, path: [...path, key], value: old[key]! });
    }
    for (const key of Object.keys(wanted)) {
      const value = Object.hasOwn(old, key) ? old[key] : undefined;
      const place = { container: old, part: key, path: [...path, key], value };
      if (value === undefined) this.#add({ container: old, path }, [key], { value: wanted[key]! });
      else this.#replace(place, { value: wanted[key]! });
    }
  }

  #add(parent: Container, missing: KeyPath, wanted: NewValue): void {
    const path = [...parent.path, ...missing];
    const index = missing.find((part) => typeof part === "number");
    if (index !== undefined) {
      throw new PawlError(
        "not-found",
        `Cannot set "${printKeyPath(path)}" in "${this.#document}": there is no element [${index}] to set`,
      );
    }
    this.steps.push({ op: "add", path, value: wanted.value, spelling: wanted.spelling });
    const size = this.#sizes.get(parent.container);
    if (size !== undefined) this.#sizes.set(parent.container, size + 1);
    let container = parent.container;
    for (const part of missing.slice(0, -1)) {
      const table: Table = Object.create(null);
      assign(container, part, table);
      container = table;
    }
    assign(container, missing.at(-1)!, structuredCopy(wanted.value));
  }

  #remove(place: Place): void {
    this.steps.push({ op: "remove", path: place.path });
    const { container, part } = place;
    if (Array.isArray(container)) container.splice(part as number, 1);
    else delete container[part];
    const size = this.#sizeOf(container) - 1;
    this.#sizes.set(container, size);
    if (size === 0) this.emptied.add(container);
  }

  /** The number of children before the current change; counting a table anew for each removal would be quadratic. */
  #sizeOf(container: Table | Value[]): number {
    return this.#sizes.get(container) ?? Object.keys(container).length + 1;
  }
}

/** A table or an array with its path. */
interface Container {
  readonly container: Table | Value[];
  readonly path: KeyPath;
}

function asContainer(value: Value, path: KeyPath, label: string): Container {
  if (Array.isArray(value) || isTable(value)) return { container: value, path };
  throw new PawlError("type-mismatch", `${label}: ${describe(path)} is ${withArticle(value)}, not a table`);
}

function placeIn({ container, path }: Container, part: string | number, label: string): Place {
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

function describe(path: KeyPath): string {
  return path.length === 0 ? "the document" : `"${printKeyPath(path)}"`;
}

function withArticle(value: Value): string {
  const kind = kindOf(value);
  return kind === "null" ? kind : `${/^[aio]/.test(kind) ? "an" : "a"} ${kind}`;
}

function assign(container: Table | Value[], part: string | number, value: Value): void {
  if (Array.isArray(container)) container[part as number] = value;
  // A plain assignment would lose a key named __proto__ in a table that a caller made with an ordinary prototype.
  else Object.defineProperty(container, part, { value, enumerable: true, configurable: true, writable: true });
}

/** Copies arrays and tables, so that later changes do not reach into a step's value. */
function structuredCopy(value: Value): Value {
  if (Array.isArray(value)) return value.map(structuredCopy);
  if (!isTable(value)) return value;
  const copy: Table = Object.create(null);
  for (const key of Object.keys(value)) assign(copy, key, structuredCopy(value[key]!));
  return copy;
}
