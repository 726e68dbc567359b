import { assertEquals } from "@std/assert";
import { deno } from "../subprocess.ts";
import { bundle } from "./bundle.ts";

const ROOT = new URL("../../", import.meta.url);

const TARGETS: readonly { file: string; text: string; get: string; set: string; wanted: string }[] = [
  { file: "a.toml", text: "a = 1 # one\n", get: "a", set: "b.c", wanted: "a = 1 # one\n\n[b]\nc = 2\n" },
  { file: "a.yaml", text: "a: 1 # one\n", get: "a", set: "b.c", wanted: "a: 1 # one\nb:\n  c: 2\n" },
  { file: "a.json", text: '{ "a": 1 }\n', get: "a", set: "b.c", wanted: '{ "a": 1, "b": { "c": 2 } }\n' },
  { file: "a.csv", text: "key,c\na,1\nb,1\n", get: "a.c", set: "b.c", wanted: "key,c\na,1\nb,2\n" },
];

Deno.test("bundle() makes modules that change a file of each format", async () => {
  const folder = await Deno.makeTempDir({ prefix: "pawl-test-" });
  try {
    const stage = `${folder}/bundle`;
    Deno.mkdirSync(stage);
    const config = decodeURIComponent(new URL("deno.json", ROOT).pathname);
    const files = await bundle(new URL("main.ts", ROOT), stage, config);
    assertEquals(files[0], "main.js");
    assertEquals(files.filter((name) => !name.endsWith(".js")), []);
    // Only a rehearsal that has found the lock taken shows what belongs in there.
    assertEquals(files.includes("queue.js"), true);
    const permissions = ["--no-prompt", "--allow-read", "--allow-write", "--allow-env", "--allow-sys=hostname"];
    const pawl = (...args: string[]) => deno(["run", "--no-config", ...permissions, `${stage}/main.js`, ...args]);
    for (const { file, text, get, set, wanted } of TARGETS) {
      const path = `${folder}/${file}`;
      await Deno.writeTextFile(path, text);
      assertEquals(await pawl("get", get, "-f", path), "1\n");
      await pawl("set", set, "2", "-f", path);
      assertEquals(await Deno.readTextFile(path), wanted);
      // A command that is in no pack of its own, loaded by way of its format.
      await pawl("status", "-f", path, "--json");
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
