/**
 * A value together with the version of the file that it is from, for `pawl get --with-etag`.
 *
 * @module
 */
import { etagOf } from "../../model/etag.ts";
import { revisionOf } from "../../edit/revision.ts";
import type { Value } from "../../model/value.ts";
import type { Invocation } from "../command.ts";
import type { ReadDocument } from "../document.ts";
import { printJson } from "./json.ts";
import type { OutputForm } from "./rendering.ts";
import { usageError } from "../usage_error.ts";

/**
 * Prints a value with the etag and the rev of its file.
 *
 * @param form The form that the options ask for.
 * @returns The exit status.
 * @throws {PawlError} With code `usage` if it is not JSON.
 */
export function printVersioned(
  invocation: Invocation,
  { format, text, root }: ReadDocument,
  value: Value,
  form: OutputForm,
): number {
  if (form !== "json") throw usageError('Option "--with-etag" needs "--json"');
  const etag = JSON.stringify(text === undefined ? null : etagOf(text));
  const rev = revisionOf(root)?.rev ?? null;
  invocation.terminal.writeOutput(`{"value":${printJson(value, format)},"etag":${etag},"rev":${rev}}\n`);
  return 0;
}
