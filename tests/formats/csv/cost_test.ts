/**
 * What edits of CSV tables cost: in proportion to the document and to the number of changes, not to their square.
 *
 * Each ratio may be some times what it should be, as other programs run too; a square would be further off.
 *
 * @module
 */
import { assert } from "@std/assert";
import type { Change } from "../../../src/model/change.ts";
import { editText } from "../../../src/edit/edit_text.ts";
import { csvFormat } from "../../../src/format/csv/format.ts";
import { bound } from "../../support/bounds.ts";

const LINE = ',"a ""q"" b",12345,some text here,2020-01-01,x@example.org,"q,r",9\n';

function documentOf(rowCount: number): string {
  return "id,b,c,d,e,f,g,h\n" + Array.from({ length: rowCount }, (_, row) => `user${row}${LINE}`).join("");
}

/** Sets of old and new cells and removals of rows, over the whole document. */
function changesFor(rowCount: number, count: number): Change[] {
  return Array.from({ length: count }, (_, index): Change => {
    const value = { text: `value ${index}`, type: "auto" } as const;
    if (index % 3 === 0) return { op: "set", path: [`user${(index * 7) % rowCount}`, "d"], value };
    if (index % 3 === 1) return { op: "set", path: [`new${index}`, "d"], value };
    return { op: "unset", path: [`new${index - 1}`] };
  });
}

/** How many rows and changes the small ones have, and how often each runs. */
const [FEW_ROWS, FEW_CHANGES, RUN_COUNT] = bound([1_000, 500, 2], [2_000, 1_000, 4]);

/** The shortest time of several runs, in ms. */
function costOf(text: string, changes: readonly Change[]): number {
  let shortest = Infinity;
  for (let run = 0; run < RUN_COUNT; run++) {
    const start = performance.now();
    editText(csvFormat(), text, changes, "large.csv");
    shortest = Math.min(shortest, performance.now() - start);
  }
  return shortest;
}

Deno.test("editText() takes time in proportion to the size of a CSV table", () => {
  const [small, large] = [FEW_ROWS, 20 * FEW_ROWS].map((rowCount) =>
    costOf(documentOf(rowCount), changesFor(rowCount, 1))
  );
  const ratio = large! / small!;
  assert(ratio < 20 * 5, `20 times the rows took ${ratio.toFixed(1)} times as long`);
});

Deno.test("editText() takes time in proportion to the number of changes of a CSV table", () => {
  const text = documentOf(100);
  const [few, many] = [FEW_CHANGES, 20 * FEW_CHANGES].map((count) => costOf(text, changesFor(100, count)));
  const ratio = many! / few!;
  assert(ratio < 20 * 5, `20 times the changes took ${ratio.toFixed(1)} times as long`);
});
