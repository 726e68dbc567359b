/**
 * What a user can ask of a document, in words that hold for every format.
 *
 * A {@linkcode Change} may still depend on what the document holds (a text typed on a command line takes the type of
 * the value that it replaces). `plan.ts` turns changes into {@linkcode Step}s, which do not.
 *
 * @module
 */
import type { KeyPath } from "./key_path.ts";
import type { Value } from "./value.ts";

/** How a value typed as text is read. */
export type InputType = "auto" | "string" | "int" | "float" | "bool" | "datetime" | "json";

/** A value typed as text. */
export interface TextInput {
  /** The text as it was typed. */
  readonly text: string;
  /** How it is read: `auto` keeps the type of the value that it replaces. */
  readonly type: InputType;
}

/** What the user asks for. */
export type Change =
  | {
    readonly op: "set";
    readonly path: KeyPath;
    /** The new value, or the text of it. */
    readonly value: { readonly value: Value } | TextInput;
    /** Whether the type of an existing value may change. */
    readonly force?: boolean;
  }
  | {
    readonly op: "unset";
    readonly path: KeyPath;
    /** Whether an absent key is fine. */
    readonly ifExists?: boolean;
  };

/**
 * One primitive edit of a document, checked against its value: the path is canonical (no negative index), a replaced
 * or removed value exists, an added one does not and its existing parents are tables.
 */
export type Step =
  | {
    /** Replaces an existing value. */
    readonly op: "replace";
    readonly path: KeyPath;
    readonly value: Value;
    /** How the user spelled the value in the format's own syntax, to be written as it is. */
    readonly spelling?: string | undefined;
  }
  | {
    /** Adds a key to a table; missing parent tables are made. */
    readonly op: "add";
    readonly path: KeyPath;
    readonly value: Value;
    readonly spelling?: string | undefined;
  }
  | {
    /** Inserts an element into an array, before the one at the path's index; at its length, behind the last. */
    readonly op: "insert";
    readonly path: KeyPath;
    readonly value: Value;
    readonly spelling?: string | undefined;
  }
  | {
    /** Removes a key of a table or an element of an array. */
    readonly op: "remove";
    readonly path: KeyPath;
  }
  | {
    /** Gives a key of a table another name that is free, in place. */
    readonly op: "rename";
    readonly path: KeyPath;
    readonly key: string;
  };
