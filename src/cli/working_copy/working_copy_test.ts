import { assert, assertEquals, assertThrows } from "@std/assert";
import { InvalidDocumentError, PawlError } from "../../model/errors.ts";
import { WorkingCopy } from "./working_copy.ts";

const onWindows = Deno.build.os === "windows";

function exists(path: string): boolean {
  try {
    return Deno.lstatSync(path).mode !== undefined;
  } catch {
    return false;
  }
}

Deno.test("WorkingCopy has the document's name and text, is nobody else's to read, and is gone at the end", () => {
  let path: string;
  {
    using copy = new WorkingCopy("folder/a b.toml", "\ufeffa = 1\r\n");
    path = copy.path;
    assert(path.endsWith("/a b.toml"), path);
    assertEquals(copy.read("a"), "\ufeffa = 1\r\n");
    if (!onWindows) {
      const modes = [path, path.replace(/\/[^/]*$/, "")].map((name) => Deno.statSync(name).mode! & 0o777);
      assertEquals(modes, [0o600, 0o700]);
    }
    Deno.writeTextFileSync(`${path}~`, "what an editor leaves");
  }
  assert(!exists(path.replace(/\/[^/]*$/, "")));
});

Deno.test("WorkingCopy stays if it is to be kept", () => {
  let path: string;
  {
    using copy = new WorkingCopy("a.toml", "a = 1\n");
    path = copy.path;
    copy.keep();
  }
  assertEquals(Deno.readTextFileSync(path), "a = 1\n");
  Deno.removeSync(path.replace(/\/[^/]*$/, ""), { recursive: true });
});

Deno.test("WorkingCopy is made anew whatever a program has put in its place", () => {
  using copy = new WorkingCopy("a.toml", "a = 1\n");
  Deno.removeSync(copy.path);
  if (!onWindows) Deno.symlinkSync(`${copy.path}.target`, copy.path);
  copy.write("a = 2\n");
  assert(Deno.lstatSync(copy.path).isFile);
  Deno.removeSync(copy.path);
  Deno.mkdirSync(copy.path);
  copy.write("a = 3\n");
  assertEquals(copy.read("a"), "a = 3\n");
});

Deno.test("WorkingCopy says when it was removed or spoiled, and whether there is anything to lose", () => {
  using copy = new WorkingCopy("a.toml", "a = 1\n");
  assertEquals([copy.differsFrom("a = 1\n"), copy.differsFrom("a = 2\n")], [false, true]);
  Deno.writeFileSync(copy.path, new Uint8Array([0xff]));
  assertThrows(() => copy.read("a.toml"), InvalidDocumentError);
  assertEquals(copy.differsFrom("a = 1\n"), true);
  Deno.removeSync(copy.path);
  assertEquals(assertThrows(() => copy.read("a.toml"), PawlError).code, "not-found");
  assertEquals(copy.differsFrom("a = 1\n"), false);
});
