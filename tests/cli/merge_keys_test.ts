/**
 * What the reading commands see of keys that `<<` brings in.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { inParallel } from "../support/in_parallel.ts";
import { Sandbox } from "../support/sandbox.ts";

const TEXT = "base: &b\n  p: 1\n  t: {x: 2}\nmore: &m {p: 3, r: 4}\nc:\n  <<: [*b, *m]\n  q: 5\n";

const READINGS: readonly { readonly args: readonly string[]; readonly code?: number; readonly stdout: string }[] = [
  { args: ["get", "c.p"], stdout: "1\n" },
  { args: ["get", "c.r"], stdout: "4\n" },
  { args: ["get", "c.t.x", "--default", "9"], stdout: "2\n" },
  { args: ["get", "c.z", "--default", "9"], stdout: "9\n" },
  { args: ["get", "c"], stdout: "{q: 5, p: 1, t: {x: 2}, r: 4}\n" },
  { args: ["get", "c", "--json"], stdout: '{"q":5,"p":1,"t":{"x":2},"r":4}\n' },
  { args: ["get", 'c."<<"[1].r'], stdout: "4\n" },
  { args: ["has", "c.r"], stdout: "" },
  { args: ["has", "c.z"], code: 1, stdout: "" },
  { args: ["keys", "c"], stdout: "q\np\nt\nr\n" },
];

Deno.test("pawl get, has and keys see through <<", async () => {
  await using sandbox = await Sandbox.create({ "app.yaml": TEXT });
  await inParallel(READINGS, async ({ args, code = 0, stdout }) => {
    assertEquals(await sandbox.pawl([...args, "-f", "app.yaml"]), { code, stdout, stderr: "" }, args.join(" "));
  });
});

Deno.test("pawl get names a key that is there where one is not, also one that << brings in", async () => {
  await using sandbox = await Sandbox.create({ "app.yaml": TEXT });
  const { code, stderr } = await sandbox.pawl(["get", "c.pp", "-f", "app.yaml"]);
  assertEquals([code, stderr], [1, 'pawl: Cannot get "c.pp" from "app.yaml": "c" has no key "pp"\nhint: try "c.p"\n']);
});
