import { assertEquals, assertThrows } from "@std/assert";
import { Sandbox } from "../../tests/support/sandbox.ts";
import { setOwnership } from "./owner.ts";
import { systemCode } from "./system_error.ts";

const ignore = Deno.build.os === "windows";

/** What to give: the owner as it is, because only root may choose another, and a mode. */
function ownership(path: string) {
  const info = Deno.lstatSync(path);
  return { info, wanted: { uid: info.uid!, gid: info.gid!, mode: 0o4750 } };
}

function modeOf(path: string): number {
  return Deno.lstatSync(path).mode! & 0o7777;
}

Deno.test({
  name: "setOwnership() sets the mode last, so that setuid stays",
  ignore,
  async fn() {
    await using sandbox = await Sandbox.create({ mine: "" });
    const { info, wanted } = ownership(sandbox.path("mine"));
    setOwnership(sandbox.path("mine"), info, wanted);
    assertEquals(modeOf(sandbox.path("mine")), 0o4750);
  },
});

Deno.test({
  name: "setOwnership() touches nothing when somebody put a link or another file in the file's place",
  ignore,
  async fn() {
    await using sandbox = await Sandbox.create({ mine: "", secret: "" });
    Deno.chmodSync(sandbox.path("secret"), 0o600);
    const { info, wanted } = ownership(sandbox.path("mine"));
    Deno.removeSync(sandbox.path("mine"));
    Deno.symlinkSync("secret", sandbox.path("mine"));
    // With narrow permissions Deno itself follows the link before it opens what it leads to.
    const code = systemCode(assertThrows(() => setOwnership(sandbox.path("mine"), info, wanted)));
    assertEquals(["ELOOP", "ESTALE"].includes(code ?? ""), true);
    assertEquals(modeOf(sandbox.path("secret")), 0o600);
    Deno.removeSync(sandbox.path("mine"));
    Deno.linkSync(sandbox.path("secret"), sandbox.path("mine"));
    assertEquals(systemCode(assertThrows(() => setOwnership(sandbox.path("mine"), info, wanted))), "ESTALE");
    assertEquals(modeOf(sandbox.path("secret")), 0o600);
  },
});
