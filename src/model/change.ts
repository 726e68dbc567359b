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
export type InputType = "auto" | "string" | "int" | "float" | "bool" | "datetime" | "json" | "yaml";

/** A value typed as text. */
export interface TextInput {
  /** The text as it was typed. */
  readonly text: string;
  /** How it is read: `auto` keeps the type of the value that it replaces. */
  readonly type: InputType;
  /** The fields that the text means where a table is, or the neighbours of a new element are tables. */
  readonly orFields?: FieldsInput["fields"];
}

/** A value as it is. */
export interface ValueInput {
  /** The value. */
  readonly value: Value;
}

/** A table of values, each typed as text or given as it is. */
export interface FieldsInput {
  /** The fields, in order. */
  readonly fields: readonly { readonly key: string; readonly input: TextInput | ValueInput }[];
}

/** A new value. */
export type Input = TextInput | ValueInput | FieldsInput;

/** What {@linkcode Change} `merge` does with an array where both sides have one. */
export type ArrayMerge = "replace" | "append" | "unique";

/** What the user asks for. */
export type Change =
  | {
    /** Gives a key a value, whether it exists or not. */
    readonly op: "set";
    readonly path: KeyPath;
    readonly value: Input;
    /** Whether the type of an existing value may change. */
    readonly force?: boolean;
  }
  | {
    /** Creates a key; it must not exist. */
    readonly op: "add";
    readonly path: KeyPath;
    readonly value: Input;
  }
  | {
    /** Changes a key, or some fields of a table; it must exist. */
    readonly op: "update";
    readonly path: KeyPath;
    readonly value: Input;
    readonly force?: boolean;
  }
  | {
    /** Removes a key or an element of an array, and the comment lines right above it. */
    readonly op: "unset";
    readonly path: KeyPath;
    /** Whether an absent key is fine. */
    readonly ifExists?: boolean;
    /** Whether the comment stays. */
    readonly keepComment?: boolean;
  }
  | {
    /** Puts elements after or before those of an array, which is created if it is absent. */
    readonly op: "append" | "prepend";
    readonly path: KeyPath;
    readonly values: readonly Input[];
    /** What the values are together, one table, where the elements of the array are tables. */
    readonly orFields?: FieldsInput["fields"] | undefined;
    /** Whether values that the array already holds are skipped. */
    readonly unique?: boolean;
    readonly force?: boolean;
  }
  | {
    /** Puts an element into an array before the one that the path names. */
    readonly op: "insert";
    readonly path: KeyPath;
    readonly value: Input;
    readonly force?: boolean;
  }
  | {
    /** Removes elements of an array by value. */
    readonly op: "remove";
    readonly path: KeyPath;
    readonly values: readonly Input[];
    /** What the values are together, one table, where the elements of the array are tables. */
    readonly orFields?: FieldsInput["fields"] | undefined;
    /** Whether absent values are fine. */
    readonly ifExists?: boolean;
    /** Whether the comment lines right above the elements stay. */
    readonly keepComment?: boolean;
  }
  | {
    /** Adds to a number; an absent one counts as zero. */
    readonly op: "increment";
    readonly path: KeyPath;
    readonly by: bigint | number;
  }
  | {
    /** Turns true into false and false into true. */
    readonly op: "toggle";
    readonly path: KeyPath;
  }
  | {
    /** Gives a key another name in the same table; its position stays. */
    readonly op: "rename";
    readonly path: KeyPath;
    readonly to: KeyPath;
    /** Whether an absent key is fine. */
    readonly ifExists?: boolean;
  }
  | {
    /** Sets all keys of a table, at every depth. */
    readonly op: "merge";
    readonly path: KeyPath;
    readonly value: ValueInput;
    readonly arrays: ArrayMerge;
    readonly force?: boolean;
  }
  | {
    /** Changes nothing; all changes fail together if it does not hold. */
    readonly op: "test";
    readonly path: KeyPath;
    /** What must hold: nothing, anything, or this value; or the revision that the document must have. */
    readonly expect: "absent" | "present" | Input | { readonly rev: bigint };
  };

/**
 * One primitive edit of a document, checked against its value: the path is canonical (no negative index), a replaced,
 * removed or renamed value exists, an added one does not and its existing parents are tables or null.
 */
export type Step =
  | {
    /** Replaces an existing value. */
    readonly op: "replace";
    readonly path: KeyPath;
    readonly value: Value;
    /** How the user spelled the value in the format's own syntax, to be written as it is. */
    readonly spelling?: string | undefined;
    /** Whether the spelling is that of a whole value, and says more of it than values show. */
    readonly isSource?: boolean | undefined;
  }
  | {
    /** Adds a key to a table; missing parent tables are created, and where a parent is null a table takes its place. */
    readonly op: "add";
    readonly path: KeyPath;
    readonly value: Value;
    readonly spelling?: string | undefined;
    readonly isSource?: boolean | undefined;
  }
  | {
    /** Inserts an element into an array, before the one at the path's index; at its length, after the last. */
    readonly op: "insert";
    readonly path: KeyPath;
    readonly value: Value;
    readonly spelling?: string | undefined;
    readonly isSource?: boolean | undefined;
  }
  | {
    /** Removes a key of a table or an element of an array, and the comment that belongs to it. */
    readonly op: "remove";
    readonly path: KeyPath;
    /** Whether that comment stays. */
    readonly keepsComment?: boolean | undefined;
  }
  | {
    /** Gives a key of a table another name that is free, in place. */
    readonly op: "rename";
    readonly path: KeyPath;
    readonly key: string;
  };
