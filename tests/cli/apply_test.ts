/**
 * Transactions: many changes in one update, all of them or none.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { inParallel } from "../support/in_parallel.ts";
import { type BadInput, GOOD_DOCUMENT, refuseAll } from "../support/refusal.ts";
import { Sandbox } from "../support/sandbox.ts";

const LINES = `# what is to be done
set server.port 8081

  add users.al email=a@x 'full name=Al B'   # a table
append l 2 '3' --unique
prepend l -1
insert l[1] 0
remove l 1
increment n --by -2
{"op": "set", "path": "title", "value": "It's \\"quoted\\""}
set t.b true
toggle t.b
rename t.b t.c
update server port=8082
set "paths.'/usr/bin'" 'a "b" $HOME * ; | & < > ~ \`x\`'
unset a --if-value a 1 --keep-comment
[{"op": "append", "path": "l", "values": [9007199254740993, 1]}, {"op": "test", "path": "l[0]", "value": -1}]
unset nope --if-exists
set v 1.10 --type string
`.replace("'full name=Al B'", `"'full name'=Al B"`);

const RESULT = `# kept
s = "x" # kept
l = [-1, 0, 2, 3, 9007199254740993, 1]
n = -2
title = "It's \\"quoted\\""
v = "1.10"

[server]
port = 8082

[users.al]
email = "a@x"
"full name" = "Al B"

[t]
c = false

[paths]
"/usr/bin" = "a \\"b\\" $HOME * ; | & < > ~ \`x\`"
`;

Deno.test("pawl apply makes all changes of a file or of standard input in one update", async () => {
  await inParallel([["apply"], ["apply", "-"], ["apply", "changes"]], async (args) => {
    await using sandbox = await Sandbox.create({
      "app.toml": GOOD_DOCUMENT,
      "changes": `\ufeff${LINES.replaceAll("\n", "\r\n")}`,
    });
    const result = await sandbox.pawl([...args, "-f", "app.toml"], { input: LINES });
    assertEquals(result, { code: 0, stdout: "", stderr: "" }, args.join(" "));
    assertEquals(sorted(await sandbox.read("app.toml")), sorted(RESULT), args.join(" "));
  });
});

/** Where new keys go is the format's matter. */
function sorted(document: string): string[] {
  return document.split("\n").toSorted();
}

const NOTHING: readonly string[] = [
  "",
  "\n",
  "# nothing\n\n",
  "test\n".replace("test", "#"),
  'set a 1\n{"op":"unset","path":"x","ifExists":true}',
];

Deno.test("pawl apply writes nothing when nothing changes", async () => {
  await inParallel(NOTHING, async (input) => {
    await using sandbox = await Sandbox.create({ "app.toml": GOOD_DOCUMENT });
    const before = await sandbox.state();
    assertEquals(await sandbox.pawl(["apply", "-f", "app.toml"], { input }), { code: 0, stdout: "", stderr: "" });
    assertEquals(await sandbox.state(), before, input);
  });
});

Deno.test("pawl apply takes the options of a writing command", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 1\n" });
  const apply = async (...args: string[]) =>
    await sandbox.pawl(["apply", "-f", "app.toml", ...args], { input: "set a 2\nset b 3" });
  assertEquals(await apply("--dry-run"), { code: 0, stdout: "a: 1 -> 2\nb: (none) -> 3\n", stderr: "" });
  assertEquals((await apply("--check")).code, 1);
  assertEquals((await apply("--if-value", "a", "2")).code, 3);
  assertEquals(await sandbox.read("app.toml"), "a = 1\n");
  assertMatch((await apply("--diff", "--if-value", "a", "1")).stdout, /^-a = 1\n\+a = 2\n\+b = 3\n/m);
  assertEquals(JSON.parse((await apply("--json")).stdout).changed, false);
});

function refusal(input: string, code: number, message: string, hint?: string | RegExp, args: string[] = []): BadInput {
  return { args: ["apply", ...args], options: { input }, code, message, ...(hint !== undefined && { hint }) };
}

const TYPE_HINT = "pass --type or --force-type to change the type";

const REFUSED: BadInput[] = [
  refusal(
    "set a 2\n\n# c\nset s.x 1\nset a 3",
    5,
    'Cannot apply line 4: Cannot set "s.x" in "app.toml": "s" is a string, not a table',
  ),
  refusal(
    "set a 2\nset a x",
    5,
    'Cannot apply line 2: Cannot set "a" in "app.toml": it is an integer, and "x" is not',
    TYPE_HINT,
  ),
  refusal(
    "unset a\nunset a",
    1,
    'Cannot apply line 2: Cannot unset "a" in "app.toml": there is no such key',
    "pass --if-exists if an absent key is fine",
  ),
  refusal(
    'set a 2\n{"op":"test","path":"a","value":1}',
    3,
    'Cannot apply line 2: Expected "a" in "app.toml" to be 1, found 2',
  ),
  refusal("set a 2\nset b 1 --if-absent a", 3, 'Cannot apply line 2: Expected "a" in "app.toml" to be absent, found 2'),
  // Only the format knows that it can't say a value.
  refusal(
    'set a 2\n{"op":"set","path":"b","value":null}\nset a 3\n{"op":"set","path":"c","value":null}',
    5,
    "Cannot apply line 2: TOML has no way to write null",
    "leave the key out, or unset it",
  ),
  refusal("set a 2\nsett a 3", 2, 'Cannot apply line 2: Unknown command "sett"', 'try "set"'),
  refusal(
    "get a",
    2,
    'Cannot apply line 1: Command "get" cannot stand in a transaction',
    /^hint: use commands that change keys/,
  ),
  refusal("merge x", 2, 'Cannot apply line 1: Command "merge" cannot stand in a transaction', /^hint: use commands/),
  refusal(
    "set a",
    2,
    'Cannot apply line 1: Too few arguments for "set": key "a" has no value',
    'use it as "pawl set KEY VALUE"',
  ),
  refusal("set a 1 --file x", 2, 'Cannot apply line 1: Unknown option "--file"', /^hint: /),
  refusal("set a 1 --unique", 2, 'Cannot apply line 1: Command "set" takes no option "--unique"', /^hint: /),
  refusal("--unique", 2, "Cannot apply line 1: No command given", "begin the line with a command such as set"),
  refusal(
    "set a -",
    2,
    'Cannot apply line 1: Value "-" stands for standard input, which no line of a transaction can read',
    'write {"op": "set", "path": "KEY", "value": "-"} if "-" is the value itself',
  ),
  refusal(
    "set a 'x\ny'",
    2,
    "Cannot apply line 1: Cannot split the line into words: the quote ' at position 7 is not closed",
  ),
  refusal("\n{x", 2, "Cannot apply line 2: Cannot read a change: the text is not JSON"),
  refusal(
    '{"op": "set", "value": 1}',
    2,
    'Cannot apply line 1: Cannot read a change: found no key path "path"',
    'a change looks like {"op": "set", "path": "server.port", "value": 8080}',
  ),
  refusal(
    "set a..b 1",
    2,
    'Cannot apply line 1: Cannot parse key path "a..b": found "." at position 3, wanted a key',
    /^hint: /,
  ),
  // A precondition of the whole is in no line.
  refusal("set a 2", 3, 'Expected "a" in "app.toml" to be 9, found 1', undefined, ["--if-value", "a", "9"]),
  refusal("", 1, 'Cannot read changes from "absent": there is no such file', undefined, ["absent"]),
];

Deno.test("pawl apply changes nothing if one line can't be applied, and names it", async () => {
  await refuseAll(REFUSED);
});

Deno.test("pawl apply: of transactions that run at once each is applied as a whole", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "a = 0\nb = 0\n" });
  const results = await Promise.all(Array.from({ length: 12 }, (_, index) => {
    // Every third one fails in its last line, and must leave no trace.
    const input = ["increment a", `append l ${index}`, "increment b --by -1", ...(index % 3 === 0 ? ["add a 1"] : [])];
    return sandbox.pawl(["apply", "-f", "app.toml", "--timeout", "2m", "--quiet"], { input: input.join("\n") });
  }));
  assertEquals(results.map(({ code }) => code), results.map((_, index) => index % 3 === 0 ? 3 : 0));
  assert(results[0]!.stderr.startsWith('pawl: Cannot apply line 4: Cannot add "a" in "app.toml": it exists already\n'));
  const { a, b, l } = JSON.parse((await sandbox.pawl(["list", "-f", "app.toml", "--json"])).stdout);
  assertEquals({ a, b, l: l.toSorted((x: number, y: number) => x - y) }, {
    a: 8,
    b: -8,
    l: [1, 2, 4, 5, 7, 8, 10, 11],
  });
});

Deno.test("pawl apply makes 10,000 changes", async () => {
  await using sandbox = await Sandbox.create({ "app.toml": "[t0]\n# kept\n" });
  const input = Array.from({ length: 10_000 }, (_, index) => `set t${index % 7}.k${index} ${index}`).join("\n");
  assertEquals(await sandbox.pawl(["apply", "-f", "app.toml"], { input }), { code: 0, stdout: "", stderr: "" });
  const document = await sandbox.read("app.toml");
  assertEquals(document.match(/^k[0-9]+ = [0-9]+$/gm)?.length, 10_000);
  const last = await sandbox.pawl(["apply", "-f", "app.toml"], { input: `${input}\nunset t6.k0` });
  assertEquals([last.code, last.stderr.split(":")[1]], [1, " Cannot apply line 10001"]);
  assertEquals(await sandbox.read("app.toml"), document);
});
