/**
 * Changes as JSON, one object per change: `{"op": "set", "path": "server.port", "value": 8080}`.
 *
 * The same words for `pawl apply`, for the write queue, and for any program that wants to post a change. A value is a
 * JSON value (`value`), a text as it would be typed on a command line (`value` with `type`, or `text`), or some fields of a
 * table (`fields`). Integers keep all their digits. A member that the operation does not know is an error, so that no
 * precondition is overlooked.
 *
 * @module
 */
import type { Change, FieldsInput, Input, InputType } from "./change.ts";
import { PawlError } from "./errors.ts";
import { parseJsonValue } from "./json_value.ts";
import { type KeyPath, parseKeyPath } from "./key_path.ts";
import { isTable, type Table, type Value } from "./value.ts";

/** Other words for operations, as other tools call them. */
const SYNONYMS: Readonly<Record<string, Change["op"]>> = { insert: "add", delete: "unset" };

const INPUT_MEMBERS = ["value", "text", "type", "fields"];
const TABLE_INPUT_MEMBERS = [...INPUT_MEMBERS, "orFields"];

/** What an operation may say besides its name and its path. Anything else could be a precondition, so it is refused. */
const MEMBERS: Readonly<Record<Change["op"], readonly string[]>> = {
  set: [...INPUT_MEMBERS, "force"],
  add: TABLE_INPUT_MEMBERS,
  update: [...TABLE_INPUT_MEMBERS, "force"],
  unset: ["ifExists", "keepComment"],
  append: [...TABLE_INPUT_MEMBERS, "values", "unique", "force"],
  prepend: [...TABLE_INPUT_MEMBERS, "values", "unique", "force"],
  insert: [...TABLE_INPUT_MEMBERS, "force"],
  remove: [...TABLE_INPUT_MEMBERS, "values", "ifExists", "keepComment"],
  increment: ["by"],
  toggle: [],
  rename: ["to", "ifExists"],
  merge: ["value", "arrays", "force"],
  test: [...INPUT_MEMBERS, "expect"],
};

/**
 * Reads a change.
 *
 * @param json A JSON object with `op` (or `operation`), `path` and what the operation needs.
 * @param otherMembers What the object may say besides, which the caller reads.
 * @returns The change.
 * @throws {PawlError} With code `usage` if it is none; the message says what was found and what was wanted.
 */
export function readChange(json: Value, otherMembers: readonly string[] = []): Change {
  if (!isTable(json)) throw malformed("found no object");
  const operation = json["op"] ?? json["operation"];
  if (typeof operation !== "string") throw malformed('found no "op"');
  if (json["op"] !== undefined && json["operation"] !== undefined) throw malformed('found "operation" beside "op"');
  const path = readPath(json, "path");
  const endsWithIndex = typeof path.at(-1) === "number";
  const op = operation === "insert" && endsWithIndex ? "insert" : SYNONYMS[operation] ?? operation;
  if (!isOperation(op)) throw malformed(`found the unknown operation "${operation}"`);
  requireMembers(json, [json["op"] === undefined ? "operation" : "op", "path", ...MEMBERS[op], ...otherMembers]);
  const force = readFlag(json, "force");
  switch (op) {
    case "set":
    case "update":
    case "insert":
      return { op, path, value: readInput(json), force };
    case "add":
      return { op, path, value: readInput(json) };
    case "unset":
      return { op, path, ...readRemovalFlags(json) };
    case "append":
    case "prepend":
      return { op, path, ...readElements(json), unique: readFlag(json, "unique"), force };
    case "remove":
      return { op, path, ...readElements(json), ...readRemovalFlags(json) };
    case "increment":
      return { op, path, by: readNumber(json) };
    case "toggle":
      return { op, path };
    case "rename":
      return { op, path, to: readPath(json, "to"), ifExists: readFlag(json, "ifExists") };
    case "merge":
      return { op, path, value: { value: json["value"] ?? null }, arrays: readArrays(json), force };
    case "test":
      return { op, path, expect: readExpectation(json) };
  }
}

function isOperation(word: string): word is Change["op"] {
  return Object.hasOwn(MEMBERS, word);
}

function requireMembers(json: Table, known: readonly string[]): void {
  const unknown = Object.keys(json).find((member) => !known.includes(member));
  if (unknown === undefined) return;
  throw malformed(`found the unknown member "${unknown}", wanted one of ${known.join(", ")}`);
}

function readPath(json: Table, name: string): KeyPath {
  const path = json[name];
  // Only a document as a whole has no key.
  if (path === "" && (json["op"] ?? json["operation"]) === "merge") return [];
  if (typeof path === "string") return parseKeyPath(path);
  throw malformed(`found no key path "${name}"`);
}

function readInput(json: Table): Input {
  const { value, text, fields } = json;
  if (typeof value === "string" && json["type"] !== undefined) return readText(json, value);
  if (value !== undefined) return { value };
  if (typeof text === "string") return readText(json, text);
  if (!isTable(fields)) throw malformed('found neither "value" nor "text" nor "fields"');
  return { fields: readFields(fields) };
}

function readText(json: Table, text: string): Input {
  return { text, type: readType(json), ...readOrFields(json) };
}

function readOrFields({ orFields }: Table): { orFields?: FieldsInput["fields"] } {
  if (orFields === undefined) return {};
  if (!isTable(orFields)) throw malformed('found "orFields" that is not a table');
  return { orFields: readFields(orFields) };
}

function readFields(fields: Table): FieldsInput["fields"] {
  return Object.keys(fields).map((key) => ({ key, input: readField(fields[key]!) }));
}

/** A field is a value, or `{"text": …}` for one as it would be typed. */
function readField(field: Value): { readonly value: Value } | { readonly text: string; readonly type: InputType } {
  if (!isTable(field) || typeof field["text"] !== "string") return { value: field };
  requireMembers(field, ["text", "type"]);
  return { text: field["text"], type: readType(field) };
}

function readElements(json: Table): { values: Input[]; orFields?: FieldsInput["fields"] } {
  const values = json["values"];
  if (values === undefined) return { values: [readInput(json)], ...readOrFields(json) };
  if (!Array.isArray(values)) throw malformed('found "values" that is not an array');
  return { values: values.map((value) => isTable(value) ? readElement(value) : { value }), ...readOrFields(json) };
}

function readElement(element: Table): Input {
  requireMembers(element, INPUT_MEMBERS);
  return readInput(element);
}

function readRemovalFlags(json: Table): { ifExists: boolean; keepComment: boolean } {
  return { ifExists: readFlag(json, "ifExists"), keepComment: readFlag(json, "keepComment") };
}

function readFlag(json: Table, name: string): boolean {
  const flag = json[name] ?? false;
  if (typeof flag === "boolean") return flag;
  throw malformed(`found "${name}" that is neither true nor false`);
}

const TYPES: readonly string[] = ["auto", "string", "int", "float", "bool", "datetime", "json", "yaml"];

function readType(json: Table): InputType {
  const type = json["type"] ?? "auto";
  if (typeof type === "string" && TYPES.includes(type)) return type as InputType;
  throw malformed(`found "type" that is none of ${TYPES.join(", ")}`);
}

function readNumber(json: Table): bigint | number {
  const by = json["by"] ?? 1n;
  if (typeof by === "bigint" || typeof by === "number") return by;
  throw malformed('found "by" that is not a number');
}

function readArrays(json: Table): "replace" | "append" | "unique" {
  const arrays = json["arrays"] ?? "replace";
  if (arrays === "replace" || arrays === "append" || arrays === "unique") return arrays;
  throw malformed('found "arrays" that is none of replace, append, unique');
}

function readExpectation(json: Table): "absent" | "present" | Input | { rev: bigint } {
  const { expect } = json;
  if (expect === "absent" || expect === "present") return expect;
  if (expect === undefined) return readInput(json);
  if (isTable(expect) && typeof expect["rev"] === "bigint") {
    requireMembers(expect, ["rev"]);
    return { rev: expect["rev"] };
  }
  throw malformed('found "expect" that is neither "absent" nor "present" nor a rev');
}

function malformed(found: string): PawlError {
  return new PawlError("usage", `Cannot read a change: ${found}`, {
    hint: 'a change looks like {"op": "set", "path": "server.port", "value": 8080}',
  });
}

/**
 * Reads a JSON text with changes.
 *
 * @param text A change, or an array of changes.
 * @returns The changes.
 * @throws {PawlError} With code `usage` if the text is no JSON or holds something else.
 */
export function parseChanges(text: string): Change[] {
  let json: Value;
  try {
    json = parseJsonValue(text);
  } catch (error) {
    throw new PawlError("usage", "Cannot read a change: the text is not JSON", { cause: error });
  }
  return Array.isArray(json) ? json.map((change) => readChange(change)) : [readChange(json)];
}
