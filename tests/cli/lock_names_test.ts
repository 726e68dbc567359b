/**
 * Which file is locked for a document: none that is another program's, and the lock holds by whatever name one comes.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { holdWithLibrary } from "../support/process_lock.ts";
import { Sandbox } from "../support/sandbox.ts";

function namesIn({ directory }: Sandbox): string[] {
  return [...Deno.readDirSync(directory)].map(({ name }) => name).sort();
}

/** Documents without an extension, and the file that must not come. */
const WITHOUT_EXTENSION: readonly (readonly [name: string, format: string, lockName: string])[] = [
  ["Pipfile", "toml", ".Pipfile.pawl-lock"],
  ["config", "yaml", ".config.pawl-lock"],
  [".gitconfig", "toml", "..gitconfig.pawl-lock"],
];

for (const [name, format, lockName] of WITHOUT_EXTENSION) {
  Deno.test(`set -f ${name} makes no ${name}.lock`, async () => {
    await using sandbox = await Sandbox.create();
    assertEquals((await sandbox.pawl(["set", "-f", name, "--format", format, "a", "1"])).code, 0);
    assertEquals(namesIn(sandbox), [name, lockName].sort());
  });
}

Deno.test("Pipfile and Pipfile.lock are two documents, each with a lock of its own", async () => {
  await using sandbox = await Sandbox.create({ Pipfile: "a = 1\n", "Pipfile.lock": "{}\n" });
  await using _holder = await holdWithLibrary(sandbox, "Pipfile", "test");
  assertEquals((await sandbox.pawl(["set", "-f", "Pipfile.lock", "a", "1"])).code, 0);
  assertEquals((await sandbox.pawl(["set", "-f", "Pipfile", "--no-wait", "a", "2"])).code, 75);
});

/** A document, and another one that has the name of its lock file. */
const CROSSED = { "app.toml": "a = 1\n", "app.toml.lock": '{ "mine": 1 }\n' };

for (const [held, changed] of [["app.toml", "app.toml.lock"], ["app.toml.lock", "app.toml"]] as const) {
  Deno.test(`${changed} is not replaced while ${held} is locked, where one has the name of the other's lock`, async () => {
    await using sandbox = await Sandbox.create(CROSSED);
    const format = ["--format", changed.endsWith(".lock") ? "json" : "toml"];
    const change = ["set", "-f", changed, ...format, "b", "2"];
    {
      await using _holder = await holdWithLibrary(sandbox, held, "test");
      assertEquals((await sandbox.pawl([...change, "--no-wait"])).code, 75);
      assertEquals(await sandbox.read(changed), CROSSED[changed]);
    }
    assertEquals((await sandbox.pawl(change)).code, 0);
  });
}

Deno.test("no change is lost when a document and one with the name of its lock are changed at once", async () => {
  await using sandbox = await Sandbox.create(CROSSED);
  const writers = Array.from({ length: 12 }, (_, index) => {
    const args = index % 2 === 0 ? ["app.toml"] : ["app.toml.lock", "--format", "json"];
    return sandbox.pawl(["set", "-f", ...args, "--timeout", "30s", `k${index}`, "1"]);
  });
  for (const { code, stderr } of await Promise.all(writers)) assertEquals([code, stderr], [0, ""]);
  const texts = [await sandbox.read("app.toml"), await sandbox.read("app.toml.lock")];
  for (let index = 0; index < 12; index++) assertEquals(texts[index % 2]!.includes(`k${index}`), true);
});
