import { assertEquals } from "@std/assert";
import { hasQueue, isQueueInUse } from "./presence.ts";
import { resolveTarget } from "../file/target.ts";

/** What lies in the queue, whether there is one, and whether there may be something to do in it. */
const CASES: readonly (readonly [names: readonly string[] | "file" | "nothing", hasQueue: boolean, inUse: boolean])[] =
  [
    ["nothing", false, false],
    ["file", false, false],
    [[], true, true],
    [["1.json.rejected", "1.json.rejected.reason"], true, false],
    [["1.json.rejected", "2.json"], true, true],
    [["1.json.rejected", "group.commit"], true, true],
    [[".2.json.pawl-new"], true, true],
  ];

for (const [names, isThere, inUse] of CASES) {
  Deno.test(`isQueueInUse() says ${inUse} where there is ${Array.isArray(names) ? `[${names}]` : names}`, () => {
    const directory = Deno.makeTempDirSync({ prefix: "pawl-test-" });
    try {
      const path = `${directory}/app.toml`;
      if (names === "file") Deno.writeTextFileSync(`${path}.queue`, "mine");
      else if (names !== "nothing") {
        Deno.mkdirSync(`${path}.queue`);
        for (const name of names) Deno.writeTextFileSync(`${path}.queue/${name}`, "");
      }
      const target = resolveTarget(path, Deno);
      assertEquals([hasQueue(target, Deno), isQueueInUse(target, Deno)], [isThere, inUse]);
    } finally {
      Deno.removeSync(directory, { recursive: true });
    }
  });
}
