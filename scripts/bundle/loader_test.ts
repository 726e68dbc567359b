import { assertEquals } from "@std/assert";
import { deno } from "../subprocess.ts";
import { printLoader } from "./loader.ts";
import { type PackRule, Packs } from "./packs.ts";

const CHUNKS = new Map(Object.entries({
  main: `import{a}from"./c1.js";const{b}=await import("./rare.js");console.log(a+b);`,
  c1: `var a=1;export{a};`,
  rare: `import{a}from"./c1.js";var b=a+1;export{b};`,
}));

const RULES: readonly PackRule[] = [{ name: "core", neededBy: "any", loads: [new Set(["main", "c1"])] }];

/** Makes a folder with the packs and the loader, gives it to a test, and removes it. */
async function withBundle(isObserved: boolean, test: (folder: string) => Promise<void>): Promise<void> {
  const packs = new Packs(CHUNKS, "main", RULES);
  const folder = await Deno.makeTempDir({ prefix: "pawl-test-" });
  try {
    for (const name of packs.names) await Deno.writeTextFile(`${folder}/${name}.js`, packs.print(name));
    const loader = printLoader({ entryPlace: packs.entryPlace, entryPacks: packs.packsFor("main"), isObserved });
    await Deno.writeTextFile(`${folder}/main.js`, loader);
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const run = (path: string) => deno(["run", "--no-config", "--allow-read", "--allow-write", path]);

Deno.test("the loader runs a bundle", async () => {
  await withBundle(false, async (folder) => {
    assertEquals(await run(`${folder}/main.js`), "3\n");
    assertEquals([...Deno.readDirSync(folder)].length, 3);
  });
});

Deno.test("the runtime reads no pack before it is needed", async () => {
  await withBundle(false, async (folder) => {
    const { modules } = JSON.parse(await deno(["info", "--no-config", "--json", `${folder}/main.js`]));
    const names = modules.map(({ specifier }: { specifier: string }) => specifier.replace(/.*\//, "")).sort();
    assertEquals(names, ["core.js", "main.js"]);
  });
});

Deno.test("the loader writes down what is loaded, if it is observed", async () => {
  await withBundle(true, async (folder) => {
    assertEquals(await run(`${folder}/main.js`), "3\n");
    const [report] = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => name.endsWith(".loads"));
    const places = Deno.readTextFileSync(`${folder}/${report}`).trimEnd().split("\n");
    // The entry awaits, so it is there at once, as a promise.
    assertEquals(places.sort(), ["core/c1", "core/main", "rest/rare"]);
  });
});
