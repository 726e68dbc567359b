/**
 * Every call of the operating system fails, and every one is the last before a SIGKILL: the file is whole all the same.
 * See also `real_faults_test.ts`.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { PawlError } from "../../src/model/errors.ts";
import { updateFile, type UpdateOptions } from "../../src/store/file_store.ts";
import type { UpdateResult } from "../../src/store/update.ts";
import { isFree } from "../support/foreign_lock.ts";
import { Sandbox } from "../support/sandbox.ts";
import { renewed } from "../support/update_process.ts";
import { finishUpdate } from "../support/update_runner.ts";
import { systemErrorOf, trapCall } from "../support/watched_io.ts";

const onWindows = Deno.build.os === "windows";
const OLD = "a = 'old'\n";
const NEW = "a = 'new'\n";
const RECORD = '{"pawl":"lock","pid":42,"host":"laptop","command":"pawl set","since":"2026-11-21T10:00:00.000Z"}\n';
const VERSION = ".app.toml.20261121T100000000Z.pawl-bak";
const OLDEST = ".app.toml.20261120T100000000Z.pawl-bak";
const LEFTOVER = ".app.toml.42-0123abcd.pawl-tmp";

/** A state to begin with, and an update. */
interface Scenario {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** The document's name, where it is not a link. */
  readonly document?: string;
  /** The name to use. */
  readonly path?: string;
  readonly prepare?: (sandbox: Sandbox) => void;
  readonly options?: UpdateOptions;
}

const SCENARIOS: readonly Scenario[] = [
  { name: "an existing file", files: { "app.toml": OLD } },
  { name: "a new file in a new directory", files: {}, document: "a/b/app.toml", path: "a/b/app.toml" },
  {
    name: "a private file behind a link",
    files: { "app.toml": OLD },
    path: "link",
    prepare: (sandbox) => Deno.symlinkSync("app.toml", sandbox.path("link")),
    options: { private: true },
  },
  {
    name: "a file with earlier versions",
    files: { "app.toml": OLD, [VERSION]: "a = 'older'\n", [OLDEST]: "a = 'oldest'\n" },
    options: { backups: 1 },
  },
  {
    name: "a file whose last writer died",
    files: { "app.toml": OLD, "app.toml.lock": RECORD, [LEFTOVER]: "a = 'ne" },
  },
  {
    name: "a file whose lock file is the user's",
    files: { "app.toml": OLD, "app.toml.lock": "{}\n", [LEFTOVER]: "a = 'ne" },
  },
];

const FAILURES: readonly [name: string, error: () => Error][] = [
  ["EIO", () => systemErrorOf("EIO")],
  ["EACCES", () => new Deno.errors.PermissionDenied("Permission denied (os error 13): made up")],
];

async function begin({ files, prepare }: Scenario): Promise<Sandbox> {
  const sandbox = await Sandbox.create(files);
  prepare?.(sandbox);
  return sandbox;
}

function textOf(sandbox: Sandbox, { document = "app.toml" }: Scenario): string {
  try {
    return Deno.readTextFileSync(sandbox.path(document));
  } catch {
    return "";
  }
}

function textsOf({ document = "app.toml", files }: Scenario): { before: string; after: string } {
  const before = files[document] ?? "";
  return { before, after: before === "" ? "new\n" : NEW };
}

function tempsIn(sandbox: Sandbox, directory = sandbox.directory): string[] {
  return [...Deno.readDirSync(directory)].flatMap(({ name, isDirectory }) =>
    isDirectory ? tempsIn(sandbox, `${directory}/${name}`) : name.endsWith(".pawl-tmp") ? [name] : []
  );
}

/**
 * Where the unlocking itself fails, the lock goes with its descriptor; a process that another test starts in this moment
 * has a copy of that until it executes its program.
 */
function isSoonFree(lockPath: string): boolean {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (isFree(lockPath)) return true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  }
  return false;
}

/** The lock file's content if nobody holds the lock; there may be no lock file yet. */
function freeRecord(sandbox: Sandbox, { document = "app.toml" }: Scenario): string {
  const lockPath = sandbox.path(`${document}.lock`);
  try {
    assert(isSoonFree(lockPath), "the lock is still held");
    return Deno.readTextFileSync(lockPath);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

async function outcomeOf(update: Promise<UpdateResult>): Promise<UpdateResult | PawlError> {
  try {
    return await update;
  } catch (error) {
    if (error instanceof PawlError) return error;
    throw error;
  }
}

/** One run whose n-th call fails; says whether there was an n-th call. */
async function failAtCall(scenario: Scenario, n: number, error: Error): Promise<boolean> {
  await using sandbox = await begin(scenario);
  const { before, after } = textsOf(scenario);
  const { io, calls } = trapCall(n, () => {
    throw error;
  });
  const path = sandbox.path(scenario.path ?? "app.toml");
  const outcome = await outcomeOf(updateFile(path, renewed, scenario.options, io));
  const where = `call ${n}, ${calls[n - 1]}: ${outcome instanceof Error ? outcome.message : "done"}`;
  const isCommitted = !(outcome instanceof PawlError) || outcome.code === "durability-unknown";
  assertEquals(textOf(sandbox, scenario), isCommitted ? after : before, where);
  // Only what a dead writer left may still be there, and then the next holder must be able to know of it.
  const record = freeRecord(sandbox, scenario);
  const temps = tempsIn(sandbox).filter((name) => name !== LEFTOVER || record === "");
  assertEquals([temps, record], [
    [],
    tempsIn(sandbox).length > 0 ? scenario.files["app.toml.lock"] : userRecord(scenario),
  ]);
  const retried = await updateFile(path, renewed, scenario.options);
  assertEquals([textOf(sandbox, scenario), retried.changed, tempsIn(sandbox)], [after, !isCommitted, []], where);
  return calls.length >= n;
}

function userRecord({ files }: Scenario): string {
  const content = files["app.toml.lock"] ?? "";
  return content === RECORD ? "" : content;
}

for (const scenario of SCENARIOS) {
  for (const [failure, error] of FAILURES) {
    Deno.test({
      name: `updateFile() survives ${failure} at every single call, for ${scenario.name}`,
      ignore: onWindows,
      async fn() {
        let n = 1;
        while (await failAtCall(scenario, n, error())) n++;
        assert(n > 18, `only ${n - 1} calls were made`);
      },
    });
  }
}

/** One process that kills itself before its n-th call; says whether there was an n-th call. */
async function killAtCall(scenario: Scenario, n: number): Promise<boolean> {
  await using sandbox = await begin(scenario);
  const { before, after } = textsOf(scenario);
  const path = sandbox.path(scenario.path ?? "app.toml");
  const result = await finishUpdate(sandbox, ["update", path, `${n}`], { flags: ["--allow-run"] });
  if (result.code === 0) return false;
  assertEquals(result.code, 128 + 9, result.stderr);
  const text = textOf(sandbox, scenario);
  assert(text === before || text === after, `torn at call ${n}: ${text}`);
  const record = freeRecord(sandbox, scenario);
  const temps = tempsIn(sandbox);
  assert(temps.length === 0 || record !== "", `call ${n}: ${temps} and nothing to know it by`);
  const { notes } = await updateFile(path, (current) => `${renewed(current)}# next\n`);
  assertEquals(textOf(sandbox, scenario), `${text === "" ? "new\n" : after}# next\n`);
  assertEquals([tempsIn(sandbox), freeRecord(sandbox, scenario)], [[], ""]);
  const removed = temps.length === 0 ? "nothing was left over" : `${temps.length} leftovers? removed`;
  const wanted = record === "" ? "^$" : `^recovered: the last holder \\(pid \\d+, pawl set\\) died; ${removed}$`;
  assert(new RegExp(wanted).test(notes.join()), `call ${n}: ${notes}`);
  return true;
}

for (const scenario of [SCENARIOS[0]!, SCENARIOS[1]!, SCENARIOS[3]!]) {
  Deno.test({
    name: `updateFile() survives SIGKILL before every single call, for ${scenario.name}`,
    ignore: onWindows,
    async fn() {
      // Two at a time, one for each core of a small machine.
      let n = 1;
      while ((await Promise.all([killAtCall(scenario, n), killAtCall(scenario, n + 1)])).every(Boolean)) n += 2;
      assert(n > 18, `only about ${n} calls were made`);
    },
  });
}
