/**
 * Makes random changes that have a meaning in a given YAML document.
 *
 * @module
 */
import { isTable, type Table, type Value } from "../../../src/model/value.ts";
import type { Choices } from "../choices.ts";
import { differentValue, placesIn, type PlainChange, valueAt } from "../change_model.ts";

const NEW_KEYS = ["new", "new key", "", "yes", "8080", "- x", "a\nb", "zz"];

const VALUES: readonly Value[] = [
  7n,
  "text",
  "8080",
  "two\nlines\n",
  "two\nlines",
  "",
  " # x",
  "it's",
  '"',
  "\u0000\u007f",
  1.5,
  -0,
  NaN,
  true,
  null,
  [],
  {},
  [1n, ["x", "y"], { a: "b" }],
  { a: 1n, b: { c: ["d\ne\n", null] } },
];

/** A set, an unset, an insertion, a new name or a new key, whatever the document allows. */
export function generateYamlChange(choices: Choices, root: Value): PlainChange | undefined {
  const places = placesIn(root);
  if (places.length === 0) return generateYamlAddition(choices, root);
  const { path, value } = choices.pick(places);
  switch (choices.below(6)) {
    case 0:
      return { op: "set", path, value: value === null ? "new" : differentValue(value), force: true };
    case 1:
      return { op: "unset", path };
    case 2:
      return { op: "set", path, value: choices.pick(VALUES), force: true };
    case 3:
      return generateRename(choices, root, path);
  }
  return generateYamlAddition(choices, root);
}

function generateRename(choices: Choices, root: Value, path: PlainChange["path"]): PlainChange | undefined {
  const siblings = valueAt(root, path.slice(0, -1)) as Table;
  if (Array.isArray(siblings)) return undefined;
  return { op: "rename", path, key: choices.pick(NEW_KEYS.filter((name) => !Object.hasOwn(siblings, name))) };
}

/** A new key in some table, or a new element in some array. */
export function generateYamlAddition(choices: Choices, root: Value): PlainChange | undefined {
  const all = [{ path: [], value: root }, ...placesIn(root)];
  const container = choices.pick(all.filter(({ value }) => Array.isArray(value) || isTable(value)));
  const value = choices.pick(VALUES);
  if (Array.isArray(container.value)) {
    return { op: "insert", path: [...container.path, choices.below(container.value.length + 1)], value };
  }
  const key = choices.pick(NEW_KEYS.filter((name) => !Object.hasOwn(container.value as Table, name)));
  return { op: "set", path: [...container.path, key, ...choices.rarely(3) ? ["deep"] : []], value };
}
