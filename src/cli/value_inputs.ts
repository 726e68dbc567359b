/**
 * Reads the values of an editing command: typed ones, fields of a table, standard input, a file.
 *
 * @module
 */
import type { FieldsInput, Input, InputType, TextInput } from "../model/change.ts";
import type { PawlError } from "../model/errors.ts";
import type { Invocation } from "./command.ts";
import type { Field } from "./fields.ts";
import { STANDARD_STREAM } from "./terminal.ts";
import { usageError } from "./usage_error.ts";

/** New or old elements of an array, as they were typed. */
export interface ElementInputs {
  /** What they are if each argument is a value. */
  readonly values: readonly Input[];
  /** What they are together where the elements of the array are tables. */
  readonly orFields?: FieldsInput["fields"] | undefined;
}

/**
 * Reads values that belong to one array.
 *
 * @param key The key as it was typed, for messages.
 * @param words The arguments behind the key.
 * @returns The values, at least one.
 * @throws {PawlError} With code `usage` if there is none, or if one is no field with `--fields`.
 */
export async function readElements(
  invocation: Invocation,
  key: string,
  words: readonly string[],
): Promise<ElementInputs> {
  const asked = await readAskedTable(invocation, words);
  if (asked !== undefined) return { values: [asked] };
  const values = await readValues(invocation, key, words);
  if (!mayBeFields(invocation, words)) return { values };
  const { readPossibleFields } = await import("./fields.ts");
  const fields = readPossibleFields(words);
  return { values, orFields: fields && toInputs(invocation, fields) };
}

/**
 * Reads the one value of a key, or the fields of the table that it is.
 *
 * @param invocation The call, whose arguments are the key and its value.
 * @returns The value.
 * @throws {PawlError} With code `usage` if there is none or more than one, or if fields and values are mixed.
 */
export async function readTableOrValue(invocation: Invocation): Promise<Input> {
  const [key, ...words] = invocation.args;
  const asked = await readAskedTable(invocation, words);
  if (asked !== undefined) return asked;
  if (!mayBeFields(invocation, words)) return await readOnlyValue(invocation, key!, words);
  const { readFields, readPossibleFields } = await import("./fields.ts");
  const fields = readFields(words);
  if (fields !== undefined) return { fields: toInputs(invocation, fields) };
  const value = await readOnlyValue(invocation, key!, words);
  const possible = readPossibleFields(words);
  return possible === undefined || !("text" in value) ? value : { ...value, orFields: toInputs(invocation, possible) };
}

/**
 * Reads the one element that is to be put into an array: a value, or a table if there are several fields.
 *
 * @param invocation The call, whose arguments are the key and the element.
 * @throws {PawlError} With code `usage` as {@linkcode readTableOrValue} does.
 */
export async function readNewElement(invocation: Invocation): Promise<Input> {
  const [key, ...words] = invocation.args;
  if (words.length !== 1) return await readTableOrValue(invocation);
  const { values: [value], orFields } = await readElements(invocation, key!, words);
  return orFields === undefined || !("text" in value!) ? value! : { ...value, orFields };
}

async function readAskedTable(invocation: Invocation, words: readonly string[]): Promise<FieldsInput | undefined> {
  if (!invocation.has("fields")) return undefined;
  for (const other of ["no-fields", "from-file"] as const) {
    if (invocation.has(other)) throw usageError(`Options "--fields" and "--${other}" cannot be combined`);
  }
  if (words.length === 0) throw missingValue(invocation, invocation.args[0]!);
  return { fields: toInputs(invocation, (await import("./fields.ts")).readAskedFields(words)) };
}

function mayBeFields(invocation: Invocation, words: readonly string[]): boolean {
  return !invocation.has("from-file") && !invocation.has("no-fields") && words.some((word) => word.includes("="));
}

function toInputs(invocation: Invocation, fields: readonly Field[]): FieldsInput["fields"] {
  return fields.map(({ key, text }) => ({ key, input: typedInput(invocation, text) }));
}

async function readOnlyValue(invocation: Invocation, key: string, words: readonly string[]): Promise<TextInput> {
  const [value, ...surplus] = await readValues(invocation, key, words);
  if (surplus.length === 0) return value!;
  throw usageError(
    `Too many values for "${key}": found ${surplus.length + 1}, wanted one, or FIELD=VALUE for each field`,
    "put a value with spaces in quotes",
  );
}

async function readValues(invocation: Invocation, key: string, words: readonly string[]): Promise<TextInput[]> {
  const file = invocation.value("from-file");
  requireOneStandardInput(invocation, words);
  const inputs: TextInput[] = [];
  for (const word of words) inputs.push(await readInput(invocation, key, word));
  if (file !== undefined) inputs.push(await readFileInput(invocation, key, file));
  if (inputs.length === 0) throw missingValue(invocation, key);
  return inputs;
}

function missingValue({ command: { name, usage } }: Invocation, key: string): PawlError {
  return usageError(
    `Too few arguments for "${name}": key "${key}" has no value`,
    `use it as "${`pawl ${name} ${usage}`}"`,
  );
}

/**
 * Reads one value.
 *
 * @param key The key as it was typed, for messages.
 * @param word The value, or `-` for standard input.
 * @returns The value, to be read as the type that `--type` says.
 */
export async function readInput(invocation: Invocation, key: string, word: string): Promise<TextInput> {
  return word === STANDARD_STREAM ? await readFileInput(invocation, key, word) : typedInput(invocation, word);
}

/**
 * Reads one value from a file or standard input. The line end at its end is not part of it.
 *
 * @param key The key as it was typed, for messages.
 * @param source A path, or `-` for standard input.
 * @returns The value, to be read as the type that `--type` says.
 * @throws {PawlError} With code `usage` if standard input holds nothing at all.
 */
export async function readFileInput(invocation: Invocation, key: string, source: string): Promise<TextInput> {
  const { readInputText } = await import("./input_text.ts");
  const text = await readInputText(invocation.terminal, source, `Cannot read the value of "${key}"`);
  if (text === "" && source === STANDARD_STREAM) throw emptyInput(invocation, key);
  return typedInput(invocation, text.replace(/\r?\n$/, ""));
}

/** It is what a program leaves that has failed, and no reason to overwrite a secret. */
function emptyInput({ command }: Invocation, key: string): PawlError {
  return usageError(`Cannot ${command.name} "${key}": standard input is empty`, 'pass "" to set an empty string');
}

/**
 * Refuses a call in which standard input would be read twice.
 *
 * @throws {PawlError} With code `usage`.
 */
export function requireOneStandardInput(invocation: Invocation, words: readonly string[]): void {
  const count = [...words, invocation.value("from-file")].filter((word) => word === STANDARD_STREAM).length;
  if (count > 1) throw usageError('Value "-" is given twice: standard input holds only one value');
}

function typedInput(invocation: Invocation, text: string): TextInput {
  return { text, type: (invocation.value("type") ?? "auto") as InputType };
}
