import { assertEquals } from "@std/assert";
import { run } from "./subprocess.ts";

const PROGRAM = decodeURIComponent(new URL("make_packs.ts", import.meta.url).pathname);
const CONFIG = decodeURIComponent(new URL("../deno.json", import.meta.url).pathname);
const PERMISSIONS = ["--allow-read", "--allow-write", "--allow-env", "--allow-run"];

Deno.test({
  name: "make_packs.ts makes packs once, however many ask for them, and says how to run them",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "pawl test '" });
    try {
      const launch = `${folder}/packs/launch.sh`;
      const make = () => run(Deno.execPath(), ["run", "--config", CONFIG, ...PERMISSIONS, PROGRAM, launch], {});
      await Promise.all([make(), make(), make()]);
      const names = Array.from(Deno.readDirSync(`${folder}/packs`), ({ name }) => name.replace(/-.*/, "")).sort();
      assertEquals(names, ["launch.sh", "lock", "packs"]);
      const file = `${folder}/a.toml`;
      const pawl = ["-c", '. "$1"; shift; exec "$deno" run $flags "$packs/main.js" "$@"', "sh", launch];
      await run("sh", [...pawl, "set", "-f", file, "a", "1"], {});
      assertEquals(await run("sh", [...pawl, "get", "-f", file, "a"], {}), "1\n");
      const { mtime } = Deno.statSync(launch);
      await make();
      assertEquals(Deno.statSync(launch).mtime, mtime);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
