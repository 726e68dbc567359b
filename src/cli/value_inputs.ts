/**
 * Reads the values of an editing command: typed ones, fields of a table, standard input, a file.
 *
 * @module
 */
import type { Input, InputType, TextInput } from "../model/change.ts";
import type { PawlError } from "../model/errors.ts";
import type { Invocation } from "./command.ts";
import type { Field } from "./fields.ts";
import { STANDARD_STREAM } from "./terminal.ts";
import { usageError } from "./usage_error.ts";

/**
 * Reads values that belong to one key: as many as there are, or one table of fields.
 *
 * @param key The key as it was typed, for messages.
 * @param words The arguments behind the key.
 * @returns The values, at least one.
 * @throws {PawlError} With code `usage` if there is none, or if fields and values are mixed.
 */
export async function readInputs(
  invocation: Invocation,
  key: string,
  words: readonly string[],
): Promise<readonly Input[]> {
  const file = invocation.value("from-file");
  if (file === undefined && !invocation.has("no-fields") && words.some((word) => word.includes("="))) {
    const { readFields, readPossibleField } = await import("./fields.ts");
    const toInput = ({ key, text }: Field) => ({ key, input: typedInput(invocation, text) });
    const fields = readFields(words);
    if (fields !== undefined) return [{ fields: fields.map(toInput) }];
    const field = words.length === 1 ? readPossibleField(words[0]!) : undefined;
    if (field !== undefined) return [{ ...typedInput(invocation, words[0]!), orFields: [toInput(field)] }];
  }
  requireOneStandardInput(invocation, words);
  const inputs: Input[] = [];
  for (const word of words) inputs.push(await readInput(invocation, key, word));
  if (file !== undefined) inputs.push(await readFileInput(invocation, key, file));
  if (inputs.length === 0) {
    const { name, usage } = invocation.command;
    throw usageError(
      `Too few arguments for "${name}": key "${key}" has no value`,
      `use it as "${`pawl ${name} ${usage}`}"`,
    );
  }
  return inputs;
}

/**
 * Reads the one value of a key, which may be a table of fields.
 *
 * @param invocation The call, whose arguments are the key and its value.
 * @returns The value.
 * @throws {PawlError} With code `usage` if there is none or more than one.
 */
export async function readOnlyInput(invocation: Invocation): Promise<Input> {
  const [key, ...words] = invocation.args;
  const [input, ...surplus] = await readInputs(invocation, key!, words);
  if (surplus.length === 0) return input!;
  throw usageError(
    `Too many values for "${key}": found ${surplus.length + 1}, wanted one, or FIELD=VALUE for each field`,
    "put a value with spaces in quotes",
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
