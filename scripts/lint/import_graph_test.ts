/** Circles of imports are found in every form that an import has. */
import { assertEquals } from "@std/assert";
import { ImportGraph } from "./import_graph.ts";

function circle(files: Record<string, string>, importer: string, imported: string): readonly string[] | undefined {
  const graph = new ImportGraph((path) => {
    const text = files[path];
    if (text === undefined) throw new Error(`No file ${path}`);
    return text;
  });
  return graph.circle(importer, imported);
}

const forms: Record<string, string> = {
  "a value": `import { a } from "./a.ts";`,
  "a type": `import type { A } from "./a.ts";`,
  "several lines": `import {\n  a,\n  b,\n} from "./a.ts";`,
  "a side effect": `import "./a.ts";`,
  "a lazy import": `const load = async () => (await import("./a.ts")).a;`,
  "a lazy import on a line of its own": `const a = await import(\n  "./a.ts"\n);`,
  "a type in place": `function f(a: import("./a.ts").A) {}`,
  "a re-export": `export { a } from "./a.ts";`,
  "a re-export of all": `export * from "../lock/a.ts";`,
};

for (const [form, source] of Object.entries(forms)) {
  Deno.test(`ImportGraph finds a circle that is closed by ${form}`, () => {
    const files = { "src/lock/a.ts": "", "src/lock/b.ts": source };
    assertEquals(circle(files, "src/lock/a.ts", "src/lock/b.ts"), ["src/lock/a.ts", "src/lock/b.ts", "src/lock/a.ts"]);
  });
}

Deno.test("ImportGraph names the shortest way round", () => {
  const files = {
    "src/a.ts": `import "./b.ts";`,
    "src/b.ts": `import "./model/c.ts";\nimport "./d.ts";`,
    "src/model/c.ts": `import "../d.ts";\nimport "./e.ts";`,
    "src/model/e.ts": `import "../a.ts";`,
    "src/d.ts": `import "./a.ts";`,
  };
  assertEquals(circle(files, "src/a.ts", "src/b.ts"), ["src/a.ts", "src/b.ts", "src/d.ts", "src/a.ts"]);
});

Deno.test("ImportGraph finds a file that imports itself", () => {
  assertEquals(circle({ "src/a.ts": "" }, "src/a.ts", "src/a.ts"), ["src/a.ts", "src/a.ts"]);
});

Deno.test("ImportGraph takes neither a shared import nor a circle elsewhere for a circle", () => {
  const files = {
    "src/a.ts": `import "./b.ts";\nimport "./c.ts";`,
    "src/b.ts": `import "./c.ts";\nimport { x } from "yaml";\nimport "./absent.ts";`,
    "src/c.ts": `import "./d.ts";`,
    "src/d.ts": `import "./c.ts";`,
  };
  assertEquals(circle(files, "src/a.ts", "src/b.ts"), undefined);
});
