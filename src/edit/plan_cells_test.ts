/** In a format that has only strings, numbers and booleans are what these spell. */
import { assertEquals, assertThrows } from "@std/assert";
import type { Change, InputType } from "../model/change.ts";
import { editText } from "./edit_text.ts";
import { PawlError } from "../model/errors.ts";
import { csvFormat } from "../format/csv/format.ts";

const TABLE = "name,visits,on\nalice,3,TRUE\nbob,,x\ncarl,007,1.5\n";

function edit(...changes: Change[]): string {
  return editText(csvFormat(), TABLE, changes, "users.csv").text;
}

function setAs(type: InputType, text: string): Change {
  return { op: "set", path: ["alice", "visits"], value: { text, type } };
}

Deno.test("planChanges() counts in cells", () => {
  const changed = edit(
    { op: "increment", path: ["alice", "visits"], by: 39n },
    { op: "increment", path: ["bob", "visits"], by: 1n },
    { op: "increment", path: ["carl", "on"], by: 0.25 },
    { op: "toggle", path: ["alice", "on"] },
  );
  assertEquals(changed, "name,visits,on\nalice,42,FALSE\nbob,1,x\ncarl,007,1.75\n");
});

Deno.test("planChanges() writes numbers and booleans of programs into cells as text", () => {
  const changed = edit(
    { op: "set", path: ["alice", "visits"], value: { value: 7n } },
    { op: "add", path: ["dora"], value: { value: { visits: 1.5, on: true } } },
    { op: "test", path: ["dora", "on"], expect: { value: true } },
  );
  assertEquals(changed, "name,visits,on\nalice,7,TRUE\nbob,,x\ncarl,007,1.5\ndora,1.5,true\n");
});

Deno.test("planChanges() holds a cell to the type that is asked for, and keeps the text", () => {
  const texts = [["int", "4"], ["float", "4"], ["float", "4.50"], ["bool", "True"], ["json", "4"]] as const;
  for (const [type, text] of texts) assertEquals(edit(setAs(type, text)), TABLE.replace("alice,3", `alice,${text}`));
});

Deno.test("planChanges() refuses to count in cells that are no numbers", () => {
  const refused: Change[] = [
    { op: "increment", path: ["carl", "visits"], by: 1n },
    { op: "increment", path: ["alice", "visits"], by: 0.5 },
    { op: "increment", path: ["bob", "on"], by: 1n },
    { op: "toggle", path: ["bob", "on"] },
    setAs("int", "4.5"),
    setAs("bool", "yes"),
    setAs("json", "null"),
  ];
  for (const change of refused) assertEquals(assertThrows(() => edit(change), PawlError).code, "type-mismatch");
});
