/**
 * The write queue when things go wrong for real: a full disk, and SIGKILL for posters and holders at any moment.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse } from "smol-toml";
import { pawlCommand, type RunningProcess, startProcess } from "../support/pawl_process.ts";
import { Sandbox } from "../support/sandbox.ts";
import { mountNamespace } from "../support/update_runner.ts";

const namespace = mountNamespace();
if (typeof namespace === "string") console.warn(`Skipping the test that fills a disk: ${namespace}`);

/** What runs on a disk of 16 pages, of which others leave none. Its arguments are the command that is pawl. */
const FULL_DISK = `
  mount -t tmpfs -o size=64k none disk
  cp app.toml disk
  cd disk
  "$@" queue push increment n -f app.toml
  dd if=/dev/zero of=filler bs=4k 2>/dev/null || true
  set +e
  "$@" queue push increment n -f app.toml 2> ../push.err
  echo "push $?"
  "$@" set a 1 -f app.toml 2> ../set.err
  echo "set $?"
  "$@" queue count -f app.toml
  set -e
  rm filler
  "$@" set b 1 -f app.toml
  cp app.toml ../result.toml
  ls -A`;

Deno.test({
  name: "a full disk takes no change into the queue, and loses none that is there",
  ignore: typeof namespace === "string",
  async fn() {
    await using sandbox = await Sandbox.create({ "app.toml": "n = 0\n" });
    for (const name of ["disk", "home"]) Deno.mkdirSync(sandbox.path(name));
    const { directory } = sandbox;
    const command = [...namespace, "sh", "-ec", FULL_DISK, "sh", ...await pawlCommand()];
    await using child = await startProcess(command, { directory });
    const { code, stdout, stderr } = await child.result();
    assertEquals({ code, stderr }, { code: 0, stderr: "" });
    const [id, ...lines] = stdout.trimEnd().split("\n");
    assertMatch(id!, /\.json$/);
    assertEquals(lines, ["push 74", "set 74", "1", "app.toml", "app.toml.lock"]);
    const reason =
      /^pawl: Cannot post a change to the write queue of "app\.toml": no space left on device\nhint: free /;
    assertMatch(await sandbox.read("push.err"), reason);
    assertMatch(await sandbox.read("set.err"), /^pawl: Cannot .*app\.toml.*: no space left on device\nhint: free /);
    assertEquals(await sandbox.read("result.toml"), "n = 1\nb = 1\n");
  },
});

const ROUNDS = Deno.env.get("PAWL_LONG_TESTS") === "1" ? 12 : 2;
const WRITERS = 24;
const PUSHERS = 12;

/** A process that adds one to a key of its own. */
interface Adder {
  readonly key: string;
  readonly child: RunningProcess;
}

/**
 * Starts writers and pushers at once, and kills some of them when their time has come.
 *
 * @returns How often each key was counted up at least and at most.
 */
async function runRound(sandbox: Sandbox, round: number, random: () => number): Promise<Map<string, [number, number]>> {
  const adders: Adder[] = [];
  for (let i = 0; i < WRITERS + PUSHERS; i++) {
    const key = `${i < WRITERS ? "w" : "p"}${round}_${i}`;
    const words = i < WRITERS ? ["increment", key, "--timeout", "60s"] : ["queue", "push", "increment", key];
    adders.push({ key, child: await sandbox.start([...words, "-f", "app.toml"]) });
  }
  const bounds = new Map<string, [number, number]>();
  await Promise.all(adders.map(async ({ key, child: started }) => {
    await using child = started;
    // Two of three live; the others die while they start, post, wait, hold the lock, or not at all any more.
    const timer = random() < 1 / 3 ? setTimeout(() => kill(child), random() * 1500) : undefined;
    const { code, stderr } = await child.result();
    clearTimeout(timer);
    assert(code === 0 || code === 137, `${key} exited with ${code}: ${stderr}`);
    bounds.set(key, code === 0 ? [1, 1] : [0, 1]);
  }));
  return bounds;
}

function kill(child: RunningProcess): void {
  try {
    child.process.kill("SIGKILL");
  } catch {
    // It has ended.
  }
}

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let bits = Math.imul(seed ^ (seed >>> 15), seed | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

Deno.test({
  name: `each of ${WRITERS + PUSHERS} parallel changes is made exactly once, whoever is killed`,
  ignore: Deno.build.os === "windows",
  async fn() {
    const seed = Number(Deno.env.get("PAWL_TEST_SEED") ?? crypto.getRandomValues(new Uint32Array(1))[0]);
    const random = seeded(seed);
    await using sandbox = await Sandbox.create({ "app.toml": "# counts\n" });
    for (let round = 0; round < ROUNDS; round++) {
      const bounds = await runRound(sandbox, round, random);
      const drained = await sandbox.pawl(["queue", "drain", "--json", "-f", "app.toml"]);
      assertEquals({ code: drained.code }, { code: 0 }, `${drained.stdout} ${drained.stderr} (seed ${seed})`);
      // Where nothing is pending, it is the next writer that clears up after a holder that died.
      assertEquals((await sandbox.pawl(["set", "round", String(round), "-q", "-f", "app.toml"])).code, 0);
      const counts = parse(await sandbox.read("app.toml"));
      for (const [key, [least, most]] of bounds) {
        const count = (counts[key] ?? 0) as number;
        assert(count >= least && count <= most, `${key} was made ${count} times (seed ${seed})`);
      }
      const names = Array.from(Deno.readDirSync(sandbox.directory), ({ name }) => name).sort();
      assertEquals(names, ["app.toml", "app.toml.lock"], `seed ${seed}`);
    }
  },
});
