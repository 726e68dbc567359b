/**
 * What edits of JSON documents cost: in proportion to the document and to the number of changes, not to their square.
 *
 * Each ratio may be some times what it should be, as other programs run too; a square would be further off.
 *
 * @module
 */
import { assert } from "@std/assert";
import type { Change } from "../../../src/model/change.ts";
import { editText } from "../../../src/edit/edit_text.ts";
import { jsoncFormat } from "../../../src/format/json/format.ts";

/** Many tables in one, on lines of their own or all on one line. */
function documentOf(tableCount: number, isMinified: boolean): string {
  const tables = Array.from(
    { length: tableCount },
    (_, index) => [`t${index}`, { name: "x", list: [1, 2], empty: {} }],
  );
  return JSON.stringify(Object.fromEntries(tables), null, isMinified ? 0 : 2);
}

/** Changes of every kind, over the whole document. */
function changesFor(tableCount: number, count: number): Change[] {
  return Array.from({ length: count }, (_, index): Change => {
    const table = `t${(index * 7) % tableCount}`;
    const value = { value: `value ${index}` };
    if (index % 5 === 0) return { op: "set", path: [table, "name"], value };
    if (index % 5 === 1) return { op: "set", path: [`new${index}`, "deep"], value };
    if (index % 5 === 2) return { op: "set", path: [table, "empty", `key${index}`], value };
    if (index % 5 === 3) return { op: "insert", path: [table, "list", 1], value, force: true };
    return { op: "unset", path: [`new${index - 3}`] };
  });
}

/** The shortest time of several runs, in ms. */
function costOf(text: string, changes: readonly Change[]): number {
  let shortest = Infinity;
  for (let run = 0; run < 4; run++) {
    const start = performance.now();
    editText(jsoncFormat, text, changes, "large.json");
    shortest = Math.min(shortest, performance.now() - start);
  }
  return shortest;
}

for (const isMinified of [false, true]) {
  const kind = isMinified ? "minified" : "indented";

  Deno.test(`editText() takes time in proportion to the size of ${kind} JSON`, () => {
    const [small, large] = [500, 10_000].map((count) => costOf(documentOf(count, isMinified), changesFor(count, 5)));
    const ratio = large! / small!;
    assert(ratio < 20 * 5, `20 times the tables took ${ratio.toFixed(1)} times as long`);
  });

  Deno.test(`editText() takes time in proportion to the number of changes of ${kind} JSON`, () => {
    const text = documentOf(1000, isMinified);
    const [few, many] = [500, 10_000].map((count) => costOf(text, changesFor(1000, count)));
    const ratio = many! / few!;
    assert(ratio < 20 * 5, `20 times the changes took ${ratio.toFixed(1)} times as long`);
  });
}
