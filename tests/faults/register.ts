/**
 * What one key of a document does when calls come one after the other: the model that recorded histories are held to.
 *
 * A key holds nothing, a number or a list of numbers. The model is stricter than a lock could make it by luck: it says
 * for every state whether a call succeeds, and what it leaves.
 *
 * @module
 */

/** What a key holds; `null` if there is no such key. */
export type Held = number | readonly number[] | null;

/** What a call asks of one key. */
export type Action =
  | { readonly op: "set"; readonly value: Held & (number | readonly number[]) }
  | { readonly op: "unset" }
  | { readonly op: "add"; readonly value: number }
  | { readonly op: "increment"; readonly by: number }
  | { readonly op: "compare-and-set"; readonly expected: number; readonly value: number }
  | { readonly op: "append"; readonly value: number }
  | { readonly op: "get" };

/** What a call comes to. */
export interface Effect {
  /** Whether it succeeds. */
  readonly isDone: boolean;
  /** What the key holds afterwards. */
  readonly held: Held;
}

/**
 * Makes one call.
 *
 * @param held What the key holds.
 * @param action What is asked.
 * @returns Whether it succeeds, and what the key holds then; a call that fails leaves the key as it is.
 */
export function perform(held: Held, action: Action): Effect {
  const refused: Effect = { isDone: false, held };
  const done = (after: Held): Effect => ({ isDone: true, held: after });
  switch (action.op) {
    case "get":
      return done(held);
    case "set":
      // A value keeps its type.
      return held === null || Array.isArray(held) === Array.isArray(action.value) ? done(action.value) : refused;
    case "unset":
      return held === null ? refused : done(null);
    case "add":
      return held === null ? done(action.value) : refused;
    case "increment":
      return isList(held) ? refused : done((held ?? 0) + action.by);
    case "compare-and-set":
      return held === action.expected ? done(action.value) : refused;
    case "append":
      return typeof held === "number" ? refused : done([...held ?? [], action.value]);
  }
}

/**
 * Says whether two keys hold the same.
 *
 * @param a What one holds.
 * @param b What the other holds.
 */
export function isSameHeld(a: Held, b: Held): boolean {
  if (!isList(a) || !isList(b)) return a === b;
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function isList(held: Held): held is readonly number[] {
  return Array.isArray(held);
}
