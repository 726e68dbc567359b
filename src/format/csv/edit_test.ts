import { assertEquals, assertThrows } from "@std/assert";
import type { Step } from "../../model/change.ts";
import { PawlError } from "../../model/errors.ts";
import { applyEdits } from "../../edit/edit_text.ts";
import type { Value } from "../../model/value.ts";
import type { CsvOptions } from "./dialect.ts";
import { editCsv } from "./edit.ts";

const USERS = "name,email,age\nalice,a@x,30\nbob,,41\n";

function add(path: readonly string[], value: Value): Step {
  return { op: "add", path, value };
}

Deno.test("editCsv() replaces a whole row cell by cell", () => {
  const { edits } = editCsv(USERS, [{ op: "replace", path: ["alice"], value: { age: "30" } }], {});
  assertEquals(edits, [{ offset: 21, length: 3, text: "" }]);
});

Deno.test("editCsv() makes no edit of what is as it was in the end", () => {
  const steps: Step[] = [
    { op: "replace", path: ["alice", "age"], value: "31" },
    { op: "replace", path: ["alice", "age"], value: "30" },
    { op: "rename", path: ["bob"], key: "eve" },
    { op: "rename", path: ["eve"], key: "bob" },
    add(["carol"], {}),
    { op: "remove", path: ["carol"] },
    { op: "remove", path: ["bob"] },
    add(["bob", "age"], "41"),
  ];
  assertEquals(editCsv(USERS, steps, {}).edits, []);
  assertEquals(editCsv("", [add(["alice"], {}), { op: "remove", path: ["alice"] }], {}).edits, []);
});

Deno.test("editCsv() makes one edit of adjacent rows", () => {
  const text = `id\n${Array.from({ length: 50 }, (_, index) => `k${index}\n`).join("")}`;
  const steps = Array.from({ length: 40 }, (_, index): Step => ({ op: "remove", path: [`k${index}`] }));
  const { edits } = editCsv(text, [...steps.reverse(), add(["new"], {})], {});
  assertEquals(edits.map(({ offset, length }) => [offset, length]), [[3, 150], [text.length, 0]]);
});

Deno.test("editCsv() takes keys and columns named like members of Object for what they are", () => {
  const before = "name,constructor,__proto__\ntoString,1,2\n__proto__,3,\n";
  const steps = [
    add(["__proto__", "__proto__"], "x"),
    add(["valueOf"], Object.assign(Object.create(null), { constructor: "z" })),
  ];
  const { edits } = editCsv(before, steps, {});
  const after = "name,constructor,__proto__\ntoString,1,2\n__proto__,3,x\nvalueOf,z,\n";
  assertEquals(applyEdits(before, edits), after);
});

interface Refusal {
  readonly name: string;
  readonly before?: string;
  readonly step: Step;
  readonly options?: CsvOptions;
  readonly message: string;
  readonly hint?: string;
}

const REFUSALS: readonly Refusal[] = [
  {
    name: "a cell of an unknown column",
    step: add(["alice", "phone"], "1"),
    message: 'Cannot set "alice.phone": there is no column "phone"',
    hint: 'use one of the columns "email", "age"',
  },
  {
    name: "a new row with an unknown column",
    step: add(["carol"], { email: "c", phone: "1" }),
    message: 'Cannot set "carol.phone": there is no column "phone"',
    hint: 'use one of the columns "email", "age"',
  },
  {
    name: "a column of a table that has only keys",
    before: "name\nalice\n",
    step: add(["alice", "email"], "x"),
    message: 'Cannot set "alice.email": there is no column "email"',
    hint: "add the column to the header of the document first",
  },
  {
    name: "more columns than fit into a hint",
    before: `${Array.from({ length: 30 }, (_, index) => `c${index}`).join(",")}\n`,
    step: add(["alice", "x"], "1"),
    message: 'Cannot set "alice.x": there is no column "x"',
    hint: `use one of the columns ${Array.from({ length: 20 }, (_, index) => `"c${index + 1}"`).join(", ")}, …`,
  },
  {
    name: "a cell of the key column",
    step: add(["alice", "name"], "eve"),
    message: 'Cannot set "alice.name": "name" is the key column, and its cell is always "alice"',
    hint: 'leave "name" out, or rename the row to change its key',
  },
  {
    name: "a row that is no table",
    step: add(["carol"], "x"),
    message: 'Cannot set "carol": a row of a CSV table is a table of columns, not a string',
    hint: 'name a column, as in "carol.email"',
  },
  {
    name: "a table in a cell",
    step: add(["carol", "email", "home"], "x"),
    message: 'Cannot set "carol.email.home": a cell of a CSV table holds a string, not a table',
  },
  {
    name: "an element",
    step: { op: "insert", path: ["alice", 0], value: "x" },
    message: 'Cannot set "alice[0]": a CSV table has no arrays',
    hint: 'name a row and a column, as in "row.column"',
  },
  {
    name: "a null",
    step: add(["bob", "email"], null),
    message: 'Cannot set "bob.email": a cell of a CSV table holds a string, not null',
    hint: 'unset the cell, or set it to ""',
  },
  ...([[1n, "an integer"], [1.5, "a float"], [true, "a boolean"], [["x"], "an array"], [{}, "a table"]] as const).map(
    ([value, found]): Refusal => ({
      name: `${found} in a cell`,
      step: add(["bob", "email"], value as unknown as Value),
      message: `Cannot set "bob.email": a cell of a CSV table holds a string, not ${found}`,
      hint: "pass --type string to write it as text",
    }),
  ),
  ...[add(["bob", "email"], "\ud800"), add(["a\udc00"], {}), { op: "rename", path: ["bob"], key: "\ud800" } as const]
    .map(
      (step, index): Refusal => ({
        name: `half a surrogate pair as ${["cell", "key", "new key"][index]}`,
        step,
        message:
          `Cannot ${step.op === "rename" ? "rename" : "set"} ${['"bob.email"', '""a\udc00""', '"bob"'][index]}: ` +
          "half a surrogate pair is not text",
        hint: "pass valid Unicode",
      }),
    ),
  {
    name: "a name that is no number in a new table without a header",
    before: "",
    step: add(["alice", "email"], "x"),
    options: { header: false },
    message: 'Cannot set "alice.email": there is no column "email", as there is no header',
    hint: 'name columns by number, as in "2"',
  },
  {
    name: "a column without a name in a new header",
    before: "",
    step: add(["alice", ""], "x"),
    message: 'Cannot set "alice.""": a column needs a name',
  },
  {
    name: "a first key that would look like the header of a table without one",
    before: "1,x\n2,y\n",
    step: { op: "rename", path: ["1"], key: "alice" },
    message: "Cannot edit the table: its first row would look like a header",
    hint: "pass --no-header",
  },
  {
    name: "a first row that would look like a delimiter line",
    before: "a\nsep=;\n",
    step: { op: "remove", path: ["a"] },
    options: { header: false, delimiter: "," },
    message: "Cannot edit the table: its first row would look like a line that names the delimiter",
  },
  {
    name: "a removal after which two delimiters would fit",
    before: "a,b;c\n1,2\n3,4;5\n",
    step: { op: "remove", path: ["1"] },
    message: "Cannot edit the table: its delimiter could not be told any more",
    hint: "pass --delimiter CHARACTER",
  },
];

for (const { name, before = USERS, step, options = {}, message, hint } of REFUSALS) {
  Deno.test(`editCsv() refuses ${name}`, () => {
    const error = assertThrows(() => editCsv(before, [step], options), PawlError);
    assertEquals([error.code, error.message, error.hint], ["type-mismatch", message, hint]);
  });
}

Deno.test("editCsv() may remove more rows than are looked at to find the delimiter", () => {
  const keys = Array.from({ length: 250 }, (_, index) => `k${index}`);
  const before = `a,b;c\n${keys.map((key) => `${key},1\n`).join("")}`;
  const steps = keys.slice(0, 200).map((key): Step => ({ op: "remove", path: [key] }));
  assertEquals(editCsv(before, steps, {}).edits.length, 1);
});

Deno.test("editCsv() lets each step see the result of those before it", () => {
  const steps: Step[] = [
    { op: "rename", path: ["alice"], key: "eve" },
    add(["alice"], { age: "1" }),
    { op: "replace", path: ["eve", "age"], value: "2" },
    add(["alice", "email"], "x"),
    { op: "rename", path: ["eve", "age"], key: "email" },
    { op: "remove", path: ["bob"] },
    add(["bob"], { age: "3" }),
  ];
  const { edits } = editCsv(USERS, steps, {});
  assertEquals(applyEdits(USERS, edits), "name,email,age\neve,2,\nalice,x,1\nbob,,3\n");
});
