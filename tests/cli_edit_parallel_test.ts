/**
 * The commands that change one thing, when many run at once.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { Sandbox } from "./sandbox.ts";

/** Runs command lines at once, as many processes. */
async function runAtOnce(sandbox: Sandbox, file: string, commandLines: readonly string[][]): Promise<number[]> {
  const options = ["--timeout", "2m", "--quiet", "-f", file];
  const results = await Promise.all(commandLines.map((args) => sandbox.pawl([...args, ...options])));
  return results.map(({ code }) => code);
}

Deno.test("pawl add: of 60 processes that add one key exactly one succeeds", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "# kept\na = 1\n" });
  const codes = await runAtOnce(
    sandbox,
    "app.toml",
    Array.from({ length: 60 }, (_, index) => ["add", "leader", `${index}`]),
  );
  assertEquals(codes.toSorted(), [0, ...Array(59).fill(3)]);
  assertEquals(await sandbox.read("app.toml"), `# kept\na = 1\nleader = ${codes.indexOf(0)}\n`);
});

Deno.test("pawl add: of 10 processes that add different entries each succeeds, and all are there", async () => {
  await using sandbox = await Sandbox.create({
    "feeds.yaml": "feeds: # all of them\n  # the first\n  first: {n: 0}\n",
  });
  const names = Array.from({ length: 10 }, (_, index) => `f${index}`);
  const codes = await runAtOnce(
    sandbox,
    "feeds.yaml",
    names.map((name, index) => ["add", `feeds.${name}`, `n=${index}`]),
  );
  assertEquals(codes, Array(10).fill(0));
  assert((await sandbox.read("feeds.yaml")).startsWith("feeds: # all of them\n  # the first\n  first: {n: 0}\n"));
  const { feeds } = JSON.parse((await sandbox.pawl(["list", "-f", "feeds.yaml", "--json"])).stdout);
  assertEquals(feeds, Object.fromEntries([["first", { n: 0 }], ...names.map((name, index) => [name, { n: index }])]));
});

Deno.test("pawl increment: 20 processes sum up exactly", async () => {
  await using sandbox = await Sandbox.create();
  const steps = Array.from({ length: 20 }, (_, index) => index - 5);
  const codes = await runAtOnce(sandbox, "app.toml", steps.map((step) => ["increment", "n", "--by", `${step}`]));
  assertEquals(codes, Array(20).fill(0));
  assertEquals(await sandbox.read("app.toml"), "n = 90\n");
});

Deno.test("pawl: some order explains what processes that add, update and unset one key find", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "" });
  const words = [["add", "k", "1"], ["update", "k", "2"], ["unset", "k"]];
  const codes = await runAtOnce(sandbox, "app.toml", Array.from({ length: 24 }, (_, index) => words[index % 3]!));
  const succeeded = (kind: number) => codes.filter((code, index) => index % 3 === kind && code === 0).length;
  const [added, updated, unset] = [succeeded(0), succeeded(1), succeeded(2)] as [number, number, number];
  const text = await sandbox.read("app.toml");
  // Each add needs an absent key and each unset a present one, so they alternate, beginning with an add.
  assert(added >= 1 && added - unset === (text === "" ? 0 : 1), `${added} added, ${unset} unset, found ${text}`);
  assertMatch(text, updated === 0 ? /^(k = 1\n)?$/ : /^(k = [12]\n)?$/);
  assertEquals(codes.filter((code, index) => ![0, index % 3 === 2 ? 1 : 3].includes(code)), []);
});
