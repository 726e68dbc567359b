/**
 * Makes random changes that have a meaning in a given document.
 *
 * @module
 */
import { isTable, type Table, type Value } from "../../src/model/value.ts";
import { printKeyPath } from "../../src/model/key_path.ts";
import type { Choices } from "./choices.ts";
import type { Subject } from "./toml/judge.ts";
import { differentValue, placesIn, type PlainChange, tablesIn, valueAt } from "./change_model.ts";

const NEW_KEYS = ["new", "new key", "", "new.dots", "néw", '"', "a\nb", "zz"];

/** A set, an unset or an addition, whatever the document allows. */
export function generateChange(choices: Choices, subject: Subject): PlainChange {
  const places = placesIn(subject.outline.root);
  if (places.length === 0) return generateAddition(choices, subject);
  switch (choices.below(7)) {
    case 5:
      return generateInsertion(choices, subject) ?? generateAddition(choices, subject);
    case 6:
      return generateRename(choices, subject);
    case 0: {
      const { path, value } = choices.pick(places);
      return { op: "set", path, value: differentValue(value) };
    }
    case 1:
      return { op: "unset", path: choices.pick(places).path };
    case 2: {
      const { path, value } = choices.pick(places.filter((place) => !isTableElement(subject, place.path)));
      return { op: "set", path, value: valueLike(choices, value), force: true };
    }
    default:
      return generateAddition(choices, subject);
  }
}

/** A new element in some array, if there is one; in an array of tables it is a table. */
export function generateInsertion(choices: Choices, subject: Subject): PlainChange | undefined {
  const arrays = placesIn(subject.outline.root).filter(({ value }) => Array.isArray(value));
  if (arrays.length === 0) return undefined;
  const array = choices.pick(arrays);
  const path = [...array.path, choices.below((array.value as Value[]).length + 1)];
  const isOfTables = isTableElement(subject, [...array.path, 0]);
  return { op: "insert", path, value: isOfTables ? changedTable(choices, {}) : generateValue(choices, 2) };
}

/** Another name for some key. */
function generateRename(choices: Choices, { outline }: Subject): PlainChange {
  const { path } = choices.pick(placesIn(outline.root).filter((place) => typeof place.path.at(-1) === "string"));
  const siblings = valueAt(outline.root, path.slice(0, -1)) as Table;
  return { op: "rename", path, key: choices.pick(NEW_KEYS.filter((name) => !Object.hasOwn(siblings, name))) };
}

/** A new key in some table; forced, as changes before it in the same edit may have emptied a table of that name. */
export function generateAddition(choices: Choices, { outline }: Subject): PlainChange {
  const table = choices.pick(tablesIn(outline.root));
  const key = choices.pick(NEW_KEYS.filter((name) => !Object.hasOwn(table.value as Table, name)));
  const deeper = choices.rarely(3) ? ["x", ...choices.list(1, () => "y z")] : [];
  return { op: "set", path: [...table.path, key, ...deeper], value: generateValue(choices, 2), force: true };
}

/** An element of an array of tables can only become another table. */
function isTableElement({ outline }: Subject, path: PlainChange["path"]): boolean {
  const name = printKeyPath(path);
  return typeof path.at(-1) === "number" && outline.sections.some((section) => printKeyPath(section.path) === name);
}

function valueLike(choices: Choices, value: Value): Value {
  if (Array.isArray(value) && choices.below(2) === 0) return changedArray(choices, value);
  if (isTable(value) && choices.below(2) === 0) return changedTable(choices, value);
  return generateValue(choices, 2);
}

function changedArray(choices: Choices, value: readonly Value[]): Value[] {
  const changed = value.filter(() => !choices.rarely(3));
  return [...changed, ...choices.list(2, () => generateValue(choices, 1))];
}

function changedTable(choices: Choices, value: Table): Table {
  const changed: Table = Object.create(null);
  for (const key of Object.keys(value)) if (!choices.rarely(4)) changed[key] = value[key]!;
  for (const key of choices.list(2, (index) => NEW_KEYS[index]!)) changed[key] = generateValue(choices, 1);
  return changed;
}

function generateValue(choices: Choices, depth: number): Value {
  switch (choices.below(depth === 0 ? 7 : 9)) {
    case 1:
      return choices.pick(["text", "", `a "b" 'c'`, "two\nlines\n", "\u0000\u007f\\", "😀 é", "'''", '"""', "a\r\nb"]);
    case 2:
      return choices.pick([1.5, -0, 3, 1e300, 1e21, Infinity, NaN, 5e-324]);
    case 3:
      return choices.below(2) === 0;
    case 4:
      return Temporal.PlainDate.from("2024-02-29");
    case 5:
      return Temporal.ZonedDateTime.from("2024-02-29T12:00:00.5-03:30[-03:30]");
    case 6:
      return Temporal.PlainTime.from("00:00:00");
    case 7:
      return choices.list(3, () => generateValue(choices, depth - 1));
    case 8:
      return Object.assign(
        Object.create(null),
        ...choices.list(2, (index) => ({
          [NEW_KEYS[index]!]: generateValue(choices, depth - 1),
        })),
      );
    default:
      return choices.pick([7n, -1n, 2n ** 63n - 1n, -(2n ** 63n)]);
  }
}
