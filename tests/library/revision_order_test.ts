/**
 * The rev of a managed file never repeats and never goes back, nor does its time, whatever writes it: all kinds of
 * commands at once, killed ones among them, and processes whose clocks jump. Each version is kept, so each is judged.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { formatFor } from "../../src/format/detect.ts";
import { type Revision, revisionOf } from "../../src/edit/revision.ts";
import { readVersions, textOfVersion } from "../../src/store/file_history.ts";
import { denoCommand, projectPath, startProcess } from "../support/pawl_process.ts";
import { callersAtOnce } from "../faults/recorded_history.ts";
import { Sandbox } from "../support/sandbox.ts";
import { type SeededRandom, withSeed } from "../support/seeded_random.ts";

const CALLER_COUNT = 5;
const CALLS_EACH = Deno.env.get("PAWL_LONG_TESTS") === "1" ? 60 : 8;
const SHIFTED_COUNT = CALLER_COUNT * CALLS_EACH / 2;
const FILE = ["-f", "app.toml", "--timeout", "60s"];
const BEFORE = "n = 0 # kept\nversion = 1\nrev = 1\nupdated_at = 2026-11-21T10:00:00.000Z\n";
const SIGKILL_STATUS = 128 + 9;

/** Every command that writes, in a form that nearly always changes something. */
function commandsFor(number: number): readonly (readonly string[])[] {
  return [
    ["set", "a", String(number)],
    ["set", `b${number}`, "1"],
    ["unset", "a", "--if-exists"],
    ["increment", "n"],
    ["append", "list", String(number)],
    ["set", "c", String(number), "--expect-rev", String(number)],
    ["modify", "--", "sed", "-i", `s/^n = .*/n = ${number}/; s/^rev = .*/rev = 1/`, "{}"],
    ["undo"],
  ];
}

/** Makes a call, perhaps with a kill in the middle; says whether it succeeded. */
async function call(sandbox: Sandbox, number: number, random: SeededRandom): Promise<boolean> {
  const [command, ...args] = random.pick(commandsFor(number)) as [string, ...string[]];
  const environment = { PAWL_BACKUP: "1000" };
  await using child = await sandbox.start([command, ...FILE, ...args], { environment });
  const killer = random.oneIn(4) ? setTimeout(() => kill(child.process), random.next() * 300) : undefined;
  const { code, stderr } = await child.result();
  clearTimeout(killer);
  // Nobody has kept a version at first, another rev was expected, or the file always changed under the command's hands.
  assert([0, 1, 3, SIGKILL_STATUS].includes(code), `${command} exited with ${code}: ${stderr}`);
  return code === 0;
}

function kill(process: Deno.ChildProcess): void {
  try {
    process.kill("SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

async function shiftClocks({ directory }: Sandbox): Promise<void> {
  const permissions = ["--allow-read", "--allow-write", "--allow-sys=hostname"];
  const program = projectPath("tests/library/shifted_clock_process.ts");
  const command = denoCommand([...permissions, program, "app.toml", String(SHIFTED_COUNT)]);
  await using child = await startProcess(command, { directory });
  const { code, stderr } = await child.result();
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
}

/** The revisions of all versions that there ever were, the oldest first. */
async function revisionsOf(path: string): Promise<Revision[]> {
  const format = await formatFor(path);
  return readVersions(path).map((version) => revisionOf(format.parse(textOfVersion(version), path))!).reverse();
}

Deno.test({
  name: "neither rev nor updated_at ever goes back or repeats under all kinds of writers, kills and clocks that jump",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withSeed(async (random) => {
      await using sandbox = await Sandbox.create({ "app.toml": BEFORE });
      let number = 1;
      let successCount = 0;
      const jobs = [
        () => shiftClocks(sandbox),
        () =>
          callersAtOnce(CALLER_COUNT, async () => {
            for (let index = 0; index < CALLS_EACH; index++) {
              if (await call(sandbox, ++number, random)) successCount++;
            }
          }),
      ];
      await callersAtOnce(jobs.length, () => jobs.pop()!());
      const revisions = await revisionsOf(sandbox.path("app.toml"));
      for (const [index, { rev, updatedAt }] of revisions.entries()) {
        const before = revisions[index - 1];
        if (before === undefined) continue;
        assert(rev > before.rev, `rev ${rev} comes after ${before.rev}`);
        assert(updatedAt >= before.updatedAt, `${updatedAt} comes after ${before.updatedAt}`);
      }
      const { rev } = revisions.at(-1)!;
      assert(revisions.length > SHIFTED_COUNT / 2, `only ${revisions.length} versions were kept`);
      const most = 1 + SHIFTED_COUNT + CALLER_COUNT * CALLS_EACH;
      assert(rev > SHIFTED_COUNT && rev <= most, `rev ${rev} after ${SHIFTED_COUNT} and ${successCount} changes`);
    }),
});
