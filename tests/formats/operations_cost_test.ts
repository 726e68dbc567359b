/**
 * What thousands of operations on one array, one table or one row cost, in every format: in proportion to their number,
 * not to its square.
 *
 * The ratio may be several times what it should be, as other programs run too; that of a square would be 400.
 *
 * @module
 */
import { assert } from "@std/assert";
import type { Change } from "../../src/model/change.ts";
import { editText } from "../../src/edit/edit_text.ts";
import { csvFormat } from "../../src/format/csv/format.ts";
import type { Format } from "../../src/format/format.ts";
import { jsonFormat } from "../../src/format/json/format.ts";
import { tomlFormat } from "../../src/format/toml/format.ts";
import { yamlFormat } from "../../src/format/yaml/format.ts";
import { bound } from "../support/bounds.ts";

/** A format, the spellings of a document with an array `list` and a table `map`, and what can be asked of it. */
interface Subject {
  readonly format: Format;
  readonly documents: Readonly<Record<string, (items: readonly string[], pairs: readonly string[]) => string>>;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** Changes of one kind, and whether the document holds their elements and keys before. */
interface Operation {
  readonly isFilled?: boolean;
  readonly changes: (count: number) => Change[];
}

function each(change: (index: number) => Change): (count: number) => Change[] {
  return (count) => Array.from({ length: count }, (_, index) => change(index));
}

const text = (value: string) => ({ text: value, type: "auto" }) as const;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  "append": { changes: each((index) => ({ op: "append", path: ["list"], values: [text(`x${index}`)] })) },
  "append --unique": {
    changes: each((index) => ({ op: "append", path: ["list"], values: [text(`x${index >> 1}`)], unique: true })),
  },
  "prepend": { changes: each((index) => ({ op: "prepend", path: ["list"], values: [text(`x${index}`)] })) },
  "append of tables": {
    changes: each((index) => ({ op: "append", path: ["tables"], values: [{ value: { name: `t${index}` } }] })),
  },
  "append --unique of tables": {
    changes: each((index) => ({
      op: "append",
      path: ["tables"],
      values: [{ value: { name: `t${index}` } }],
      unique: true,
    })),
  },
  "remove": {
    isFilled: true,
    changes: each((index) => ({ op: "remove", path: ["list"], values: [text(`x${index}`)] })),
  },
  "set of new keys": { changes: each((index) => ({ op: "set", path: ["map", `k${index}`], value: text("1") })) },
  "set of old keys": {
    isFilled: true,
    changes: each((index) => ({ op: "set", path: ["map", `k${index}`], value: text("7") })),
  },
  "set of a whole table": {
    changes: (count) => {
      const value = Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, BigInt(index)]));
      return [{ op: "set", path: ["map"], value: { value } }];
    },
  },
  "unset": { isFilled: true, changes: each((index) => ({ op: "unset", path: ["map", `k${index}`] })) },
  "rename": {
    isFilled: true,
    changes: each((index) => ({ op: "rename", path: ["map", `k${index}`], to: ["map", `r${index}`] })),
  },
  "add of tables": { changes: each((index) => ({ op: "add", path: [`new${index}`], value: { value: { a: 1n } } })) },
};

const ROW_OPERATIONS: Readonly<Record<string, Operation>> = {
  "add": { changes: each((index) => ({ op: "add", path: [`new${index}`], value: { value: { value: "a" } } })) },
  "set": { isFilled: true, changes: each((index) => ({ op: "set", path: [`k${index}`, "value"], value: text("b") })) },
  "unset": { isFilled: true, changes: each((index) => ({ op: "unset", path: [`k${index}`] })) },
  "rename": { isFilled: true, changes: each((index) => ({ op: "rename", path: [`k${index}`], to: [`r${index}`] })) },
};

const SUBJECTS: readonly Subject[] = [{
  format: tomlFormat,
  documents: {
    "one line": (items, pairs) => `list = [${items.join(", ")}]\nmap = { ${pairs.join(", ")} }\n`.replaceAll(":", " ="),
    "many lines": (items, pairs) =>
      `list = [\n${items.map((item) => `  ${item},\n`).join("")}]\n[map]\n${pairs.join("\n")}\n`.replaceAll(":", " ="),
  },
  operations: OPERATIONS,
}, {
  format: yamlFormat,
  documents: {
    "flow": (items, pairs) => `list: [${items.join(", ")}]\nmap: {${pairs.join(", ")}}\n`,
    "block": (items, pairs) =>
      `list:\n${items.map((item) => `  - ${item}\n`).join("")}map:\n${pairs.map((pair) => `  ${pair}\n`).join("")}`,
  },
  operations: OPERATIONS,
}, {
  format: jsonFormat,
  documents: {
    "one line": (items, pairs) => `{"list": [${items.join(", ")}], "map": {${pairs.join(", ")}}}\n`,
    "many lines": (items, pairs) =>
      `{\n"list": [\n  ${items.join(",\n  ")}\n],\n"map": {\n  ${pairs.join(",\n  ")}\n}\n}\n`,
  },
  operations: OPERATIONS,
}, {
  format: csvFormat(),
  documents: {
    "rows": (_, pairs) =>
      `key,value\n${pairs.map((pair) => pair.replace(": ", ",").replaceAll('"', "") + "\n").join("")}`,
  },
  operations: ROW_OPERATIONS,
}];

const [FEW, RUN_COUNT] = bound([200, 2], [400, 4]);

/** The shortest time of several runs, in ms. */
function costOf(
  subject: Subject,
  documentOf: Subject["documents"][string],
  operation: Operation,
  count: number,
): number {
  const filled = Array.from({ length: operation.isFilled ? count : 1 }, (_, index) => index);
  const names = filled.map((index) => operation.isFilled ? index : "old");
  const document = documentOf(names.map((name) => `"x${name}"`), names.map((name) => `"k${name}": ${1}`));
  const changes = operation.changes(count);
  let shortest = Infinity;
  for (let run = 0; run < RUN_COUNT; run++) {
    const start = performance.now();
    const { changed } = editText(subject.format, document, changes, "large");
    shortest = Math.min(shortest, performance.now() - start);
    assert(changed);
  }
  return shortest;
}

for (const subject of SUBJECTS) {
  for (const [layout, documentOf] of Object.entries(subject.documents)) {
    for (const [name, operation] of Object.entries(subject.operations)) {
      Deno.test(`editText() takes time in proportion to the number of ${name} in ${subject.format.name}, ${layout}`, () => {
        const [few, many] = [FEW, 20 * FEW].map((count) => costOf(subject, documentOf, operation, count));
        const ratio = many! / few!;
        assert(ratio < 20 * 8, `20 times the operations took ${ratio.toFixed(1)} times as long`);
      });
    }
  }
}
