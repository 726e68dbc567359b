import { assertEquals, assertThrows } from "@std/assert";
import { parseChunk, type Places, printChunk } from "./chunk.ts";

const PLACES: Places = { place: (name) => `p/${name}`, packsFor: (name) => [`pack of ${name}`] };

function print(text: string, isEntry = false): string {
  return printChunk("c", parseChunk(text), PLACES, isEntry);
}

/** Runs a printed chunk with others that export what is given. */
function evaluate(printed: string, others: Record<string, unknown> = {}): unknown {
  const load = (place: string) => others[place];
  const loadLazily = (place: string, packs: string[]) => Promise.resolve({ place, packs });
  return new Function(`return ${printed}`)()(load, loadLazily);
}

Deno.test("printChunk() takes imports from the loader and returns the exports", () => {
  const printed = print(
    `import{a as x,b}from"./c1.js";import"./c2.js";var c=x+b;export{c as sum,x as a};\n/*! licence */\n`,
  );
  assertEquals(evaluate(printed, { "p/c1": { a: 1, b: 2 } }), { sum: 3, a: 1 });
});

Deno.test("printChunk() keeps the licence behind the exports", () => {
  assertEquals(print(`var a=1;export{a};\n/*! licence */\n`).includes("/*! licence */"), true);
});

Deno.test("printChunk() lets the loader load what is imported lazily, with the packs for it", async () => {
  const printed = print(`var f=()=>import("./rare-1.js");export{f};`);
  const { f } = evaluate(printed) as { f(): Promise<unknown> };
  assertEquals(await f(), { place: "p/rare-1", packs: ["pack of rare-1"] });
});

Deno.test("printChunk() lets the entry await", async () => {
  const printed = print(`import{a}from"./c1.js";await a();`, true);
  let isCalled = false;
  const a = () => Promise.resolve().then(() => void (isCalled = true));
  await evaluate(printed, { "p/c1": { a } });
  assertEquals(isCalled, true);
});

Deno.test("printChunk() refuses what only a module may say, and imports that it does not know", () => {
  for (
    const text of [
      "import.meta.url;",
      "export default 1;",
      "await 0;",
      'import x from"./c1.js";',
      "import('./c1.js');",
      "import(`./c1.js`);",
      'import("./c1.js",{with:{type:"json"}});',
      'import("../c1.js");',
      "export{a};var a=1;",
      "export var a=1;",
    ]
  ) {
    assertThrows(() => print(text), Error, 'Cannot make a function of the chunk "c"', text);
  }
});

Deno.test("parseChunk() reads imports and exports where they belong, and nothing else as such", () => {
  const { imports, exports } = parseChunk(`import"./a.js";import{x}from"./b.js";var s="export{y};";export{x};`);
  assertEquals(imports.map(({ from }) => from), ["a", "b"]);
  assertEquals(exports, [{ exported: "x", local: "x" }]);
  assertEquals(parseChunk(`var s="export{y};";`), { imports: [], exports: [], body: `var s="export{y};";` });
});

Deno.test("parseChunk() refuses a name that it cannot read", () => {
  assertThrows(() => parseChunk('import{"a b" as c}from"./a.js";'), Error, 'found ""a b" as c"');
  assertThrows(() => parseChunk("var a=1;export{a as default b};"), Error, 'found "a as default b"');
});
