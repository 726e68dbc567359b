import { assertEquals } from "@std/assert";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { watchedIo } from "../../tests/support/watched_io.ts";
import { removeLeftovers } from "./leftovers.ts";
import { resolveTarget } from "./target.ts";
import { createTempFile, isTempFileOf } from "./temp_file.ts";

/** As long as a name with a lock file beside it can be, in bytes of one or two. */
const LONG_NAMES = ["x".repeat(250), "é".repeat(125)];

Deno.test("removeLeftovers() removes the temporary files of one document and nothing else", async () => {
  const kept = [
    "app.toml",
    "app.toml.lock",
    ".app.toml.42-0123abcd.pawl-tmp.bak",
    ".app.toml.42-0123abc.pawl-tmp",
    ".app.toml.pawl-tmp",
    ".app.toml.x-0123abcd.pawl-tmp",
    ".app.42-0123abcd.pawl-tmp",
    ".app.toml.toml.42-0123abcd.pawl-tmp",
    "app.toml.42-0123abcd.pawl-tmp",
    ".app.toml.swp",
  ];
  const removed = [".app.toml.42-0123abcd.pawl-tmp", ".app.toml.4294967295-deadbeef.pawl-tmp"];
  await using sandbox = await Sandbox.create(Object.fromEntries([...kept, ...removed].map((name) => [name, ""])));
  Deno.mkdirSync(sandbox.path(".app.toml.7-0123abcd.pawl-tmp"));
  assertEquals(removeLeftovers(resolveTarget(sandbox.path("app.toml")), Deno), removed.length);
  const names = [...Deno.readDirSync(sandbox.directory)].map(({ name }) => name);
  assertEquals(names.sort(), [...kept, ".app.toml.7-0123abcd.pawl-tmp"].sort());
});

for (const name of ["app.toml", ".env", "a b", "app", ...LONG_NAMES]) {
  Deno.test(`createTempFile() makes a new file that isTempFileOf() knows, for ${name.slice(0, 10)} (${name.length})`, async () => {
    await using sandbox = await Sandbox.create();
    const target = resolveTarget(sandbox.path(name));
    const temps = [createTempFile(target, 0o600, Deno), createTempFile(target, 0o600, Deno)];
    for (const { file } of temps) file.close();
    const names = [...Deno.readDirSync(sandbox.directory)].map(({ name }) => name);
    assertEquals(names.length, 2);
    assertEquals(names.filter((name) => name.startsWith(".") && isTempFileOf(name, target)), names);
    for (const other of ["other.toml", ...LONG_NAMES].filter((other) => other !== name)) {
      assertEquals(names.filter((name) => isTempFileOf(name, { ...target, name: other })), []);
    }
    assertEquals(removeLeftovers(target, Deno), 2);
  });
}

Deno.test("createTempFile() takes another name when somebody has the first one, and leaves that file alone", async () => {
  await using sandbox = await Sandbox.create();
  const planted: string[] = [];
  const io = watchedIo((call, [path]) => {
    if (call !== "openSync" || planted.length > 0) return;
    planted.push(String(path));
    Deno.writeTextFileSync(String(path), "planted");
  });
  const { path, file } = createTempFile(resolveTarget(sandbox.path("app.toml")), 0o600, io);
  file.close();
  assertEquals(Deno.readTextFileSync(planted[0]!), "planted");
  assertEquals(path === planted[0], false);
});
