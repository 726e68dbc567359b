/**
 * `pawl etag`: prints the version of the file.
 *
 * @module
 */
import { etagOf } from "../../model/etag.ts";
import { readFile } from "../../store/file_store.ts";
import type { Command, Invocation } from "../command.ts";
import { missingFile } from "../missing.ts";
import { COMMON_OPTIONS } from "../options.ts";
import { documentPath } from "../settings.ts";

/** The command. */
export const etagCommand: Command = {
  name: "etag",
  summary: "Print the etag of the file, for --if-match",
  usage: "",
  argumentCount: [0, 0],
  arguments: [],
  options: COMMON_OPTIONS,
  details: ["The etag is the SHA-256 of the bytes of the file: it changes with each of them and with nothing else."],
  examples: ['pawl set server.port 8080 --if-match "$(pawl etag)"'],
  isReadOnly: true,
  run,
};

function run(invocation: Invocation): number {
  const file = documentPath(invocation);
  const { exists, text } = readFile(file);
  if (!exists) throw missingFile(file, "Cannot compute the etag");
  const etag = etagOf(text);
  invocation.terminal.writeOutput(`${invocation.has("json") ? JSON.stringify({ file, etag }) : etag}\n`);
  return 0;
}
