import { Script } from "node:vm";
import { gzipSync } from "node:zlib";
import { assertEquals, assertRejects } from "@std/assert";
import { deno } from "../subprocess.ts";
import { printCacheProbe, printLoader } from "./loader.ts";
import { type Carrier, type PackRule, Packs } from "./packs.ts";

const CHUNKS = new Map(Object.entries({
  main: `import{a}from"./c1.js";const{b}=await import("./rare.js");console.log(a+b);`,
  c1: `var a=1;export{a};`,
  rare: `import{a}from"./c1.js";var b=a+1;export{b};`,
}));

const RULES: readonly PackRule[] = [{ name: "core", neededBy: "any", loads: [new Set(["main", "c1"])] }];

const PACKS = new Packs(CHUNKS, "main", RULES);

/** Makes a folder with the packs and the loader, gives it to a test, and removes it. */
async function withBundle(carrier: Carrier, test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "pawl-test-" });
  try {
    const rare = ["rest"];
    for (const name of PACKS.names) writePack(`${folder}/${name}`, PACKS.print(name, carrier), carrier, rare);
    const loader = { carrier, rare, entryPlace: PACKS.entryPlace, entryPacks: PACKS.packsFor("main") };
    await Deno.writeTextFile(`${folder}/main.js`, printLoader(loader));
    await Deno.writeTextFile(`${folder}/probe.js`, printCacheProbe(PACKS.names, rare));
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function writePack(path: string, text: string, carrier: Carrier, rare: readonly string[]): void {
  if (carrier === "module") return Deno.writeTextFileSync(`${path}.js`, text);
  const cache = new Script(text).createCachedData();
  if (!rare.some((name) => path.endsWith(`/${name}`))) {
    Deno.writeTextFileSync(`${path}.pack`, text);
    return Deno.writeFileSync(`${path}.cache`, cache);
  }
  Deno.writeFileSync(`${path}.pack.gz`, gzipSync(text));
  Deno.writeFileSync(`${path}.cache.gz`, gzipSync(cache));
}

const run = (path: string) => deno(["run", "--no-config", "--allow-read", path]);

for (const carrier of ["module", "script"] as const) {
  Deno.test(`the loader runs a bundle whose packs are ${carrier}s`, async () => {
    await withBundle(carrier, async (folder) => assertEquals(await run(`${folder}/main.js`), "3\n"));
  });
}

Deno.test("a loader runs a bundle with a cache that does not fit, and the probe tells", async () => {
  await withBundle("script", async (folder) => {
    await run(`${folder}/probe.js`);
    const other = new Script("({another:1,script:2})").createCachedData();
    await Deno.writeFile(`${folder}/core.cache`, other);
    assertEquals(await run(`${folder}/main.js`), "3\n");
    await assertRejects(() => run(`${folder}/probe.js`), Error, 'the cache of the pack "core" does not fit');
  });
});
