/**
 * Kept versions that another user has planted: none of them is listed, restored or removed, whatever date its name has.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { Sandbox } from "../support/sandbox.ts";

const NOBODY = 65534;
const ignore = Deno.build.os !== "linux" || Deno.uid() !== 0;

interface Planted {
  readonly owner?: number;
  readonly mode?: number;
  readonly document?: { readonly owner?: number; readonly mode?: number };
  readonly isTrusted: boolean;
}

const CASES: Readonly<Record<string, Planted>> = {
  "one of the caller": { isTrusted: true },
  "one of another user": { owner: NOBODY, isTrusted: false },
  "one of the document's owner": { owner: NOBODY, document: { owner: NOBODY }, isTrusted: true },
  "one that anybody may write": { mode: 0o666, isTrusted: false },
  "one that the group may write": { mode: 0o664, isTrusted: false },
  "one that those may write who may write the document": { mode: 0o664, document: { mode: 0o664 }, isTrusted: true },
};

async function plant(stamp: string, { owner = 0, mode = 0o644, document = {} }: Planted): Promise<[Sandbox, string]> {
  const name = `.a.toml.${stamp}.pawl-bak`;
  const sandbox = await Sandbox.create({ "a.toml": "a = 1\n", [name]: "a = 666\n" });
  Deno.chownSync(sandbox.path(name), owner, owner);
  Deno.chmodSync(sandbox.path(name), mode);
  Deno.chownSync(sandbox.path("a.toml"), document.owner ?? 0, document.owner ?? 0);
  Deno.chmodSync(sandbox.path("a.toml"), document.mode ?? 0o644);
  return [sandbox, name];
}

for (const [what, planted] of Object.entries(CASES)) {
  Deno.test({
    name: `a kept version ${planted.isTrusted ? "counts" : "does not count"}: ${what}`,
    ignore,
    async fn() {
      const [made, name] = await plant("20260101T000000000Z", planted);
      await using sandbox = made;
      const undo = await sandbox.pawl(["undo", "-f", "a.toml"]);
      assertEquals(undo.code, planted.isTrusted ? 0 : 1, undo.stderr);
      assertEquals(await sandbox.read("a.toml"), planted.isTrusted ? "a = 666\n" : "a = 1\n");
      const history = await sandbox.pawl(["history", "-f", "a.toml"]);
      assertEquals(history.stdout.includes("2026-01-01"), planted.isTrusted, history.stdout);
      // One is kept at most: what does not count is not removed either.
      assertEquals((await sandbox.pawl(["set", "-f", "a.toml", "--backup=1", "b", "2"])).code, 0);
      const left = [...Deno.readDirSync(sandbox.directory)].some((entry) => entry.name === name);
      assertEquals(left, !planted.isTrusted);
    },
  });
}

Deno.test({
  name: "a planted version from a time to come orders nothing: undo goes back to the newest that counts",
  ignore,
  async fn() {
    const [made] = await plant("29990101T000000000Z", { owner: NOBODY, isTrusted: false });
    await using sandbox = made;
    for (const value of ["2", "3"]) {
      assertEquals((await sandbox.pawl(["set", "-f", "a.toml", "--backup=9", "a", value])).code, 0);
    }
    const names = [...Deno.readDirSync(sandbox.directory)].map(({ name }) => name);
    assertEquals(names.filter((name) => name.includes(".2999")).length, 1);
    assertEquals((await sandbox.pawl(["undo", "-f", "a.toml"])).code, 0);
    assertEquals(await sandbox.read("a.toml"), "a = 2\n");
  },
});
