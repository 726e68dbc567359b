import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { type PackRule, Packs } from "./packs.ts";

const TEXTS = new Map(Object.entries({
  main: `import{a}from"./c1.js";import("./hot.js");import("./rare.js");`,
  c1: `var a=1;export{a};`,
  c2: `var b=2;export{b};`,
  hot: `import{a}from"./c1.js";import{b}from"./c2.js";var c=a+b;export{c};`,
  rare: `import{b}from"./c2.js";var d=b;export{d};`,
}));

const RULES: readonly PackRule[] = [
  { name: "core", neededBy: "all", loads: [new Set(["main", "c1"]), new Set(["main", "c1", "c2", "hot"])] },
  { name: "hot", neededBy: "any", loads: [new Set(["main", "c1", "c2", "hot"])] },
];

Deno.test("Packs puts each chunk into the first pack whose rule fits, else into the rest", () => {
  const packs = new Packs(TEXTS, "main", RULES);
  assertEquals(packs.names, ["core", "hot", "rest"]);
  assertEquals(["main", "c1", "c2", "hot", "rare"].map((name) => packs.place(name)), [
    "core/main",
    "core/c1",
    "hot/c2",
    "hot/hot",
    "rest/rare",
  ]);
  assertEquals(packs.entryPlace, "core/main");
});

Deno.test("Packs knows the packs that a chunk needs, with those of what it loads", () => {
  const packs = new Packs(TEXTS, "main", RULES);
  assertEquals(packs.packsFor("rare"), ["hot", "rest"]);
  assertStringIncludes(packs.print("core"), '$lazy("rest/rare",["hot","rest"])');
});

Deno.test("Packs prints a module with an object of functions", async () => {
  const packs = new Packs(TEXTS, "main", RULES);
  const { default: chunks } = await import(`data:text/javascript,${encodeURIComponent(packs.print("hot"))}`);
  assertEquals(Object.keys(chunks), ["c2", "hot"]);
  assertEquals(chunks.hot((place: string) => ({ "core/c1": { a: 1 }, "hot/c2": { b: 2 } })[place]), { c: 3 });
});

Deno.test("Packs refuses a circle, and an import that leads nowhere", () => {
  const circle = new Map(Object.entries({ main: `import"./c1.js";`, c1: `import"./c2.js";`, c2: `import"./c1.js";` }));
  assertThrows(() => new Packs(circle, "main", []), Error, '"c1" loads itself by way of "c2"');
  const astray = new Packs(new Map([["main", `import"./gone.js";`]]), "main", []);
  assertThrows(() => astray.print("rest"), Error, '"gone" is imported, and there is no such chunk');
});
