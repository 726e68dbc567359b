import { assertEquals, assertRejects } from "@std/assert";
import { type Merge, mergeChunks } from "./merge_chunks.ts";

const MERGES: readonly Merge[] = [
  { into: "core.js", root: { file: "main.js" } },
  { into: "hot.js", root: { exported: "hotCommand" } },
];

const FILES = {
  "main.js":
    `import{a as x,b}from"./c1.js";import"./c1.js";const h=()=>import("./hot-1.js"),r=()=>import("./rare-1.js");`,
  "c1.js": `var a=1,b=2;export{a,b};\n/*! licence */\n`,
  "c2.js": `var a=3;export{a as q};`,
  "hot-1.js": `import{q as a}from"./c2.js";import{b}from"./c1.js";var c=a+b;export{c as hotCommand};`,
  "rare-1.js": `import{q}from"./c2.js";import{a as z}from"./c1.js";export{q as rareCommand,z};`,
};

Deno.test("mergeChunks() makes one file of what is loaded together", async () => {
  const merged = await merge(FILES);
  assertEquals(
    merged.get("main.js"),
    [
      'import{m0_a as x,m0_b as b}from"./core.js";import"./core.js";',
      'const h=()=>import("./hot-1.js"),r=()=>import("./rare-1.js");',
    ].join(""),
  );
  assertEquals(merged.get("core.js"), 'export {a as m0_a,b as m0_b} from "./c1.js";\n');
});

Deno.test("mergeChunks() leaves out of a file what an earlier one has", async () => {
  const merged = await merge(FILES);
  assertEquals(
    merged.get("hot.js"),
    [
      'export {q as m0_q} from "./c2.js";\n',
      'export {hotCommand as m1_hotCommand} from "./hot-1.js";\n',
    ].join(""),
  );
});

Deno.test("mergeChunks() keeps a merged chunk that is loaded lazily too as a reference", async () => {
  assertEquals((await merge(FILES)).get("hot-1.js"), 'export{m1_hotCommand as hotCommand}from"./hot.js";');
});

Deno.test("mergeChunks() lets all others import from the merged files", async () => {
  const merged = await merge(FILES);
  assertEquals(
    merged.get("rare-1.js"),
    'import{m0_q as q}from"./hot.js";import{m0_a as z}from"./core.js";export{q as rareCommand,z};',
  );
  assertEquals([...merged.keys()].sort(), ["core.js", "hot-1.js", "hot.js", "main.js", "rare-1.js"]);
});

Deno.test("mergeChunks() refuses a root that is not there", async () => {
  const files = { ...FILES, "hot-1.js": "export{};" };
  await assertRejects(() => merge(files), Error, 'Cannot merge chunks: none exports "hotCommand"');
});

Deno.test("mergeChunks() refuses a bundle with an import that leads nowhere", async () => {
  const files = { ...FILES, "rare-1.js": 'import d from"./c2.js";export{d};' };
  await assertRejects(() => merge(files), Error, 'Cannot merge chunks: "rare-1.js" imports "c2.js", which is gone');
});

/** Merges with a bundler that only copies the list it gets: what is in it and what stays outside is what counts. */
async function merge(files: Record<string, string>): Promise<Map<string, string>> {
  const folder = await Deno.makeTempDir({ prefix: "pawl-test-" });
  const lists = new Map<string, string>();
  try {
    for (const [name, text] of Object.entries(files)) Deno.writeTextFileSync(`${folder}/${name}`, text);
    const bundle = (from: string, to: string, external: readonly string[]) => {
      const list = Deno.readTextFileSync(`${folder}/${from}`);
      for (const name of external) assertEquals(list.includes(`"./${name}"`), false, `${name} is to stay outside`);
      lists.set(to, list);
      Deno.writeTextFileSync(`${folder}/${to}`, "");
      return Promise.resolve();
    };
    await mergeChunks({ folder, bundle }, MERGES);
    const names = Array.from(Deno.readDirSync(folder), ({ name }) => name);
    return new Map(names.map((name) => [name, lists.get(name) ?? Deno.readTextFileSync(`${folder}/${name}`)]));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
