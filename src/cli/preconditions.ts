/**
 * What a file must say before it is changed: `--expect-rev`, `--if-absent`, `--if-present` and `--if-value`.
 *
 * They are changes that change nothing, so they hold or fail together with the others, under the same lock.
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import { parseKeyArgument } from "./key_argument.ts";
import { revisionTest } from "../edit/revision.ts";
import type { Invocation } from "./command.ts";
import { usageError } from "./usage_error.ts";

/**
 * Reads the preconditions of a call.
 *
 * @returns One change for each.
 * @throws {PawlError} With code `usage` if a key is no key path.
 */
export function readPreconditions(invocation: Invocation): Change[] {
  const test = (expect: "absent" | "present") => (key: string): Change => ({
    op: "test",
    path: parseKeyArgument(key),
    expect,
  });
  const rev = invocation.value("expect-rev");
  const keysAndValues = invocation.values("if-value");
  const changes = [
    ...(rev === undefined ? [] : [revisionTest(readRevision(rev))]),
    ...invocation.values("if-absent").map(test("absent")),
    ...invocation.values("if-present").map(test("present")),
  ];
  for (let index = 0; index < keysAndValues.length; index += 2) {
    const expect = { text: keysAndValues[index + 1]!, type: "auto" } as const;
    changes.push({ op: "test", path: parseKeyArgument(keysAndValues[index]!), expect });
  }
  return changes;
}

function readRevision(text: string): bigint {
  if (/^[0-9]+$/.test(text)) return BigInt(text);
  throw usageError(`Option "--expect-rev" cannot be "${text}": wanted a number`, 'print the rev with "pawl status"');
}
