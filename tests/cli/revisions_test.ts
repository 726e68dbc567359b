/**
 * Managed files: `pawl manage`, `unmanage`, `--expect-rev` and `get --with-etag`, also with many writers at once.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertObjectMatch } from "@std/assert";
import { denoCommand, projectPath, startProcess } from "../support/pawl_process.ts";
import { Sandbox } from "../support/sandbox.ts";

const FILE = ["-f", "app.toml"];
const TIME = "2026-11-21T10:00:00.000Z";
const MANAGED = `n = 0 # kept\nversion = 1\nrev = 1\nupdated_at = ${TIME}\n`;
const IS_LONG = Deno.env.get("PAWL_LONG_TESTS") === "1";

async function succeed(sandbox: Sandbox, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await sandbox.pawl(args);
  assertEquals({ code, stderr }, { code: 0, stderr: "" }, args.join(" "));
  return stdout;
}

async function revOf(sandbox: Sandbox, file = "app.toml"): Promise<number> {
  return JSON.parse(await succeed(sandbox, ["status", "--json", "-f", file])).rev;
}

for (
  const [name, text] of [["app.toml", "n = 0 # kept\n"], ["app.yaml", "n: 0 # kept\n"], ["app.json", '{ "n": 0 }\n']]
) {
  Deno.test(`pawl manage counts the changes of ${name}, and unmanage leaves it as it was`, async () => {
    await using sandbox = await Sandbox.create({ [name!]: text! });
    const file = ["-f", name!];
    const startMs = Date.now();
    await succeed(sandbox, ["manage", ...file]);
    assertEquals(await revOf(sandbox, name), 1);
    await succeed(sandbox, ["set", "n", "1", ...file]);
    await succeed(sandbox, ["set", "n", "1", ...file]);
    await succeed(sandbox, ["set", "n", "0", ...file, "--expect-rev", "2"]);
    const { rev, updated_at: updatedAt } = JSON.parse(await succeed(sandbox, ["status", "--json", ...file]));
    assertEquals(rev, 3);
    assert(Date.parse(updatedAt) >= startMs && Date.parse(updatedAt) <= Date.now(), updatedAt);
    const managed = await sandbox.read(name!);
    await succeed(sandbox, ["manage", ...file]);
    assertEquals(await sandbox.read(name!), managed);
    await succeed(sandbox, ["unmanage", ...file]);
    assertEquals(await sandbox.read(name!), text);
    await succeed(sandbox, ["unmanage", ...file]);
  });
}

Deno.test("pawl manage refuses a file in which its keys mean something else, or that has no place for them", async () => {
  const files = { "package.json": '{ "version": "1.0.0" }\n', "users.csv": "id,name\n1,Ann\n", "list.json": "[1]\n" };
  await using sandbox = await Sandbox.create(files);
  const before = await sandbox.state();
  const refusals = [
    ["package.json", 3, 'Cannot manage "package.json": "version" exists already, as a string\nhint: '],
    ["users.csv", 2, 'Cannot manage "users.csv": a csv file cannot hold a rev\n'],
    ["list.json", 5, 'Cannot add "version" in "list.json": '],
  ] as const;
  for (const [file, code, message] of refusals) {
    const result = await sandbox.pawl(["manage", "-f", file]);
    assertEquals(result.code, code, file);
    assert(result.stderr.startsWith(`pawl: ${message}`), result.stderr);
  }
  assertEquals(await sandbox.state(), before);
});

Deno.test("pawl --expect-rev fails with 3 when the file has another rev or none, and says what it found", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": MANAGED, "plain.toml": "rev = 1\n" });
  await succeed(sandbox, ["set", "n", "1", ...FILE, "--expect-rev", "1"]);
  const before = await sandbox.state();
  const text = await sandbox.pawl(["unset", "n", ...FILE, "--expect-rev", "1"]);
  assertEquals({ code: text.code, stdout: text.stdout }, { code: 3, stdout: "" });
  assertMatch(text.stderr, /^pawl: Conflict detected: expected rev 1, found 2\nhint: read "app\.toml" again and .*\n$/);
  const object = await sandbox.pawl(["modify", ...FILE, "--expect-rev", "1", "--json", "--", "rm", "{}"]);
  assertEquals(object.code, 3);
  assertObjectMatch(JSON.parse(object.stderr), { error: { code: "conflict", expected: "1", actual: "2" } });
  const none = await sandbox.pawl(["set", "n", "1", "-f", "plain.toml", "--expect-rev", "1", "--dry-run"]);
  assertMatch(
    none.stderr,
    /^pawl: Conflict detected: expected rev 1, found none\nhint: count .* of "plain\.toml" with "pawl manage"\n$/,
  );
  assertEquals((await sandbox.pawl(["set", "n", "1", ...FILE, "--expect-rev", "one"])).code, 2);
  assertEquals(await sandbox.state(), before);
});

Deno.test("pawl modify, edit and apply count what they change once", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": MANAGED });
  await succeed(sandbox, ["modify", ...FILE, "--", "sed", "-i", "s/n = 0/n = 5/; s/rev = 1/rev = 9/", "{}"]);
  assertMatch(await sandbox.read("app.toml"), /^n = 5 # kept\nversion = 1\nrev = 2\nupdated_at = .*\n$/);
  const applied = await sandbox.pawl(["apply", ...FILE, "--json"], { input: "set n 6\nset m 1\nset m 2\n" });
  assertObjectMatch(JSON.parse(applied.stdout), { changed: true, rev: 3 });
  const edited = await sandbox.pawl(["edit", ...FILE], { environment: { EDITOR: "sed -i s/m.=.2/m=3/" } });
  assertEquals({ code: edited.code, stderr: edited.stderr }, { code: 0, stderr: "" });
  assertMatch(await sandbox.read("app.toml"), /^n = 6 # kept\nversion = 1\nrev = 4\n.*\nm=3\n$/);
});

Deno.test("pawl edit counts on when it repairs a managed file that was broken, whatever the rev says then", async () => {
  const repairs: readonly (readonly [repair: string, rev: number])[] = [
    ["s/n = $/n = 5/", 42],
    ["s/n = $/n = 5/; s/rev = 41/rev = 3/", 42],
    ["s/n = $/n = 5/; s/rev = 41/rev = 50/", 51],
  ];
  for (const [repair, rev] of repairs) {
    await using sandbox = await Sandbox.create({
      "app.toml": MANAGED.replace("rev = 1", "rev = 41").replace("n = 0 # kept", "n = "),
    });
    const result = await sandbox.pawl(["edit", ...FILE], { environment: { EDITOR: `sed -i '${repair}'` } });
    assertEquals({ code: result.code, stderr: result.stderr }, { code: 0, stderr: "" });
    assertMatch(
      await sandbox.read("app.toml"),
      new RegExp(`^n = 5\nversion = 1\nrev = ${rev}\nupdated_at = (?!${TIME})`),
    );
  }
});

Deno.test("pawl get --with-etag --json prints a value with the version that it is from", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": MANAGED, "plain.toml": "a = 1.0\nb = [1]\n" });
  const etag = (await succeed(sandbox, ["etag", ...FILE])).trim();
  const versioned = await succeed(sandbox, ["get", "n", ...FILE, "--with-etag", "--json"]);
  assertEquals(versioned, `{"value":0,"etag":"${etag}","rev":1}\n`);
  await succeed(sandbox, ["set", "n", "1", ...FILE, "--if-match", JSON.parse(versioned).etag]);
  const plain = await succeed(sandbox, ["get", "a", "b", "-f", "plain.toml", "--with-etag", "--json"]);
  assertMatch(plain, /^\{"value":\{"a":1\.0,"b":\[1\]\},"etag":"[0-9a-f]{64}","rev":null\}\n$/);
  const absent = await succeed(sandbox, ["get", "a", "-f", "no.toml", "--default", "2", "--with-etag", "--json"]);
  assertEquals(absent, '{"value":2,"etag":null,"rev":null}\n');
  assertEquals((await sandbox.pawl(["get", "n", ...FILE, "--with-etag"])).code, 2);
});

Deno.test("exactly one of 10 writers that expect the same rev wins", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": MANAGED });
  const writers = Array.from({ length: 10 }, (_, index) => {
    const args = ["set", "n", String(index + 1), ...FILE, "--expect-rev", "1", "--timeout", "60s"];
    // Those who want to see the text change the file themselves, the others may leave it to whoever has the lock.
    return sandbox.pawl(index % 2 === 0 ? args : [...args, "--json"]);
  });
  const results = await Promise.all(writers);
  const winner = results.findIndex(({ code }) => code === 0);
  assertEquals(results.map(({ code }) => code).sort(), [0, ...Array(9).fill(3)]);
  for (const { stderr } of results) assert(stderr === "" || stderr.includes("expected rev 1, found 2"), stderr);
  assertMatch(await sandbox.read("app.toml"), new RegExp(`^n = ${winner + 1} # kept\nversion = 1\nrev = 2\n`));
});

Deno.test("each of many changes at once is counted", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": MANAGED });
  const results = await Promise.all(Array.from({ length: 12 }, () => sandbox.pawl(["increment", "n", ...FILE])));
  assertEquals(results.map(({ code }) => code), Array(12).fill(0));
  assertMatch(await sandbox.read("app.toml"), /^n = 12 # kept\nversion = 1\nrev = 13\n/);
});

const PROCESS_COUNT = 8;
const ROUND_COUNT = IS_LONG ? 50 : 10;

Deno.test(`${PROCESS_COUNT} processes count to ${PROCESS_COUNT * ROUND_COUNT} by compare-and-set`, async () => {
  await using sandbox = await Sandbox.create({ "app.toml": MANAGED });
  const permissions = ["--allow-read", "--allow-write", "--allow-sys=hostname"];
  const command = denoCommand([
    ...permissions,
    projectPath("tests/library/counter_process.ts"),
    "app.toml",
    String(ROUND_COUNT),
  ]);
  const results = await Promise.all(Array.from({ length: PROCESS_COUNT }, async () => {
    await using child = await startProcess(command, { directory: sandbox.directory });
    return await child.result();
  }));
  for (const { code, stderr } of results) assertEquals({ code, stderr }, { code: 0, stderr: "" });
  const total = PROCESS_COUNT * ROUND_COUNT;
  const revs = results.flatMap(({ stdout }): string[] => JSON.parse(stdout)).map(Number).sort((a, b) => a - b);
  assertEquals(revs, Array.from({ length: total }, (_, index) => index + 1), "no rev is won twice");
  const text = await sandbox.read("app.toml");
  assertMatch(text, new RegExp(`^n = ${total} # kept\nversion = 1\nrev = ${total + 1}\n`));
});
