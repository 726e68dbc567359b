/**
 * `pawl queue`: changes that are left to the next writer, seen, taken out and made.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertObjectMatch } from "@std/assert";
import { parseKeyPath, queueWrite } from "../../src/mod.ts";
import { HAS_FLOCK, holdWithFlock, waitUntilBlocked } from "../support/process_lock.ts";
import { sandboxWithPawl } from "../support/pawl_on_path.ts";
import { Sandbox } from "../support/sandbox.ts";

const FILE = ["-f", "app.toml"];
const DOCUMENT = "n = 1 # kept\n";
const ID = /^\d{17}-\d+-[0-9a-f]{8}\.json$/;
const onWindows = Deno.build.os === "windows";

/** Runs pawl, which must succeed in silence, and gives what it prints. */
async function succeed(sandbox: Sandbox, args: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await sandbox.pawl(args, input === undefined ? {} : { input });
  assertEquals({ code, stderr }, { code: 0, stderr: "" }, args.join(" "));
  return stdout;
}

async function push(sandbox: Sandbox, ...change: string[]): Promise<string> {
  const id = (await succeed(sandbox, ["queue", "push", ...change, ...FILE])).trimEnd();
  assertMatch(id, ID);
  return id;
}

async function list(sandbox: Sandbox, ...options: string[]): Promise<Record<string, unknown>[]> {
  return JSON.parse((await sandbox.pawl(["queue", "list", "--json", ...options, ...FILE])).stdout);
}

const FORMATS: Readonly<Record<string, readonly [before: string, key: string, after: string]>> = {
  "app.toml": ["a = 1 # kept\n", "a", "a = 2 # kept\n"],
  "app.yaml": ["a: 1 # kept\n", "a", "a: 2 # kept\n"],
  "app.json": ['{\n  "a": 1\n}\n', "a", '{\n  "a": 2\n}\n'],
  "app.jsonc": ['{\n  "a": 1 // kept\n}\n', "a", '{\n  "a": 2 // kept\n}\n'],
  "app.csv": ["id,a\nx,1\n", "x.a", "id,a\nx,2\n"],
};

for (const [name, [before, key, after]] of Object.entries(FORMATS)) {
  Deno.test(`pawl queue leaves a change of ${name} to the next writer, and leaves nothing behind`, async () => {
    await using sandbox = await Sandbox.create({ [name]: before });
    const id = (await succeed(sandbox, ["queue", "push", "set", key, "2", "-f", name])).trimEnd();
    assertEquals(await sandbox.read(name), before);
    assertEquals(await succeed(sandbox, ["queue", "drain", "-f", name]), `applied ${id}\n`);
    assertEquals(await sandbox.read(name), after);
    assertMatch(await sandbox.state(), new RegExp(`^${name}: file .*$`));
  });
}

Deno.test("pawl queue prints the pending changes as lines and as JSON, the oldest first", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  const first = await push(sandbox, "increment", "n", "--by", "-2");
  const second = await push(sandbox, "set", "a.b", "1", "--type", "string", "--if-value", "n", "1");
  const third = await push(sandbox, '{"operation":"set","path":"big","value":123456789012345678}');
  const line = (await succeed(sandbox, ["queue", "next", ...FILE])).trimEnd();
  assertMatch(line, new RegExp(`^${first} {2}\\d{4}-.*Z {2}increment n$`));
  const lines = (await succeed(sandbox, ["queue", "list", ...FILE])).split("\n");
  assertEquals(lines.map((text) => text.split("  ")[2]), ["increment n", "test n, set a.b", "set big", undefined]);
  const [one, two, three] = await list(sandbox);
  const state = { awaited: false, taken: false };
  assertObjectMatch(one!, { id: first, operation: "increment", path: "n", by: -2, ...state });
  assert(Date.parse(one!["timestamp"] as string) > 0);
  assertObjectMatch(two!, { id: second, changes: [{ op: "test" }, { op: "set", path: "a.b", value: "1" }], ...state });
  assertObjectMatch(three!, { id: third, operation: "set", path: "big", ...state });
  assertMatch(await succeed(sandbox, ["queue", "list", "--json", ...FILE]), /"value":123456789012345678,/);
  assertEquals(JSON.parse(await succeed(sandbox, ["queue", "next", "--json", ...FILE])), one);
  assertEquals(await succeed(sandbox, ["queue", "count", ...FILE]), "3\n");
  assertEquals(JSON.parse(await succeed(sandbox, ["queue", "count", "--json", ...FILE])), {
    file: "app.toml",
    pending: 3,
  });
  assertMatch(await succeed(sandbox, ["status", ...FILE]), /^pending: 3$/m);
});

Deno.test("pawl queue says that nothing is pending, and touches nothing", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  const before = await sandbox.state();
  assertEquals(await sandbox.pawl(["queue", "next", ...FILE]), {
    code: 1,
    stdout: "",
    stderr: 'pawl: No change of "app.toml" is pending\n',
  });
  assertEquals(await succeed(sandbox, ["queue", "count", ...FILE]), "0\n");
  assertEquals(await succeed(sandbox, ["queue", "list", ...FILE]), "");
  assertEquals(await succeed(sandbox, ["queue", "list", "--json", ...FILE]), "[]\n");
  assertEquals(await succeed(sandbox, ["queue", "drain", ...FILE]), "");
  const { code, stderr } = await sandbox.pawl(["queue", "remove", "1.json", ...FILE]);
  assertEquals(code, 1);
  assertMatch(stderr, /^pawl: Cannot remove the queued change "1\.json" of "app\.toml": it is not pending\nhint: /);
  assertEquals(await sandbox.state(), before);
});

Deno.test("pawl queue remove takes one change out, and the others are made", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  await push(sandbox, "set", "a", "1");
  const id = await push(sandbox, "set", "b", "1");
  assertEquals(await succeed(sandbox, ["queue", "remove", id, ...FILE]), "");
  assertEquals((await sandbox.pawl(["queue", "remove", id, ...FILE])).code, 1);
  assertEquals(await succeed(sandbox, ["set", "c", "1", ...FILE]), "");
  assertEquals(await sandbox.read("app.toml"), `${DOCUMENT}a = 1\nc = 1\n`);
});

Deno.test("pawl queue push takes lines of pawl apply on standard input, all of them or none", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  await succeed(
    sandbox,
    ["queue", "push", "-", ...FILE],
    'set a 1\n# nothing\n{"op": "append", "path": "l", "value": 2}\n',
  );
  await succeed(sandbox, ["queue", "push", "-", ...FILE], "set b 1\nunset c\n");
  const { code, stdout } = await sandbox.pawl(["queue", "drain", "--json", ...FILE]);
  const { applied, rejected, changed } = JSON.parse(stdout);
  assertEquals([code, applied.length, rejected.length, changed], [1, 1, 1, true]);
  assertEquals(await sandbox.read("app.toml"), `${DOCUMENT}a = 1\nl = [2]\n`);
});

Deno.test("pawl queue push reads one JSON object on standard input as it reads it as an argument", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  const entry = { operation: "set", path: "a", value: 5, ifMatch: "0000000000000000" };
  const input = `${JSON.stringify(entry)}\n`;
  await succeed(sandbox, ["queue", "push", "-", ...FILE], input);
  assertMatch(JSON.stringify(await list(sandbox)), /"ifMatch":"0000000000000000"/);
  await succeed(
    sandbox,
    ["queue", "push", "-", ...FILE],
    JSON.stringify({ changes: [{ op: "toggle", path: "b" }] }, null, 1),
  );
  assertEquals((await sandbox.pawl(["queue", "drain", ...FILE])).code, 1);
  assertEquals(await sandbox.read("app.toml"), DOCUMENT);
  for (const [words, text] of [[[], `set b 1\n${input}`], [["--if-absent", "b"], input]] as const) {
    const { code, stderr } = await sandbox.pawl(["queue", "push", "-", ...words, ...FILE], { input: text });
    assertEquals(code, 2, stderr);
    assertMatch(stderr, /found the unknown member "ifMatch"/);
  }
});

Deno.test("pawl queue push leaves it to the document whether a= is a value or a field", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": 't = "x"\n\n[u]\na = "x"\n' });
  await push(sandbox, "update", "t", "a=");
  await push(sandbox, "update", "u", "a=");
  await succeed(sandbox, ["queue", "drain", ...FILE]);
  assertEquals(await sandbox.read("app.toml"), 't = "a="\n\n[u]\na = ""\n');
});

Deno.test("pawl queue list --rejected says once why an entry makes no sense", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  await Deno.mkdir(sandbox.path("app.toml.queue"));
  await sandbox.write("app.toml.queue/1.json", '{"operation": "set", "path": "a", "valeu": 1}');
  await push(sandbox, "set", "n", "x");
  assertEquals((await sandbox.pawl(["queue", "drain", ...FILE])).code, 1);
  const lines = (await succeed(sandbox, ["queue", "list", "--rejected", ...FILE])).trimEnd().split("\n");
  assertEquals(lines.length, 2);
  const malformed = lines.find((line) => line.includes("malformed"));
  assertMatch(
    malformed!,
    /^\S+ {2}- {2}malformed: Cannot read a change: found the unknown member "valeu", wanted one of [\w, ]+$/,
  );
  const refused = lines.find((line) => line !== malformed);
  assertMatch(refused!, /^\S+ {2}\S+ {2}set n {2}.*"n"/);
});

Deno.test("pawl queue push refuses what makes no sense, and queues nothing", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT, "notes.txt": "" });
  const before = await sandbox.state();
  const refused: readonly (readonly [words: string[], message: RegExp])[] = [
    [["queue"], /^pawl: Too few arguments for "queue"/],
    [["queue", "psuh", "a"], /^pawl: Unknown command "queue psuh".*\nhint: .*push/],
    [["queue", "push"], /^pawl: Too few arguments for "queue push"/],
    [["queue", "push", "get", "a"], /^pawl: Command "get" cannot stand in a transaction/],
    [["queue", "push", "set", "a"], /^pawl: Too few arguments for "set"/],
    [["queue", "push", "set", "a", "1", "--by", "2"], /^pawl: Command "set" takes no option "--by"/],
    [["queue", "push", "set", "a", "1", "--rejected"], /^pawl: Command "queue push" takes no option "--rejected"/],
    [["queue", "push", '{"op":"set","path":"a"}'], /^pawl: Cannot read a change: found neither/],
    [["queue", "push", '{"op":"set","path":"a","value":1,"vlaue":2}'], /found the unknown member "vlaue"/],
    [
      ["queue", "push", '{"op":"toggle","path":"a","value":1}'],
      /"value", wanted one of op, path, id, timestamp, ifMatch/,
    ],
    [["queue", "push", '{"changes":[{"op":"toggle","path":"a","ifMatch":"x"}]}'], /found the unknown member "ifMatch"/],
    [["queue", "push", '{"changes":[{"op":"toggle","path":"a"}],"force":true}'], /found "force" beside "changes"/],
    [["queue", "push", '{"op":"set","rows":[{"id":"1"}],"force":true}'], /found "force" beside "rows"/],
    [
      ["queue", "push", '{"op":"toggle","path":"a","private":"true"}'],
      /found "private" that is neither true nor false/,
    ],
    [["queue", "push", '{"op":"toggle","path":"a","backups":"3"}'], /found "backups" that is not an integer/],
    [["queue", "push", "{"], /is not JSON/],
    [["queue", "push", "set", "a", "1", "--queue-limit", "0"], /^pawl: Option "--queue-limit" cannot be "0"/],
    [["queue", "count", "--timeout", "1s"], /^pawl: Command "queue count" takes no option "--timeout"/],
    [["queue", "push", "set", "a", "1", "-f", "notes.txt"], /format/],
    [["set", "a", "1", "--strict"], /^pawl: Option "--strict" means nothing without "--on-timeout queue"/],
    [["modify", "--on-timeout", "queue", "--", "cat", "{}"], /^pawl: Command "modify" takes no option/],
  ];
  for (const [words, message] of refused) {
    const file = words.includes("-f") ? [] : FILE;
    const { code, stdout, stderr } = await sandbox.pawl([...file, ...words]);
    assertEquals({ code, stdout }, { code: 2, stdout: "" }, words.join(" "));
    assertMatch(stderr, message);
  }
  assertEquals(await sandbox.state(), before);
});

Deno.test("pawl queue push inserts, updates, replaces and deletes rows", async () => {
  await using sandbox = await Sandbox.create({ "users.csv": "id,name,age\n1,Ann,30\n" });
  const entries = [
    { operation: "insert", rows: [{ id: 2, name: "Bob", age: 7 }, { id: "3", name: "Cy" }] },
    { operation: "update", rows: [{ id: "1", age: "31" }] },
    { operation: "delete", rows: [{ id: "3" }] },
    { operation: "set", rows: [{ id: "4", name: "Di" }] },
    { operation: "insert", rows: [{ id: "5", name: "Eve" }, { id: "1", name: "not again" }] },
  ];
  for (const entry of entries) await succeed(sandbox, ["queue", "push", JSON.stringify(entry), "-f", "users.csv"]);
  const { rows, operation } = JSON.parse(await succeed(sandbox, ["queue", "next", "--json", "-f", "users.csv"]));
  assertEquals({ operation, rows }, entries[0]);
  assertEquals((await sandbox.pawl(["queue", "drain", "-f", "users.csv"])).code, 1);
  assertEquals(await sandbox.read("users.csv"), "id,name,age\n1,Ann,31\n2,Bob,7\n4,Di,\n");
});

Deno.test("pawl queue push fails with 8 when 100 changes are pending, and none of them is lost", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "n = 0\n" });
  const path = sandbox.path("app.toml");
  for (let i = 0; i < 100; i++) await queueWrite(path, [{ op: "increment", path: ["n"], by: 1n }]);
  const before = await sandbox.state();
  const { code, stdout, stderr } = await sandbox.pawl(["queue", "push", "set", "a", "1", "--json", ...FILE]);
  assertEquals({ code, stdout }, { code: 8, stdout: "" });
  const message = 'Cannot queue a change of "app.toml": 100 are pending already';
  assertObjectMatch(JSON.parse(stderr), { error: { code: "queue-full", message } });
  assertEquals(await sandbox.state(), before);
  await succeed(sandbox, ["queue", "push", "set", "a", "1", "--queue-limit", "101", ...FILE]);
  assertEquals((await succeed(sandbox, ["queue", "drain", ...FILE])).split("\n").length, 102);
  assertEquals(await sandbox.read("app.toml"), "n = 100\na = 1\n");
});

Deno.test("pawl queue push takes preconditions along, and they count when the change is made", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  await succeed(sandbox, ["manage", ...FILE]);
  const etag = (await succeed(sandbox, ["etag", ...FILE])).trim();
  await push(sandbox, "set", "by_etag", "1", "--if-match", etag);
  await push(sandbox, "set", "too_late", "1", "--if-match", etag);
  await push(sandbox, "set", "by_rev", "1", "--expect-rev", "2");
  await push(sandbox, "set", "stale_rev", "1", "--expect-rev", "2");
  await push(sandbox, "set", "by_value", "1", "--if-value", "n", "1");
  await push(sandbox, "set", "n", "2");
  await push(sandbox, "set", "other_value", "1", "--if-value", "n", "1");
  const { code } = await sandbox.pawl(["queue", "drain", ...FILE]);
  assertEquals(code, 1);
  const { n, ...keys } = JSON.parse(await succeed(sandbox, ["list", "--json", ...FILE]));
  const made = ["version", "rev", "updated_at", "by_etag", "by_rev", "by_value"];
  assertEquals([n, ...Object.keys(keys).sort()], [2, ...made.sort()]);
  const reasons = (await list(sandbox, "--rejected")).map(({ reason }) => reason as string);
  assertMatch(reasons[0]!, /^Conflict detected in "app\.toml": expected etag /);
  assertMatch(reasons[1]!, /expected rev 2, found 3/);
  assertMatch(reasons[2]!, /^Expected "n" in ".+" to be 1, found 2/);
  assertObjectMatch(JSON.parse(await succeed(sandbox, ["status", "--json", ...FILE])), { pending: 0, rejected: 3 });
  assertMatch(await succeed(sandbox, ["status", ...FILE]), /^pending: 0\nrejected: 3\n/m);
});

Deno.test({
  name: "pawl queue drain works under pawl with-lock",
  ignore: onWindows,
  async fn() {
    await using folder = await sandboxWithPawl({ "app.toml": DOCUMENT });
    const { sandbox, options } = folder;
    await push(sandbox, "set", "a", "1");
    const command = ["with-lock", ...FILE, "--", "pawl", "queue", "drain", "--timeout", "2s", ...FILE];
    const { code, stdout, stderr } = await sandbox.pawl(command, options);
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
    assertMatch(stdout, /^applied .*\n$/);
    assertEquals(await sandbox.read("app.toml"), `${DOCUMENT}a = 1\n`);
  },
});

Deno.test({
  name: "pawl queue shows who waits, and one whose change is taken out is told (needs flock)",
  ignore: !HAS_FLOCK,
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
    await using lock = await holdWithFlock(sandbox, "app.toml");
    await using waiting = await sandbox.start(["set", "a", "1", "--timeout", "60s", ...FILE]);
    await waitUntilBlocked(waiting);
    assertMatch(await succeed(sandbox, ["queue", "next", ...FILE]), / {2}set a {2}awaited\n$/);
    const [entry] = await list(sandbox);
    assertObjectMatch(entry!, { operation: "set", path: "a", value: "1", type: "auto", awaited: true });
    await succeed(sandbox, ["queue", "remove", entry!["id"] as string, ...FILE]);
    await lock.release();
    const { code, stderr } = await waiting.result();
    assertEquals(code, 3, stderr);
    assertMatch(stderr, /^pawl: Cannot change "app\.toml": the change was removed from the write queue\n/);
    assertEquals(await sandbox.read("app.toml"), DOCUMENT);
  },
});

Deno.test("queueWrite() leaves a date to the text form, and pawl makes what it has queued", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": DOCUMENT });
  const path = sandbox.path("app.toml");
  const key = parseKeyPath("since");
  await queueWrite(path, [{ op: "set", path: key, value: { text: "1979-05-27", type: "datetime" } }], {
    private: true,
  });
  await succeed(sandbox, ["queue", "drain", ...FILE]);
  assertEquals(await sandbox.read("app.toml"), `${DOCUMENT}since = 1979-05-27\n`);
  if (!onWindows) assertEquals(Deno.statSync(path).mode! & 0o777, 0o600);
});
