/**
 * The commands that change one thing, when many run at once, in every format.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Sandbox } from "../support/sandbox.ts";

/** A file of entries that are tables with a number `n`; the first one is called `first` and has 0. */
interface Subject {
  readonly file: string;
  readonly text: string;
  /** What stands in the file, whatever is added. */
  readonly kept: string;
  /** How the keys of entries begin. */
  readonly prefix: string;
  /** How many processes want the same thing. */
  readonly crowd: number;
}

const SUBJECTS: readonly Subject[] = [
  {
    file: "feeds.toml",
    text: "# kept\n[feeds] # all of them\nfirst = { n = 0 } # one\n",
    kept: "# kept\n[feeds] # all of them\nfirst = { n = ",
    prefix: "feeds.",
    crowd: 60,
  },
  {
    file: "feeds.yaml",
    text: "feeds: # all of them\n  # the first\n  first: {n: 0} # one\n",
    kept: "feeds: # all of them\n  # the first\n  first: {n: ",
    prefix: "feeds.",
    crowd: 60,
  },
  {
    file: "feeds.json",
    text: '{\n  "feeds": {\n    "first":  { "n": 0 }\n  }\n}\n',
    kept: '{\n  "feeds": {\n    "first":  { "n": ',
    prefix: "feeds.",
    crowd: 24,
  },
  {
    file: "feeds.jsonc",
    text: '{\n  "feeds": { // all of them\n    "first":  { "n": 0 }, // one\n  }\n}\n',
    kept: '{\n  "feeds": { // all of them\n    "first":  { "n": ',
    prefix: "feeds.",
    crowd: 24,
  },
  {
    file: "feeds.csv",
    text: '"name",n,x\r\n"first",0,"a ""b"""\r\n',
    kept: '"name",n,x\r\n"first",',
    prefix: "",
    crowd: 24,
  },
];

/** Runs command lines at once, as many processes. */
async function runAtOnce(sandbox: Sandbox, file: string, commandLines: readonly string[][]): Promise<number[]> {
  const options = ["--timeout", "2m", "--quiet", "-f", file];
  const results = await Promise.all(commandLines.map((args) => sandbox.pawl([...args, ...options])));
  return results.map(({ code }) => code);
}

/** The numbers of all entries by their names. */
async function numbersIn(sandbox: Sandbox, { file, prefix }: Subject): Promise<Record<string, number>> {
  const { stdout } = await sandbox.pawl(["list", "-f", file, "--json"]);
  const entries: Record<string, { n: number | string }> = prefix === "" ? JSON.parse(stdout) : JSON.parse(stdout).feeds;
  return Object.fromEntries(Object.entries(entries).map(([name, { n }]) => [name, Number(n)]));
}

for (const subject of SUBJECTS) {
  const { file, text, kept, prefix, crowd } = subject;

  Deno.test(`pawl add: of ${crowd} processes that add one entry to ${file} exactly one succeeds`, async () => {
    await using sandbox = await Sandbox.create({ [file]: text });
    const commandLines = Array.from({ length: crowd }, (_, index) => ["add", `${prefix}leader`, `n=${index}`]);
    const codes = await runAtOnce(sandbox, file, commandLines);
    assertEquals(codes.toSorted(), [0, ...Array(crowd - 1).fill(3)]);
    assertEquals(await numbersIn(sandbox, subject), { first: 0, leader: codes.indexOf(0) });
    assertStringIncludes(await sandbox.read(file), kept);
  });

  Deno.test(`pawl add: of 10 processes that add different entries to ${file} each succeeds, and all are there`, async () => {
    await using sandbox = await Sandbox.create({ [file]: text });
    const names = Array.from({ length: 10 }, (_, index) => `f${index}`);
    const codes = await runAtOnce(sandbox, file, names.map((name, index) => ["add", prefix + name, `n=${index}`]));
    assertEquals(codes, Array(10).fill(0));
    const added = names.map((name, index) => [name, index]);
    assertEquals(await numbersIn(sandbox, subject), Object.fromEntries([["first", 0], ...added]));
    assertStringIncludes(await sandbox.read(file), kept);
  });

  Deno.test(`pawl increment: 12 processes sum up exactly in ${file}`, async () => {
    await using sandbox = await Sandbox.create({ [file]: text });
    const steps = Array.from({ length: 12 }, (_, index) => index - 3);
    const commandLines = steps.map((step) => ["increment", `${prefix}first.n`, "--by", `${step}`]);
    assertEquals(await runAtOnce(sandbox, file, commandLines), Array(12).fill(0));
    assertEquals(await sandbox.read(file), text.replace(/0/, "30"));
  });

  Deno.test(`pawl: some order explains what processes that add, update and unset one entry of ${file} find`, async () => {
    await using sandbox = await Sandbox.create({ [file]: text });
    const words = [["add", `${prefix}k`, "n=1"], ["update", `${prefix}k`, "n=2"], ["unset", `${prefix}k`]];
    const codes = await runAtOnce(sandbox, file, Array.from({ length: 24 }, (_, index) => words[index % 3]!));
    const succeeded = (kind: number) => codes.filter((code, index) => index % 3 === kind && code === 0).length;
    const [added, updated, unset] = [succeeded(0), succeeded(1), succeeded(2)] as [number, number, number];
    const { k, ...others } = await numbersIn(sandbox, subject);
    assertEquals(others, { first: 0 });
    // Each add needs an absent entry and each unset a present one, so they alternate, beginning with an add.
    assert(added >= 1 && added - unset === (k === undefined ? 0 : 1), `${added} added, ${unset} unset, found ${k}`);
    assert(k === undefined || k === 1 || (k === 2 && updated > 0), `${updated} updated, found ${k}`);
    assertEquals(codes.filter((code, index) => ![0, index % 3 === 2 ? 1 : 3].includes(code)), []);
    if (k === undefined) assertEquals(await sandbox.read(file), text);
  });
}

Deno.test("pawl add: processes that begin a CSV table find all their rows in it", async () => {
  await using sandbox = await Sandbox.create();
  const commandLines = Array.from({ length: 10 }, (_, index) => ["add", `u${index}`, `mail=m${index}`, `age=${index}`]);
  assertEquals(await runAtOnce(sandbox, "new.csv", commandLines), Array(10).fill(0));
  const [header, ...rows] = (await sandbox.read("new.csv")).split("\n");
  assertEquals(header, "key,mail,age");
  assertEquals(rows.toSorted(), ["", ...Array.from({ length: 10 }, (_, index) => `u${index},m${index},${index}`)]);
});
