/**
 * `pawl increment`: adds to a number.
 *
 * @module
 */
import type { Change } from "../../model/change.ts";
import { parseKeyArgument } from "../key_argument.ts";
import type { Command, Invocation } from "../command.ts";
import { COMMON_OPTIONS, WRITING_OPTIONS } from "../options.ts";
import { usageError } from "../usage_error.ts";
import { runValueChange } from "../write.ts";

/** The command. */
export const incrementCommand: Command = {
  name: "increment",
  summary: "Add to a number; an absent one counts as 0",
  usage: "KEY",
  argumentCount: [1, 1],
  arguments: [["KEY", "The number"]],
  options: ["by", ...WRITING_OPTIONS, ...COMMON_OPTIONS],
  details: [
    "Many processes that increment one number at once sum up exactly. An integer stays one: it takes only an integer N, " +
    'and no float. With --json the number that it has become is printed as "value".',
  ],
  examples: ["pawl increment build.number -f app.toml", "pawl increment stock --by -3 --json"],
  changes,
  run: runValueChange,
};

function changes(invocation: Invocation): Change[] {
  return [{
    op: "increment",
    path: parseKeyArgument(invocation.args[0]!),
    by: parseNumber(invocation.value("by") ?? "1"),
  }];
}

function parseNumber(text: string): bigint | number {
  if (/^[-+]?[0-9]+$/.test(text)) return BigInt(text.replace(/^\+/, ""));
  const value = Number(text);
  if (/^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/.test(text) && Number.isFinite(value)) return value;
  throw usageError(`Option "--by" cannot be "${text}": wanted a number such as 1, -3 or 0.5`);
}
