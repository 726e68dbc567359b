/**
 * Writes changes as the JSON that `change_json.ts` reads. A poster needs no more than this.
 *
 * @module
 */
import type { Change, FieldsInput, Input } from "./change.ts";
import { jsonOf, UnsayableValueError } from "./json_value.ts";
import { printKeyPath } from "./key_path.ts";
import { isTable } from "./value.ts";

/**
 * Writes a change.
 *
 * @returns What `JSON.stringify` can write, or `undefined` if JSON can't say a value (a date, an infinity, NaN).
 */
export function writeChange(change: Change): Record<string, unknown> | undefined {
  try {
    const { path, ...rest } = change;
    return { op: change.op, path: path.length === 0 ? "" : printKeyPath(path), ...writeRest(rest) };
  } catch (error) {
    if (error instanceof UnsayableValueError) return undefined;
    throw error;
  }
}

// deno-lint-ignore no-explicit-any -- the members depend on the operation, and each is handled by its name.
function writeRest({ op: _, value, values, orFields, to, by, expect, ...flags }: any): Record<string, unknown> {
  return {
    ...(value && writeInput(value)),
    ...(values && { values: values.map(writeElement) }),
    ...(orFields && { orFields: writeFields(orFields) }),
    ...(to && { to: printKeyPath(to) }),
    ...(by !== undefined && { by: jsonOf(by) }),
    ...(expect && writeExpectation(expect)),
    ...flags,
  };
}

function writeExpectation(expect: "absent" | "present" | Input | { rev: bigint }): Record<string, unknown> {
  if (typeof expect === "string") return { expect };
  return "rev" in expect ? { expect: { rev: jsonOf(expect.rev) } } : writeInput(expect);
}

function writeInput(input: Input): Record<string, unknown> {
  if ("text" in input) {
    const { text, type, orFields } = input;
    return { value: text, type, ...(orFields && { orFields: writeFields(orFields) }) };
  }
  return "value" in input ? { value: jsonOf(input.value) } : { fields: writeFields(input.fields) };
}

function writeFields(fields: FieldsInput["fields"]): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ key, input }) => [key, "text" in input ? { ...input } : jsonOf(input.value)]),
  );
}

/** An element that is a table is wrapped, so that it can't be taken for the description of one. */
function writeElement(input: Input): unknown {
  return "value" in input && !isTable(input.value) ? jsonOf(input.value) : writeInput(input);
}
