/**
 * A process that counts by compare-and-set through the library, as `counter_process.ts PATH COUNT`: it adds one to the key
 * `n` of a managed document as often as it is told, each time on the revision that it has read, and again after each
 * conflict. It prints the revs under which it won.
 *
 * @module
 */
import { editFile } from "../../src/edit_file.ts";
import { ConflictError } from "../../src/model/errors.ts";
import { formatFor } from "../../src/format/detect.ts";
import { revisionOf } from "../../src/edit/revision.ts";
import { readFile } from "../../src/store/file_store.ts";
import type { Table } from "../../src/model/value.ts";

const [path, count] = Deno.args as [string, string];
const format = await formatFor(path);
const revs: string[] = [];
while (revs.length < Number(count)) {
  const root = format.parse(readFile(path).text, path) as Table;
  const { rev } = revisionOf(root)!;
  const value = (root["n"] as bigint) + 1n;
  try {
    const options = { expectRev: rev, timeoutMs: 60_000 };
    await editFile(path, [{ op: "set", path: ["n"], value: { value } }], options);
    revs.push(String(rev));
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}
console.log(JSON.stringify(revs));
// A wait for the lock that was given up keeps the process alive.
Deno.exit(0);
