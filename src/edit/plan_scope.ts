/**
 * What planning one change needs: the draft, the format, and how the change's messages begin.
 *
 * @module
 */
import type { Change, Input } from "../model/change.ts";
import type { Draft } from "./draft.ts";
import { PawlError } from "../model/errors.ts";
import type { CellScalar, Format, Literal } from "../format/format.ts";
import { findMerged, mergedChild } from "../model/merge_keys.ts";
import { readInput } from "./typed_input.ts";
import type { KeyPath } from "../model/key_path.ts";
import { type Container, describe, pathTo, type Place, placeIn, withArticle } from "./place.ts";
import { equalValues, isTable, type Table, type Value } from "../model/value.ts";

/** Where a path leads. */
export interface Lookup {
  readonly parent: Container;
  readonly missing: KeyPath;
  /** What stands there, if anything does. */
  readonly value: Value | undefined;
  /** The place, if the table that it is in exists. */
  readonly place: Place | undefined;
  /** What `<<` brings in there, if nothing stands there. */
  readonly merged: Value | undefined;
  /** The map that the first missing part of the path comes from, by `<<`. */
  readonly origin: Table | undefined;
}

/** The surroundings of one change. */
export class PlanScope {
  readonly format: Format;
  readonly draft: Draft;
  /** The document's name, as messages show it. */
  readonly document: string;
  /** How messages begin: `Cannot set "key" in "document"`. */
  readonly label: string;

  /** */
  constructor(format: Format, draft: Draft, change: Change, document: string) {
    this.format = format;
    this.draft = draft;
    this.document = document;
    this.label = `Cannot ${change.op} ${describe(change.path)} in "${document}"`;
  }

  /** Follows a path; throws where it can't lead. */
  find(path: KeyPath): Lookup {
    const { parent, missing } = this.draft.descend(path, this.label);
    const place = missing.length === 1 ? placeIn(parent, missing[0]!, this.label) : undefined;
    this.draft.requirePresent(place?.value);
    return { parent, missing, place, value: place?.value, ...this.#findMerged(parent, missing) };
  }

  #findMerged({ container }: Container, [first, ...rest]: KeyPath): Pick<Lookup, "merged" | "origin"> {
    const isOwn = Array.isArray(container) || typeof first !== "string" || Object.hasOwn(container, first);
    const found = isOwn || !this.format.hasMergeKeys ? undefined : findMerged(container, first);
    const merged = rest.reduce<Value | undefined>(mergedChild, found?.value);
    return { merged, origin: found?.origin };
  }

  /** The error that what is to be changed comes from another map. */
  fromElsewhere({ parent, missing, origin }: Lookup): PawlError {
    const place = describe([...parent.path, missing[0]!]);
    const path = pathTo(this.draft.root, origin!);
    const source = path === undefined ? "another map" : describe(path);
    return new PawlError("type-mismatch", `${this.label}: ${place} comes from ${source}, by "<<"`, {
      hint: path === undefined
        ? `set ${place} to give it a value of its own`
        : `change ${describe([...path, missing[0]!])}, or set ${place} to give it a value of its own`,
    });
  }

  /** Follows a path; where it can't lead, nothing is there. */
  tryFind(path: KeyPath): Lookup | undefined {
    try {
      return this.find(path);
    } catch (error) {
      if (error instanceof PawlError) return undefined;
      throw error;
    }
  }

  /**
   * Reads a new value, which takes the type of the old one unless it is forced.
   *
   * @param place Where the old one stands.
   */
  read(input: Input, old: Value | undefined, force?: boolean, place?: Place): Literal {
    const source = () => place && this.draft.sourceAt(place.path);
    return readInput(this.format, input, { value: old, source }, force ?? false, this.label);
  }

  /** The word for the contrary of one that older readers take for a boolean, if it stands there without quotes. */
  oppositeOf(word: string, place: Place): string | undefined {
    const opposite = this.format.olderReaders?.opposite(word);
    return opposite !== undefined && this.draft.sourceAt(place.path) === word ? opposite : undefined;
  }

  /** Decides what a text is that may be a value or a field: the latter where a table is, or a row of a CSV file is meant. */
  fieldsOr(input: Input, { parent, missing, value }: Lookup): Input {
    if (!("text" in input) || input.orFields === undefined) return input;
    const isRow = this.format.cellTexts !== undefined && parent.path.length + missing.length === 1;
    return isTable(value) || isRow ? { fields: input.orFields } : input;
  }

  /** Gives a place a value, whether there is one or not. */
  put(lookup: Lookup, wanted: Literal): void {
    if (lookup.value !== undefined) this.#replace(lookup.place!, wanted);
    else this.make(lookup, wanted);
  }

  /** What stands in a place; in a format that has only strings, what it spells. */
  scalarAt({ value: own, merged }: Lookup): Value | undefined {
    const value = own === undefined ? merged : own;
    return typeof value === "string" ? this.format.cellTexts?.read(value) ?? value : value;
  }

  /** Gives a place a number or a boolean. */
  putScalar(lookup: Lookup, value: CellScalar): void {
    const { cellTexts } = this.format;
    const old = typeof lookup.value === "string" ? lookup.value : undefined;
    this.put(lookup, { value: cellTexts === undefined ? value : cellTexts.print(value, old) });
  }

  /** Makes a new key. */
  make(lookup: Lookup, wanted: Literal): void {
    const { parent, missing, origin } = lookup;
    // A table of its own would hide all else that the other one has.
    if (missing.length > 1 && origin !== undefined) throw this.fromElsewhere(lookup);
    for (const part of missing) if (typeof part === "string") this.requireWellFormed(part);
    // In an array only a null can be what holds the place.
    const start = Array.isArray(parent.container) && missing.length > 1 ? 1 : 0;
    const index = missing.slice(start).find((part) => typeof part === "number");
    if (index === undefined) return this.draft.add(parent, missing, wanted);
    throw new PawlError("not-found", `${this.label}: there is no element [${index}]`);
  }

  /** Half a surrogate pair would reach the disk as a replacement character. */
  requireWellFormed(key: string): void {
    if (key.isWellFormed()) return;
    throw new PawlError("type-mismatch", `${this.label}: the key holds half a surrogate pair`);
  }

  /** The error that there is no such key. */
  notFound(hint?: string): PawlError {
    return new PawlError("not-found", `${this.label}: there is no such key`, { hint });
  }

  /** The error that a value is of a type for which the change makes no sense. */
  mismatch({ value, path }: Place, wanted: string): PawlError {
    return new PawlError("type-mismatch", `${this.label}: ${describe(path)} is ${withArticle(value!)}, not ${wanted}`);
  }

  #replace(place: Place, wanted: Literal): void {
    const old = place.value!;
    if (wanted.isSource) {
      if (this.draft.sourceAt(place.path) !== wanted.spelling) this.draft.replace(place, wanted);
      return;
    }
    if (equalValues(old, wanted.value)) return;
    // A table that is to be empty can't be left to the removal of its keys: some formats would let it vanish.
    const isAssignable = isTable(old) && isTable(wanted.value) && Object.keys(wanted.value).length > 0;
    if (isAssignable) this.#assignTable(old, place.path, wanted.value as Table);
    else if (isAlike(old, wanted.value)) this.#assignArray(old as Value[], place.path, wanted.value as Value[]);
    else this.draft.replace(place, wanted);
  }

  /** Brings a table to a new content key by key, so that what stays the same keeps its comments and spelling. */
  #assignTable(old: Table, path: KeyPath, wanted: Table): void {
    const parent = { container: old, path };
    const surplus = Object.keys(old).filter((key) => !Object.hasOwn(wanted, key));
    for (const key of Object.keys(wanted)) {
      const place = placeIn(parent, key, this.label);
      if (place.value === undefined) this.draft.add(parent, [key], { value: wanted[key]! });
      else this.#replace(place, { value: wanted[key]! });
    }
    // Last, so that new keys still find their siblings to look like.
    for (const key of surplus) this.draft.remove(placeIn(parent, key, this.label));
  }

  /** Keeps what the two have in common at both ends, so that it keeps its comments and spelling. */
  #assignArray(old: Value[], path: KeyPath, wanted: Value[]): void {
    const limit = Math.min(old.length, wanted.length);
    let head = 0;
    while (head < limit && equalValues(old[head]!, wanted[head]!)) head++;
    let tail = 0;
    while (tail < limit - head && equalValues(old.at(-1 - tail)!, wanted.at(-1 - tail)!)) tail++;
    const parent = { container: old, path };
    const common = limit - tail;
    for (let index = head; index < common; index++) {
      this.#replace(placeIn(parent, index, this.label), { value: wanted[index]! });
    }
    for (let index = old.length - tail - 1; index >= common; index--) {
      this.draft.remove(placeIn(parent, index, this.label));
    }
    for (let index = common; index < wanted.length - tail; index++) {
      this.draft.insert(old, path, index, { value: wanted[index]! });
    }
  }
}

/** How many elements of an array are changed one by one at most; beyond, it is cheaper to write the array anew. */
const MAX_ELEMENT_STEPS = 1000;

/** Whether one array can be brought to another element by element. */
function isAlike(old: Value, wanted: Value): boolean {
  if (!Array.isArray(old) || !Array.isArray(wanted) || old.length === 0 || wanted.length === 0) return false;
  // An array of [[tables]] can't hold anything else, so it is replaced as a whole then.
  return Math.max(old.length, wanted.length) <= MAX_ELEMENT_STEPS && old.every(isTable) === wanted.every(isTable);
}
